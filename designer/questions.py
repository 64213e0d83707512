"""Commands that answer a question and change nothing: feel, doctor."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from flowengine.errors import ExpressionError
from flowengine.expressions import compile_expression, from_json, to_json
from flowengine.words import Words

if TYPE_CHECKING:
    from designer.opening import Choices
    from designer.services import Check
    from designer.wiring import Wiring

FAILED = 1
MARKS = {True: Words("ok     ", "正常  "), False: Words("missing", "需处理")}


@click.command()
@click.argument("text", metavar="EXPR")
@click.option("--context", "known", default="{}", metavar="JSON", help="Names and values that EXPR may use.")
@click.option("--json", "always", is_flag=True, help="Print JSON (it always does).")
def feel(text: str, known: str, *, always: bool) -> None:  # noqa: ARG001 - it prints JSON anyway
    """Evaluate a FEEL expression and print its value as JSON."""
    try:
        scope = json.loads(known)
    except json.JSONDecodeError as error:
        raise click.UsageError(f"--context is no JSON: {error}") from None
    if not isinstance(scope, dict):
        raise click.UsageError('--context is a JSON object such as {"hour": 10}')
    try:
        value = compile_expression(text, names=frozenset(scope))(from_json(scope))
    except ExpressionError as error:
        click.echo(str(error), err=True)
        raise SystemExit(FAILED) from None
    click.echo(json.dumps(to_json(value), ensure_ascii=False))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.pass_obj
def doctor(wiring: Wiring, *, as_json: bool) -> None:
    """Say what is installed and reachable, and what is missing."""
    choices = wiring.choices()
    checks = [*choices.doctor(), *_alarms(choices)]
    if as_json:
        found = [{"name": one.name, "ok": one.ok, "message": one.message.to_json()} for one in checks]
        click.echo(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        language = os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
        for one in checks:
            click.echo(f"{MARKS[one.ok].of(language)} {one.name}: {one.message.of(language)}")
    if not all(one.ok for one in checks):
        raise SystemExit(FAILED)


def _alarms(choices: Choices) -> list[Check]:
    """Return what is wrong with what callers hear now, in a workspace that has been at work."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - as below

    from designer.opening import open_workspace  # noqa: PLC0415 - most questions need no workspace
    from designer.services import Check  # noqa: PLC0415 - as above

    if choices.database is None and not (choices.workspace / ".dialoom").is_dir():
        return []
    with (
        suppress(SQLAlchemyError),
        open_workspace(choices) as opened,
    ):  # a database that is away was found before
        opened.published.refresh()
        return [Check(one.subject, ok=False, message=one.message) for one in opened.services.alarms.active()]
    return []


QUESTIONS: tuple[click.Command, ...] = (feel, doctor)
