"""Calls answered beside the designer: whatever ends that is told in one line, and the designer goes on."""

from contextlib import contextmanager

import pytest

from flowengine.engine import Surroundings
from flowengine.journal import MemoryJournal
from flowengine.recall import Durability
from telephony_adapters.hosting import Duty, answering
from tests.fakes import TextVoice
from tests.lab.patience import until

SETTINGS = "adapter: voicecard\nlines: [{lines: 0}]\n"


class NoFlows:
    """No number is ours."""

    def flow_for(self, _number):
        return None

    def kept_flow(self, flow_id, _versions):
        raise KeyError(flow_id)


@contextmanager
def broken(_engine, _adapter, _name):
    raise KeyError("13800000000")
    yield


def duty(path, **more):
    flows = NoFlows()
    return Duty(
        path,
        None,
        flows,
        TextVoice(),
        (),
        Surroundings(),
        lambda _name: Durability(MemoryJournal(), flows),
        **more,
    )


@pytest.mark.parametrize(
    ("text", "more", "told"),
    [
        (SETTINGS + "recordings: /proc/none", {}, "/proc/none"),
        (SETTINGS, {"attend": broken}, "KeyError at test_hosted_troubles.py"),
        ("adapter: voicecard", {}, "lines: is missing"),
    ],
)
async def test_what_ends_the_answering_is_told_in_one_line(tmp_path, text, more, told):
    path = tmp_path / "card.yaml"
    path.write_text(text)
    said = []
    with answering(duty(path, **more), said.append):
        await until(lambda: said)
    [words] = said
    assert told in words.en
    assert words.en != words.zh
    assert "13800000000" not in words.en + words.zh
