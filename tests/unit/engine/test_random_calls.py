"""Whatever is drawn and whatever a caller does, a call ends, and says so once, as its last word."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fakes import call_flow, compiled
from tests.unit.engine.odd_nodes import TYPES

NAMES = [f"n{number}" for number in range(6)]
PROMPTS = st.lists(
    st.one_of(
        st.sampled_from(["a", "b"]),
        st.fixed_dictionaries({"prompt": st.just("c"), "barge_in": st.booleans()}),
    ),
    min_size=1,
    max_size=3,
)
SECONDS = st.integers(0, 5)
CONDITIONS = st.sampled_from(["x > 1", "true", "nobody.knows", 'x = "1"', "count(x) > 0"])


def node(type_, exits, **settings_):
    targets = st.dictionaries(st.sampled_from([*exits, "error"]), st.sampled_from(NAMES))
    return st.fixed_dictionaries({"type": st.just(type_), "exits": targets, **settings_})


CASES = st.fixed_dictionaries({"when": CONDITIONS, "exit": st.just("a")})
KEYS = {"1": "one", "2": "two"}
REVIEW = {"prompts": ["a"], "max_tries": 2}
NODES = st.one_of(
    node("play", ["done"], prompts=PROMPTS),
    node(
        "menu", ["1", "2", "no_input", "invalid"],
        prompts=PROMPTS, keys=st.just(KEYS), first_digit_timeout=SECONDS, max_tries=st.integers(1, 3),
        type_ahead=st.sampled_from(["keep", "discard"]),
    ),
    node(
        "collect", ["done", "no_input", "invalid"],
        prompts=PROMPTS, variable=st.just("x"), secret=st.booleans(), max_digits=st.integers(1, 4),
        finish_key=st.sampled_from([None, "#", "1"]), validate=CONDITIONS, first_digit_timeout=SECONDS,
    ),
    node("say", ["done"], kind=st.sampled_from(["number", "money"]), value=st.sampled_from(["x", "1", "null"])),
    node("set", ["done"], assignments=st.just({"x": 'x + "1"'})),
    node("branch", ["a", "otherwise"], cases=st.lists(CASES, min_size=1, max_size=2)),
    node(
        "record", ["done", "nothing"],
        silence=SECONDS, max_seconds=st.integers(1, 9), review=st.sampled_from([None, REVIEW]),
    ),
    node("transfer", ["answered", "busy", "no_answer", "failed"], target=st.just("100"), ring=st.integers(1, 9)),
    node("subflow", ["done"], flow=st.just("sub")),
    node("return", []),
    node("hang_up", []),
    node("broken", ["done"]),
    node("stuck", ["done"]),
)  # fmt: skip
FLOWS = st.fixed_dictionaries(
    {"nodes": st.fixed_dictionaries(dict.fromkeys(NAMES, NODES))},
    optional={"on_error": st.sampled_from(NAMES), "on_hangup": st.sampled_from(NAMES)},
)
PLANS = st.fixed_dictionaries(
    {},
    optional={
        "keys": st.lists(
            st.sampled_from(["1", "2", "9", "123#", "#", "w0 1", "w0.5 2", "w7 12", "s3", "s0"]), max_size=8
        ).map(" ".join),
        "hang_up_after": st.integers(0, 60),
        "dial": st.sampled_from(["answered", "busy", "no_answer", "rejected", "failed"]),
        "speaks": st.integers(0, 9),
    },
)


def without_subflow(nodes):
    return {
        name: {"type": "return", "exits": {}} if one["type"] == "subflow" else one
        for name, one in nodes.items()
    }


@settings(max_examples=150, deadline=None)
@given(FLOWS, FLOWS, PLANS)
def test_a_call_always_ends_once(main, sub, plan):
    inner = {"start": "n0", **sub, "nodes": without_subflow(sub["nodes"])}
    nodes = main.pop("nodes")
    flow = compiled(
        nodes, types=TYPES, subflows={"sub": inner}, variables={"x": ""}, max_call_seconds=300, **main
    )
    events = call_flow(flow, **plan).events
    names = [event.name for event in events]
    assert (names[0], names[-1]) == ("call_started", "call_ended")
    assert names.count("call_ended") == 1
    assert [event.at for event in events] == sorted(event.at for event in events)
    assert events[-1].at <= 335.01  # the limit, the grace after it, and the clean-up
