"""What business staff do with prompts: write a text, keep a recording, have one spoken online, remove one.

Each change is one step for every other reader: a lock orders the writers, and the file is replaced whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from voices.catalogue import LONGEST_TEXT, Catalogue, Prompt, Variant, parse
from voices.catalogue_text import Source, delete_prompt, set_note, set_number, set_variant
from voices.decode import decode
from voices.earlier import bring_back, put_by, rename_earlier
from voices.encode import to_wav
from voices.files import locked, write_whole
from voices.message import VoiceError
from voices.names import language_fault, name_fault, number_fault
from voices.prompts_folder import PromptsFolder
from voices.recordings import store_recording
from voices.samples import for_telephone
from voices.speech.online import render_online


def write_text(prompts: PromptsFolder, name: str, language: str, text: str) -> None:
    """Set what a prompt says in a language; a recording of it stays, and the text is then its transcript."""
    _check(name, language)
    if not text.strip():
        raise VoiceError("Write what the caller is to hear.", "请填写要播放的文字。")
    if len(text) > LONGEST_TEXT:
        raise VoiceError(
            f"A text may have {LONGEST_TEXT:,} characters.", f"文字不能超过 {LONGEST_TEXT} 个字符。"
        )
    with _writing(prompts):
        before = _variant(prompts, name, language)
        _save(prompts, set_variant(_read(prompts), name, language, replace(before, text=text)))


def write_note(prompts: PromptsFolder, name: str, note: str) -> None:
    """Set the note that colleagues read beside a prompt."""
    _check(name)
    with _writing(prompts):
        _save(prompts, set_note(_read(prompts), name, note.strip()))


def write_number(prompts: PromptsFolder, name: str, number: str) -> None:
    """Set the number under which a prompt that is there is recorded by telephone; "" takes it away."""
    fault = number_fault(number) if number else None
    if fault:
        raise VoiceError(fault.en, fault.zh)
    with _writing(prompts):
        owner = prompts.catalogue.numbered(number)
        if owner is not None and owner.name != name:
            raise VoiceError(
                f"The number {number} is that of “{owner.name}” already.",
                f"编号 {number} 已用于“{owner.name}”。",
            )
        _save(prompts, set_number(_read(prompts), name, number))


def keep_recording(prompts: PromptsFolder, name: str, language: str, upload: bytes) -> None:
    """Take in an uploaded or recorded audio file for a prompt; one that cannot be used changes nothing."""
    _check(name, language)
    keep_ready(prompts, name, language, to_wav(for_telephone(decode(upload))))


def keep_ready(prompts: PromptsFolder, name: str, language: str, wav: bytes) -> None:
    """Make a WAV file that is ready for telephones the recording of a prompt; the one before is put by."""
    _check(name, language)
    with _writing(prompts):
        text = _read(prompts)
        before = _variant(prompts, name, language)
        source = Source(text)  # before the recording is written: beside a broken file nothing changes
        put_by(prompts.folder, name, language, before.recording)
        recording = store_recording(prompts.folder, name, language, wav)
        prompt = source.prompts.get(name) or Prompt(name, {})
        variants = {**prompt.variants, language: replace(before, recording=recording)}
        _save(prompts, source.with_prompt(replace(prompt, variants=variants)))


def record_online(prompts: PromptsFolder, name: str, language: str, service: str = "google") -> None:
    """Have an online voice speak a prompt's text and keep that as its recording.

    `VoiceError` when the online voice cannot be reached; what was there before stays.
    """
    _check(name, language)
    text = _variant(prompts, name, language).text
    keep_recording(prompts, name, language, render_online(text, language, service))


def drop_recording(prompts: PromptsFolder, name: str, language: str) -> None:
    """Let the prompt's text be spoken instead of its recording, which is put by."""
    _check(name, language)
    with _writing(prompts):
        before = _variant(prompts, name, language)
        if not before.text:
            raise VoiceError(
                "Write the text first: it is spoken instead.", "请先填写文字，以便代替录音朗读。"
            )
        put_by(prompts.folder, name, language, before.recording)
        _save(prompts, set_variant(_read(prompts), name, language, replace(before, recording="")))


def bring_back_recording(prompts: PromptsFolder, name: str, language: str) -> None:
    """Let callers hear the recording before; the present one is put by in its place."""
    _check(name, language)
    with _writing(prompts):
        text = _read(prompts)
        Source(text)  # beside a broken file nothing changes
        before = _variant(prompts, name, language)
        recording = bring_back(prompts.folder, name, language, before.recording)
        _save(prompts, set_variant(text, name, language, replace(before, recording=recording)))


def remove(prompts: PromptsFolder, name: str, language: str | None = None) -> None:
    """Remove a prompt, or one language of it; audio files stay in the folder."""
    with _writing(prompts):
        text = _read(prompts)
        after = set_variant(text, name, language, None) if language else delete_prompt(text, name)
        _save(prompts, after)


def rename(prompts: PromptsFolder, name: str, new_name: str) -> None:
    """Give a prompt another name; its recordings stay where they are.  `VoiceError` when the name is taken."""
    _check(new_name)
    with _writing(prompts):
        source = Source(_read(prompts))
        if new_name in source.prompts:
            raise VoiceError(f"There is a prompt “{new_name}” already.", f"已有名为“{new_name}”的提示音。")
        added = Source(source.with_prompt(replace(source.prompts[name], name=new_name)))
        _save(prompts, added.without(name))
        rename_earlier(prompts.folder, name, new_name)


def save_prompts(prompts: PromptsFolder, change: Callable[[Catalogue], Catalogue]) -> None:
    """Change many prompts in one step; `change` runs while no other writer can."""
    with _writing(prompts):
        source = Source(_read(prompts))
        after = change(Catalogue(source.prompts))
        _save(prompts, source.with_prompts(after.prompts.values()))


def _check(name: str, language: str = "en") -> None:
    fault = name_fault(name) or language_fault(language)
    if fault:
        raise VoiceError(fault.en, fault.zh)


def _variant(prompts: PromptsFolder, name: str, language: str) -> Variant:
    prompt = prompts.catalogue.prompts.get(name)
    return (prompt.variants.get(language) if prompt else None) or Variant()


def _read(prompts: PromptsFolder) -> str:
    try:
        return prompts.file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise VoiceError("prompts.yaml is not UTF-8 text.", "prompts.yaml 不是 UTF-8 文本。") from error


def _save(prompts: PromptsFolder, text: str) -> None:
    faults = parse(text).faults
    if faults:
        raise VoiceError(faults[0].message.en, faults[0].message.zh)
    write_whole(prompts.file, text.encode())
    prompts.refresh()


@contextmanager
def _writing(prompts: PromptsFolder) -> Iterator[None]:
    with locked(prompts.folder):
        prompts.refresh()
        yield
