"""The command line's `voice` group: audio for telephones, speech to a file, a value as words."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from voices.decode import decode
from voices.encode import FORMATS, Format
from voices.files import write_whole
from voices.message import Message, VoiceError
from voices.numbers import KINDS, say_strictly
from voices.recordings import read_bytes
from voices.samples import Samples, condition, resample
from voices.speech.espeak import EspeakEngine
from voices.synthesis import prepare, synthesise

UNUSABLE, CANNOT_RUN = 1, 2
"""Exit status: the audio or text is no good; the command could not start on it."""

language_option = click.option("--language", default="zh-CN", show_default=True, help="Language tag, BCP 47.")


@click.group()
def voice() -> None:
    """Audio for telephones, speech, and values in words."""


@voice.command()
@click.argument("source", metavar="IN", type=click.Path(path_type=Path))
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
def convert(source: Path, target: Path) -> None:
    """Make the recording IN ready for telephones: mono, trimmed, levelled, in the format that OUT's ending names.

    Endings: .wav .ulaw .alaw .gsm (8 kHz), .sln16 .g722 (16 kHz).
    """
    wanted = _format_of(target)
    if not source.is_file():
        _stop(CANNOT_RUN, Message(f"{source}: there is no such file.", f"{source}：没有这个文件。"))
    try:
        sound = decode(read_bytes(source), raw_ulaw=source.suffix.lower() == ".ulaw")
    except VoiceError as error:
        _stop(UNUSABLE, Message(f"{source}: {error.message.en}", f"{source}：{error.message.zh}"))
    _write(target, wanted, condition(resample(sound, wanted.rate)))


@voice.command()
@click.argument("text")
@click.argument("target", metavar="OUT", type=click.Path(path_type=Path))
@language_option
def speak(text: str, target: Path, language: str) -> None:
    """Speak TEXT with the offline voice into the file OUT, in the format that its ending names."""
    wanted = _format_of(target)
    engine = EspeakEngine()
    try:
        sound = synthesise(engine, prepare(text, language), wanted.rate)
    except VoiceError as error:
        _stop(UNUSABLE, error.message)
    finally:
        engine.close()
    _write(target, wanted, sound)


@voice.command(context_settings={"ignore_unknown_options": True})
@click.argument("kind", type=click.Choice(KINDS))
@click.argument("value")
@language_option
def say(kind: str, value: str, language: str) -> None:
    """Print how VALUE is said in words; dates and times are ISO 8601, money may name its currency (5 USD)."""
    words = say_strictly(kind, value, language)
    if words is None:
        _stop(UNUSABLE, Message(f"“{value}” cannot be said as {kind}.", f"无法按 {kind} 朗读“{value}”。"))
    click.echo(words)


def _format_of(target: Path) -> Format:
    wanted = FORMATS.get(target.suffix.lower())
    if wanted is None:
        endings = " ".join(FORMATS)
        _stop(
            CANNOT_RUN,
            Message(
                f"{target}: the name must end in one of {endings}",
                f"{target}：扩展名必须是其中之一：{endings}",
            ),
        )
    return wanted


def _write(target: Path, wanted: Format, sound: Samples) -> None:
    if not target.absolute().parent.is_dir():
        _stop(
            CANNOT_RUN,
            Message(f"{target.parent}: there is no such folder.", f"{target.parent}：没有这个文件夹。"),
        )
    try:
        write_whole(target, wanted.encode(sound))
    except VoiceError as error:
        _stop(CANNOT_RUN, error.message)
    except OSError as error:
        _stop(
            CANNOT_RUN,
            Message(f"{target} cannot be written: {error.strerror}", f"无法写入 {target}：{error.strerror}"),
        )


def _stop(status: int, message: Message) -> NoReturn:
    click.echo(message.of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"), err=True)
    sys.exit(status)
