"""The piece of Asterisk's dialplan that hands calls to the engine by FastAGI, ready to copy."""

from __future__ import annotations

from pathlib import Path
from string import Template

from telephony_adapters.dialplan import LONGEST_CALL, transfer_piece
from telephony_adapters.fastagi.settings import FastAgiSettings

EXTENSIONS = Template("""\
; extensions.conf: send callers to the context "dialoom-agi" (context = dialoom-agi at the trunk in pjsip.conf).
[dialoom-agi]
exten => _[+*#0-9]!,1,Set(TIMEOUT(absolute)=$longest)
 same => n,AGI(agi://$host:$port/,$${EXTEN})
 same => n,Goto(dialoom-agi-fallback,s,1)

; No engine answered, or it went away during the call: put an operator, a queue or a notice here.
[dialoom-agi-fallback]
exten => s,1,Hangup(42)

; Whom a flow rings comes here on the answer, before both sides are connected.
[$answered]
exten => s,1,AGI(agi://$host:$port/answered,$${ARG1})
 same => n,Return()
""")

ENGINE_SETTINGS = """\
# The engine's settings: dialoom engine --settings {folder}/fastagi.yaml
adapter: fastagi
host: {host}
port: {port}
dial: {dial}
recordings: {recordings}
"""


def dialplan(settings: FastAgiSettings, *, with_transfer: bool = True) -> str:
    """Return the fragment; without the transfer context where ARI's fragment already has it."""
    values = {
        "host": f"[{settings.host}]" if ":" in settings.host else settings.host,
        "port": str(settings.port),
        "longest": str(LONGEST_CALL),
        "answered": settings.answered_context,
    }
    text = EXTENSIONS.substitute(values)
    return text + transfer_piece(settings.transfer_context, settings.dial) if with_transfer else text


def files(address: str, dial: str, folder: Path) -> dict[str, str]:
    """Return, by name, what an Asterisk and an engine at HOST:PORT need; pydantic's ValidationError if it cannot be."""
    host, _, port = address.rpartition(":")
    settings = FastAgiSettings.model_validate({"host": host.strip("[]"), "port": port, "dial": dial})
    return {
        "extensions.conf": dialplan(settings),
        "fastagi.yaml": ENGINE_SETTINGS.format(
            folder=folder, host=settings.host, port=settings.port, dial=dial, recordings=settings.recordings
        ),
    }
