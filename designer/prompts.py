"""The prompts as drafts: listed, edited, and frozen for publishing."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path

from designer.errors import InUse, Missing
from designer.store.versions import FrozenPrompts
from designer.workspace.files import Stamp, stamp_of
from voices import authoring
from voices.catalogue import Prompt, Variant
from voices.earlier import earlier_recording
from voices.library import Voices
from voices.reading import recorded_seconds


class PromptBook:
    """The workspace's prompts.  Every change is written at once and heard in the next test call.

    What cannot be written raises `VoiceError`, and then nothing has changed.
    """

    def __init__(self, voices: Voices) -> None:
        self._voices = voices
        self._folder = voices.prompts
        self._hashes: dict[Path, tuple[Stamp | None, str]] = {}

    def all(self) -> Mapping[str, Prompt]:
        """Return all prompts by name."""
        self._voices.refresh()
        return self._folder.catalogue.prompts

    def set_text(self, name: str, language: str, text: str) -> None:
        """Say this text in this language; a recording stays, and the text then says what it holds."""
        authoring.write_text(self._folder, name, language, text)

    def set_note(self, name: str, note: str) -> None:
        """Say what a prompt is for; a new name makes a new prompt."""
        authoring.write_note(self._folder, name, note)

    def set_number(self, name: str, number: str) -> None:
        """Say under which number a prompt is recorded by telephone, "" for none; `Missing` when it is not there."""
        self._known(name)
        authoring.write_number(self._folder, name, number)

    def remove(self, name: str, language: str, users: Collection[str] = ()) -> None:
        """Take a language away, and the prompt with its last one.

        `Missing` when it is not there, `InUse` when it is the last language of a prompt that flows play.
        """
        last = set(self._prompt(name, language).variants) == {language}
        if last:
            _refuse_used(name, users)
        authoring.remove(self._folder, name, None if last else language)

    def delete(self, name: str, users: Collection[str] = ()) -> None:
        """Delete a prompt; `Missing` when it is not there, `InUse` when flows play it."""
        self._known(name)
        _refuse_used(name, users)
        authoring.remove(self._folder, name)

    def rename(self, name: str, new_name: str, users: Collection[str] = ()) -> None:
        """Give a prompt another name; `Missing` when it is not there, `InUse` when flows play it by the old one."""
        self._known(name)
        _refuse_used(name, users)
        authoring.rename(self._folder, name, new_name)

    def record_online(self, name: str, language: str, service: str) -> None:
        """Have an online voice speak the text and keep that as the recording."""
        self._prompt(name, language)
        authoring.record_online(self._folder, name, language, service)

    def seconds(self, recording: str) -> float | None:
        """Return the length of a recording; None for one that is missing or no audio."""
        return recorded_seconds(self._folder, recording)

    def record(self, name: str, language: str, upload: bytes) -> None:
        """Keep an uploaded recording."""
        authoring.keep_recording(self._folder, name, language, upload)

    def keep_ready(self, name: str, language: str, wav: bytes) -> None:
        """Keep a recording that is ready for telephones; `Missing` when there is no such prompt."""
        self._known(name)
        authoring.keep_ready(self._folder, name, language, wav)

    def has_earlier(self, name: str, language: str) -> bool:
        """Say whether there is a recording before the present one."""
        return earlier_recording(self._folder.folder, name, language) is not None

    def bring_back(self, name: str, language: str) -> None:
        """Exchange the recording with the one before; `Missing` when the prompt is not there."""
        self._known(name)
        authoring.bring_back_recording(self._folder, name, language)

    def numbered(self, number: str) -> str | None:
        """Return the name of the prompt that is recorded under a number."""
        self._voices.refresh()
        found = self._folder.catalogue.numbered(number)
        return found.name if found else None

    def drop_recording(self, name: str, language: str) -> None:
        """Let the text be spoken instead of the recording; `Missing` when it is not there."""
        self._prompt(name, language)
        authoring.drop_recording(self._folder, name, language)

    def freeze(self, names: frozenset[str]) -> tuple[FrozenPrompts, dict[str, Path]]:
        """Return these prompts as a version keeps them, and the files of their recordings by SHA-256."""
        prompts = self.all()
        frozen = {name: self._frozen(prompts[name]) for name in sorted(names) if name in prompts}
        hashes = {one.get("recording") for languages in frozen.values() for one in languages.values()}
        return frozen, {known: path for path, (_, known) in self._hashes.items() if known in hashes}

    def _frozen(self, prompt: Prompt) -> dict[str, dict[str, str]]:
        return {language: self._frozen_variant(one) for language, one in sorted(prompt.variants.items())}

    def _frozen_variant(self, variant: Variant) -> dict[str, str]:
        if not variant.recording:
            return {"text": variant.text}
        path = self._folder.recording(variant.recording)
        return {"text": variant.text, "recording": self._hash(path), "ending": path.suffix.lower()}

    def _hash(self, path: Path) -> str:
        stamp = stamp_of(path)
        known = self._hashes.get(path)
        if known is None or known[0] != stamp:
            known = (stamp, hashlib.sha256(path.read_bytes()).hexdigest())
            self._hashes[path] = known
        return known[1]

    def _prompt(self, name: str, language: str) -> Prompt:
        prompt = self._known(name)
        if language not in prompt.variants:
            raise _missing()
        return prompt

    def _known(self, name: str) -> Prompt:
        prompt = self.all().get(name)
        if prompt is None:
            raise _missing()
        return prompt


def _missing() -> Missing:
    return Missing("no_prompt", "There is no such prompt.", "没有该提示音。")


def _refuse_used(name: str, users: Collection[str]) -> None:
    if users:
        names = ", ".join(sorted(users))
        raise InUse(
            "prompt_in_use",
            f"“{name}” is played by: {names}. Take it out of there first.",
            f"“{name}”正在被这些流程使用：{names}。请先在流程中去掉它。",
        )
