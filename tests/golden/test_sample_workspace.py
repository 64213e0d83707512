"""The sample workspace: nothing to mend, files as the product writes them, and a golden call for every exit."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from designer.publishing import compile_draft
from designer.workspace.drafts import Workspace
from flowengine.exits import Exit
from flowengine.library import node_types
from flowengine.model import raw_nodes, settings_of
from flowengine.schedules.writer import write_plan
from flowengine.writer import write_flow
from flowengine.yaml_text import read_yaml
from telephony_adapters.simulator.golden import read_cases, run_file
from telephony_adapters.simulator.script import parse_keys
from telephony_adapters.simulator.simulation import Around, CallPlan, simulate
from voices.catalogue import parse
from voices.reading import ReadingVoice

WORKSPACE = Path(__file__).parents[2] / "flows"
FLOWS = sorted(path.parent.name for path in WORKSPACE.glob("*/flow.yaml"))
CALLS = sorted(WORKSPACE.glob("*/calls/*.yaml"))
PLANS = sorted([*WORKSPACE.glob("schedules/*.yaml"), *WORKSPACE.glob("calendars/*.yaml")])
CARD_WIDTH = 232
GAP = 20  # at least, between cards of one column


def document_of(flow: str) -> Mapping[str, object]:
    return read_yaml((WORKSPACE / flow / "flow.yaml").read_text(encoding="utf-8"), flow).document


def exits_of(node: Mapping[str, object]) -> list[str]:
    """Return every exit of a node but those that may stay unwired and do: no call leaves by them."""
    kind = node_types()[str(node["type"])]
    optional = {rule.name for rule in kind.exits if isinstance(rule, Exit) and not rule.required} | {"error"}
    return [
        name
        for name in kind.exit_names(settings_of(node))
        if name not in optional or name in node.get("exits", {})
    ]


def walked(flow: str) -> set[str]:
    """Return every `node:exit`, and every node, that the flow's own golden calls pass."""
    passed = set()
    for file in (WORKSPACE / flow / "calls").glob("*.yaml"):
        for case in read_cases(file)[0]:
            passed.update(case["path"])
            passed.update(step.partition(":")[0] for step in case["path"])
    return passed


def test_workspace_has_the_sample_hotlines() -> None:
    assert FLOWS == [
        "after-hours",
        "double11",
        "emergency",
        "emergency-pin",
        "holiday",
        "leave-message",
        "medicine-hotline",
        "members-hotline",
        "record-prompt",
        "satisfaction",
        "service-hotline",
        "utility-bill",
    ]


def test_check_finds_neither_errors_nor_warnings() -> None:
    assert [str(problem) for problem in Workspace(WORKSPACE).project().check()] == []


@pytest.mark.parametrize("flow", FLOWS)
def test_flow_files_are_as_the_designer_writes_them(flow) -> None:
    text = (WORKSPACE / flow / "flow.yaml").read_text(encoding="utf-8")
    source = read_yaml(text, flow)
    assert write_flow(source.document, source.comments) == text


@pytest.mark.parametrize("file", PLANS, ids=lambda file: file.name)
def test_schedule_files_are_as_the_designer_writes_them(file) -> None:
    text = file.read_text(encoding="utf-8")
    source = read_yaml(text, file.name)
    assert write_plan(source.document, source.comments) == text


@pytest.mark.parametrize("flow", FLOWS)
def test_every_exit_of_every_step_has_a_golden_call(flow) -> None:
    wanted = {f"{name}:{exit_}" for name, node in raw_nodes(document_of(flow)) for exit_ in exits_of(node)}
    wanted |= set(document_of(flow)["nodes"])
    assert sorted(wanted - walked(flow)) == []


@pytest.mark.parametrize("file", CALLS, ids=lambda file: f"{file.parts[-3]}/{file.name}")
def test_golden_calls_go_as_they_are_written(file) -> None:
    voice = ReadingVoice(WORKSPACE)
    project = Workspace(WORKSPACE).project()
    flow = compile_draft(file.parts[-3], project, voice)
    results = list(run_file(file, flow, voice, Around(project.timetable)))
    assert results
    assert [(one.title, line) for one in results for gap in one.differences for line in gap.lines("en")] == []


def test_every_prompt_is_there_in_both_languages_and_is_used() -> None:
    parsed = parse((WORKSPACE / "prompts" / "prompts.yaml").read_text(encoding="utf-8"))
    assert parsed.faults == ()
    flows = "".join((WORKSPACE / flow / "flow.yaml").read_text(encoding="utf-8") for flow in FLOWS)
    for name, prompt in parsed.catalogue.prompts.items():
        assert set(prompt.variants) == {"zh-CN", "en"}, name
        assert name in flows


@pytest.mark.parametrize("flow", FLOWS)
def test_no_card_lies_over_another(flow) -> None:
    places = document_of(flow)["layout"]
    nodes = dict(raw_nodes(document_of(flow)))
    assert set(places) == set(nodes)
    bottoms = {name: y + 78 + 24 * (len(exits_of(nodes[name])) + 1) for name, (_, y) in places.items()}
    for name, (x, y) in places.items():
        assert x % 4 == y % 4 == 0, name
        for other, (left, top) in places.items():
            apart = abs(left - x) >= CARD_WIDTH or top >= bottoms[name] + GAP or y >= bottoms[other] + GAP
            assert apart or other == name, (name, other)


@pytest.mark.parametrize("flow", FLOWS)
def test_every_target_is_one_that_a_telephone_system_dials(flow) -> None:
    nodes = [node for _, node in raw_nodes(document_of(flow))]
    targets = [str(node["target"]) for node in nodes if node["type"] == "transfer"]
    if "{{ desk }}" in targets:
        targets = [row["results"][0].strip('"') for node in nodes for row in node.get("rows", ())]
    assert [target for target in targets if not re.fullmatch(r"[0-9A-Za-z+*#._]*", target)] == []


def test_no_secret_digits_reach_the_trace() -> None:
    voice = ReadingVoice(WORKSPACE)
    flow = compile_draft("utility-bill", Workspace(WORKSPACE).project(), voice)
    plan = CallPlan(script=parse_keys("10000001 246810"))
    told = [str(event) for event in simulate(flow, plan, voice).events]
    assert any("128.05" in text for text in told)
    assert [text for text in told if "246810" in text] == []
