"""Random flows that are sound: nothing is told about them, they are built, and files keep them exactly."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from model_workspace import PROMPTS
from test_yaml_identity import AWKWARD

from flowengine.library import node_types
from flowengine.limits import MAX_TEXT_LENGTH
from flowengine.model import build_flow
from flowengine.project import Project
from flowengine.writer import write_flow
from flowengine.yaml_text import read_yaml

WORDS = [text for text in AWKWARD if 0 < len(text) <= 80 and text.strip() and "\x00" not in text]
HARMLESS = ("unreachable", "unlike_types", "target_undiallable")
NOTES = [text for text in AWKWARD if len(text) <= MAX_TEXT_LENGTH]
titles = st.sampled_from(WORDS)
prompts = st.lists(
    st.one_of(
        st.sampled_from(["welcome", "main-menu"]),
        st.fixed_dictionaries({"prompt": st.just("welcome"), "barge_in": st.booleans()}),
    ),
    min_size=1,
    max_size=3,
)
variables = st.sampled_from(["x", "tries", "订单号", "off", "pin code", "b2"])
expressions = st.sampled_from(
    [
        "1",
        "true",
        "null",
        "tries + 1",
        '"a: b # c"',
        "if tries > 1 then \"x\" else 'y'".replace("'", '"'),
        "0.5",
        "[1, 2]",
    ]
)
conditions = st.sampled_from(['caller.number = "138"', "tries < 3", "not(tries = 1)", '"a" in ["a", "b"]'])
keys = st.dictionaries(st.sampled_from(list("1234567890*#ABCD")), titles, min_size=1, max_size=5)

settings_by_type = {
    "play": st.fixed_dictionaries({"prompts": prompts}),
    "menu": st.fixed_dictionaries(
        {"prompts": prompts, "keys": keys}, optional={"max_tries": st.integers(1, 10)}
    ),
    "collect": st.fixed_dictionaries(
        {"variable": variables, "prompts": prompts},
        optional={
            "validate": st.just("string length(digits) > 2"),
            "secret": st.booleans(),
            "finish_key": st.sampled_from([None, "#", "*", "0"]),
            "first_digit_timeout": st.decimals(min_value=0, max_value=60, places=2),
        },
    ),
    "branch": st.fixed_dictionaries(
        {
            "cases": st.lists(
                st.fixed_dictionaries({"when": conditions, "exit": titles}), min_size=1, max_size=4
            )
        }
    ),
    "set": st.fixed_dictionaries(
        {"assignments": st.dictionaries(variables, expressions, min_size=1, max_size=4)}
    ),
    "transfer": st.fixed_dictionaries(
        {"target": st.sampled_from(["8001", "{{ tries }}", "8{{ tries }}0", "王", "007", "#1"])}
    ),
    "hang_up": st.fixed_dictionaries({}, optional={"cause": st.sampled_from(["normal", "busy"])}),
    "return": st.just({}),
}


@st.composite
def flows(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a flow whose steps all lead forward, to one that hangs up at the end."""
    count = draw(st.integers(0, 6))
    names = [*(f"步骤-{at}" for at in range(count)), "bye"]
    nodes = {}
    for at, name in enumerate(names[:-1]):
        type_ = draw(st.sampled_from(sorted(settings_by_type)))
        values = draw(settings_by_type[type_])
        exits = {
            exit_: names[draw(st.integers(at + 1, count))] if draw(st.booleans()) else names[at + 1]
            for exit_ in node_types()[type_].exit_names(values)
        }
        more = draw(st.fixed_dictionaries({}, optional={"note": st.sampled_from(NOTES), "title": titles}))
        nodes[name] = {"type": type_, **more, **values, "exits": exits}
    nodes["bye"] = {"type": "hang_up"}
    layout = {name: [draw(st.integers(-9999, 9999)), draw(st.integers(0, 9999))] for name in nodes}
    return {
        "dialoom": 1,
        "flow": "x",
        "title": {"zh-CN": draw(titles), "en": draw(titles)},
        "language": "zh-CN",
        "start": names[0],
        "variables": {
            "tries": 0,
            "note": draw(st.sampled_from(AWKWARD)),
            "rate": draw(st.decimals(0, 9, places=4)),
        },
        "nodes": nodes,
        "layout": layout,
    }


@settings(max_examples=200, deadline=None)
@given(flows())
def test_sound_flows(document: dict[str, Any]) -> None:
    text = write_flow(document)
    source = read_yaml(text.encode(), "x/flow.yaml")
    assert source.document == document
    assert write_flow(source.document, source.comments) == text
    assert list(source.document["nodes"]) == list(document["nodes"])
    told = Project({"x": source}, PROMPTS).check()
    assert [problem for problem in told if problem.code not in HARMLESS] == []
    flow = build_flow(source.document)
    assert list(flow.nodes) == list(document["nodes"])
    assert all(node.exits == document["nodes"][name].get("exits", {}) for name, node in flow.nodes.items())
