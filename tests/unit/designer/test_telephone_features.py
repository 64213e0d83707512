"""A flow is not published for a telephone system that cannot carry it out."""

import asyncio
import json
import logging
from dataclasses import replace

import pytest
from click.testing import CliRunner

from app import cli
from flowengine.call import CallInfo, Feature
from flowengine.checks.features import FEATURES
from flowengine.engine import Engine
from flowengine.library import node_types
from flowengine.project import Project
from flowengine.yaml_text import read_yaml
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.simulation import SOME_DAY
from telephony_adapters.simulator.virtual_time import VirtualClock, run_virtual
from tests.fakes import TextVoice, compiled

FLOW = """\
dialoom: 1
flow: note
title: {zh-CN: 便条, en: Note}
language: zh-CN
start: take
nodes:
  take: {type: record, title: {zh-CN: 录下便条, en: Take a note}, exits: {done: desk, nothing: bye}}
  desk: {type: transfer, target: "1001", exits: {answered: bye, busy: bye, no_answer: bye, failed: bye}}
  bye: {type: hang_up}
"""


def problems_with(features):
    project = Project({"note": read_yaml(FLOW, "note/flow.yaml")}, features=features)
    return [one for one in project.check_flow("note") if one.code == "feature_missing"]


def test_every_feature_has_a_name_in_both_languages():
    assert FEATURES.keys() == set(Feature)


def test_what_is_missing_is_named_at_its_step():
    assert problems_with(frozenset(Feature)) == []
    (found,) = problems_with(frozenset(Feature) - {Feature.RECORD})
    assert (found.node, found.line, found.severity) == ("take", 7, "error")
    assert "Take a note" in found.message.en
    assert "recording" in found.message.en
    assert "录下便条" in found.message.zh
    assert "录音" in found.message.zh
    assert [one.node for one in problems_with(frozenset())] == ["take", "desk", "desk"]


def test_only_steps_that_need_nothing_run_everywhere():
    needing = {name: set(node.needs) for name, node in node_types().items() if node.needs}
    assert needing == {
        "conference": {Feature.CONFERENCE},
        "record": {Feature.RECORD},
        "record_prompt": {Feature.RECORD},
        "transfer": {Feature.DIAL, Feature.BRIDGE},
    }


@pytest.mark.parametrize(
    ("setting", "feature"),
    [
        ({"strategy": "all"}, Feature.RING_ALL),
        ({"record": "talk"}, Feature.TAPE),
        ({"allow_transfer": True}, Feature.PASS_ON),
        ({"headers": [{"header": "X-A", "value": "1"}]}, Feature.HEADERS),
    ],
)
def test_a_setting_may_need_more_than_its_step(setting, feature):
    transfer = node_types()["transfer"]
    plain = {"strategy": "hunt", "record": "none", "allow_transfer": False, "headers": []}
    assert transfer.needs_with(plain) == transfer.needs_with({}) == transfer.needs
    assert transfer.needs_with(plain | setting) == transfer.needs | {feature}


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "flows/note").mkdir(parents=True)
    (tmp_path / "flows/note/flow.yaml").write_text(FLOW, encoding="utf-8")
    (tmp_path / "whole.yaml").write_text("adapter: fastagi\n")
    (tmp_path / "mute.yaml").write_text("adapter: fastagi\nrecordings: ''\n")
    return tmp_path


def run(workspace, settings, *words):
    where = ["--workspace", str(workspace / "flows"), "--settings", str(workspace / settings)]
    return CliRunner().invoke(cli, [*words, *where])


def test_the_commands_refuse_what_the_settings_do_not_offer(workspace):
    assert run(workspace, "whole.yaml", "check", "note").exit_code == 0
    refused = run(workspace, "mute.yaml", "check", "note", "--json")
    assert refused.exit_code == 1
    assert [one["code"] for one in json.loads(refused.output)] == ["feature_missing"]
    assert run(workspace, "mute.yaml", "publish", "note", "-m", "x").exit_code == 1
    assert run(workspace, "whole.yaml", "publish", "note", "-m", "x").exit_code == 0


class Deaf(SimCall):
    """A call on a telephone system that records nothing."""

    features = frozenset(Feature) - {Feature.RECORD}


def test_an_engine_names_what_its_calls_cannot_do_once_for_each_version(caplog):
    record = {"type": "record", "exits": {"done": "bye"}}
    first = compiled({"take": record, "bye": {"type": "hang_up"}})
    flows = [first, first, replace(first)]

    class Flows:
        def flow_for(self, number):
            return flows.pop()

    async def work(loop):
        engine = Engine(Flows(), TextVoice(), VirtualClock(loop, SOME_DAY))
        for _ in range(3):
            call = Deaf(CallInfo("c1", "139", "8000"))
            asyncio.get_running_loop().call_later(1, call.hang_up)
            await engine.take(call)

    with caplog.at_level(logging.ERROR):
        run_virtual(work)
    told = [one.getMessage() for one in caplog.records if "not offered" in one.getMessage()]
    assert len(told) == 2
    assert "record" in told[0]
