"""The voices of a workspace: every prompt, text and value as a sound that a telephone can play."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from voices.cache import AudioCache, Use, key_of
from voices.catalogue import Variant
from voices.lexicon import LexiconFile
from voices.message import VoiceError
from voices.names import best_language
from voices.numbers import say
from voices.pack import PREFIX, pieces
from voices.prompts_folder import PromptsFolder
from voices.recordings import read_bytes, read_sound, ready_recording
from voices.samples import Samples
from voices.sound import Sound
from voices.speech.offline import OfflineVoices
from voices.synthesis import Engine, joined, key_parts, prepare, synthesise
from voices.tone import missing_tone
from voices.yaml_text import Fault

REMEMBERED = 4096
"""Finished sounds kept by their text, so that a repeated sentence costs a look-up."""

THREADS = 4
LOCKS = 64
"""Threads that need the same sound at once render it once; threads that need others do not wait for them."""

PRUNE_EVERY = 1000
"""Texts rendered in calls between two searches for old ones."""

log = logging.getLogger(__name__)


class Voices:
    """Prompts, speech and the cache of one workspace; safe to use from many threads.

    No method that returns a sound fails: what cannot be spoken becomes a tone, and a line in the log.
    """

    def __init__(
        self,
        workspace: Path,
        data: Path,
        *,
        default_language: str = "zh-CN",
        engine: Engine | None = None,
        lexicon: LexiconFile | None = None,
    ) -> None:
        self.prompts = PromptsFolder(workspace, default_language=default_language)
        self.lexicon = lexicon or LexiconFile(self.prompts.folder)
        self.cache = AudioCache(data / "audio")
        self._own = OfflineVoices(workspace)
        self._engine: Engine = engine or self._own
        self._pool = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="voices")
        self._rendering = [threading.Lock() for _ in range(LOCKS)]
        self._spoken_in_calls = 0
        self._known: dict[tuple[str, str], Sound] = {}
        self._known_with = self.lexicon.lexicon
        self._recordings: dict[tuple[str, int, int], str] = {}
        self._tone = self._kept(key_of("missing-tone"), "", missing_tone)

    def close(self) -> None:
        """End the worker process and the threads."""
        self._pool.shutdown(cancel_futures=True)
        self._own.close()

    def variants(self, prompt: str) -> Mapping[str, str | None]:
        """Return the prompt's languages: the text to speak, or None where there is a recording."""
        return self.prompts.variants(prompt)

    def faults(self) -> tuple[Fault, ...]:
        """Return what is wrong in the catalogue's file."""
        return self.prompts.faults

    def refresh(self) -> None:
        """Read the catalogue again now if it changed."""
        self.prompts.refresh()

    def sound(self, prompt: str, language: str) -> Sound:
        """Return the ready sound of a prompt, rendered now if it must; blocks for some milliseconds then."""
        found = self.prompts.variant(prompt, language)
        if found is None:
            log.warning("prompt %r is not in the catalogue: a tone is played", prompt)
            return self._tone
        spoken_in, variant = found
        try:
            if variant.recording:
                return self._recorded(variant)
        except (VoiceError, OSError) as error:
            log.warning("prompt %r: %s", prompt, error)
        return self._spoken(variant.text, spoken_in)

    def is_waiting(self, prompt: str, language: str) -> bool:
        """Whether a prompt's sound is still to be made; one with values of the call is never made before it."""
        found = self.prompts.variant(prompt, language)
        if found is None or ("{{" in found[1].text and not found[1].recording):
            return False
        try:
            return self.cache.get(self._key_of(*found)) is None
        except (VoiceError, OSError):
            return False

    def hear_text(self, text: str, language: str) -> Sound:
        """Return a text that is only tried, not kept; `VoiceError` when it cannot be spoken."""
        return self._rendered(self._engine, prepare(text, language, self.lexicon.lexicon), text, "call")

    async def speak(self, text: str, language: str) -> Sound:
        """Return a text as sound; rendering, if it must be, happens off the event loop."""
        known = self._remembered(text, language)
        if known:
            return known
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._spoken, text, language, "call")

    async def say(self, kind: str, value: object, language: str) -> Sound:
        """Return a value as sound: a FEEL number, string of digits, date, time, or amount of money."""
        words = self.words(kind, value, language)
        if any(name.startswith(PREFIX) for name in self.prompts.catalogue.prompts):
            loop = asyncio.get_running_loop()
            recorded = await loop.run_in_executor(self._pool, self._said_in_recordings, words, language)
            if recorded:
                return recorded
        return await self.speak(words, language)

    def words(self, kind: str, value: object, language: str) -> str:
        """Return how a value is said, in words."""
        return say(kind, value, language)

    def tone(self) -> Sound:
        """Return the signal that stands for a missing prompt."""
        return self._tone

    def _said_in_recordings(self, words: str, language: str) -> Sound | None:
        """Return a value in recordings of its pieces; None when one of them is not recorded."""
        found = [self.prompts.variant(PREFIX + piece, language) for piece in pieces(words, language)]
        variants = [one[1] for one in found if one and one[1].recording and best_language([one[0]], language)]
        if not found or len(variants) < len(found):
            return None
        try:
            sounds = [self._recorded(variant) for variant in variants]
            key = key_of("pieces", *(sound.key for sound in sounds))
            return self._kept(key, words, lambda: joined([read_sound(sound) for sound in sounds]), "call")
        except (VoiceError, OSError) as error:
            log.warning("a value cannot be said in recordings: %s", error)
            return None

    def _recorded(self, variant: Variant) -> Sound:
        path = self.prompts.recording(variant.recording)
        known = self._recordings.get(_seen(path))
        sound = self.cache.get(known, variant.text) if known else None
        if sound:
            return sound
        key, data = self._read(path)
        return self._kept(key, variant.text, lambda: ready_recording(data, path.suffix))

    def _read(self, path: Path) -> tuple[str, bytes]:
        """Return a recording and its key, of one reading: the key must be that of what is heard."""
        seen, data = _seen(path), read_bytes(path)
        key = self._recordings[seen] = key_of("recording", path.suffix.lower(), data)
        return key, data

    def _key_of(self, language: str, variant: Variant) -> str:
        if not variant.recording:
            pieces = prepare(variant.text, language, self.lexicon.lexicon)
            return key_of("speech", "prompt", *key_parts(self._engine, pieces))
        path = self.prompts.recording(variant.recording)
        return self._recordings.get(_seen(path)) or self._read(path)[0]

    def _spoken(self, text: str, language: str, use: Use = "prompt") -> Sound:
        known = self._remembered(text, language) if use == "call" else None
        if known:
            return known
        pieces = prepare(text, language, self.lexicon.lexicon)
        for engine in _in_turn(self._engine):
            try:
                sound = self._rendered(engine, pieces, text, use)
            except (VoiceError, OSError) as error:
                # Without the text: it may name a balance or a caller.
                log.warning("a text in %s cannot be spoken by %s: %s", language, engine.name, error)
                continue
            if use == "call":
                self._remember(text, language, sound)
            return sound
        return self._tone

    def _rendered(self, engine: Engine, pieces: list[tuple[str, str]], text: str, use: Use) -> Sound:
        key = key_of("speech", use, *key_parts(engine, pieces))
        return self._kept(key, text, lambda: synthesise(engine, pieces), use)

    def _remembered(self, text: str, language: str) -> Sound | None:
        if self._known_with is not self.lexicon.lexicon:
            self._known_with = self.lexicon.lexicon
            self._known.clear()
        known = self._known.get((text, language))
        return known if known and Path(known.stem + ".wav").exists() else None

    def _remember(self, text: str, language: str, sound: Sound) -> None:
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        self._known[text, language] = sound
        self._spoken_in_calls += 1
        if self._spoken_in_calls % PRUNE_EVERY == 0:
            with suppress(RuntimeError):  # the pool is closing
                self._pool.submit(self.cache.prune, time.time())

    def _kept(self, key: str, text: str, render: Callable[[], Samples], use: Use = "prompt") -> Sound:
        found = self.cache.get(key, text)
        if found:
            return found
        with self._rendering[int(key[:8], 16) % LOCKS]:
            return self.cache.get(key, text) or self.cache.put(key, render(), text, use)


def _in_turn(engine: Engine) -> tuple[Engine, ...]:
    """Return the voice to try, and the one that stands in for it where there is one."""
    return (engine, engine.spare) if isinstance(engine, OfflineVoices) else (engine,)


def _seen(path: Path) -> tuple[str, int, int]:
    about = path.stat()
    return str(path), about.st_mtime_ns, about.st_size
