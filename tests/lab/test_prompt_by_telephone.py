"""A colleague calls a real Asterisk, enters PIN and number, speaks, and callers hear exactly that."""

from __future__ import annotations

import array
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.lab import sounds
from tests.lab.phone import Phone
from tests.lab.product import LANGUAGE, NUMBER, Product

PIN, PROMPT = "246813", "101"
LOW, HIGH, SECONDS = 700, 1300, 2
PROMPTS = {
    "pin": "enter",
    "which": "main",
    "speak": "sorry",
    "review": "whisper",
    "kept": "ack",
    "refused": "invalid",
    "welcome": "wait",
}
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 录制, en: Record}}
language: zh-CN
start: welcome
variables: {{pin: "", number: ""}}
nodes:
  welcome: {{type: play, prompts: [{welcome}], exits: {{done: pin}}}}
  pin:
    type: collect
    variable: pin
    prompts: [pin]
    secret: true
    min_digits: 4
    max_digits: 20
    exits: {{done: which, no_input: refused, invalid: refused}}
  which:
    type: collect
    variable: number
    prompts: [which]
    min_digits: 2
    max_digits: 8
    exits: {{done: record, no_input: refused, invalid: refused}}
  record:
    type: record_prompt
    pin: pin
    number: number
    prompts: [speak]
    review_prompts: [review]
    exits: {{done: kept, refused: refused, unknown: refused, given_up: refused}}
  kept: {{type: hang_up, prompts: [kept]}}
  refused: {{type: hang_up, prompts: [refused]}}
"""


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    made = Product(asterisk, tmp_path_factory.mktemp("studio"), flow=FLOW, prompts=PROMPTS)
    made.write_workspace()
    prompts = made.workspace / "prompts/prompts.yaml"
    prompts.write_text(prompts.read_text().replace("welcome: {", f'welcome: {{number: "{PROMPT}", '))
    given = [sys.executable, "-m", "app", "prompts", "pin", "hotline", "--workspace", str(made.workspace)]
    subprocess.run(given, input=f"{PIN}\n", text=True, check=True, capture_output=True, env=os.environ)
    made.start()
    yield made
    made.stop()


def speech():
    """A pause, and a rising tone: every packet of it is unlike the others."""
    pause = array.array("h", bytes(2 * sounds.RATE))
    return pause + sounds.tone([LOW], 1000 * SECONDS, end=[HIGH], level=2500)


async def dial(product, caller, keys):
    call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
    await call.hear("welcome")
    await call.press(keys)
    return call


async def test_a_wrong_pin_records_nothing(product):
    async with Phone(product.book()) as caller:
        call = await dial(product, caller, f"1111#{PROMPT}#")
        await call.hear("refused")
        assert "speak" not in call.prompts
        await call.wait_over()


async def test_what_a_colleague_says_is_what_callers_hear(product):
    kept = product.workspace / "prompts" / LANGUAGE / "welcome.wav"
    before = kept.read_bytes()
    async with Phone(product.book()) as caller:
        call = await dial(product, caller, f"{PIN}#{PROMPT}#")
        await call.hear("speak")
        await call.hear_out("?")  # the beep
        await call.say(speech())
        await call.press("#")
        await call.hear("review")
        assert kept.read_bytes() == before
        played_back = call.media.ears.samples()
        await call.press("1")
        await call.hear("kept")
        await call.wait_over()
    assert (product.workspace / "prompts/.earlier" / LANGUAGE / "welcome.wav").read_bytes() == before
    check_sound(kept)
    assert sounds.ms_of_tone(played_back, LOW - 10, HIGH + 10) >= 1000 * SECONDS - 200
    product.run("publish", "hotline", "-m", "recorded by telephone")
    await check_heard(product, len(sounds.read_wav(kept)))


def check_sound(kept: Path) -> None:
    """The library holds the tone whole, rising as it was said, between two short silences, at the common level."""
    samples = sounds.read_wav(kept)
    assert 1000 * SECONDS - 60 <= 1000 * len(samples) / sounds.RATE <= 1000 * SECONDS + 400
    assert sounds.ms_of_tone(samples, LOW - 10, HIGH + 10) >= 1000 * SECONDS - 60
    wave = np.array(samples, dtype=float) / 32768
    active = wave[np.abs(wave) > 0.005]
    assert 20 * np.log10(np.sqrt(np.mean(active**2))) == pytest.approx(-20, abs=1)
    third = len(active) // 3
    tones = [np.argmax(np.abs(np.fft.rfft(part))) * 8000 / third for part in np.split(active[: 3 * third], 3)]
    assert tones == sorted(tones)


async def check_heard(product: Product, length: int) -> None:
    """A caller hears the recording frame for frame; packets of pure silence have no name."""
    async with Phone(product.book()) as caller:
        for _ in range(60):  # new calls take a new version within a second, on a slow machine later
            call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
            heard = await call.hear_out("welcome", start=False)
            await call.hang_up()
            if heard.ms >= 1000 * length / sounds.RATE - 340:
                return
    raise AssertionError(f"{heard.ms} ms of {length} samples were heard")
