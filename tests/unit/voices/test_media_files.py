"""Recordings of telephones and browsers, read by the optional extra, and hostile ones refused."""

import io

import av
import numpy as np
import pytest

from voices.decode import decode
from voices.media import container_of
from voices.message import VoiceError

RATE = 48000


def encoded(container, codec, seconds=1.0, amplitude=0.3, tones=(440,)):
    """Return tones, one of 440 Hz if not told, in a container."""
    target = io.BytesIO()
    with av.open(target, "w", format=container) as file:
        stream = file.add_stream(codec, rate=RATE, layout="stereo")
        moments = 2 * np.pi * np.arange(round(seconds * RATE)) / RATE
        tone = amplitude * sum(np.sin(hertz * moments) for hertz in tones)
        samples = np.repeat(tone.astype(np.float32), 2).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="flt", layout="stereo")
        frame.rate = RATE
        convert = av.AudioResampler(format=stream.format, layout="stereo", rate=RATE)
        fifo = av.AudioFifo()
        for part in convert.resample(frame):
            fifo.write(part)
        while part := fifo.read(stream.codec_context.frame_size or 960, partial=True):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return target.getvalue()


KINDS = [("ipod", "aac"), ("webm", "libopus"), ("matroska", "flac"), ("adts", "aac")]


@pytest.mark.parametrize(("container", "codec"), KINDS)
def test_the_tone_is_there(container, codec):
    sound = decode(encoded(container, codec))
    assert sound.seconds == pytest.approx(1, abs=0.15)
    spectrum = np.abs(np.fft.rfft(sound.wave))
    assert np.argmax(spectrum) * sound.rate / len(sound.wave) == pytest.approx(440, abs=3)
    assert 0.2 < np.abs(sound.wave).max() < 0.5


@pytest.mark.parametrize(("container", "codec"), KINDS)
@pytest.mark.parametrize("part", [12, 40, 0.3, 0.6])
def test_a_file_that_is_cut_never_does_harm(container, codec, part):
    whole = encoded(container, codec, 3)
    cut = whole[: part if isinstance(part, int) else round(len(whole) * part)]
    try:
        sound = decode(cut)
    except VoiceError:
        return
    assert container in ("webm", "adts", "matroska")  # made to be streamed: they do not say how long they are
    assert sound.seconds < 3


@pytest.mark.parametrize(
    "data",
    [
        b"\0\0\0\x18ftypM4A " + bytes(200),
        b"\0\0\0\x18ftypM4A \0\0\0\0#EXTM3U\nfile:///etc/passwd\n",
        b"#!AMR\n" + b"\xff" * 300,
        b"#!AMR-WB\n",
        b"\x1aE\xdf\xa3" + bytes(100),
        b"\xff\xf1" + b"\x50" * 50,
    ],
    ids=range(6),
)
def test_a_file_that_only_begins_like_one_is_refused(data):
    with pytest.raises(VoiceError):
        decode(data)


def test_silence_and_an_hour_are_refused():
    with pytest.raises(VoiceError, match="silence"):
        decode(encoded("ipod", "aac", amplitude=0))
    with pytest.raises(VoiceError, match="long"):
        decode(encoded("ipod", "aac", 601))


def test_a_playlist_is_of_no_kind():
    assert container_of(b"#EXTM3U\nhttp://example.org/a.m4a\n") is None


def test_without_the_extra_the_way_to_it_is_told(monkeypatch):
    monkeypatch.setattr("voices.media.find_spec", lambda _: None)
    with pytest.raises(VoiceError, match=r"dialoom\[media\]"):
        decode(b"\0\0\0\x18ftypM4A " + bytes(200))
