"""Callers who press anything at any time: the sample flows never fail, and every call ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from telephony_adapters.simulator.golden_plan import plan_of
from telephony_adapters.simulator.simulation import simulate
from tests.golden.test_golden_calls import AROUND, FLOWS, VOICE, compiled

WORDS = st.one_of(
    st.text("0123456789*#", min_size=1, max_size=9),
    st.sampled_from(
        ["1", "2", "3", "4", "9", "0", "20260001", "7700112233", "13800138000#", "s0", "s3", "s70"]
    ),
    st.tuples(st.integers(0, 12), st.sampled_from("1234#")).map(lambda pair: f"w{pair[0]} {pair[1]}"),
)
PLANS = st.fixed_dictionaries(
    {"keys": st.lists(WORDS, max_size=15).map(" ".join)},
    optional={
        "hang_up_after": st.integers(0, 300),
        "dial": st.lists(
            st.sampled_from(["answered", "busy", "no_answer", "rejected", "failed"]), min_size=1
        ),
        "language": st.sampled_from(["en", "zh-CN", "fr"]),
        "from": st.sampled_from(["13800138000", "", "02155556666"]),
    },
)


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(sorted(FLOWS)), PLANS)
def test_no_caller_can_break_a_sample_flow(flow, plan):
    events = simulate(compiled(flow), plan_of(plan), VOICE, AROUND).events
    names = [event.name for event in events]
    assert names.count("call_ended") == 1
    assert names[-1] == "call_ended"
    assert not [event for event in events if event.name == "error"]
