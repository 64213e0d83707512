"""`dialoom engine` on a simulated voice board: what its callers heard, by RTP and in the files that the demo writes."""

import time
from types import SimpleNamespace

import pytest

from telephony_adapters.voicecard.sim.sound import FRAME, encode
from tests.lab import sounds
from tests.lab.ears import Ears
from tests.lab.product import NUMBER, Product
from tests.lab.voicecard import BoardPhone

PATIENCE = 60.0


class CardProduct(Product):
    """The product on a board."""

    def __init__(self, folder):
        super().__init__(SimpleNamespace(recordings=folder / "recordings"), folder)

    def _settings(self):
        return f"adapter: voicecard\nlines: [{{lines: 0-3, number: '{NUMBER}'}}]\n" + self.more_settings

    def _is_serving(self):
        return "answers calls" in self.output.read_text()


@pytest.fixture
def product(tmp_path):
    made = CardProduct(tmp_path)
    made.write_workspace()
    yield made
    made.stop()


def named(path, book):
    """Return the prompts on a recording of what a caller heard."""
    ears = Ears(book)
    heard = encode(sounds.read_wav(path))
    for at in range(0, len(heard) - FRAME + 1, FRAME):
        ears.take_sound(heard[at : at + FRAME], at / 8000)
    return ears.prompts()


def test_planned_callers_hear_their_way_through_the_flow_and_leave_a_message(product, tmp_path):
    product.more_settings = """\
sim:
  heard: heard
  callers:
    - {line: 0, caller: "13800000001", keys: "w3 1 s1 #"}
    - {line: 1, caller: "13800000002", keys: "w2.5 9", hang_up_after: 6}
"""
    product.start()
    files = [tmp_path / "heard" / f"call-{number}.wav" for number in (1, 2)]
    until = time.monotonic() + PATIENCE
    while not all(file.exists() for file in files):
        assert time.monotonic() < until, product.output.read_text()
        time.sleep(0.1)
    assert product.stop() == 0
    book = product.book()
    assert named(files[0], book) == ["welcome", "choose", "leave", "thanks", "bye"]
    assert named(files[1], book) == ["welcome", "choose"]  # again: 9 is no choice
    (message,) = (tmp_path / "recordings").glob("*.wav")
    assert sounds.ms_of_tone(sounds.read_wav(message), 990, 1010) > 700
    assert "13800000001" not in product.output.read_text()


async def test_a_caller_by_rtp_hears_and_chooses(product, tmp_path):
    async with BoardPhone(product.book()) as phone:
        product.more_settings = (
            f"sim: {{rtp: {{2: '127.0.0.1:{phone.port}'}}, callers: [{{line: 2, after: 0.2}}]}}\n"
        )
        product.start()
        await phone.ears.hear("choose", PATIENCE)
        await phone.press("1")
        await phone.ears.hear("leave", PATIENCE)
        await phone.press("#")
        await phone.ears.hear("bye", PATIENCE)
        assert phone.ears.prompts()[:3] == ["welcome", "choose", "leave"]
        assert phone.ears.ms_of("welcome") == 1500


def test_a_flow_that_the_board_cannot_carry_out_is_refused_by_name(product):
    flow = product.workspace / "hotline/flow.yaml"
    settings = product.folder / "inward.yaml"
    settings.write_text("adapter: voicecard\nlines: [{lines: 0-3, use: in}]\n")
    assert "choose" in flow.read_text()
    with pytest.raises(AssertionError, match="calling a number"):
        product.run("publish", "hotline", "-m", "first", "--settings", str(settings))
