"""Sound made ready for telephones: filter, level, trim, formats."""

import io

import numpy as np
import pytest
import soundfile
from G722 import G722
from made_sounds import sine, wav_bytes

from voices.decode import decode
from voices.encode import FORMATS
from voices.samples import Samples, active_level, condition, decibel, for_telephone, level, resample, trim
from voices.segments import from_segment, join, to_segment
from voices.tone import missing_tone


def silence(seconds, rate=48000):
    return Samples(np.zeros(round(seconds * rate), dtype=np.float32), rate)


def joined(*sounds):
    return Samples(np.concatenate([sound.wave for sound in sounds]), sounds[0].rate)


def strength(sound, frequency):
    """Return the level of one tone in a sound, dBFS RMS, away from its edges."""
    middle = sound.wave[len(sound.wave) // 4 : -len(sound.wave) // 4]
    moments = np.arange(len(middle)) / sound.rate
    return decibel(float(abs(np.mean(middle * np.exp(-2j * np.pi * frequency * moments)))) * 2**0.5)


@pytest.mark.parametrize("frequency", [4600, 6000, 8500, 12000])
@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
def test_what_a_telephone_cannot_carry_is_filtered_and_never_folded_back(frequency, rate):
    if frequency >= rate / 2:
        frequency = rate / 2 - 400
    before = sine(frequency, rate=rate)
    after = resample(before, 8000)
    folded = abs(frequency - 8000 * round(frequency / 8000))
    assert strength(after, folded) < strength(before, frequency) - 60
    assert after.level < before.level - 40


@pytest.mark.parametrize("frequency", [300, 1000, 3400])
def test_speech_passes_unchanged(frequency):
    before = sine(frequency)
    assert strength(resample(before, 8000), frequency) == pytest.approx(strength(before, frequency), abs=0.5)


def test_a_high_tone_leaves_the_speech_beside_it_alone():
    both = Samples(sine(1000, amplitude=0.14).wave + sine(6000, amplitude=0.14).wave, 48000)
    after = for_telephone(both)
    assert strength(after, 2000) < strength(after, 1000) - 60


@pytest.mark.parametrize("amplitude", [0.002, 0.02, 0.2, 1.0])
def test_speech_is_brought_to_one_level(amplitude):
    quiet = sine(700, amplitude=amplitude)
    assert active_level(level(quiet)) == pytest.approx(-20, abs=0.2)


def test_pauses_do_not_make_a_prompt_louder():
    speech = sine(700, amplitude=0.3)
    alone, with_pause = level(speech), level(joined(speech, silence(4)))
    assert with_pause.peak == pytest.approx(alone.peak, abs=0.2)


def test_no_peak_passes_the_ceiling():
    wave = sine(500, amplitude=0.01).wave.copy()
    wave[10000:10040] = 0.9
    assert level(Samples(wave, 48000)).peak == pytest.approx(-3, abs=0.1)


def test_silence_is_not_amplified():
    hiss = Samples(np.random.default_rng(1).normal(0, 1e-5, 48000).astype(np.float32), 48000)
    assert level(hiss).level == hiss.level


def test_silence_at_the_ends_is_cut_to_a_short_padding():
    noisy = joined(silence(1), sine(500, seconds=2), silence(3))
    hiss = np.random.default_rng(1).normal(0, 1e-4, len(noisy.wave)).astype(np.float32)
    assert trim(Samples(noisy.wave + hiss, 48000)).seconds == pytest.approx(2.3, abs=0.05)


def test_all_silence_stays_whole_and_does_not_crash():
    assert condition(silence(1)).seconds == 1
    assert condition(silence(0)).seconds == 0


def test_a_pause_inside_stays():
    spoken = joined(sine(500), silence(1), sine(500))
    assert trim(spoken).seconds == pytest.approx(3)


def decode_raw(ending, data):
    if ending == ".sln16":
        return Samples(np.frombuffer(data, dtype="<i2").astype(np.float32) / 32768, 16000)
    if ending == ".g722":
        pcm = G722(16000, 64000).decode(data)
        return Samples(np.asarray(pcm, dtype=np.float32) / 32768, 16000)
    subtype = {".ulaw": "ULAW", ".alaw": "ALAW", ".gsm": "GSM610"}[ending]
    wave, rate = soundfile.read(
        io.BytesIO(data), dtype="float32", format="RAW", subtype=subtype, samplerate=8000, channels=1
    )
    return Samples(wave, rate)


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_holds_the_same_sound(ending):
    before = resample(sine(1000, seconds=2, amplitude=0.14), FORMATS[ending].rate)
    data = FORMATS[ending].encode(before)
    after = decode(data) if ending == ".wav" else decode_raw(ending, data)
    assert after.rate == FORMATS[ending].rate
    assert after.seconds == pytest.approx(2, abs=0.03)
    assert strength(after, 1000) == pytest.approx(-20, abs=0.7)


@pytest.mark.parametrize(
    ("ending", "size"),
    [(".ulaw", 16000), (".alaw", 16000), (".gsm", 3300), (".sln16", 64000), (".g722", 16000)],
)
def test_raw_formats_have_no_header(ending, size):
    assert len(FORMATS[ending].encode(sine(440, seconds=2))) == size


def test_loud_sound_is_clipped_and_does_not_wrap():
    loud = Samples(sine(100, amplitude=3).wave, 48000)
    wave, _ = soundfile.read(io.BytesIO(FORMATS[".wav"].encode(loud)))
    assert wave.max() > 0.99
    pcm = np.frombuffer(FORMATS[".sln16"].encode(loud), dtype="<i2")
    assert np.abs(np.diff(pcm.astype(int))).max() < 8000


def test_segments_keep_what_they_hold():
    sound = resample(sine(440), 8000)
    again = from_segment(to_segment(sound))
    assert np.abs(again.wave - sound.wave).max() < 1 / 32000
    assert join([sound, sound, sound]).seconds == pytest.approx(3)


def test_the_missing_tone_can_be_heard_and_is_short():
    tone = missing_tone()
    assert 0.4 < tone.seconds < 1
    assert -30 < tone.level < -15


def test_stereo_becomes_mono():
    assert decode(wav_bytes(sine(440), channels=2)).wave.ndim == 1
