"""Audio files of any origin read into memory, with a clear word on those that cannot be used."""

from __future__ import annotations

import io
import struct

import numpy as np
import soundfile

from voices.media import container_of, read_media
from voices.message import VoiceError
from voices.samples import SILENCE, Samples, active_level
from voices.sound import TELEPHONE_RATE

LARGEST_FILE = 60 * 1024 * 1024
LONGEST = 600.0
"""Seconds; a prompt is no radio play, and an hour of audio is a mistake."""

LOWEST_RATE, HIGHEST_RATE = 4000, 192_000
MOST_SAMPLES = 60_000_000
"""All channels together, ten minutes of 48 kHz stereo: a small file may unpack to gigabytes."""

SHORTEST = 0.15
"""Seconds; what is shorter is a click or the remains of a failure."""


class _Upload(io.BytesIO):
    """Bytes in which a damaged header may send the decoder anywhere: an impossible place is no place to go."""

    def seek(self, position: int, whence: int = io.SEEK_SET, /) -> int:
        try:
            return super().seek(position, whence)
        except ValueError:  # raised inside the decoder's C code it would only be printed
            return self.tell()


def decode(data: bytes, *, raw_ulaw: bool = False) -> Samples:
    """Return the mono sound of a WAV, FLAC, MP3, OGG, Opus, AIFF or AU file; M4A, AMR and WebM with the extra.

    `VoiceError` says what is wrong with it.  The content decides, not the name; `raw_ulaw` reads
    G.711 at 8 kHz without a header.
    """
    if not data:
        raise VoiceError("The audio file is empty.", "音频文件为空。")
    if len(data) > LARGEST_FILE:
        raise VoiceError("The audio file is larger than 60 MB.", "音频文件超过 60 MB。")
    sound = _read_any(data, raw_ulaw=raw_ulaw)
    if sound.seconds < SHORTEST:
        raise VoiceError("The audio is too short: nothing would be heard.", "音频过短，听不到内容。")
    if not np.isfinite(sound.wave).all():
        raise VoiceError("The audio holds values that are no sound.", "音频数据无效。")
    if active_level(sound) <= SILENCE:
        raise VoiceError("The audio is all silence.", "音频全部为静音。")
    return sound


def _read_any(data: bytes, *, raw_ulaw: bool) -> Samples:
    if raw_ulaw:
        return _read_ulaw(data)
    container = container_of(data)
    if container:
        return read_media(data, container, longest=LONGEST, most_samples=MOST_SAMPLES)
    return _read(data)


def _read(data: bytes) -> Samples:
    try:
        with soundfile.SoundFile(_Upload(data)) as file:
            _check_size(file)
            announced, rate = file.frames, file.samplerate
            frames = file.read(announced, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, ValueError, TypeError) as error:  # its answers to what is no audio file
        raise VoiceError(
            "This is no audio file that can be read; use WAV, FLAC, MP3 or OGG.",
            "无法识别该音频文件，请使用 WAV、FLAC、MP3 或 OGG。",
        ) from error
    if len(frames) < announced * 0.99 or _is_cut_wav(data):
        raise VoiceError("The audio file is cut off: a part is missing.", "音频文件不完整，有内容缺失。")
    return Samples(sum(frames.T) / np.float32(frames.shape[1]), rate)  # a tenth of the time of numpy's mean


def _check_size(file: soundfile.SoundFile) -> None:
    """Refuse by the header what would be too much, before memory is taken for it."""
    if not LOWEST_RATE <= file.samplerate <= HIGHEST_RATE:
        raise VoiceError(
            f"The audio has {file.samplerate} samples a second, which is no usual rate.",
            f"音频采样率 {file.samplerate} 不常见，无法使用。",
        )
    if file.frames > LONGEST * file.samplerate or file.frames * file.channels > MOST_SAMPLES:
        minutes = round(LONGEST / 60)
        raise VoiceError(f"The audio is longer than {minutes} minutes.", f"音频超过 {minutes} 分钟。")


def _read_ulaw(data: bytes) -> Samples:
    wave, rate = soundfile.read(
        io.BytesIO(data), dtype="float32", samplerate=TELEPHONE_RATE, channels=1, format="RAW", subtype="ULAW"
    )
    return Samples(wave, rate)


def _is_cut_wav(data: bytes) -> bool:
    """Whether a WAV file announces more bytes of sound than it has, which the decoder does not tell."""
    if data[:4] != b"RIFF":
        return False
    position = 12
    while position + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, position)
        if name == b"data":
            unknown = size in (0, 0xFFFFFFFF)  # a recorder that streams does not know the length beforehand
            return not unknown and position + 8 + size > len(data)
        position += 8 + size + size % 2
    return False
