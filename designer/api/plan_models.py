"""What the API takes and gives about schedules, calendars, emergencies and hotlines."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from designer.api.models import Document, ProblemOut, PublishedOut, Revision, Taken, Title, WordsOut

Id = Annotated[str, Field(max_length=80)]
Moment = Annotated[str, Field(max_length=40)]
Number = Annotated[str, Field(pattern=r"^\+?[0-9*#]{1,32}$")]
Numbers = Annotated[list[Number], Field(min_length=1, max_length=1000)] | Literal["all"]


class Dated(BaseModel):
    """Base of what has a `from`."""

    model_config = ConfigDict(populate_by_name=True)

    start: str = Field(alias="from")


class AnswerOut(BaseModel):
    """What answers: state, flow, by which layer and rule, and until when (null: no change ahead).

    `opens` is when a line that is not open opens next.
    """

    state: str
    flow: str
    layer: str
    rule: str
    until: str | None
    opens: str | None = None


class Segment(Dated):
    """What answers from a moment until before another."""

    to: str
    state: str
    flow: str
    layer: str
    rule: str


class ScheduleRow(BaseModel):
    """A schedule in the list."""

    id: str
    title: dict[str, str]
    timezone: str
    revision: str
    changed: bool
    published: PublishedOut | None
    hotlines: list[str]
    errors: int
    warnings: int


class NewSchedule(Taken):
    """A schedule to create; a plain title is Chinese."""

    id: Id
    title: Title | Annotated[str, Field(max_length=200)]


class PlanOut(BaseModel):
    """The draft of a schedule with its problems."""

    id: str
    document: Document
    revision: str
    problems: list[ProblemOut]
    published: PublishedOut | None


class SavePlan(Taken):
    """A document, and the revision that it was made from."""

    document: Document
    revision: Revision


class SavedPlan(BaseModel):
    """What is on disk now."""

    revision: str
    problems: list[ProblemOut]


class CheckPlan(Taken):
    """An unsaved document to check."""

    id: Id
    document: Document


class Preview(Taken):
    """Which days to show, of a draft, an unsaved document, or what is live."""

    model_config = ConfigDict(populate_by_name=True)

    id: Id
    document: Document | None = None
    live: bool = False
    start: Moment = Field(alias="from")
    to: Moment


class DayOut(BaseModel):
    """One day: the strongest layer on it, the holiday's name, the calendar's mark, and all that answers."""

    date: str
    layer: str
    rule: str
    name: str | None
    mark: Literal["off", "work"] | None
    closed: bool
    segments: list[Segment]


class PreviewOut(BaseModel):
    """Day by day."""

    days: list[DayOut]


class Ask(Taken):
    """What answers a number, or by a schedule, at a moment (null: now; without offset: the schedule's wall time)."""

    number: Id | None = None
    id: Id | None = None
    at: Moment | None = None
    live: bool = True


class AnswerSince(AnswerOut):
    """An answer with its beginning."""

    model_config = ConfigDict(populate_by_name=True)

    start: str | None = Field(alias="from")


class LayerOut(BaseModel):
    """A rule that applies at a moment; one wins."""

    layer: str
    rule: str
    state: str
    flow: str
    wins: bool


class RuleOut(BaseModel):
    """A rule of a schedule."""

    layer: str
    rule: str


class Asked(BaseModel):
    """What answers, why, and what would without that rule; `timezone` is the schedule's, "" without one."""

    answer: AnswerSince
    why: WordsOut
    without: AnswerOut | None
    layers: list[LayerOut]
    flow_title: dict[str, str]
    timezone: str


class PublishPlan(Taken):
    """Why this version; `confirm_provisional` accepts holidays whose notice is not out."""

    message: Annotated[str, Field(max_length=500)]
    revision: Revision
    confirm_provisional: bool = False


class Imported(BaseModel):
    """What an iCalendar file says, as a document to save or drop; `own` tells a schedule that was written here."""

    document: Document
    own: bool
    problems: list[ProblemOut]


class Ics(Taken):
    """The text of an iCalendar file, the document that its events are added to, and what they stand for.

    `flow` answers in promotions.
    """

    ics: Annotated[str, Field(max_length=2_000_000)]
    document: Document | None = None
    meaning: Literal["days", "promotions"] = "days"
    flow: Id = ""


class CalendarOut(BaseModel):
    """The draft of a calendar with its problems."""

    id: str
    document: Document
    revision: str
    problems: list[ProblemOut]


class EmergencyOut(Dated):
    """An emergency that holds."""

    id: int
    hotlines: list[str] | str
    flow: str
    until: str
    by: str


class Emergencies(BaseModel):
    """Those that hold now."""

    active: list[EmergencyOut]


class SwitchOn(Taken):
    """An emergency for hotlines or for all of them."""

    hotlines: Numbers
    flow: Id
    minutes: int = 240


class Extend(Taken):
    """A new length, from now on."""

    minutes: int


class HotlineOut(BaseModel):
    """A number that callers dial, what is to answer it, and what does now (null: its flow)."""

    number: str
    title: dict[str, str]
    flow: str | None
    schedule: str | None
    now: AnswerOut | None


class AlarmOut(BaseModel):
    """Something that people should look at."""

    subject: str
    message: WordsOut
    since: str
