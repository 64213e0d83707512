"""Runs the command line so that whatever goes wrong is one line that says what to do, with an exit status."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from flowengine.endings import describe_failure
from flowengine.errors import IvrError
from flowengine.words import Words

CANNOT_RUN, INTERRUPTED = 2, 130
"""130 is what shells report for a program that Ctrl+C ended."""


def exit_status(group: click.Group, arguments: Sequence[str], name: str = "dialoom") -> int:
    """Run what the arguments ask for; print what went wrong as one line, and return the exit status."""
    _print_what_the_terminal_can()
    try:
        return group.main(list(arguments), prog_name=name, standalone_mode=False) or 0
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else CANNOT_RUN
    except click.Abort:
        return INTERRUPTED
    except click.UsageError as error:
        _tell(_with_hint(error, name))
    except click.ClickException as error:
        _tell(Words(error.format_message(), error.format_message()))
    except IvrError as error:
        _tell(error.message)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        _tell(Words(what, what))
    except Exception as error:  # noqa: BLE001 - a defect is one line, too
        _tell(_failure(error))
    return CANNOT_RUN


def database_failure(error: Exception) -> Words:
    """Say why the database cannot be used; drivers tell more than a line, of which the first says it."""
    cause = str(getattr(error, "orig", None) or type(error).__name__).partition("\n")[0]
    return Words(f"The database cannot be used: {cause}", f"无法使用数据库：{cause}")


def _failure(error: Exception) -> Words:
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - questions that need no database are quick

    if isinstance(error, SQLAlchemyError):
        return database_failure(error)
    _, where = describe_failure(error)
    return Words(
        f"A defect of Dialoom: {where}. Please report it.",
        f"Dialoom 出现缺陷：{where}。请报告此问题。",
    )


def _print_what_the_terminal_can() -> None:
    """Print “?” for characters that the terminal's encoding lacks, where Python would stop."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _with_hint(error: click.UsageError, name: str) -> Words:
    text = " ".join(error.format_message().split())
    text += "" if text.endswith((".", "?", ")")) else "."
    asked = f"{error.ctx.command_path if error.ctx else name} --help"
    return Words(f"{text} See: {asked}", f"{text} 用法见：{asked}")


def _tell(words: Words) -> None:
    click.echo(words.of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"), err=True)
