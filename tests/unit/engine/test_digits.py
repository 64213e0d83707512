"""The rules for digits as values: no call, no time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.digits import DigitRule, Entry, Verdict

KEYS = "0123456789*#ABCD"


@pytest.mark.parametrize(
    ("rule", "keys", "digits", "verdict"),
    [
        (DigitRule(), [None], "", Verdict.EMPTY),
        (DigitRule(), ["#"], "", Verdict.EMPTY),
        (DigitRule(), ["1"], "1", Verdict.MORE),
        (DigitRule(), ["1", "#"], "1", Verdict.COMPLETE),
        (DigitRule(), ["0", "0", None], "00", Verdict.COMPLETE),
        (DigitRule(min_digits=3), ["1", "2", "#"], "12", Verdict.SHORT),
        (DigitRule(min_digits=3), ["1", None], "1", Verdict.SHORT),
        (DigitRule(max_digits=2), ["1", "2"], "12", Verdict.COMPLETE),
        (DigitRule(max_digits=1), ["#"], "", Verdict.EMPTY),
        (DigitRule(finish_key=None, max_digits=1), ["#"], "#", Verdict.COMPLETE),
        (DigitRule(finish_key="*"), ["1", "#", "*"], "1#", Verdict.COMPLETE),
        (DigitRule(min_digits=2, max_digits=2), ["A", "D"], "AD", Verdict.COMPLETE),
    ],
)
def test_what_keys_amount_to(rule, keys, digits, verdict):
    entry = Entry(rule)
    for key in keys:
        entry = entry.press(key)
    assert (entry.digits, entry.verdict) == (digits, verdict)


def test_the_first_digit_is_waited_for_longer():
    entry = Entry(DigitRule(first_digit_timeout=5, inter_digit_timeout=2))
    assert (entry.patience, entry.press("1").patience) == (5, 2)


@given(
    st.builds(
        DigitRule,
        min_digits=st.integers(1, 5),
        max_digits=st.integers(1, 8),
        finish_key=st.sampled_from([None, "#", "*"]),
    ),
    st.lists(st.one_of(st.none(), st.sampled_from(KEYS)), max_size=12),
)
def test_an_entry_ends_in_time_and_holds_what_was_pressed(rule, keys):
    entry, pressed = Entry(rule), ""
    for key in keys:
        if entry.verdict is not Verdict.MORE:
            break
        entry = entry.press(key)
        if key is not None and key != rule.finish_key:
            pressed += key
        assert entry.digits == pressed
        assert (entry.verdict is Verdict.EMPTY) == (not pressed and entry.verdict is not Verdict.MORE)
    assert len(entry.digits) <= rule.max_digits
    if entry.verdict is Verdict.COMPLETE:
        assert len(entry.digits) >= min(rule.min_digits, rule.max_digits)
