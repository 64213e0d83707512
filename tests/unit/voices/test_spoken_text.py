"""What reaches the voice: digits in Hanzi, scripts apart, acronyms spelled, markup gone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voices.speech.normalise_en import to_words
from voices.speech.normalise_zh import to_hanzi
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
取件码A123 | 取件码A一二三
iPhone15 | iPhone十五
1,234,567 | 一百二十三万四千五百六十七
"""
CASES = [tuple(part.strip() for part in line.split("|")) for line in HANZI.strip().splitlines()]


@pytest.mark.parametrize(("text", "words"), CASES)
def test_digits_become_hanzi(text, words):
    assert to_hanzi(text) == words


ENGLISH = """
¥1005.06 | one thousand five yuan and six fen
$5.20 | five dollars and twenty cents
2026-10-01 | October first, twenty twenty-six
2026-13-45 | 2026 to 13 to 45
9:30 | nine thirty
09:05 | nine oh five
9:00 | nine o'clock
9:00 a.m. | nine a.m.
14:00 | fourteen hundred
25:00 | 25:00
13800138000 | one three eight, zero zero one three, eight zero zero zero
400-123-4567 | four zero zero, one two three, four five six seven
010-62345678 | zero one zero, six two three four five six seven eight
order 202611220001 | order two zero two six one one two two zero zero zero one
007 | zero zero seven
0.5 | 0.5
1,250,000,000 | 1,250,000,000
code A123 | code A one two three
B12 | B12
3-5 days | 3 to 5 days
press 1 | press 1
"""
ENGLISH_CASES = [tuple(part.strip() for part in line.split("|")) for line in ENGLISH.strip().splitlines()]


@pytest.mark.parametrize(("text", "words"), ENGLISH_CASES)
def test_english_is_written_as_it_is_said(text, words):
    assert to_words(text) == words


@given(st.text(alphabet="0123456789$¥%.,:-~ ampa", max_size=30))
def test_any_english_text_is_rewritten(text):
    assert isinstance(to_words(text), str)


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
        (
            "中文请按1。For English, press 2. 谢谢",
            "zh-CN",
            [("zh-CN", "中文请按一。"), ("en", "For English, press 2. "), ("zh-CN", "谢谢")],
        ),
        ("中文请按10。Press 2.", "en", [("zh-CN", "中文请按十。"), ("en", "Press 2.")]),
        ("press 2 for English", "zh-CN", [("en", "press 2 for English")]),
        (
            "iPhone 15和VIP 2级",
            "zh-CN",
            [
                ("en", "iPhone "),
                ("zh-CN", "十五和"),
                ("en", "V I P "),
                ("zh-CN", "二级"),
            ],
        ),
        ("PRESS ONE NOW", "en", [("en", "PRESS ONE NOW")]),
        ("HELLO World", "en", [("en", "H E L L O World")]),
        ("还款日是5号", "zh", [("zh", "环款日是五号")]),
        (
            "<b>您好</b><script>alert(1)</script>",
            "zh-CN",
            [("zh-CN", "您好 "), ("en", "alert("), ("zh-CN", "一)")],
        ),
        ("余额{{ balance }}元", "zh-CN", [("zh-CN", "余额 元")]),
        ("Order 12 is ready", "en", [("en", "Order 12 is ready")]),
        ("请按１，金额￥１００", "zh-CN", [("zh-CN", "请按一，金额一百元")]),
        ("还款", "zh-HK", [("zh-HK", "还款")]),
        ("VIP还款", "yue", [("en", "V I P"), ("yue", "还款")]),
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
    for endless in ("<", "{{", "1", "A", "a1", "１", "' "):
        assert sum(len(piece) for _, piece in prepare(endless * 100_000, "en")) <= 20 * LONGEST
