"""Uploads that are not what they claim: each is refused with a reason, and nothing changes on disk."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sounds import sine, wav_bytes

from voices import authoring
from voices.decode import decode
from voices.message import VoiceError
from voices.prompts_folder import PromptsFolder, recording_path
from voices.samples import Samples, for_telephone

GOOD = wav_bytes(sine(440, seconds=2))


def zipped():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.wav", GOOD)
    return target.getvalue()


def an_hour():
    header = bytearray(wav_bytes(Samples(np.zeros(8000, dtype=np.float32), 8000)))
    silence = b"\x00" * (3600 * 8000 * 2 - 16000)
    struct.pack_into("<I", header, 4, len(header) - 8 + len(silence))
    struct.pack_into("<I", header, 40, 3600 * 8000 * 2)
    return bytes(header) + silence


def not_numbers():
    return wav_bytes(Samples(np.full(48000, np.nan, dtype=np.float32), 48000), subtype="FLOAT")


HOSTILE = {
    "empty": (b"", "empty"),
    "text": (b"hello, I am no audio at all", "no audio file"),
    "playlist": (b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", "no audio file"),
    "zip": (zipped(), "no audio file"),
    "html": (b"<html><script>alert(1)</script></html>", "no audio file"),
    "truncated wav": (GOOD[: len(GOOD) // 2], "cut off"),
    "header only": (GOOD[:44], "cut off"),
    "half a header": (GOOD[:20], "no audio file"),
    "truncated mp3": (wav_bytes(sine(440, seconds=5), container="MP3")[:9000], "cut off"),
    "truncated flac": (wav_bytes(sine(440, seconds=5), container="FLAC")[:9000], "cut off|no audio"),
    "silence": (wav_bytes(Samples(np.zeros(96000, dtype=np.float32), 48000)), "silence"),
    "click": (wav_bytes(sine(440, seconds=0.05)), "too short"),
    "an hour": (an_hour(), "longer than 10 minutes"),
    "huge": (b"RIFF" + b"\x00" * (61 * 1024 * 1024), "larger than 60 MB"),
    "not numbers": (not_numbers(), "no sound"),
}


def snapshot(folder):
    return {path: path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_upload_is_refused_and_changes_nothing(workspace, name):
    data, reason = HOSTILE[name]
    before = snapshot(workspace)
    with pytest.raises(VoiceError, match=reason) as caught:
        authoring.keep_recording(PromptsFolder(workspace), "promo", "zh-CN", data)
    assert caught.value.message.zh
    assert snapshot(workspace) == before


@pytest.mark.parametrize(
    ("container", "subtype"),
    [
        ("WAV", "PCM_U8"), ("WAV", "PCM_24"), ("WAV", "FLOAT"), ("WAV", "ULAW"), ("WAV", "ALAW"),
        ("WAV", "IMA_ADPCM"), ("WAVEX", "PCM_16"), ("FLAC", "PCM_24"), ("OGG", "VORBIS"), ("OGG", "OPUS"),
        ("MP3", "MPEG_LAYER_III"), ("AIFF", "PCM_16"), ("AU", "PCM_16"),
    ],
)  # fmt: skip
def test_common_files_are_taken_without_any_other_program(container, subtype):
    sound = decode(wav_bytes(sine(440, seconds=2), container=container, subtype=subtype))
    assert sound.seconds == pytest.approx(2, abs=0.1)
    assert sound.level == pytest.approx(-9, abs=1)


@pytest.mark.parametrize(
    ("rate", "channels", "reason"),
    [(1, 1, "usual rate"), (400_000, 1, "usual rate"), (192_000, 8, "longer"), (0, 1, "audio|rate")],
)
def test_odd_rates_and_bombs_are_refused_by_their_header(rate, channels, reason):
    data = bytearray(wav_bytes(sine(440, seconds=40, rate=8000), channels=channels, container="FLAC"))
    packed = int.from_bytes(
        data[18:26], "big"
    )  # STREAMINFO: 20 bits of rate, 3 of channels, 5 of depth, 36 of length
    length = 599 * rate if rate else packed & (1 << 36) - 1
    packed = rate << 44 | packed & 0xFF << 36 | length
    data[18:26] = (packed & (1 << 64) - 1).to_bytes(8, "big")
    with pytest.raises(VoiceError, match=reason):
        decode(bytes(data))


@given(st.sampled_from(["WAV", "FLAC", "MP3", "OGG", "AIFF", "AU", "CAF"]), st.data())
def test_damaged_files_are_read_or_refused_but_never_crash(container, data):
    damaged = bytearray(wav_bytes(sine(440, seconds=0.4, rate=8000), container=container))
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, min(len(damaged) - 1, 200)))] = data.draw(st.integers(0, 255))
    try:
        sound = for_telephone(decode(bytes(damaged)))
    except VoiceError:
        return
    assert sound.rate == 8000


def test_gsm_in_wav_is_taken():
    sound = decode(wav_bytes(sine(440, seconds=2, rate=8000), subtype="GSM610"))
    assert sound.seconds == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF])
def test_a_recorder_that_streams_does_not_know_its_length(size):
    data = bytearray(GOOD)
    struct.pack_into("<I", data, 40, size)
    if size == 0:
        with pytest.raises(VoiceError):
            decode(bytes(data))
    else:
        assert decode(bytes(data)).seconds == pytest.approx(2)


def test_the_content_decides_and_not_the_name(workspace):
    mp3 = wav_bytes(sine(440, seconds=2), container="MP3")
    authoring.keep_recording(PromptsFolder(workspace), "promo", "zh-CN", mp3)
    assert (workspace / "prompts/zh-CN/promo.wav").read_bytes()[:4] == b"RIFF"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "a/b", "a\\b", ".hidden", "", " ", "a\x00b", "x" * 81, "a\nb"]
)
def test_an_upload_stays_in_the_prompts_folder(workspace, name):
    before = snapshot(workspace)
    with pytest.raises(VoiceError, match="name"):
        authoring.keep_recording(PromptsFolder(workspace), name, "en", GOOD)
    assert snapshot(workspace) == before


@pytest.mark.parametrize("language", ["..", "../en", "/tmp", "", "english", "e/n"])
def test_a_language_is_no_path(workspace, language):
    with pytest.raises(VoiceError, match="language"):
        authoring.keep_recording(PromptsFolder(workspace), "promo", language, GOOD)


def test_links_that_lead_out_are_refused(workspace, tmp_path):
    secret = tmp_path / "secret.wav"
    secret.write_bytes(GOOD)
    folder = workspace / "prompts"
    (folder / "zh-CN/link.wav").symlink_to(secret)
    with pytest.raises(VoiceError, match="leads out"):
        recording_path(folder, "zh-CN/link.wav")
    outside = tmp_path / "outside"
    outside.mkdir()
    (folder / "en").symlink_to(outside)
    with pytest.raises(VoiceError, match="leads out"):
        authoring.keep_recording(PromptsFolder(workspace), "promo", "en", GOOD)
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "recording", ["../prompts.wav", "zh-CN/../../x.wav", "/etc/x.wav", "zh-CN//x.wav", "zh-CN/nowhere.wav"]
)
def test_a_recording_is_found_inside_or_not_at_all(workspace, recording):
    with pytest.raises(VoiceError):
        recording_path(workspace / "prompts", recording)
