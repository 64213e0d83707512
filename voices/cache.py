"""Finished sounds by what went into them, so that nothing is rendered twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Literal

from voices.encode import to_ulaw, to_wav
from voices.files import write_whole
from voices.samples import Samples
from voices.sound import Sound

PIPELINE = "1"
"""Raised when trimming, resampling or levelling changes; older files are then simply no longer found."""


def key_of(*inputs: str | bytes) -> str:
    """Return the content address of a sound: SHA-256 of its inputs and of the pipeline's version, in hex.

    Outputs are never hashed: a speech engine gives other bytes each time.
    """
    digest = hashlib.sha256()
    for one in (PIPELINE, *inputs):
        data = one.encode() if isinstance(one, str) else one
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


Use = Literal["prompt", "call"]
"""Known before the call and kept for good, or said in a call and forgotten after a while."""

CALLS_KEPT = 7 * 24 * 3600.0
"""Seconds after which what was said in a call goes: it names balances and orders, and nobody asks for it again."""


class AudioCache:
    """A folder of `<key>.wav`, `<key>.ulaw` and `<key>.json`, shared by any number of processes.

    The JSON file is written last and names the length; a sound without it does not exist.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()

    def get(self, key: str, text: str = "") -> Sound | None:
        """Return a finished sound, or None when it is missing or incomplete."""
        stem = self.folder / key
        try:
            seconds = float(json.loads(stem.with_suffix(".json").read_bytes())["seconds"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        complete = stem.with_suffix(".wav").exists() and stem.with_suffix(".ulaw").exists()
        return Sound(key, seconds, str(stem), text) if complete else None

    def put(self, key: str, samples: Samples, text: str = "", use: Use = "prompt") -> Sound:
        """Keep a sound that is ready for telephones; two processes may do so at the same time."""
        stem = self.folder / key
        write_whole(stem.with_suffix(".wav"), to_wav(samples))
        write_whole(stem.with_suffix(".ulaw"), to_ulaw(samples))
        about = {"seconds": round(samples.seconds, 4), "use": use}  # no text: it may be a customer's balance
        write_whole(stem.with_suffix(".json"), json.dumps(about).encode())
        return Sound(key, round(samples.seconds, 4), str(stem), text)

    def prune(self, now: float) -> int:
        """Remove the sounds of calls that are older than `CALLS_KEPT` at `now` (seconds since 1970); count them."""
        removed = 0
        for about in self.folder.glob("*.json"):
            if self._is_past(about, now):
                for ending in (".json", ".wav", ".ulaw"):  # the first makes the sound unknown to others
                    about.with_suffix(ending).unlink(missing_ok=True)
                removed += 1
        return removed

    def _is_past(self, about: Path, now: float) -> bool:
        try:
            return (
                now - about.stat().st_mtime > CALLS_KEPT and json.loads(about.read_bytes())["use"] == "call"
            )
        except (OSError, ValueError, KeyError, TypeError):
            return False
