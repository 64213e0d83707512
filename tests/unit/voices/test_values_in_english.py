"""How values are said in English."""

import pytest

from voices.numbers import say

TABLE = """
number | 0 | zero
number | 21 | twenty-one
number | 105 | one hundred five
number | 1000 | one thousand
number | 1250 | one thousand two hundred fifty
number | 28100007615 | twenty-eight billion one hundred million seven thousand six hundred fifteen
number | -3.05 | minus three point zero five
number | 1e-7 | zero point zero zero zero zero zero zero one
number | -0 | zero
money | -0.004 | zero yuan
money | 5 JPY | 5 JPY
ordinal | 0 | zeroth
ordinal | 1.5 | 1.5
date | 2000-01-01 | January first, two thousand
date | 1900-01-01 | January first, nineteen hundred
date | 2100-12-31 | December thirty-first, twenty-one hundred
date | 2023-02-29 | 2023-02-29
time | 24:00 | midnight
time | 23:59:60 | 23:59:60
percent | -0.5 | minus zero point five percent
phone | +8613800138000 | plus eight six, one three eight, zero zero one three, eight zero zero zero
spell | A-1@b.c | A dash one at B point C
digits | 105# | one zero five pound
phone | 13800138000 | one three eight, zero zero one three, eight zero zero zero
ordinal | 1 | first
ordinal | 12 | twelfth
ordinal | 20 | twentieth
ordinal | 21 | twenty-first
ordinal | 100 | one hundredth
count | 2 items | two items
count | 2 | two
date | 2026-10-01 | October first, twenty twenty-six
date | 2005-12-31 | December thirty-first, two thousand five
date | 1900-02-03 | February third, nineteen hundred
date | 1905-02-03 | February third, nineteen oh five
date | 2010-02-03 | February third, twenty ten
time | 00:00 | midnight
time | 00:30 | twelve thirty a.m.
time | 09:00 | nine a.m.
time | 09:05 | nine oh five a.m.
time | 12:00 | noon
time | 12:01 | twelve oh one p.m.
time | 21:30:01 | nine thirty and one second p.m.
datetime | 2026-10-01T09:30 | October first, twenty twenty-six at nine thirty a.m.
duration | PT1H5M | one hour and five minutes
duration | 90061 | one day, one hour, one minute and one second
duration | 0 | zero seconds
money | 1005.06 | one thousand five yuan and six fen
money | $5.20 | five dollars and twenty cents
money | 1 USD | one dollar
money | 0.01 GBP | one penny
money | -2 EUR | minus two euros
percent | 12.5% | twelve point five percent
spell | VIP8 | V I P eight
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("kind", "value", "words"), CASES)
@pytest.mark.parametrize("language", ["en", "en-GB", "fr"])
def test_value_is_said_in_english(kind, value, words, language):
    assert say(kind, value, language) == words
