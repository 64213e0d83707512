"""The studio of live calls: a flow that an administrator gave a PIN may record prompts, with that PIN."""

from __future__ import annotations

import asyncio
from pathlib import Path

from designer.errors import TooMany
from designer.prompts import PromptBook
from designer.store.audit import Audit
from designer.store.settings import Settings
from designer.tries import Tries
from flowengine.call import Audio, Recording
from flowengine.errors import IvrError
from flowengine.studio import Admission, Order
from flowengine.words import Words
from voices.cache import key_of
from voices.library import Voices
from voices.message import VoiceError
from voices.recordings import ready_recording
from voices.sound import Sound


class PinStudio:
    """Judges the PIN and takes recordings in; after five wrong ones within a minute the flow has to wait."""

    def __init__(self, settings: Settings, prompts: PromptBook, voices: Voices, audit: Audit) -> None:
        self._settings = settings
        self._prompts = prompts
        self._voices = voices
        self._audit = audit
        self._tries = Tries()

    async def admit(self, order: Order) -> Admission:
        """Judge the PIN, then the number, in a thread."""
        return await asyncio.to_thread(self._admit, order)

    async def ready(self, recording: Recording) -> Audio | None:
        """Make a recording ready for telephones, in a thread, and remove what the telephone system kept of it."""
        return await asyncio.to_thread(self._ready, recording)

    async def keep(self, order: Order, audio: Audio) -> None:
        """Keep the very sound that was heard, in a thread; IvrError when it cannot be kept any more."""
        await asyncio.to_thread(self._keep, order, audio)

    def _admit(self, order: Order) -> Admission:
        try:
            self._tries.check(order.by)
        except TooMany:
            return "refused"
        if not self._settings.is_pin(order.by, order.pin, use="prompts"):
            self._tries.failed(order.by)
            return "refused"
        self._tries.passed(order.by)
        return "admitted" if self._prompts.numbered(order.number) else "unknown"

    def _ready(self, recording: Recording) -> Sound | None:
        path = Path(recording.path)
        try:
            data = path.read_bytes()
            samples = ready_recording(data, path.suffix)
        except VoiceError:
            return None
        except OSError as error:
            words = Words("The recording cannot be read.", "无法读取录音。")
            raise IvrError("recording_unreadable", words) from error
        finally:
            path.unlink(missing_ok=True)
        return self._voices.cache.put(key_of("take", data), samples, use="call")

    def _keep(self, order: Order, audio: Audio) -> None:
        name = self._prompts.numbered(order.number)
        if name is None:
            words = Words("The prompt was deleted in the meantime.", "该提示音已被删除。")
            raise IvrError("no_prompt", words)
        try:
            self._prompts.keep_ready(name, order.language, Path(audio.stem + ".wav").read_bytes())
        except VoiceError as error:
            raise IvrError("prompt_not_kept", Words(error.message.en, error.message.zh)) from error
        self._audit.note(f"flow {order.by}", "record_prompt", name, order.language)
