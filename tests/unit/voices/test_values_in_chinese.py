"""How values are said in Chinese."""

import datetime as dt
from decimal import Decimal

import pytest

from voices.numbers import KINDS, say

TABLE = """
number | 0 | 零
number | 2 | 二
number | 10 | 十
number | 12 | 十二
number | 20 | 二十
number | 101 | 一百零一
number | 110 | 一百一十
number | 111 | 一百一十一
number | 200 | 两百
number | 222 | 二百二十二
number | 1001 | 一千零一
number | 1010 | 一千零一十
number | 2000 | 两千
number | 2200 | 两千二百
number | 10000 | 一万
number | 10005 | 一万零五
number | 10200 | 一万零二百
number | 20000 | 两万
number | 32000 | 三万二千
number | 100000 | 十万
number | 100010 | 十万零一十
number | 110000 | 十一万
number | 1203000 | 一百二十万三千
number | 2000000 | 两百万
number | 100000000 | 一亿
number | 200000000 | 两亿
number | 100000001 | 一亿零一
number | 1000000000000 | 一万亿
number | 28100007615 | 二百八十一亿零七千六百一十五
number | -3 | 负三
number | 3.14 | 三点一四
number | 0.50 | 零点五零
number | 1,005 | 一千零五
number | 10000000000000000 | 一零零零零零零零零零零零零零零零零
number | 1e-7 | 零点零零零零零零一
number | -0 | 零
number | 9999999999999999 | 九千九百九十九万九千九百九十九亿九千九百九十九万九千九百九十九
number | -1e16 | 负一零零零零零零零零零零零零零零零零
number | about five | about five
money | -0.004 | 零元
money | 0.005 | 一分
money | 2.22 | 两元二角二分
money | 0.1 | 一角
money | 5 JPY | 5 JPY
money | ¥5 USD | ¥5 USD
ordinal | 0 | 第零
ordinal | 1.5 | 1.5
count | -2 | 负两个
count | 0.5 | 零点五个
phone | +8613800138000 | 加八六，幺三八，零零幺三，八零零零
date | 2000-01-01 | 二零零零年一月一日
date | 1900-01-01 | 一九零零年一月一日
date | 2024-02-29 | 二零二四年二月二十九日
date | 2023-02-29 | 2023-02-29
time | 24:00 | 晚上十二点整
time | 24:01 | 24:01
time | 23:59:60 | 23:59:60
time | 23:59:59 | 晚上十一点五十九分五十九秒
datetime | 2016-12-31T23:59:60Z | 2016-12-31T23:59:60Z
duration | P1Y2M3DT4H5M6S | 一年两个月三天四小时零五分钟零六秒
duration | -PT5M | 负五分钟
percent | -0.5 | 负百分之零点五
percent | 0 | 百分之零
spell | A-1@b.c | A 杠 一 at B 点 C
digits | 10086 | 一零零八六
digits | 12*# | 一二星井
phone | 13800138000 | 幺三八，零零幺三，八零零零
phone | 010-62345678 | 零幺零，六二三四五六七八
phone | 4001234567 | 四零零，幺二三，四五六七
phone | 95588 | 九五五八八
ordinal | 2 | 第二
ordinal | 12 | 第十二
ordinal | 200 | 第二百
count | 2 | 两个
count | 2位 | 两位
count | 12 | 十二个
date | 2026-10-01 | 二零二六年十月一日
date | 2005-12-20 | 二零零五年十二月二十日
date | 2026-10-01T09:05:00+08:00 | 二零二六年十月一日
date | 2026-02-30 | 2026-02-30
time | 00:00 | 凌晨零点整
time | 02:30 | 凌晨两点半
time | 09:05 | 上午九点零五分
time | 09:00 | 上午九点整
time | 12:10 | 中午十二点十分
time | 14:00:00+08:00 | 下午两点整
time | 22:15:08 | 晚上十点十五分零八秒
time | 09:05:00@Asia/Shanghai | 上午九点零五分
time | 25:00 | 25:00
datetime | 2026-10-01T09:30 | 二零二六年十月一日上午九点半
duration | PT1H5M | 一小时零五分钟
duration | PT2H | 两小时
duration | P2D | 两天
duration | 90 | 一分钟三十秒
duration | P1Y2M | 一年两个月
duration | PT0S | 零秒
duration | -PT30S | 负三十秒
duration | P | P
money | 1005.06 | 一千零五元零六分
money | 1005.60 | 一千零五元六角
money | 1005.65 | 一千零五元六角五分
money | 2 | 两元
money | 0.5 | 五角
money | 0.2 | 两角
money | 0.02 | 两分
money | 12.02 | 十二元零二分
money | 0 | 零元
money | 1.005 | 一元零一分
money | -5 | 负五元
money | ￥200 | 两百元
money | $5.20 | 五美元二十分
money | 5 XYZ | 5 XYZ
percent | 5 | 百分之五
percent | 5% | 百分之五
percent | 12.5 | 百分之十二点五
percent | 200 | 百分之二百
percent | -1 | 负百分之一
spell | VIP8 | V I P 八
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]


@pytest.mark.parametrize(("kind", "value", "words"), CASES)
def test_value_is_said_in_chinese(kind, value, words):
    assert say(kind, value, "zh-CN") == words


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("number", 10005, "一万零五"),
        ("number", Decimal("-0.5"), "负零点五"),
        ("money", Decimal("1005.06"), "一千零五元零六分"),
        ("date", dt.date(2026, 10, 1), "二零二六年十月一日"),
        ("date", dt.datetime(2026, 10, 1, 9, 5, tzinfo=dt.UTC), "二零二六年十月一日"),
        ("time", dt.time(9, 5, tzinfo=dt.UTC), "上午九点零五分"),
        ("time", dt.datetime(2026, 10, 1, 9, 5, tzinfo=dt.UTC), "上午九点零五分"),
        ("datetime", dt.datetime(2026, 10, 1, 9, 5, tzinfo=dt.UTC), "二零二六年十月一日上午九点零五分"),
        ("duration", dt.timedelta(minutes=65), "一小时零五分钟"),
        ("digits", 10086, "一零零八六"),
        ("number", Decimal("5.0"), "五"),
        ("number", Decimal(10) / 3, "三点三三三三三三"),
        ("percent", Decimal(10) / 3, "百分之三点三三三三三三"),
        ("count", Decimal("2.0"), "两个"),
        ("number", Decimal("1E+3"), "一千"),
        ("number", Decimal("0.00"), "零"),
        ("number", 12345678901234567890123, "一二三四五六七八九零一二三四五六七八九零一二三"),
        ("money", Decimal("0.0049999999"), "零元"),
    ],
)
def test_values_of_python_are_said_like_their_text(kind, value, words):
    assert say(kind, value, "zh-CN") == words


@pytest.mark.parametrize("kind", KINDS)
def test_an_endless_number_does_not_fail(kind):
    assert say(kind, 10**5000, "zh-CN") == ""


class Moment:
    """A value of some other library that only knows its text."""

    def __str__(self):
        return "2026-10-01"


def test_a_foreign_value_is_said_by_its_text():
    assert say("date", Moment(), "zh-CN") == "二零二六年十月一日"


@pytest.mark.parametrize("kind", ["number", "date", "time", "money", "digits", "percent"])
def test_nothing_is_said_as_nothing(kind):
    assert say(kind, None, "zh-CN") == ""


@pytest.mark.parametrize("value", [True, "1e99", "9" * 500, "NaN", "Infinity", "²", [1], {}, "1__0"])
@pytest.mark.parametrize("kind", ["number", "money", "percent", "ordinal", "count", "duration"])
def test_what_is_no_number_is_said_as_its_text(kind, value):
    assert say(kind, value, "zh-CN") == str(value)
