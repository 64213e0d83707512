"""What the API takes and gives about calendars of public holidays."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from designer.api.models import Document, Taken, Title, WordsOut
from designer.api.plan_models import Id
from flowengine.schedules.countries import FIRST_YEAR, LAST_YEAR, MAX_YEARS

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Code = Annotated[str, Field(max_length=20)]


class YearOut(BaseModel):
    """A year of a calendar."""

    year: int
    status: str


class CalendarRow(BaseModel):
    """A calendar in the list."""

    id: str
    title: dict[str, str]
    years: list[YearOut]
    used_by: list[str]


class NoticeText(Taken):
    """The text of the State Council's notice; `year` where it does not name one."""

    text: Annotated[str, Field(max_length=20_000)]
    year: Annotated[int, Field(ge=2007, le=2100)] | None = None


class DayChange(BaseModel):
    """One day that a notice changes: a holiday's name, `work`, or null."""

    date: str
    before: str | None
    after: str | None


class NoticeOut(BaseModel):
    """What a notice changes, and the calendar's document with the year taken over, to be saved."""

    year: int
    changes: list[DayChange]
    document: Document
    sentences: int


class Subdivision(BaseModel):
    """A state or province that has days of its own."""

    code: str
    name: str


class CountryOut(BaseModel):
    """A country by its ISO 3166-1 code; `languages` are those of its holidays' names, the usual one first."""

    code: str
    subdivisions: list[Subdivision]
    languages: list[str]


class Countries(BaseModel):
    """The countries whose holidays can be worked out; `missing` says how to install the package for them."""

    missing: WordsOut | None
    countries: list[CountryOut]


class CountryYears(Taken):
    """Years of a country for the calendar of this id, which need not be there yet."""

    id: Id
    country: Code
    subdivision: Code = ""
    language: Code = ""
    years: Annotated[list[Year], Field(min_length=1, max_length=MAX_YEARS)]


class NewYears(BaseModel):
    """What the years change, and the calendar's document with them, to be saved."""

    years: list[YearOut]
    source: str
    changes: list[DayChange]
    document: Document


class NewCalendar(Taken):
    """A calendar to create; a plain title is Chinese."""

    id: Id
    title: Title | Annotated[str, Field(max_length=200)]
    document: Annotated[Document, Field(default_factory=dict)]
