"""Calendars of public holidays: drafts, and years taken over from the State Council's notice or a country's list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus

from flask import Response

from designer.api import calendar_models, plan_models
from designer.api.current import services
from designer.api.errors import error_json, respond
from designer.api.models import ProblemOut, WordsOut
from designer.api.operation import Area
from designer.api.security import current_user
from designer.errors import Stale, Unfit
from designer.workspace.drafts import CALENDARS, Draft
from flowengine.errors import IvrError
from flowengine.model import title_of
from flowengine.schedules.countries import countries, years_of
from flowengine.schedules.model import Calendar
from flowengine.schedules.new_years import NewYear, changes, with_years
from flowengine.schedules.notice import read_notice

area = Area.named("calendars")


@area.operation("GET", "/calendars", answer=list[calendar_models.CalendarRow])
def list_calendars() -> list[calendar_models.CalendarRow]:
    """List the calendars and who uses them."""
    files = services().schedules.calendars
    return [_row(files.draft(name)) for name in files.ids()]


@area.operation("GET", "/calendars/<name>", answer=plan_models.CalendarOut)
def read_calendar(name: str) -> plan_models.CalendarOut:
    """Read a calendar with its problems."""
    return _calendar(services().schedules.calendars.draft(name))


@area.operation(
    "POST",
    "/calendars",
    body=calendar_models.NewCalendar,
    answer=plan_models.CalendarOut,
    status=HTTPStatus.CREATED,
)
def create_calendar(body: calendar_models.NewCalendar) -> plan_models.CalendarOut:
    """Create a calendar from a document, or an empty one."""
    title = {"zh-CN": body.title} if isinstance(body.title, str) else body.title
    rest = {key: value for key, value in body.document.items() if key not in ("dialoom", "calendar", "title")}
    document = {"dialoom": 1, "calendar": body.id, "title": title, "years": {}, **rest}
    draft = services().schedules.calendars.create(body.id, document)
    services().audit.note(current_user() or "", "calendar", body.id)
    return _calendar(draft)


@area.operation("PUT", "/calendars/<name>", body=plan_models.SavePlan, answer=plan_models.SavedPlan)
def save_calendar(name: str, body: plan_models.SavePlan) -> plan_models.SavedPlan | Response:
    """Save a calendar over the revision that it was made from; published schedules keep theirs until published."""
    files = services().schedules.calendars
    try:
        draft = files.save(name, body.document, body.revision)
    except Stale as error:
        on_disk = files.draft(name).source.document if error.revision else None
        return respond(409, error_json(error, revision=error.revision, document=on_disk))
    services().audit.note(current_user() or "", "calendar", name)
    return plan_models.SavedPlan(revision=draft.revision, problems=_problems(name))


@area.operation(
    "POST", "/calendars/<name>/notice", body=calendar_models.NoticeText, answer=calendar_models.NoticeOut
)
def take_notice(name: str, body: calendar_models.NoticeText) -> calendar_models.NoticeOut:
    """Read a notice and show what it changes; nothing is saved yet."""
    draft = services().schedules.calendars.draft(name)
    notice = read_notice(body.text, body.year or datetime.now(UTC).year + 1)
    if notice is None:
        raise Unfit(
            "no_notice",
            "No holidays can be found in this text. Paste the whole notice.",
            "这段文字中找不到放假安排，请粘贴通知全文。",
        )
    return calendar_models.NoticeOut(
        year=notice.year,
        changes=_changes(name, [notice]),
        document=with_years(draft.source.document, [notice]),
        sentences=notice.holidays(),
    )


@area.operation("GET", "/countries", answer=calendar_models.Countries)
def list_countries() -> calendar_models.Countries:
    """List the countries whose holidays can be worked out; without the package for them, how to install it."""
    try:
        found = countries()
    except IvrError as error:
        return calendar_models.Countries(missing=WordsOut.of(error.message), countries=[])
    return calendar_models.Countries(
        missing=None,
        countries=[
            calendar_models.CountryOut(
                code=one.code,
                subdivisions=[
                    calendar_models.Subdivision(code=p.code, name=p.name) for p in one.subdivisions
                ],
                languages=list(one.languages),
            )
            for one in found
        ],
    )


@area.operation(
    "POST", "/calendars/country", body=calendar_models.CountryYears, answer=calendar_models.NewYears
)
def read_country(body: calendar_models.CountryYears) -> calendar_models.NewYears:
    """Work out a country's holidays, and show what they change in a calendar or make a new one; nothing is saved."""
    document: Mapping[str, object] = {"dialoom": 1, "calendar": body.id}
    if body.id in services().schedules.calendars.ids():
        document = services().schedules.calendars.draft(body.id).source.document
    found = years_of(body.country, body.years, subdivision=body.subdivision, language=body.language)
    return calendar_models.NewYears(
        years=[calendar_models.YearOut(year=one.year, status=one.days.status) for one in found],
        source=found[0].days.source,
        changes=_changes(body.id, found),
        document=with_years(document, found),
    )


def _changes(name: str, new: list[NewYear]) -> list[calendar_models.DayChange]:
    calendar = services().workspace.project().book.calendars.get(name) or Calendar(name, {})
    return [
        calendar_models.DayChange(date=one.day.isoformat(), before=one.before, after=one.after)
        for one in changes(calendar, new)
    ]


def _row(draft: Draft) -> calendar_models.CalendarRow:
    project = services().workspace.project()
    years = draft.source.document.get("years")
    return calendar_models.CalendarRow(
        id=draft.id,
        title=title_of(draft.source.document.get("title")),
        years=[
            calendar_models.YearOut(year=int(year), status=str(facts.get("status", "")))
            for year, facts in (years.items() if isinstance(years, dict) else ())
            if year.isdecimal() and isinstance(facts, dict)
        ],
        used_by=[
            plan for plan, source in project.schedules.items() if source.document.get("calendar") == draft.id
        ],
    )


def _calendar(draft: Draft) -> plan_models.CalendarOut:
    return plan_models.CalendarOut(
        id=draft.id,
        document=draft.source.document,
        revision=draft.revision,
        problems=_problems(draft.id),
    )


def _problems(name: str) -> list[ProblemOut]:
    file = f"{CALENDARS}/{name}.yaml"
    found = services().workspace.project().book.problems
    return [ProblemOut.of(one) for one in found if one.file == file]
