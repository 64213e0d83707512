"""The command line's `voice` group: audio for telephones, speech to a file, a value as words."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from voices.message import NotStartedError, VoiceError
from voices.names import language_fault
from voices.numbers import KINDS, is_said, say_strictly

UNUSABLE, CANNOT_RUN = 1, 2
"""Exit status: the audio or text is no good; the command could not start on it."""

language_option = click.option("--language", default="zh-CN", show_default=True, help="Language tag, BCP 47.")


@click.group()
def voice() -> None:
    """Audio for telephones, speech, and values in words."""


@voice.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("targets", metavar="OUT...", nargs=-1, required=True, type=click.Path(path_type=Path))
def convert(source: Path, targets: tuple[Path, ...]) -> None:
    """Make the recording IN ready for telephones: mono, trimmed, levelled, in the format that each OUT's ending names.

    Endings: .wav .ulaw .alaw .gsm (8 kHz), .sln16 .g722 (16 kHz).
    """
    from voices.to_file import convert_file  # noqa: PLC0415 - numpy loads slowly, and help needs none

    with _one_line_errors():
        convert_file(source, targets)


@voice.command()
@click.argument("text")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@language_option
def speak(text: str, target: Path, language: str) -> None:
    """Speak TEXT with the offline voice into the file OUT, in the format that its ending names."""
    from voices.to_file import speak_to_file  # noqa: PLC0415 - as above

    with _one_line_errors():
        speak_to_file(text, target, language)


@voice.command(context_settings={"ignore_unknown_options": True})
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("value")
@language_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def say(kind: str, value: str, language: str, *, as_json: bool) -> None:
    """Print how VALUE is said in words; dates and times are ISO 8601, money may name its currency (5 USD)."""
    with _one_line_errors():
        fault = language_fault(language)
        if fault:
            raise NotStartedError(fault.en, fault.zh)
        if not is_said(language):
            raise NotStartedError(
                f"Values are said in zh-CN and en, not in “{language}”.",
                f"数值只能用 zh-CN 或 en 朗读，不支持“{language}”。",
            )
        words = say_strictly(kind, value, language)
        if words is None:
            raise VoiceError(f"“{value}” cannot be said as {kind}.", f"无法按 {kind} 朗读“{value}”。")
        told = {"kind": kind, "value": value, "language": language, "words": words}
        click.echo(json.dumps(told, ensure_ascii=False) if as_json else words)


@contextmanager
def _one_line_errors() -> Iterator[None]:
    try:
        yield
    except VoiceError as error:
        click.echo(error.message.of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"), err=True)
        sys.exit(CANNOT_RUN if isinstance(error, NotStartedError) else UNUSABLE)
