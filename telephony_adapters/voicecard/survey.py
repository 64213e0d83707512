"""How a voice board is, in words that say what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from flowengine.telephone_systems import Finding, TelephoneSystem
from flowengine.words import Words

if TYPE_CHECKING:
    from telephony_adapters.voicecard.lines import Lines
    from telephony_adapters.voicecard.settings import VoiceCardSettings

NOT_THERE, STUCK = "not on the board", "does not hang up"
KNOWN = {NOT_THERE: "板卡上没有此线路", STUCK: "无法挂机"}


def line_troubles(settings: VoiceCardSettings, lines: Lines) -> dict[str, str]:
    """Return what keeps lines from being used."""
    found = {f"line {number}": alarm for number, alarm in sorted(dict(lines.faults).items())}
    found |= {f"line {number}": STUCK for number in sorted(set(lines.stuck))}
    found |= {f"line {number}": NOT_THERE for number in sorted(settings.wanted() - lines.known.keys())}
    return found


def state_of(settings: VoiceCardSettings, lines: Lines | None, trouble: str) -> TelephoneSystem:
    """Return what the running engine knows of its board."""
    is_up = lines is not None and lines.board.is_alive and not lines.alarm
    alarm = (lines.alarm if lines else "") or trouble
    faults = line_troubles(settings, lines) if lines else {}
    return TelephoneSystem(
        name="",
        kind="voicecard",
        place=settings.driver,
        is_up=is_up,
        in_use=len(lines.legs) if lines else 0,
        lines=len(settings.wanted()),
        trouble=_board(alarm or "it is being started") if not is_up else _lines(faults) if faults else None,
    )


def findings(health: Mapping[str, str]) -> list[Finding]:
    """Return what `health` says of a board and its lines, with what to do."""
    found = []
    for name, said in health.items():
        if said == "ok":
            message = Words("The library answers and the lines are there.", "板卡库工作正常，线路齐全。")
        else:
            message = _board(said) if name == "board" else _lines({name: said})
        found.append(Finding(name, said == "ok", message))
    return found


def _board(said: str) -> Words:
    return Words(
        f"The voice board serves no calls: {said}. Look at the card, its driver and the paths in the settings.",
        f"语音板卡不能接听电话：{said}。请检查板卡、驱动程序和设置中的路径。",
    )


def _lines(faults: Mapping[str, str]) -> Words:
    en = ", ".join(f"{name} ({said})" for name, said in faults.items())
    zh = "、".join(
        f"线路 {name.removeprefix('line ')}（{KNOWN.get(said, said)}）" for name, said in faults.items()
    )
    return Words(
        f"Lines that take no calls: {en}. Look at their cables and at the lines in the settings.",
        f"不能使用的线路：{zh}。请检查接线和设置中的线路。",
    )
