"""The command `calendar`: public holidays from a country's list or the State Council's notice; what there is."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TextIO

import click

from designer.commands import author_name, checked, say, wired
from designer.errors import Unfit
from designer.opening import open_workspace
from designer.wiring import Wiring
from designer.workspace.drafts import CALENDARS, Workspace
from designer.workspace.schedules import PlanFiles, book_of
from flowengine.schedules.countries import countries as known_countries
from flowengine.schedules.countries import years_of
from flowengine.schedules.model import Calendar
from flowengine.schedules.new_years import DayChange, NewYear, changes, with_years
from flowengine.schedules.notice import read_notice
from flowengine.words import Words

_WORKED = Words("make-up workday", "调休上班")
_ORDINARY = Words("ordinary", "普通日")


@click.group()
def calendar() -> None:
    """Keep the public holidays that schedules share."""


@calendar.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@wired
def list_calendars(wiring: Wiring, *, as_json: bool) -> None:
    """List the calendars with their years."""
    found = book_of(Workspace(checked(wiring.choices()).workspace)).calendars
    years = {
        name: {number: one.status for number, one in sorted(c.years.items())} for name, c in found.items()
    }
    if as_json:
        click.echo(
            json.dumps([{"id": k, "years": v} for k, v in years.items()], ensure_ascii=False, indent=1)
        )
        return
    for name, statuses in years.items():
        click.echo("\t".join([name, *(f"{number} {status}" for number, status in statuses.items())]))


@calendar.command("countries")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@wired
def list_countries(wiring: Wiring, *, as_json: bool) -> None:  # noqa: ARG001 - it needs no workspace
    """List the countries whose holidays can be worked out, with their parts and languages."""
    found = known_countries()
    if as_json:
        rows = [
            {
                "code": one.code,
                "subdivisions": {part.code: part.name for part in one.subdivisions},
                "languages": list(one.languages),
            }
            for one in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for one in found:
        parts = " ".join(part.code for part in one.subdivisions)
        click.echo(f"{one.code}\t{' '.join(one.languages)}\t{parts}")


@calendar.command("country")
@click.argument("name")
@click.argument("country")
@click.option("--subdivision", default="", metavar="CODE", help="A state or province, such as BY.")
@click.option("--years", metavar="2026-2028", help="This year and the next if not given.")
@click.option(
    "--language", default="", metavar="LANGUAGE", help="Of the names; the country's own if not given."
)
@click.option("--save", is_flag=True, help="Write them into the calendar, which is made if there is none.")
@wired
def from_country(
    wiring: Wiring, name: str, country: str, *, subdivision: str, years: str | None, language: str, save: bool
) -> None:
    """Show what a country's holidays change in the calendar NAME; COUNTRY is a code such as DE."""
    found = years_of(country, _years(years), subdivision=subdivision, language=language)
    _take(wiring, name, found, save=save)


@calendar.command("notice")
@click.argument("name")
@click.argument("text", type=click.File(encoding="utf-8"), metavar="FILE", default="-")
@click.option(
    "--year", type=click.IntRange(2007, 2100), help="Where the text does not name one; the next year."
)
@click.option("--save", is_flag=True, help="Write them into the calendar.")
@wired
def from_notice(wiring: Wiring, name: str, text: TextIO, *, year: int | None, save: bool) -> None:
    """Show what the State Council's notice (a file, or the standard input) changes in the calendar NAME."""
    found = read_notice(text.read(), year or datetime.now(UTC).year + 1)
    if found is None:
        raise Unfit("no_notice", "No holidays can be found in this text.", "这段文字中找不到放假安排。")
    _take(wiring, name, [found], save=save)


def _years(text: str | None) -> list[int]:
    if text is None:
        this = datetime.now(UTC).year
        return [this, this + 1]
    match = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if match is None:
        raise click.UsageError(f"'{text}' are no years; write 2026 or 2026-2028")
    return list(range(int(match[1]), int(match[2] or match[1]) + 1))


def _take(wiring: Wiring, name: str, new: Sequence[NewYear], *, save: bool) -> None:
    choices = checked(wiring.choices())
    workspace = Workspace(choices.workspace)
    files = PlanFiles(workspace, CALENDARS)
    known = book_of(workspace).calendars.get(name)
    for change in changes(known or Calendar(name, {}), new):
        click.echo(_line(change))
    for one in new:
        click.echo(_sum(one))
    if not save:
        click.echo(say(Words("Nothing is saved; add --save.", "尚未保存；保存请加 --save。")))
        return
    if name in files.ids():
        draft = files.draft(name)
        files.save(name, with_years(draft.source.document, new), draft.revision)
    else:
        files.create(name, with_years({"dialoom": 1, "calendar": name}, new))
    with open_workspace(choices) as opened:
        opened.services.audit.note(author_name(), "calendar", name)
    click.echo(
        say(
            Words(
                f"Saved in calendars/{name}.yaml. Publish the schedules that use it.",
                f"已保存到 calendars/{name}.yaml。请发布使用它的时间表。",
            )
        )
    )


def _sum(new: NewYear) -> str:
    head, days = f"{new.year}: {new.days.status} ({new.days.source})", len(new.days.off)
    return say(Words(f"{head}, {days} days off", f"{head}，放假 {days} 天"))


def _line(change: DayChange) -> str:
    return f"{change.day:%Y-%m-%d %a}\t{_kind(change.before)} → {_kind(change.after)}"


def _kind(kind: str | None) -> str:
    return say(_ORDINARY) if kind is None else say(_WORKED) if kind == "work" else kind
