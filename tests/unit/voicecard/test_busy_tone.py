"""Busy tone known by ear: China's cadences through levels, noise, codecs, speech and pieces of any size."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony_adapters.voicecard.busy_tone import RATE, BusyToneEar, Cadence
from telephony_adapters.voicecard.sim.sound import decode, encode
from voices.samples import for_telephone
from voices.speech.espeak import EspeakEngine

SPEECH = {
    "zh-CN": "您好，欢迎致电客户服务热线。查询订单请按一，售后服务请按二，投诉建议请按三，人工服务请按零。"
    * 3,
    "en": "Welcome to our service hotline. For orders press one, for repairs press two, for a person press zero. "
    * 3,
}


def tone(ms, hertz=450.0, level=3000.0):
    return level * np.sin(2 * np.pi * hertz * np.arange(round(ms * RATE / 1000)) / RATE)


def cadence(on_ms, off_ms, cycles, *, hertz=450.0, level=3000.0):
    pause = np.zeros(round(off_ms * RATE / 1000))
    return np.concatenate([np.concatenate([tone(on_ms, hertz, level), pause]) for _ in range(cycles)])


def noise(samples, level, seed=1):
    return np.random.default_rng(seed).normal(0, level, samples)


def heard_at(sound, *, piece=160, **settings):
    """Return the second at which the ear was sure, None if it never was."""
    ear = BusyToneEar(Cadence(**settings))
    whole = np.clip(sound, -32768, 32767).astype(np.int16)
    for at in range(0, len(whole), piece):
        if ear.hear(whole[at : at + piece]):
            return min(at + piece, len(whole)) / RATE
    return None


@pytest.mark.parametrize("faster", [0.9, 0.95, 1.0, 1.05, 1.1])
def test_busy_tone_is_known_after_three_cycles_though_the_exchange_is_not_exact(faster):
    at = heard_at(cadence(350 * faster, 350 * faster, 6))
    assert at == pytest.approx(3 * 0.7 * faster, abs=0.1)


@pytest.mark.parametrize(("on", "off"), [(315, 385), (385, 315), (330, 370)])
def test_tone_and_pause_may_differ_each_its_own_way(on, off):
    assert heard_at(cadence(on, off, 6)) is not None


@pytest.mark.parametrize("hertz", [425, 435, 443, 450, 458, 475])
def test_the_pitch_may_be_25_hertz_off(hertz):
    assert heard_at(cadence(350, 350, 6, hertz=hertz)) is not None


@pytest.mark.parametrize("decibels", [-50, -40, -30, -20, -10, -3])
def test_every_level_that_lines_have_is_heard(decibels):
    level = 32767 * 10 ** (decibels / 20)
    assert heard_at(cadence(350, 350, 6, level=level) + noise(6 * 5600, 3)) is not None


@pytest.mark.parametrize("ratio", [20, 15, 12])
def test_a_noisy_line_does_not_hide_it(ratio):
    sound = cadence(350, 350, 8)
    hiss = 3000 / 2**0.5 / 10 ** (ratio / 20)
    assert heard_at(sound + noise(len(sound), hiss)) is not None


def test_it_is_heard_through_the_codec_of_the_line():
    assert heard_at(decode(encode(cadence(350, 350, 6).astype(np.int16)))) is not None


def test_a_click_in_the_tone_and_one_in_a_pause_are_forgiven():
    sound = cadence(350, 350, 6)
    sound[1200:1280] += noise(80, 9000)
    sound[4000:4080] += noise(80, 9000)
    assert heard_at(sound) == pytest.approx(2.15, abs=0.1)


OTHERS = {
    "silence": np.zeros(20 * RATE),
    "noise": noise(20 * RATE, 2000),
    "dial tone": tone(20_000),
    "ringback": cadence(1000, 4000, 6),
    "congestion": cadence(700, 700, 14),
    "number unobtainable": np.concatenate([cadence(100, 100, 3), tone(400), np.zeros(3200)] * 8),
    "call waiting": cadence(400, 4000, 5),
    "fast": cadence(100, 100, 60),
    "too slow": cadence(440, 440, 20),
    "too fast": cadence(260, 260, 30),
    "another pitch": cadence(350, 350, 20, hertz=400),
    "another pitch above": cadence(350, 350, 20, hertz=500),
    "two notes": cadence(350, 350, 20) + cadence(350, 350, 20, hertz=620),
    "two cycles": np.concatenate([cadence(350, 350, 2), np.zeros(RATE)] * 6),
    "growing": np.concatenate([cadence(350, 350, 1) * np.geomspace(0.05, 1, 5600) for _ in range(20)]),
    "keys": np.concatenate([tone(100, 697) + tone(100, 1209), np.zeros(800)] * 60),
}


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_on_a_line_is_busy_tone(name):
    assert heard_at(OTHERS[name]) is None


@pytest.fixture(scope="module")
def engine():
    voice = EspeakEngine()
    yield voice
    voice.close()


@pytest.mark.parametrize("language", SPEECH)
def test_speech_is_no_busy_tone_and_does_not_hide_one_behind_it(engine, language):
    speech = for_telephone(engine.render(SPEECH[language], language))
    spoken = speech.wave.astype(float) * 32767
    assert speech.rate == RATE
    assert len(spoken) > 15 * RATE
    assert heard_at(spoken) is None
    at = heard_at(np.concatenate([spoken, cadence(350, 350, 5)]))
    assert at == pytest.approx(len(spoken) / RATE + 2.1, abs=0.15)


def test_speech_between_the_tones_is_somebody_who_is_still_there(engine):
    spoken = for_telephone(engine.render(SPEECH["en"], "en")).wave.astype(float) * 32767
    sound = cadence(350, 350, 20)
    assert heard_at(sound + np.resize(spoken, len(sound)) * 2) is None


@given(pieces=st.lists(st.integers(1, 900), min_size=1, max_size=30), silence=st.integers(0, 3000))
def test_how_the_sound_is_cut_changes_nothing(pieces, silence):
    sound = np.concatenate([np.zeros(silence), cadence(350, 350, 5)]).astype(np.int16)
    whole, cut = BusyToneEar(Cadence()), BusyToneEar(Cadence())
    expected = whole.hear(sound)
    at = number = 0
    found = False
    while at < len(sound):
        step = pieces[number % len(pieces)]
        found = cut.hear(sound[at : at + step])
        at, number = at + step, number + 1
    assert found == expected
    assert cut.heard_ms == whole.heard_ms


@given(st.binary(min_size=320, max_size=24_000).filter(lambda data: len(data) % 2 == 0))
def test_any_bytes_are_only_sound_and_too_short_for_three_cycles(data):
    assert not BusyToneEar(Cadence()).hear(np.frombuffer(data, dtype="<i2"))


def test_other_countries_cadences_are_settings():
    assert heard_at(cadence(500, 500, 6, hertz=425), hertz=425.0, on_ms=500, off_ms=500) is not None
    assert heard_at(cadence(350, 350, 6), on_ms=500, off_ms=500) is None
    assert heard_at(cadence(350, 350, 4), cycles=6) is None


def test_how_long_it_was_heard_is_known():
    ear = BusyToneEar(Cadence())
    assert ear.hear(cadence(350, 350, 4).astype(np.int16))
    assert ear.heard_ms == 2100
