"""A Chinese and an English sentence with numbers and money on a real Asterisk: right words, whole, at one level."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
import pytest

from tests.lab.ears import PromptBook
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product
from voices.library import Voices

TEXTS = {
    "zh-CN": "您的订单20261122共3件，金额为￥1005.06，请于9:05前签收。",
    "en": "Your order 1122 of 3 items comes to ¥1005.06. Please sign for it by 9:05.",
}
MONEY = {"zh-CN": "一千零五元零六分", "en": "one thousand five yuan and six fen"}
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 热线, en: Hotline}}
language: zh-CN
start: welcome
variables: {{due: 1005.06}}
nodes:
  welcome: {{type: play, prompts: [{welcome}], exits: {{done: order}}}}
  order: {{type: play, prompts: [order], exits: {{done: money}}}}
  money: {{type: say, kind: money, value: due, exits: {{done: in-english}}}}
  in-english: {{type: set, assignments: {{language: '"en"'}}, exits: {{done: order-again}}}}
  order-again: {{type: play, prompts: [order], exits: {{done: money-again}}}}
  money-again: {{type: say, kind: money, value: due, exits: {{done: bye}}}}
  bye: {{type: hang_up, prompts: [bye]}}
"""
DONE = {"zh-CN": "money", "en": "money-again"}


@pytest.fixture(scope="module")
def product(asterisk, tmp_path_factory):
    made = Product(
        asterisk, tmp_path_factory.mktemp("spoken"), flow=FLOW, prompts={"welcome": "enter", "bye": "bye"}
    )
    made.write_workspace()
    prompts = made.workspace / "prompts" / "prompts.yaml"
    lines = "".join(f"    {language}: {{text: {json.dumps(text)}}}\n" for language, text in TEXTS.items())
    prompts.write_text(prompts.read_text() + "  order:\n" + lines, encoding="utf-8")
    made.start()
    yield made
    made.stop()


def rendered(product: Product, book: PromptBook) -> dict[str, float]:
    """Teach the ears every sentence as the product keeps it for its calls; returns the seconds of each."""
    voices = Voices(product.workspace, product.workspace / ".dialoom")
    try:
        sounds = {f"order {language}": voices.sound("order", language) for language in TEXTS}
        for language, words in MONEY.items():
            said = asyncio.run(voices.say("money", "1005.06", language))
            assert said.text == words
            sounds[f"money {language}"] = said
    finally:
        voices.close()
    for name, sound in sounds.items():
        book.add(name, Path(sound.stem + ".ulaw").read_bytes())
    return {name: sound.seconds for name, sound in sounds.items()}


def test_the_words_are_right(product):
    told = product.run("call", "hotline", "--json").splitlines()
    events = [json.loads(line) for line in told if line.startswith("{")]
    texts = {one["node"]: one["text"] for one in events if one["event"] == "prompt_played"}
    assert {language: texts[node] for language, node in DONE.items()} == MONEY
    assert [texts["order"], texts["order-again"]] == list(TEXTS.values())


async def test_both_sentences_are_heard_whole_and_at_one_level(product):
    book = product.book()
    seconds = await asyncio.to_thread(rendered, product, book)
    async with Phone(book) as caller:
        call = await caller.dial(f"{NUMBER}@{product.asterisk.sip}")
        await call.wait_over(120)
    names = [name for name in call.prompts if name in seconds]
    assert list(dict.fromkeys(names)) == ["order zh-CN", "money zh-CN", "order en", "money en"]
    for name, length in seconds.items():
        pauses = 0.4  # at both ends and within; packets of pure silence have no name
        assert length - pauses - 0.1 * length <= call.media.ears.ms_of(name) / 1000 <= length + 0.04, name
    assert 2 < seconds["money zh-CN"] < 5
    assert 6 < seconds["order zh-CN"] < 16
    wave = np.array(call.media.ears.samples(), dtype=float) / 32768
    frames = np.sqrt(np.mean(wave[: len(wave) // 160 * 160].reshape(-1, 160) ** 2, axis=1))
    speech = frames[frames > 10 ** (-50 / 20)]
    assert 20 * np.log10(np.sqrt(np.mean(speech**2))) == pytest.approx(-20, abs=2)
