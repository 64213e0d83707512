"""Whatever JSON the designer sends or a file holds: writer and checks answer, and never raise."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from model_workspace import project

from flowengine.writer import source_of, write_flow
from flowengine.yaml_text import read_yaml

NODE_ENTRIES = [
    "type",
    "title",
    "note",
    "exits",
    "prompts",
    "keys",
    "variable",
    "cases",
    "flow",
    "inputs",
    "outputs",
    "assignments",
    "target",
    "confirm",
    "validate",
    "max_tries",
    "min_digits",
    "kind",
    "value",
    "finish_key",
]
FLOW_ENTRIES = [
    "dialoom",
    "flow",
    "title",
    "language",
    "start",
    "variables",
    "inputs",
    "outputs",
    "on_error",
    "on_hangup",
    "max_call_seconds",
    "layout",
    "zzz",
]
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(st.characters(codec=None), max_size=12)
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)
names = st.sampled_from(["a", "b", "welcome", "9", "名称", "", "../x", "a b", "__class__"])
types = st.sampled_from(
    [
        "play",
        "menu",
        "collect",
        "say",
        "set",
        "branch",
        "subflow",
        "record",
        "transfer",
        "return",
        "hang_up",
        "nope",
    ]
)
entry_names = st.one_of(
    st.sampled_from(NODE_ENTRIES),
    st.text(max_size=4),
)
likely = st.one_of(
    json_values,
    names,
    st.lists(st.one_of(names, json_values), max_size=3),
    st.dictionaries(names, st.one_of(names, json_values), max_size=3),
    st.sampled_from(
        [[{"when": "1 +", "exit": "a"}], [{"when": "x", "exit": "b"}, 5], {"1": "x", "*": "y"}, "{{ x"]
    ),
)
any_node = st.one_of(
    json_values,
    st.builds(
        lambda type_, rest: {"type": type_, **rest}, types, st.dictionaries(entry_names, likely, max_size=6)
    ),
)
any_flow = st.builds(
    lambda nodes, rest: {"dialoom": 1, "flow": "x", "nodes": nodes, **rest},
    st.one_of(json_values, st.dictionaries(names, any_node, max_size=4)),
    st.dictionaries(
        st.sampled_from(FLOW_ENTRIES),
        likely,
        max_size=6,
    ),
)


@settings(max_examples=400, deadline=None)
@given(any_flow, any_flow)
def test_no_document_makes_the_writer_or_a_check_raise(
    document: dict[str, object], other: dict[str, object]
) -> None:
    source = source_of(document, "x/flow.yaml")
    workspace = project().with_flow("x", source).with_flow("a", source_of(other, "a/flow.yaml"))
    for problem in workspace.check():
        assert problem.message.en
        assert problem.message.zh
        assert problem.to_json()
    written = write_flow(source.document, source.comments)
    again = read_yaml(written, "x/flow.yaml")
    if source.document:
        assert again.document == source.document
        assert write_flow(again.document, again.comments) == written
