"""What reaches the voice: digits in Hanzi, scripts apart, acronyms spelled, markup gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices.speech.normalise import to_hanzi
from voices.speech.spoken import LONGEST, prepare

HANZI = """
10005 | 一万零五
2026年 | 二零二六年
2026年10月1日 | 二零二六年十月一日
2026-10-01 | 二零二六年十月一日
2026-13-45 | 两千零二十六到十三到四十五
￥100 | 一百元
￥1005.06 | 一千零五元零六分
¥ 0.5 | 五角
1,250.50元 | 一千二百五十元五角
100% | 百分之一百
12.5% | 百分之十二点五
9:30 | 九点半
09:05:30 | 九点零五分三十秒
24:00 | 二十四点整
99:99 | 九十九:九十九
请按1 | 请按一
2个人 | 两个人
2月2号2楼 | 二月二号二楼
2点 | 两点
12个 | 十二个
200元 | 两百元
13800138000 | 幺三八，零零幺三，八零零零
400-123-4567 | 四零零，幺二三，四五六七
010-62345678 | 零幺零，六二三四，五六七八
订单202611220001 | 订单二零二六一一二二零零零一
编号007 | 编号零零七
9-18点 | 九到十八点
9～12 | 九到十二
气温-3度 | 气温负三度
第3层 | 第三层
3.14 | 三点一四
1,234,567 | 一百二十三万四千五百六十七
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in HANZI.strip().splitlines()]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_digits_become_hanzi(text, words):
    assert to_hanzi(text) == words


@given(st.text(alphabet="0123456789年月日元￥%.,:-～个 一a", max_size=30))
def test_no_digit_is_left_and_nothing_crashes(text):
    assert not any(one in "0123456789" for one in to_hanzi(text))


@pytest.mark.parametrize(
    ("text", "language", "pieces"),
    [
        ("您好", "zh-CN", [("zh-CN", "您好")]),
        ("我们的VIP服务", "zh-CN", [("zh-CN", "我们的"), ("en", "V I P"), ("zh-CN", "服务")]),
        ("请发email。", "zh-CN", [("zh-CN", "请发"), ("en", "email。")]),
        ("Welcome to 北京, sir", "en", [("en", "Welcome to "), ("zh-CN", "北京, "), ("en", "sir")]),
        ("Your VIP line", "en", [("en", "Your V I P line")]),
        ("HELLO World", "en", [("en", "H E L L O World")]),
        ("还款日是5号", "zh", [("zh", "环款日是五号")]),
        (
            "<b>您好</b><script>alert(1)</script>",
            "zh-CN",
            [("zh-CN", "您好 "), ("en", "alert("), ("zh-CN", "一)")],
        ),
        ("余额{{ balance }}元", "zh-CN", [("zh-CN", "余额 元")]),
        ("Order 12 is ready", "en", [("en", "Order 12 is ready")]),
        ("", "en", []),
        ("...！", "zh-CN", []),
        ("👍", "zh-CN", []),
    ],
)
def test_text_is_cut_by_script(text, language, pieces):
    assert prepare(text, language) == pieces


@given(st.text(max_size=300), st.sampled_from(["zh-CN", "en", "fr"]))
def test_any_text_is_prepared(text, language):
    for tag, piece in prepare(text, language):
        assert tag in ("zh-CN", "en", "fr")
        assert piece.strip()


def test_an_endless_text_is_cut():
    assert sum(len(piece) for _, piece in prepare("好" * 5000, "zh-CN")) == LONGEST
    assert sum(len(piece) for _, piece in prepare("<" * 100_000, "en")) <= LONGEST
