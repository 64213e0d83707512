"""The command `schedule`: what answers a number or a schedule at a moment, by which rule, until when."""

from __future__ import annotations

import json
from datetime import datetime

import click

from designer.commands import checked, say, wired
from designer.wiring import Wiring
from designer.workspace.drafts import Workspace
from designer.workspace.schedules import book_of
from flowengine.schedules import Answer, Schedule, Timeline, compile_schedule
from flowengine.words import Words

FAILED = 1


@click.command()
@click.argument("name", metavar="NUMBER|SCHEDULE")
@click.option("--at", "at", metavar="TIME", help="A moment such as 2026-10-01T09:00; now if not given.")
@click.option("--from", "start", metavar="TIME", help="Print every change from this moment on ...")
@click.option("--to", "end", metavar="TIME", help="... until this one.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@wired
def schedule(
    wiring: Wiring, name: str, at: str | None, start: str | None, end: str | None, *, as_json: bool
) -> None:
    """Say what answers, by which rule, until when."""
    workspace = Workspace(checked(wiring.choices()).workspace)
    found = _find(workspace, name)
    if isinstance(found, str):
        _print(
            {"state": "open", "flow": found, "layer": "default", "rule": "hotline", "until": None},
            as_json=as_json,
        )
        return
    if (start is None) != (end is None):
        raise click.UsageError("--from and --to go together")
    moment = _moment(start or at, found)
    line = compile_schedule(found, moment.astimezone(found.zone).date())
    if end is None:
        answer = line.at(moment)
        _print(_facts(line, answer), as_json=as_json)
        if answer.opens and not as_json:
            opens = _shown(line, answer.opens)
            click.echo(say(Words(f"opens {opens}", f"{opens} 开始营业")))
        return
    changes = [
        {"at": _shown(line, change), **_facts(line, answer)}
        for change, answer in line.changes(moment, _moment(end, found))
    ]
    if as_json:
        click.echo(json.dumps(changes, ensure_ascii=False, indent=1))
    else:
        for change in changes:
            click.echo("\t".join(str(value) for value in change.values() if value is not None))


def _find(workspace: Workspace, name: str) -> Schedule | str:
    """Return the schedule of this name or number, or the flow that answers the number alone."""
    book = book_of(workspace)
    hotline = workspace.project().hotline(name)
    wanted = hotline.schedule if hotline and hotline.schedule else name
    if wanted in book.schedules:
        return book.schedules[wanted]
    if hotline is not None and hotline.flow:
        return hotline.flow
    broken = [problem for problem in book.problems if problem.file == f"schedules/{wanted}.yaml"]
    if broken:
        for problem in broken:
            click.echo(
                f"{problem.file}:{problem.line}:{problem.column} {problem.code} {say(problem.message)}",
                err=True,
            )
        raise SystemExit(FAILED)
    unknown = Words(f"There is no number and no schedule “{name}”.", f"没有号码或时间表“{name}”。")
    raise click.UsageError(say(unknown))


def _moment(text: str | None, plan: Schedule) -> datetime:
    """Read a moment; without an offset it is a wall time of the schedule's zone."""
    if text is None:
        return datetime.now(plan.zone)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(f"'{text}' is no moment; write 2026-10-01T09:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=plan.zone)


def _facts(line: Timeline, answer: Answer) -> dict[str, object]:
    return {
        "state": answer.state,
        "flow": answer.flow,
        "layer": answer.layer,
        "rule": answer.rule,
        "until": answer.until and _shown(line, answer.until),
    }


def _shown(line: Timeline, moment: datetime) -> str:
    return moment.astimezone(line.schedule.zone).isoformat()


def _print(facts: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    until = f" until {facts['until']}" if facts["until"] else ""
    click.echo(f"{facts['state']}: {facts['flow']}{until} (by {facts['layer']}: {facts['rule']})")
