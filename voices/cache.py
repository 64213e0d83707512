"""Finished sounds by what went into them, so that nothing is rendered twice."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

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

    def put(self, key: str, samples: Samples, *, text: str, **facts: str) -> Sound:
        """Keep a sound that is ready for telephones; two processes may do so at the same time."""
        stem = self.folder / key
        write_whole(stem.with_suffix(".wav"), to_wav(samples))
        write_whole(stem.with_suffix(".ulaw"), to_ulaw(samples))
        about = {"seconds": round(samples.seconds, 4), **facts}  # no text: it may be a customer's balance
        write_whole(stem.with_suffix(".json"), json.dumps(about, ensure_ascii=False, indent=1).encode())
        return Sound(key, round(samples.seconds, 4), str(stem), text)
