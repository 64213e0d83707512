"""Schedule and calendar files as pydantic models: every fault of a file is found at once, with its place."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, model_validator

from flowengine.schedules import texts
from flowengine.schedules.model import DateRange, Window


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class _Timed(_Strict):
    at: str
    flow: str | None = None


def _window_or_profile(value: object) -> object:
    """Leave a profile's name as text; read everything that holds a colon as hours."""
    if isinstance(value, str):
        return texts.window(value) if ":" in value else value
    timed = _Timed.model_validate(value)
    return texts.window(timed.at, timed.flow)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise texts.fault("not_text", "this must be text; write it in quotes", "这里应为文字，请加引号")
    return value


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        moment = datetime.min  # noqa: DTZ901 - refused below for its missing zone
    if moment.tzinfo is None:
        raise texts.fault(
            "bad_moment",
            f"'{value}' is no moment with offset; write 2026-07-20T08:00+08:00",
            f"“{value}”不是带时区的时刻，请写成 2026-07-20T08:00+08:00",
        )
    return moment


Hours = Annotated[Window | str, PlainValidator(_window_or_profile)]
Spans = Annotated[
    list[Annotated[DateRange, PlainValidator(lambda v: texts.span(_text(v)))]], BeforeValidator(_one_or_more)
]
MonthDay = Annotated[tuple[int, int], PlainValidator(lambda v: texts.month_day(_text(v)))]
Moment = Annotated[datetime, PlainValidator(_moment)]
Name = Annotated[str, Field(min_length=1, max_length=80)]
WeekText = dict[str, list[Hours]]


class PeriodText(_Strict):
    """A season: `from` and `to` as month-day, and its own week."""

    id: Name
    first: MonthDay = Field(alias="from")
    last: MonthDay = Field(alias="to")
    weekly: WeekText


class ExceptionText(_Strict):
    """Single dates with hours of their own."""

    id: Name
    dates: Spans
    hours: list[Hours] = []
    closed_flow: str | None = None


class HolidayText(_Strict):
    """A rule for holidays by name."""

    id: Name
    match: Annotated[list[str], BeforeValidator(_one_or_more)] = []
    hours: list[Hours] = []
    closed_flow: str | None = None
    carry: Literal["keep", "cut"] = "keep"


class PromotionText(_Strict):
    """A promotion; exactly one of from/to, lunar, rrule says on which days (from/to may bound the others)."""

    id: Name
    flow: Name
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")
    lunar: MonthDay | None = None
    rrule: str | None = None
    at: Annotated[list[Hours], BeforeValidator(_one_or_more)] = []
    only_when: Literal["open", "closed", "any"] = "open"
    priority: int = 0

    @model_validator(mode="after")
    def _has_days(self) -> PromotionText:
        if self.first is None and self.lunar is None and self.rrule is None:
            raise texts.fault(
                "promotion_without_days",
                "say when: from and to, lunar, or rrule",
                "请写明日期：from 和 to、lunar 或 rrule",
            )
        self.span()
        if self.rrule is not None:
            texts.recurrence(self.rrule)
            if self.first is None and "COUNT=" in self.rrule.upper():
                raise texts.fault(
                    "count_without_first",
                    "a rule with COUNT needs its first day; add from",
                    "含 COUNT 的规则需要起始日期，请添加 from",
                )
        return self

    def span(self) -> DateRange | None:
        """Return the bounds, if any."""
        if self.first is None:
            return None
        return texts.span(f"{self.first}..{self.last or self.first}")


class EmergencyText(_Strict):
    """An emergency always has an end."""

    id: Name
    flow: Name
    first: Moment = Field(alias="from")
    last: Moment = Field(alias="to")


class FlowsText(_Strict):
    """Which flow answers when; `holiday` falls back to `closed`."""

    open: Name
    closed: Name
    holiday: str | None = None


class MakeupText(_Strict):
    """Which weekday's hours a make-up workday follows: `fri`, or `{like: mon, "2026-10-10": fri}`."""

    like: str = "mon"
    days: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _dates_beside_like(cls, value: object) -> object:
        if isinstance(value, str):
            return {"like": value}
        if not isinstance(value, dict):
            return value
        days = {
            k: v["like"] if isinstance(v, dict) and "like" in v else v
            for k, v in value.items()
            if k != "like"
        }
        return {"like": value.get("like", "mon"), "days": days}


class ScheduleText(_Strict):
    """A file under schedules/."""

    dialoom: int = 1
    schedule: Name
    title: dict[str, str] | str = ""
    timezone: Name
    calendar: str | None = None
    flows: FlowsText
    day_profiles: dict[str, list[Hours]] = {}
    weekly: WeekText
    periods: list[PeriodText] = []
    makeup: MakeupText = MakeupText()
    exceptions: list[ExceptionText] = []
    holidays: list[HolidayText] = []
    promotions: list[PromotionText] = []
    emergency: list[EmergencyText] = []


class YearText(_Strict):
    """One year of a calendar."""

    status: Literal["official", "provisional"]
    source: str = ""
    off: dict[str, Annotated[list[str], BeforeValidator(_one_or_more)]] = {}
    work: list[str] = []


class CalendarText(_Strict):
    """A file under calendars/."""

    dialoom: int = 1
    calendar: Name
    title: dict[str, str] | str = ""
    years: dict[int, YearText]
