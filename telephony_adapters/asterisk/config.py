"""The pieces of Asterisk's own configuration that a user needs, ready to copy."""

from __future__ import annotations

from pathlib import Path
from string import Template

from telephony_adapters.asterisk.leg import DETECTED
from telephony_adapters.asterisk.presence import presence_variable
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.dialplan import LONGEST_CALL, transfer_piece
from telephony_adapters.machines import AMD, LONGEST_LOOK

AWAY_LIMIT = 60  # seconds: callers wait for an engine that was there so long ago, later ones get the fallback

HTTP = Template("""\
; http.conf: the door for ARI. Keep it on the loopback, or behind TLS.
; Asterisk reads only the first [general] of a file: where there is one, put these lines into it.
[general]
enabled = yes
bindaddr = $host
bindport = $port
sessionlimit = 1000
session_inactivity = 30000
session_keep_alive = 60000
""")

ARI = Template("""\
; ari.conf: the engine's user.
; Asterisk reads only the first [general] of a file: where there is one, put these lines into it.
[general]
enabled = yes
websocket_write_timeout = 1000

[$user]
type = user
read_only = no
password = $password
password_format = plain
""")

OUTBOUND = Template("""
; Asterisk itself connects to the engine, and keeps events while the engine is away.
[$app-engine]
type = outbound_websocket
websocket_client_id = $app-engine
apps = $app
local_ari_user = $user
""")

WEBSOCKET_CLIENT = Template("""\
; websocket_client.conf: where the engine listens.
[$app-engine]
type = websocket_client
connection_type = persistent
uri = ws://$listen/events$path
protocols = ari
username = $user
password = $password
connection_timeout = 1000
reconnect_interval = 250
reconnect_attempts = 240
tls_enabled = no
""")

PRESENCE = Template("""\
 same => n,GotoIf($$[0$${$present} + $patience < $${EPOCH}]?$fallback,s,1)
""")

EXTENSIONS = Template("""\
; extensions.conf: send callers to the context "$app" (context = $app at the trunk in pjsip.conf).
[$app]
exten => _[+*#0-9]!,1,Set(TIMEOUT(absolute)=$longest)
$presence same => n,Stasis($app,$${EXTEN})
 same => n,GotoIf($$["$${STASISSTATUS}" = "FAILED"]?$fallback,s,1)
 same => n,Hangup()

; Nobody answers for the engine: put an operator, a queue or a notice here.
[$fallback]
exten => s,1,Hangup(42)
""")

MACHINE = Template("""
; A person or an answering machine?  Whom a flow has called is here for $longest seconds at most (milliseconds: silence
; before the first word, the greeting, silence after it, all of it, a word, between words; then words, and loudness).
[$machine]
exten => s,1,AMD($amd)
 same => n,Stasis($app,$mark,$${AMDSTATUS},$${AMDCAUSE})
 same => n,Hangup()
""")

PJSIP = Template("""\
; pjsip.conf: a transport, a trunk that calls in and out, and one phone to copy for each agent.
[transport-udp]
type = transport
protocol = udp
bind = 0.0.0.0:5060

[trunk]
type = endpoint
context = $app
disallow = all
allow = alaw,ulaw
dtmf_mode = auto
direct_media = no
rtp_timeout = 120
aors = trunk

[trunk]
type = aor
contact = sip:ADDRESS.OF.YOUR.PROVIDER:5060

[trunk]
type = identify
endpoint = trunk
match = ADDRESS.OF.YOUR.PROVIDER

[1001]
type = endpoint
context = phones
disallow = all
allow = alaw,ulaw
dtmf_mode = auto
direct_media = no
auth = 1001
aors = 1001

[1001]
type = auth
auth_type = digest
username = 1001
password = CHANGE-ME

[1001]
type = aor
max_contacts = 1
remove_existing = yes
""")


def fragments(settings: AsteriskSettings, *, password: str, host: str, port: int) -> dict[str, str]:
    """Return the text of each file by its name; `host` and `port` are where Asterisk serves ARI."""
    values = {
        "app": settings.app,
        "user": settings.user,
        "password": password,
        "host": host,
        "port": str(port),
        "longest": str(LONGEST_CALL),
        "fallback": settings.fallback_context,
        "listen": settings.listen,
        "present": presence_variable(settings),
        "patience": str(AWAY_LIMIT),
        "path": f"/{settings.name}" if settings.name else "",
    }
    machine = MACHINE.substitute(
        app=settings.app,
        machine=settings.machine_context,
        longest=LONGEST_LOOK,
        amd=AMD,
        mark=DETECTED,
    )
    presence = PRESENCE.substitute(values) if settings.mode == "outbound" else ""
    files = {
        "http.conf": HTTP.substitute(values),
        "ari.conf": ARI.substitute(values),
        "extensions.conf": EXTENSIONS.substitute(values, presence=presence)
        + transfer_piece(settings.transfer_context, settings.dial)
        + (machine if settings.machine_context else ""),
        "pjsip.conf": PJSIP.substitute(values),
    }
    if settings.mode == "outbound":
        files["ari.conf"] += OUTBOUND.substitute(values)
        files["websocket_client.conf"] = WEBSOCKET_CLIENT.substitute(values)
    return files


def write_fragments(folder: Path, files: dict[str, str]) -> list[Path]:
    """Write each file, readable by its owner alone (a password stands in one); FileExistsError names one in the way."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in files:
        if (folder / name).exists():
            raise FileExistsError(folder / name)
    for name, text in files.items():
        path = folder / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    return [folder / name for name in files]
