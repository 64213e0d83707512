"""Numbers in words, against two libraries that know one language each."""

from decimal import Decimal

import cn2an
import num2words
from hypothesis import example, given
from hypothesis import strategies as st

from voices.numbers import say

numbers = (
    st.integers(0, 10**15)
    | st.integers(0, 10**5)
    | st.builds(lambda e, n: 10**e + n, st.integers(4, 14), st.integers(0, 9))
)


@given(numbers)
def test_chinese_numbers_agree_with_cn2an(number):
    ours = say("number", number, "zh-CN").replace("两", "二")
    theirs = cn2an.an2cn(number, "low")
    forgets_a_zero = ours.count("零") == theirs.count("零") + 1  # it says 六亿七千七百 for 600007700
    assert ours == theirs or (forgets_a_zero and ours.replace("零", "") == theirs.replace("零", ""))


@given(numbers)
def test_english_numbers_agree_with_num2words(number):
    assert say("number", number, "en") == plain(num2words.num2words(number))
    assert say("ordinal", number, "en") == plain(num2words.num2words(number, to="ordinal"))


@given(st.integers(1000, 2099))
def test_english_years_agree_with_num2words(year):
    said = say("date", f"{year}-01-01", "en").removeprefix("January first, ")
    assert said.replace("-", " ") == plain(num2words.num2words(year, to="year")).replace("-", " ")


def plain(words):
    """Return the words without the “and” and the commas that we do not use."""
    return words.replace(" and ", " ").replace(",", "")


@given(
    st.sampled_from(["number", "money", "percent", "count", "digits", "phone", "duration", "time", "date"]),
    st.text(max_size=20),
)
def test_any_text_can_be_given_as_a_value(kind, text):
    for language in ("zh-CN", "en"):
        assert isinstance(say(kind, text, language), str)


@given(
    st.decimals(allow_nan=True, allow_infinity=True),
    st.sampled_from(["number", "money", "percent", "ordinal", "count"]),
)
@example(Decimal(10) ** 28, "ordinal")
def test_any_decimal_can_be_said(value, kind):
    for language in ("zh-CN", "en"):
        assert isinstance(say(kind, value, language), str)
