"""The State Council's wording becomes the calendar that the product ships."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from flowengine.schedules import read_calendar
from flowengine.schedules.model import Calendar, CalendarYear
from flowengine.schedules.new_years import changes
from flowengine.schedules.notice import read_notice

CN = Path(__file__).parents[3] / "flows/calendars/cn.yaml"
NOTICES = {
    2024: """国务院办公厅关于2024年部分节假日安排的通知
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。""",
    2025: """国务院办公厅关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。""",
    2026: """国务院办公厅关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫、疫情防控等工作。""",
}


def shipped() -> Calendar:
    calendar, problems = read_calendar(yaml.load(CN.read_text(encoding="utf-8"), Loader=yaml.BaseLoader))
    assert calendar is not None, problems
    return calendar


@pytest.mark.parametrize("year", NOTICES)
def test_the_notice_gives_the_shipped_year(year: int) -> None:
    notice = read_notice(NOTICES[year])
    assert notice is not None
    assert notice.year == year
    assert changes(shipped(), [notice]) == []


def test_a_notice_shows_what_it_changes() -> None:
    calendar = Calendar("cn", {2026: CalendarYear("provisional", {date(2026, 1, 1): "元旦"}, frozenset())})
    notice = read_notice("关于2026年部分节假日安排的通知 一、元旦：1月1日至3日放假调休，共3天。1月4日上班。")
    assert notice is not None
    assert [(str(c.day), c.before, c.after) for c in changes(calendar, [notice])] == [
        ("2026-01-02", None, "元旦"),
        ("2026-01-03", None, "元旦"),
        ("2026-01-04", None, "work"),
    ]


def test_a_holiday_may_begin_in_the_year_before() -> None:
    notice = read_notice("2024年节假日 一、元旦：2023年12月30日至2024年1月1日放假公休，共3天。")
    assert notice is not None
    assert sorted(notice.days.off) == [date(2023, 12, 30), date(2023, 12, 31), date(2024, 1, 1)]


@pytest.mark.parametrize(
    "text", ["", "放假", "2026年节假日：无", "春节：2月30日放假", "<script>1月1日放假</script>"]
)
def test_what_is_no_notice_gives_nothing(text: str) -> None:
    assert read_notice(text) is None


@given(st.text(alphabet="一二、：年月日放假上班至0123456789（）。2026", max_size=200))
def test_no_text_raises(text: str) -> None:
    notice = read_notice(text, 2026)
    assert notice is None or notice.days.off
