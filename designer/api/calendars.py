"""Calendars of public holidays: drafts, and the year that is taken over from the State Council's notice."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Response

from designer.api import plan_models
from designer.api.current import services
from designer.api.errors import error_json, respond
from designer.api.models import ProblemOut
from designer.api.operation import Area
from designer.api.security import current_user
from designer.errors import Stale, Unfit
from designer.workspace.drafts import CALENDARS, Draft
from flowengine.model import title_of
from flowengine.schedules.model import Calendar
from flowengine.schedules.notice import changes, read_notice, sentences_of, with_year

area = Area.named("calendars")


@area.operation("GET", "/calendars", answer=list[plan_models.CalendarRow])
def list_calendars() -> list[plan_models.CalendarRow]:
    """List the calendars and who uses them."""
    files = services().schedules.calendars
    return [_row(files.draft(name)) for name in files.ids()]


@area.operation("GET", "/calendars/<name>", answer=plan_models.CalendarOut)
def read_calendar(name: str) -> plan_models.CalendarOut:
    """Read a calendar with its problems."""
    return _calendar(services().schedules.calendars.draft(name))


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


@area.operation("POST", "/calendars/<name>/notice", body=plan_models.NoticeText, answer=plan_models.NoticeOut)
def take_notice(name: str, body: plan_models.NoticeText) -> plan_models.NoticeOut:
    """Read a notice and show what it changes; nothing is saved yet."""
    draft = services().schedules.calendars.draft(name)
    notice = read_notice(body.text, body.year or datetime.now(UTC).year + 1)
    if notice is None:
        raise Unfit(
            "no_notice",
            "No holidays can be found in this text. Paste the whole notice.",
            "这段文字中找不到放假安排，请粘贴通知全文。",
        )
    calendar = services().workspace.project().book.calendars.get(name) or Calendar(name, {})
    found = [
        plan_models.DayChange(date=one.day.isoformat(), before=one.before, after=one.after)
        for one in changes(calendar, notice)
    ]
    return plan_models.NoticeOut(
        year=notice.year,
        changes=found,
        document=with_year(draft.source.document, notice),
        sentences=sentences_of(notice),
    )


def _row(draft: Draft) -> plan_models.CalendarRow:
    project = services().workspace.project()
    years = draft.source.document.get("years")
    return plan_models.CalendarRow(
        id=draft.id,
        title=title_of(draft.source.document.get("title")),
        years=[
            plan_models.YearOut(year=int(year), status=str(facts.get("status", "")))
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
