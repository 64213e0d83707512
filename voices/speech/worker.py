"""A process that speaks, from our side of its pipes: it may crash or hang without harm, and is then replaced."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from voices.message import VoiceError
from voices.samples import Samples

HEADER = struct.Struct(">iII")
"""How a worker's answer begins: status (0 is good), samples a second, number of bytes of mono PCM16 that follow."""


class SpeechWorker:
    """One worker process and the lock before it; safe to use from many threads.

    Discussion: four processes were tried and 60 calls that speak at once were not served sooner, for half the time
    goes into filtering and writing the files.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, script: Path, request: Mapping[str, str], patience: float) -> Samples:
        """Return the sound that the script answers with; `VoiceError` when it cannot, even after a restart.

        A worker that has not answered within `patience` seconds is ended.
        """
        with self._lock:
            try:
                return self._ask(script, request, patience)
            except (OSError, EOFError):
                self._stop()
            try:
                return self._ask(script, request, patience)
            except (OSError, EOFError) as error:
                self._stop()
                raise VoiceError("The offline voice failed.", "离线语音合成失败。") from error

    def start(self, script: Path) -> None:
        """Start the worker now, so that the first caller does not wait for it."""
        with self._lock:
            self._process = self._process or _started(script)

    def close(self) -> None:
        """End the worker; the next question starts another."""
        with self._lock:
            self._stop()

    @property
    def process_id(self) -> int | None:
        """The process id of the worker while one runs."""
        return self._process.pid if self._process else None

    def _ask(self, script: Path, request: Mapping[str, str], patience: float) -> Samples:
        worker = self._process = self._process or _started(script)
        assert worker.stdin is not None
        alarm = threading.Timer(patience, worker.kill)
        alarm.start()
        try:
            worker.stdin.write(json.dumps(request).encode() + b"\n")
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
        worker, self._process = self._process, None
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


def _started(script: Path) -> subprocess.Popen[bytes]:
    """Start a worker process; it ends by itself when our end of its pipe closes."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own file
        [sys.executable, "-P", str(script)],
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
