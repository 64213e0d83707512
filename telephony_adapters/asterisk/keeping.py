"""What is kept of a leg, so that the next process finds it and all that hangs on it again."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, ValidationError

from flowengine.call import CallInfo
from telephony_adapters.asterisk.leg import Leg, Taping


class OtherLeg(BaseModel):
    """A leg that we called; it is up when it was in a talk."""

    model_config = ConfigDict(frozen=True)

    channel: str
    caller: str
    called: str


class Tape(BaseModel):
    """A recording under way: `asked` is its name for the flow, `stored` that in Asterisk; see leg.Taping."""

    model_config = ConfigDict(frozen=True)

    asked: str
    stored: str
    finish_keys: str
    began: float


class Ear(Tape):
    """A leg that records the talk of this one, or of whom it talks with."""

    channel: str


class KeptLeg(BaseModel):
    """What only this process knows of a leg."""

    model_config = ConfigDict(frozen=True)

    up: bool = False
    keys: str = ""
    playbacks: str = ""
    plays: int = 0
    tape: Tape | None = None
    ears: tuple[Ear, ...] = ()
    talks_with: OtherLeg | None = None
    rings: tuple[OtherLeg, ...] = ()
    room: tuple[str, str] | None = None
    held: bool = False


def keep(leg: Leg) -> Mapping[str, object]:
    """Return what `read_kept` reads; what is usual is left out.  Often called, so nothing is validated."""
    kept: dict[str, object] = {"up": leg.is_up, "playbacks": leg.playbacks, "plays": leg.plays}
    if leg.keys:
        kept["keys"] = "".join(leg.keys)
    if leg.taping:
        kept["tape"] = _tape(leg.taping)
    if ears := [ear for each in (leg, *leg.companions) for ear in each.ears]:
        kept["ears"] = [_ear(ear) for ear in ears]
    if leg.companions:
        kept["talks_with"] = _other(leg.companions[-1])
    if leg.rings:
        kept["rings"] = [_other(each) for each in leg.rings]
    if leg.room:
        kept["room"] = leg.room
    if leg.is_held:
        kept["held"] = True
    return kept


def _tape(taping: Taping) -> dict[str, object]:
    return {
        "asked": taping.asked,
        "stored": taping.name,
        "finish_keys": taping.finish_keys,
        "began": taping.began,
    }


def _ear(ear: Leg) -> dict[str, object]:
    assert ear.taping
    return {"channel": ear.channel, **_tape(ear.taping)}


def _other(leg: Leg) -> dict[str, str]:
    return {"channel": leg.channel, "caller": leg.caller, "called": leg.called}


def read_kept(state: Mapping[str, object]) -> KeptLeg:
    """Return what `keep` gave; of what cannot be read, nothing is known."""
    try:
        return KeptLeg.model_validate(state)
    except ValidationError:
        return KeptLeg(up=True)


def other_of(kept: OtherLeg) -> CallInfo:
    """Return who is called on a leg."""
    return CallInfo(kept.channel, kept.caller, kept.called, "out")


def taping_of(tape: Tape) -> Taping:
    """Return a recording that went on when it was kept."""
    return Taping(tape.stored, tape.finish_keys, asked=tape.asked, began=tape.began, is_accepted=True)


def restore(leg: Leg, kept: KeptLeg) -> None:
    """Put what was kept into the leg."""
    leg.keys = list(kept.keys)
    leg.is_up = kept.up
    if kept.tape:
        leg.taping = taping_of(kept.tape)
    leg.playbacks, leg.plays = kept.playbacks, kept.plays
    leg.room = kept.room
