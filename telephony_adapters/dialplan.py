"""What the dialplans of ARI and of FastAGI have in common."""

from __future__ import annotations

from string import Template

LONGEST_CALL = 7500  # seconds: a little more than the engine's own limit, for a call that nobody ends

_TRANSFER = Template("""
; Where blind transfers go: a number or the name of a phone.
[$context]
exten => _[+*#0-9]!,1,Dial($channel,60)
 same => n,Hangup($${HANGUPCAUSE})
exten => _[a-zA-Z][a-zA-Z0-9._]!,1,Dial($channel,60)
 same => n,Hangup($${HANGUPCAUSE})
""")


def transfer_piece(context: str, dial: str) -> str:
    """Return the context that dials the targets of blind transfers; `dial` holds `{target}` once."""
    channel = dial.replace("{target}", "${EXTEN}").replace(";", "\\;")  # a bare semicolon begins a comment
    return _TRANSFER.substitute(context=context, channel=channel)
