"""Asterisk's detection of answering machines, AMD(): how it is asked, and what its answer means."""

from __future__ import annotations

from flowengine.call import AnsweredBy

LONGEST_LOOK = 5  # seconds
AMD = f"2500,1500,800,{LONGEST_LOOK * 1000},100,50,3,256"
"""Milliseconds: silence before the first word, the greeting, silence after it, all of it, a word, between words; then
how many words, and how loud silence is.  Given, so that an amd.conf made for something else changes nothing."""


def judged(status: str, cause: str) -> AnsweredBy:
    """Return what AMDSTATUS and AMDCAUSE mean.

    Silence is no greeting of a machine: many people wait for the caller to speak first.
    """
    match status:
        case "HUMAN":
            return "human"
        case "MACHINE" if not cause.startswith("INITIALSILENCE"):
            return "machine"
        case _:
            return "unknown"
