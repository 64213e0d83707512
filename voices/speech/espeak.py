"""Offline speech by eSpeak NG, spoken in a worker process that may crash without harm."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from voices.message import VoiceError
from voices.samples import Samples
from voices.speech.espeak_worker import HEADER

WORKER = Path(__file__).with_name("espeak_worker.py")
PATIENCE, PATIENCE_PER_CHARACTER = 3.0, 0.005
"""Seconds for one text; 2,000 characters take about half a second."""

VOICES = {
    "zh": "cmn",
    "yue": "yue",
    "zh-hk": "yue",
    "en": "gmw/en-US",
    "en-gb": "gmw/en",
}
"""eSpeak's names by language tag; older names such as `zh` and `en-gb` are refused by the library."""


def has_voice(language: str) -> bool:
    """Tell whether a language tag has a voice of its own; prompts of others are spoken in English."""
    base = language.lower().replace("_", "-").partition("-")[0]
    return base in VOICES


class EspeakEngine:
    """One worker process and the lock before it; safe to use from many threads.

    Discussion: four processes were tried and 60 calls that speak at once were not served sooner, for half the time
    goes into filtering and writing the files.
    """

    name = "espeak"
    version = "1.52"

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: subprocess.Popen[bytes] | None = None

    def voice_for(self, language: str) -> str:
        """Return eSpeak's voice of a language tag: exact, then base language, then English."""
        tag = language.lower().replace("_", "-")
        return VOICES.get(tag) or VOICES.get(tag.partition("-")[0]) or VOICES["en"]

    def render(self, text: str, language: str) -> Samples:
        """Return the spoken text; `VoiceError` when the worker cannot, even after a restart."""
        with self._lock:
            try:
                return self._ask(text, language)
            except (OSError, EOFError):
                self._stop()
            try:
                return self._ask(text, language)
            except (OSError, EOFError) as error:
                self._stop()
                raise VoiceError("The offline voice failed.", "离线语音合成失败。") from error

    def start(self) -> None:
        """Start the worker now, so that the first caller does not wait for it (some 50 ms)."""
        with self._lock:
            self._worker = self._worker or start_worker()

    def close(self) -> None:
        """End the worker; a later render starts another."""
        with self._lock:
            self._stop()

    @property
    def worker_id(self) -> int | None:
        """The process id of the worker while one runs."""
        return self._worker.pid if self._worker else None

    def _ask(self, text: str, language: str) -> Samples:
        worker = self._worker = self._worker or start_worker()
        assert worker.stdin is not None
        assert worker.stdout is not None
        request = json.dumps({"voice": self.voice_for(language), "text": text.replace("\0", " ")})
        alarm = threading.Timer(PATIENCE + PATIENCE_PER_CHARACTER * len(text), worker.kill)
        alarm.start()
        try:
            worker.stdin.write(request.encode() + b"\n")
            worker.stdin.flush()
            status, rate, size = HEADER.unpack(_exactly(worker, HEADER.size))
            data = _exactly(worker, size)
        finally:
            alarm.cancel()
        if status:
            raise VoiceError("The offline voice refused the text.", "离线语音无法朗读这段文字。")
        wave = np.frombuffer(data, dtype=np.int16).astype(np.float32) / np.float32(32768)
        return Samples(wave, rate)

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is None:
            return
        worker.kill()
        worker.wait()
        for pipe in (worker.stdin, worker.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # the dead worker no longer takes what was buffered


def is_installed() -> bool:
    """Whether the library came with the installation; there is no wheel for musl systems."""
    return find_spec("espeakng_loader") is not None


def start_worker() -> subprocess.Popen[bytes]:
    """Start the worker process; it ends by itself when our end of its pipe closes."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-P", str(WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=os.sep,
    )


def _exactly(worker: subprocess.Popen[bytes], size: int) -> bytes:
    assert worker.stdout is not None
    data = worker.stdout.read(size)
    if len(data) < size:
        raise EOFError("the worker ended")
    return data
