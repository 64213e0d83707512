"""Files of the workspace: read within a limit, known by a revision."""

from __future__ import annotations

import hashlib
from pathlib import Path

Stamp = tuple[int, int, int]
"""What tells one state of a file from the next without reading it: time of change in ns, size, inode."""


def read_file(path: Path, limit: int) -> bytes:
    """Return the bytes of a file, empty when there is none.

    Of a larger file come `limit` + 1 bytes, which the YAML reader reports as too large.
    """
    try:
        with path.open("rb") as file:
            return file.read(limit + 1)
    except (FileNotFoundError, NotADirectoryError):
        return b""


def revision_of(data: bytes) -> str:
    """Return the revision of a file's content, the SHA-256 in hex; "" for no file."""
    return hashlib.sha256(data).hexdigest() if data else ""


def stamp_of(path: Path) -> Stamp | None:
    """Return the file's stamp; None when there is no such file."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_mtime_ns, facts.st_size, facts.st_ino
