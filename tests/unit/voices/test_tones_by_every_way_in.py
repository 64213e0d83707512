"""A tone that a telephone cannot carry is gone, and one that it can is whole, by whichever way a recording came in."""

import io
import zipfile

import numpy as np
import pytest
import soundfile
from made_sounds import sine, wav_bytes
from online_servers import google_body
from test_media_files import encoded
from test_online_voices import google  # noqa: F401 - a fixture

from voices import authoring, exchange
from voices.cache import AudioCache
from voices.library import Voices
from voices.prompts_folder import PromptsFolder
from voices.recordings import ready_recording
from voices.samples import Samples
from voices.to_file import convert_file

RATE = 48000
LEVEL = 0.1


def both(seconds=2.0):
    """Return 1 kHz and 6 kHz, equally loud."""
    tones = sine(1000, seconds, RATE, LEVEL).wave + sine(6000, seconds, RATE, LEVEL).wave
    return Samples(tones.astype(np.float32), RATE)


def strength(wave, frequency, rate=8000):
    """Return a tone's amplitude, dB."""
    middle = wave[len(wave) // 4 : len(wave) * 3 // 4]
    moments = np.arange(len(middle)) / rate
    window = np.hanning(len(middle)) * 2
    return 20 * np.log10(
        2 * abs(np.mean(middle * window * np.exp(-2j * np.pi * frequency * moments))) + 1e-12
    )


def check(wave, rate):
    """6 kHz and its image at 2 kHz are at least 60 dB below 1 kHz, which is as loud as its level says."""
    assert rate == 8000
    passed = strength(wave, 1000)
    assert strength(wave, 2000) < passed - 60
    level = 20 * np.log10(np.sqrt(np.mean(wave[len(wave) // 4 : len(wave) * 3 // 4] ** 2)))
    assert passed - 3.01 == pytest.approx(level, abs=0.5)


def by_upload(workspace, tmp_path):
    authoring.keep_recording(PromptsFolder(workspace), "promo", "zh-CN", wav_bytes(both()))
    return soundfile.read(workspace / "prompts/zh-CN/promo.wav")


def by_studio_quality_upload(workspace, tmp_path):
    flac = wav_bytes(both(), container="FLAC", subtype="PCM_24", channels=2)
    authoring.keep_recording(PromptsFolder(workspace), "promo", "zh-CN", flac)
    return soundfile.read(workspace / "prompts/zh-CN/promo.wav")


def by_media_upload(workspace, tmp_path):
    target = io.BytesIO()
    soundfile.write(target, both().wave, RATE, format="OGG", subtype="OPUS")
    authoring.keep_recording(PromptsFolder(workspace), "promo", "zh-CN", target.getvalue())
    return soundfile.read(workspace / "prompts/zh-CN/promo.wav")


def by_archive(workspace, tmp_path):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("zh-CN/promo.wav", wav_bytes(both()))
    target.seek(0)
    voices = Voices(workspace, tmp_path / "data")
    list(exchange.take_in(voices, target))
    voices.close()
    return soundfile.read(workspace / "prompts/zh-CN/promo.wav")


def by_a_file_in_the_folder(workspace, tmp_path):
    folder = PromptsFolder(workspace)
    authoring.keep_recording(folder, "promo", "zh-CN", wav_bytes(both()))
    (workspace / "prompts/zh-CN/promo.wav").write_bytes(wav_bytes(both()))
    voices = Voices(workspace, tmp_path / "data")
    sound = voices.sound("promo", "zh-CN")
    voices.close()
    return soundfile.read(sound.stem + ".wav")


def by_telephone(workspace, tmp_path):
    cache = AudioCache(tmp_path / "audio")
    sound = cache.put("take", ready_recording(wav_bytes(both()), ".wav"))
    return soundfile.read(sound.stem + ".wav")


def by_command(workspace, tmp_path):
    (tmp_path / "in.wav").write_bytes(wav_bytes(both()))
    convert_file(tmp_path / "in.wav", [tmp_path / "out.wav", tmp_path / "out.sln16"])
    return soundfile.read(tmp_path / "out.wav")


WAYS = [
    by_upload,
    by_studio_quality_upload,
    by_media_upload,
    by_archive,
    by_a_file_in_the_folder,
    by_telephone,
    by_command,
]


@pytest.mark.parametrize("way", WAYS)
def test_six_kilohertz_are_gone_and_one_is_whole(way, workspace, tmp_path):
    check(*way(workspace, tmp_path))


def test_the_online_voice_is_filtered_too(google, workspace):  # noqa: F811 - the fixture
    mp3 = wav_bytes(both(), container="MP3", subtype="MPEG_LAYER_III")
    google(lambda _: (200, google_body(mp3)))
    authoring.record_online(PromptsFolder(workspace), "welcome", "en", "google")
    check(*soundfile.read(workspace / "prompts/en/welcome.wav"))


@pytest.mark.parametrize(("container", "codec"), [("ipod", "aac"), ("matroska", "flac")])
def test_what_telephones_and_browsers_record_is_filtered_too(container, codec):
    ready = ready_recording(encoded(container, codec, 2.0, LEVEL, (1000, 6000)), "")
    check(ready.wave, ready.rate)
