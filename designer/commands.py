"""The designer's commands: serve, check, publish, versions, rollback, password.

Exit status 0: done; 1: the thing looked at does not hold; 2: cannot run.  Errors are one line that says what to do.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import update_wrapper
from typing import Concatenate, NoReturn, ParamSpec

import click
from sqlalchemy.exc import SQLAlchemyError

from designer.command_line import database_failure
from designer.opening import Choices, open_workspace, run_workspace
from designer.schedules import PREFIX
from designer.server import listen, server
from designer.store.versions import Publication, Version
from designer.wiring import Wiring
from designer.workspace.drafts import Workspace
from designer.workspace.findings import problems_of
from flowengine.errors import DefinitionError, IvrError
from flowengine.problems import Problem
from flowengine.words import Words
from voices.message import VoiceError

PASSWORD_VARIABLE = "DIALOOM_ADMIN_PASSWORD"  # noqa: S105 - the name of the variable
FAILED, CANNOT_RUN = 1, 2

Given = ParamSpec("Given")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def print_json(value: object) -> None:
    """Print a value for a program to read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def wired(
    command: Callable[Concatenate[Wiring, Given], None],
) -> Callable[Given, None]:
    """Give the command its wiring, and turn what it raises into one line and an exit status."""

    @click.pass_obj
    def run(wiring: Wiring, /, *args: Given.args, **kwargs: Given.kwargs) -> None:
        with _errors_told():
            command(wiring, *args, **kwargs)

    return update_wrapper(run, command)


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@wired
def serve(wiring: Wiring, host: str, port: int) -> None:
    """Serve the designer, its API and an engine, in one process."""
    choices = replace(checked(wiring.choices()), password=os.environ.get(PASSWORD_VARIABLE))
    with run_workspace(choices) as opened:
        listening = listen(opened.services, host, port)
        _, run = server(opened.services, listening)
        with wiring.run_engine(opened):
            click.echo(say(Words(f"Dialoom: {listening.url}", f"Dialoom：{listening.url}")))
            with suppress(KeyboardInterrupt):
                run()


@click.command()
@click.argument("flows", nargs=-1, metavar="[FLOW...]")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@wired
def check(wiring: Wiring, flows: tuple[str, ...], *, as_json: bool) -> None:
    """Print every problem of every flow: file:line:column code message."""
    choices = checked(wiring.choices())
    problems = problems_of(Workspace(choices.workspace, choices.features), flows)
    if as_json:
        print_json([one.to_json() for one in problems])
    else:
        _print_problems(problems)
    if any(one.severity == "error" for one in problems):
        raise SystemExit(FAILED)


@click.command()
@click.argument("flow")
@click.option("-m", "--message", required=True, help="What changed, in a few words.")
@click.option(
    "--together", is_flag=True, help="Publish the flows that it calls and that are not published yet too."
)
@click.option("--confirm-provisional", is_flag=True, help="Accept holidays whose notice is not out yet.")
@json_option
@wired
def publish(
    wiring: Wiring, flow: str, message: str, *, together: bool, confirm_provisional: bool, as_json: bool
) -> None:
    """Freeze the draft of a flow, or of a schedule as schedules/NAME, as a new version and make it live."""
    with open_workspace(checked(wiring.choices())) as opened:
        services, who = opened.services, author_name()
        plan = flow.removeprefix(PREFIX)
        if plan != flow:
            done = services.schedules.publish(
                plan, revision=None, author=who, message=message, confirm_provisional=confirm_provisional
            )
            published = [done]
        elif together:
            published = services.publishing.publish_together(flow, revision=None, author=who, message=message)
        else:
            published = [services.publishing.publish(flow, revision=None, author=who, message=message)]
    if as_json:
        print_json([_published_json(done) for done in published])
        return
    for done in published:
        _tell_published(done)


def _published_json(done: Publication) -> dict[str, object]:
    return {"flow": done.version.flow, "new": done.is_new, **_version_json(done.version), "live": True}


def _tell_published(done: Publication) -> None:
    flow, number = done.version.flow, done.version.version
    if done.is_new:
        words = Words(f"{flow}: version {number} is live.", f"{flow}：版本 {number} 已上线。")
    else:
        words = Words(
            f"{flow}: nothing changed; version {number} holds this content and is live.",
            f"{flow}：内容没有变化，版本 {number} 即为该内容，现已上线。",
        )
    click.echo(say(words))


@click.command()
@click.argument("flow")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@wired
def versions(wiring: Wiring, flow: str, *, as_json: bool) -> None:
    """List the published versions of a flow, or of schedules/NAME, the newest first."""
    with open_workspace(checked(wiring.choices())) as opened:
        found = opened.services.versions.versions(flow)
        if not found and not flow.startswith(PREFIX):
            opened.services.workspace.draft(flow)  # a name that nobody knows is an error, not an empty list
    if as_json:
        print_json([_version_json(one) for one in found])
        return
    for one in found:
        live = say(Words("live", "在用")) if one.live else ""
        click.echo(f"{one.version}\t{one.at:%Y-%m-%d %H:%M}Z\t{live}\t{one.author}\t{one.message}")


@click.command()
@click.argument("flow")
@click.argument("version", type=click.IntRange(1))
@json_option
@wired
def rollback(wiring: Wiring, flow: str, version: int, *, as_json: bool) -> None:
    """Make an earlier version live again; the draft stays as it is."""
    with open_workspace(checked(wiring.choices())) as opened:
        live = opened.services.versions.rollback(flow, version, author=author_name())
    if as_json:
        print_json({"flow": flow, **_version_json(live), "live": True})
        return
    click.echo(say(Words(f"{flow}: version {version} is live.", f"{flow}：版本 {version} 已上线。")))


@click.command()
@wired
def password(wiring: Wiring) -> None:
    """Set the administrator's password; whoever is logged in must log in again."""
    choices = checked(wiring.choices())
    given = click.prompt(
        say(Words("New password", "新密码")),
        hide_input=True,
        confirmation_prompt=say(Words("Again", "再次输入")),
    )
    with open_workspace(choices) as opened:
        opened.services.settings.set_password(given)
        opened.services.audit.note(author_name(), "password")
    click.echo(say(Words("The password is set.", "密码已设置。")))


COMMANDS: tuple[click.Command, ...] = (serve, check, publish, versions, rollback, password)


def checked(choices: Choices) -> Choices:
    """Return the choices; stops the program where there is no workspace."""
    folder = choices.workspace
    if not folder.is_dir():
        en, zh = f"There is no workspace folder {folder}.", f"没有工作区文件夹 {folder}。"
        _stop(Words(f"{en} Name one: --workspace DIR", f"{zh}请指定：--workspace DIR"))
    return choices


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except DefinitionError as error:
        _print_problems(error.problems)
        raise SystemExit(FAILED) from None
    except IvrError as error:
        _stop(error.message)
    except VoiceError as error:
        _stop(Words(error.message.en, error.message.zh))
    except SQLAlchemyError as error:
        _stop(database_failure(error))
    except BrokenPipeError:
        raise  # click knows what to do when nobody reads on
    except OSError as error:
        _stop(Words(f"{error.filename}: {error.strerror}", f"{error.filename}：{error.strerror}"))


def _print_problems(problems: Sequence[Problem]) -> None:
    for one in problems:
        place = f"{one.file}:{one.line}:{one.column} " if one.file else ""
        click.echo(f"{place}{one.code} {say(one.message)}")


def _version_json(version: Version) -> dict[str, object]:
    return {
        "version": version.version,
        "hash": version.hash,
        "author": version.author,
        "message": version.message,
        "at": version.at.isoformat(timespec="seconds"),
        "live": version.live,
    }


def _stop(words: Words) -> NoReturn:
    click.echo(say(words), err=True)
    raise SystemExit(CANNOT_RUN)


def say(words: Words) -> str:
    """Return a message in the language of this terminal."""
    return words.of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en")


def author_name() -> str:
    """Return who works at this terminal."""
    return os.environ.get("USER") or "admin"
