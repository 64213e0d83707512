"""A caller that presses a key and hears what follows; and what a process uses meanwhile."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab.ears import Ears
from tests.lab.phone import Phone


@dataclass
class Heard:
    """What listening callers noticed; times in milliseconds."""

    keys: list[float] = field(default_factory=list)
    gaps: list[float] = field(default_factory=list)
    failures: int = 0


def at(values: list[float], part: float) -> float:
    """Return the value that so much of the values is below of."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def note_gaps(ears: Ears, gaps: list[float]) -> None:
    """From now on note the time between any two packets of one prompt."""
    take, last = ears.take_sound, ("", 0.0)

    def noted(payload: bytes, now: float) -> None:
        nonlocal last
        take(payload, now)
        name = ears.heard[-1].name or ""
        if name and name == last[0]:
            gaps.append((now - last[1]) * 1000)
        last = name, now

    ears.take_sound = noted  # type: ignore[method-assign]  # of this one pair of ears


async def key_to_prompt(phone: Phone, target: str, wait: float, gaps: list[float]) -> float:
    """Call, wait, press, and return the milliseconds until the next prompt's first packet."""
    call = await phone.dial(target)
    note_gaps(call.media.ears, gaps)
    await asyncio.sleep(wait)
    pressed = await call.press("5", gap=0)
    heard = await call.hear("chosen", within=5)
    await call.hang_up()
    return (heard.start - pressed) * 1000
