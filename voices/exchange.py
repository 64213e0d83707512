"""Many prompts taken in at once: first what would change, then all of it or nothing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Literal

from voices.archive import Archive, opened
from voices.authoring import save_prompts
from voices.cache import key_of
from voices.catalogue import Catalogue, Prompt, Variant
from voices.earlier import put_by
from voices.files import write_whole
from voices.library import Voices
from voices.message import Message, VoiceError
from voices.prompts_folder import PromptsFolder
from voices.recordings import ready_recording, recording_target

Change = Literal["new", "changed", "same"]
SHOWN_FAULTS = 50


@dataclass(frozen=True, slots=True)
class Row:
    """One language of a prompt in the import: what it says now and then, and whether a recording comes with it."""

    name: str
    language: str
    change: Change
    before: str
    text: str
    recording: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that an import would change, and every reason why it cannot be done."""

    rows: list[Row]
    notes: int
    faults: list[Message]


@dataclass(frozen=True, slots=True)
class Step:
    """One sound of an import is ready; `fresh` when it had to be made."""

    part: Literal["recordings", "sounds"]
    done: int
    total: int
    fresh: bool


def preview(prompts: PromptsFolder, file: IO[bytes]) -> Preview:
    """Return what an import of this table or zip file would do; `VoiceError` for a file that is refused whole."""
    prompts.refresh()
    with opened(file) as archive:
        return _preview(prompts.catalogue, archive)


def take_in(voices: Voices, file: IO[bytes]) -> Iterator[Step]:
    """Import a table or a zip file, and make every sound of it; yields after each.

    All recordings are made ready before the first file of the workspace changes; `VoiceError` changes nothing.
    """
    prompts = voices.prompts
    with opened(file) as archive, _staging(prompts.folder) as stage:
        faults = _preview(prompts.catalogue, archive).faults
        if faults:
            raise VoiceError(faults[0].en, faults[0].zh)
        total = len(archive.entries)
        for done, (name, language) in enumerate(archive.entries, 1):
            fresh = _stage(voices, archive, stage, name, language)
            yield Step("recordings", done, total, fresh)
        save_prompts(prompts, lambda catalogue: _merge(prompts.folder, catalogue, archive, stage))
        touched = sorted({*archive.entries, *archive.table.texts})
    for done, (name, language) in enumerate(touched, 1):
        waiting = voices.is_waiting(name, language)
        if waiting:
            voices.sound(name, language)
        yield Step("sounds", done, len(touched), waiting)


def _preview(catalogue: Catalogue, archive: Archive) -> Preview:
    table, faults = archive.table, list(archive.table.faults)
    touched = sorted({*archive.entries, *table.texts})
    if not touched and not table.notes and not faults:
        faults.append(Message("There is nothing to import in this file.", "该文件中没有可导入的内容。"))
    rows = [_row(catalogue, archive, name, language) for name, language in touched]
    notes = sum(1 for name, note in table.notes.items() if note and note != _note(catalogue, name))
    return Preview(rows, notes, faults[:SHOWN_FAULTS])


def _row(catalogue: Catalogue, archive: Archive, name: str, language: str) -> Row:
    prompt = catalogue.prompts.get(name)
    before = prompt.variants.get(language) if prompt else None
    text = archive.table.texts.get((name, language), before.text if before else "")
    recording = (name, language) in archive.entries
    same = before is not None and text == before.text and not recording
    return Row(
        name,
        language,
        "new" if before is None else "same" if same else "changed",
        before.text if before else "",
        text,
        recording,
    )


def _note(catalogue: Catalogue, name: str) -> str:
    prompt = catalogue.prompts.get(name)
    return prompt.note if prompt else ""


def _stage(voices: Voices, archive: Archive, stage: Path, name: str, language: str) -> bool:
    """Make a recording ready beside the workspace's own; returns whether it was not known from an earlier import."""
    data = archive.recording(name, language)
    ending = Path(archive.entries[name, language].filename).suffix.lower()
    key = key_of("upload", ending, data)
    known = voices.cache.get(key)
    try:
        sound = known or voices.cache.put(key, ready_recording(data, ending))
    except VoiceError as error:
        place = f"“{language}/{name}{ending}”"
        raise VoiceError(f"{place}: {error.message.en}", f"{place}：{error.message.zh}") from error
    write_whole(stage / f"{language}/{name}.wav", Path(sound.stem + ".wav").read_bytes())
    return known is None


def _merge(folder: Path, catalogue: Catalogue, archive: Archive, stage: Path) -> Catalogue:
    """Return the catalogue after the import, with the recordings moved to their places."""
    prompts = dict(catalogue.prompts)
    table = archive.table
    targets = {key: recording_target(folder, *key) for key in archive.entries}
    for name, language in sorted({*archive.entries, *table.texts}):
        before = prompts.get(name) or Prompt(name, {})
        old = before.variants.get(language) or Variant()
        recording = targets[name, language][0] if (name, language) in targets else old.recording
        variant = Variant(table.texts.get((name, language), old.text), recording)
        prompts[name] = replace(before, variants={**before.variants, language: variant})
    for name, note in table.notes.items():
        if note:
            prompts[name] = replace(prompts.get(name) or Prompt(name, {}), note=note)
    for (name, language), (recording, target) in targets.items():
        put_by(folder, name, language, _recording(catalogue, name, language))
        target.parent.mkdir(parents=True, exist_ok=True)
        (stage / recording).replace(target)
    return Catalogue(prompts)


def _recording(catalogue: Catalogue, name: str, language: str) -> str:
    prompt = catalogue.prompts.get(name)
    variant = prompt.variants.get(language) if prompt else None
    return variant.recording if variant else ""


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(prefix=".import-", dir=folder))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)
