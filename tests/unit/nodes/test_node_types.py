"""Every node type against the table of cases beside this file; a type without a table fails."""

from pathlib import Path

import pytest

from flowengine.exits import Exit, ExitPer
from flowengine.library import node_types
from flowengine.schedules.book import read_book
from flowengine.schedules.drafts import DraftTimetable
from flowengine.yaml_text import read_yaml
from telephony_adapters.simulator.golden import differences, observed
from telephony_adapters.simulator.simulation import Around
from tests.fakes import TextVoice, call_flow, compiled, named

HERE = Path(__file__).parent
TYPES = node_types()
SUBFLOW = {
    "flow": "other",
    "start": "work",
    "inputs": {"number": "number"},
    "outputs": {"doubled": "number"},
    "variables": {"doubled": None},
    "nodes": {
        "work": {
            "type": "set",
            "assignments": {"doubled": "number * 2", "hidden": "1"},
            "exits": {"done": "back"},
        },
        "back": {"type": "return"},
    },
}
TEXTS = {"balance-text": {"en": "{{ balance }} left", "zh-CN": "还有 {{ balance }}"}}
ACTIONS = ("at", "keys", "speaks", "dial", "hang_up_after", "language", "from", "headers")
CALENDAR = "calendar: cn\nyears: {'2026': {status: official, off: {国庆节: 10-01..10-07}}}\n"
OFFICE = """\
schedule: office
timezone: Asia/Shanghai
calendar: cn
flows: {open: main, closed: away}
weekly: {mon-fri: ["09:00-18:00"]}
exceptions: [{id: stocktaking, dates: 2026-03-03, hours: ["10:00-12:00"]}]
promotions: [{id: d11, from: 2026-11-01, to: 2026-11-11, flow: double11}]
emergency: [{id: flood, from: "2026-11-04T10:00+08:00", to: "2026-11-04T11:00+08:00", flow: flood}]
"""
BOOK = read_book([read_yaml(CALENDAR, "calendars/cn.yaml")], [read_yaml(OFFICE, "schedules/office.yaml")])


def cases_of(node_type):
    source = read_yaml((HERE / f"{node_type}.yaml").read_text(encoding="utf-8"), f"{node_type}.yaml")
    assert not source.errors, source.errors
    return source.document["cases"]


def make_call(node_type, case):
    exits = case.get("wired") or TYPES[node_type].exit_names(case["node"])
    nodes = {"here": {"type": node_type, **case["node"], "exits": dict.fromkeys(exits, "end")}}
    nodes["end"] = {"type": "hang_up"}
    voice = TextVoice(TEXTS)
    subflows = {"other": SUBFLOW} if node_type == "subflow" else None
    flow = compiled(nodes, voice=voice, subflows=subflows, variables=case.get("variables", {}))
    around = Around(timetable=DraftTimetable(BOOK))
    actions = {name: case[name] for name in ACTIONS if name in case}
    result = call_flow(flow, voice=voice, around=around, **actions)
    return result, {
        **observed(result, voice),
        "errors": [event["code"] for event in named(result, "error")],
        "transfers": [[event["target"], event["outcome"]] for event in named(result, "transferred")],
        "verdicts": [event["verdict"] for event in named(result, "digits")],
    }


@pytest.mark.parametrize(
    ("node_type", "number"),
    [(name, number) for name in TYPES for number in range(len(cases_of(name)))],
    ids=str,
)
def test_case(node_type, number):
    case = cases_of(node_type)[number]
    _, got = make_call(node_type, case)
    expected = case["expect"]
    found = [line for one in differences(expected, got) for line in one.lines("en")]
    found += [
        f"{name}: expected {expected[name]} | got {got[name]}"
        for name in ("errors", "transfers", "verdicts")
        if expected.get(name, got[name]) != got[name]
    ]
    assert not found, "\n".join([str(case["case"]), *found])


@pytest.mark.parametrize("node_type", TYPES)
def test_every_exit_is_taken_by_some_case(node_type):
    taken = set()
    for case in cases_of(node_type):
        result, _ = make_call(node_type, case)
        taken |= {event["exit"] for event in named(result, "node_left") if event["node"] == "here"}
    fixed = {rule.name for rule in TYPES[node_type].exits if isinstance(rule, Exit)}
    assert fixed <= taken
    if any(isinstance(rule, ExitPer) for rule in TYPES[node_type].exits):
        assert taken - fixed - {"error"}


@pytest.mark.parametrize("node_type", TYPES)
def test_everything_has_words_in_both_languages(node_type):
    described = TYPES[node_type]
    wanted = {node_type, "help", *described.model_json_schema()["properties"]}
    wanted |= {rule.name for rule in described.exits if isinstance(rule, Exit)}
    for definition in described.model_json_schema().get("$defs", {}).values():
        wanted |= set(definition.get("properties", ())) | set(definition.get("enum", ()))
    for language in ("en", "zh-CN"):
        assert wanted <= described.labels[language].keys(), language
    assert described.labels["en"].keys() == described.labels["zh-CN"].keys()
    assert described.__doc__
