"""Recordings of telephones and browsers (M4A, AMR, WebM, AAC), read by an optional extra.

The first bytes decide which container is opened, and no other is tried: formats that name further files or
addresses, such as playlists, are never among them.
"""

from __future__ import annotations

import io
from importlib.util import find_spec

import numpy as np

from voices.message import VoiceError
from voices.samples import Samples

ENDINGS = (".m4a", ".mp4", ".amr", ".webm", ".aac")
_CONTAINERS = (
    (4, b"ftyp", "mov"),
    (0, b"#!AMR", "amr"),
    (0, b"\x1aE\xdf\xa3", "matroska"),
    (0, b"\xff\xf1", "aac"),
    (0, b"\xff\xf9", "aac"),
)
"""Where the mark of a container stands, the mark, and the name of its reader."""


def container_of(data: bytes) -> str | None:
    """Return the reader for a file, None for one that is of no such kind."""
    return next((name for at, mark, name in _CONTAINERS if data.startswith(mark, at)), None)


def is_installed() -> bool:
    """Whether the optional extra is there."""
    return find_spec("av") is not None


def read_media(data: bytes, container: str, *, longest: float, most_samples: int) -> Samples:
    """Return the sound mixed to mono; `VoiceError` when it cannot be read or is longer than we take."""
    if not is_installed():
        raise VoiceError(
            "This kind of audio needs the extra “media”: pip install 'dialoom[media]'. Or save it as WAV or MP3.",
            "此类音频需要安装扩展“media”：pip install 'dialoom[media]'，或另存为 WAV 或 MP3。",
        )
    import av  # noqa: PLC0415 - an optional extra

    try:
        with av.open(io.BytesIO(data), mode="r", format=container) as file:
            stream = file.streams.audio[0]
            announced = file.duration / av.time_base if file.duration else 0.0
            most = round(min(longest * stream.rate, most_samples))
            mono = av.AudioResampler(format="flt", layout="mono", rate=stream.rate)
            pieces, total = [], 0
            for frame in file.decode(stream):
                for part in mono.resample(frame):
                    pieces.append(part.to_ndarray().reshape(-1))
                    total += part.samples
                if total > most:
                    raise VoiceError("The audio is too long.", "音频过长。")
            rate = stream.rate
    except (av.FFmpegError, ValueError, IndexError, TypeError, OverflowError) as error:
        raise VoiceError("This audio file is damaged.", "音频文件已损坏。") from error
    if total < announced * rate * 0.95:
        raise VoiceError("The audio file is cut off: a part is missing.", "音频文件不完整，有内容缺失。")
    return Samples(np.concatenate([*pieces, np.zeros(0, np.float32)]).astype(np.float32), rate)
