"""One running Asterisk of the lab: its own ports, configuration, sounds and recordings in a folder of its own."""

from __future__ import annotations

import ctypes
import random
import resource
import signal
import socket
import string
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from tests.lab import packages, sounds
from tests.lab.packages import LabError, libraries, run, unpacked

AGENTS = range(1001, 1009)  # phones that may register, password lab-1001 and so on
PR_SET_PDEATHSIG = 1  # of Linux's prctl(2)
STARTS_WITHIN = 60.0  # seconds
# Ports between those of Asterisk's sound (rtp.conf) and those that Linux gives to whom they do not matter.
UNASKED = range(30_000, 32_768)
# Files that Asterisk only wants to find.
EMPTY = (  # noqa: SIM905 - a list of names reads better so
    "acl aeap amd ccss cel extconfig features pjproject queuerules res_http_media_cache sorcery stasis udptl "
    "websocket_client confbridge manager res_parking"
).split()
FOLDERS = (  # noqa: SIM905 - as above
    "etc var/cache var/lib/keys var/run var/log/cdr-csv var/log/cdr-custom var/spool/recording var/spool/tmp "
    "var/spool/monitor var/spool/outgoing var/data/agi-bin var/data/sounds/en var/data/moh prompts"
).split()


def free_port(kind: socket.SocketKind) -> int:
    """Return a port on the loopback that nobody holds now, and that no socket without a wish is given meanwhile."""
    while True:
        port = random.choice(UNASKED)
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


@dataclass
class Asterisk:
    """Settings and life of one instance; `configuration` replaces or adds files in its etc folder."""

    folder: Path
    configuration: dict[str, str]
    http_port: int
    sip_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    carrier_port: int = field(default_factory=lambda: free_port(socket.SOCK_DGRAM))
    agi_port: int = 0  # where the dialplan expects an engine that speaks FastAGI
    engine_port: int = 0  # where it expects an engine that it connects to
    process: subprocess.Popen[bytes] | None = None

    @property
    def sip(self) -> str:
        """Host and port that callers dial."""
        return f"127.0.0.1:{self.sip_port}"

    @property
    def engine(self) -> str:
        """Where it connects to an engine."""
        return f"127.0.0.1:{self.engine_port}"

    @property
    def url(self) -> str:
        """Address of the web server that ARI is served by."""
        return f"http://127.0.0.1:{self.http_port}"

    @property
    def recordings(self) -> Path:
        """The folder that ARI records into."""
        return self.folder / "var/spool/recording"

    @property
    def prompts(self) -> Path:
        """The lab's own prompts, as .ulaw files."""
        return self.folder / "prompts"

    def start(self) -> None:
        """Write the configuration and start; returns when Asterisk is fully booted."""
        self._render()
        with (self.folder / "var/log/console.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*unpacked("usr/sbin/asterisk"), "-f", "-C", str(self.folder / "etc/asterisk.conf")],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder / "var/run",
                preexec_fn=_prepare,  # noqa: PLW1509 - no threads are started before it
                start_new_session=True,
            )
        until = time.monotonic() + STARTS_WITHIN
        while not self._is_booted():
            if self.process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise LabError(f"Asterisk did not come up:\n{self.log()[-1500:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it, by force if need be."""
        if self.process is None:
            return
        for sent, patience in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGCONT)
                self.process.send_signal(sent)
            try:
                self.process.wait(patience)
                break
            except subprocess.TimeoutExpired:
                continue
        self.process = None

    def kill(self) -> None:
        """End it as a crash would."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(30)
        self.process = None

    def cli(self, *words: str) -> str:
        """Run one command of Asterisk's own console."""
        command = [*unpacked("usr/sbin/asterisk"), "-C", str(self.folder / "etc/asterisk.conf"), "-rx"]
        return run(*command, " ".join(words)).stdout

    def log(self) -> str:
        """Return what Asterisk wrote so far."""
        files = sorted((self.folder / "var/log").glob("*.log"))
        return "\n".join(file.read_text(errors="replace") for file in files)

    def _is_booted(self) -> bool:
        booted = (self.folder / "var/run/asterisk.ctl").exists()
        return booted and "fully booted" in self.cli("core waitfullybooted")

    def _render(self) -> None:
        for name in FOLDERS:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        etc, var = self.folder / "etc", self.folder / "var"
        self._link_stock_files(var / "data")
        sounds.make_prompts(self.prompts)
        sounds.make_prompts(var / "data/moh", ["hold"])
        values = {
            "ETC": str(etc),
            "VAR": str(var),
            "ROOT": str(packages.ROOT),
            "MODULES": str(libraries()[1] / "asterisk/modules"),
            "PROMPTS": str(self.prompts),
            "SIP_PORT": str(self.sip_port),
            "CARRIER_PORT": str(self.carrier_port),
            "AGENTS": _agents(),
        }
        for name in EMPTY:
            (etc / f"{name}.conf").write_text("")
        for template in packages.CONF.glob("*.conf"):
            (etc / template.name).write_text(string.Template(template.read_text()).substitute(values))
        for name, text in self.configuration.items():
            (etc / name).write_text(text)

    @staticmethod
    def _link_stock_files(data: Path) -> None:
        """Show Asterisk its documentation, REST descriptions and stock prompts where they were unpacked."""
        share = packages.ROOT / "usr/share/asterisk"
        wanted = {data / name: share / name for name in ("documentation", "static-http", "rest-api")}
        for folder in sorted(share.glob("sounds/en*"))[:1]:
            wanted |= {data / "sounds/en" / file.name: file for file in folder.iterdir()}
        for link, target in wanted.items():
            if target.exists() and not link.is_symlink():
                link.symlink_to(target)


def _agents() -> str:
    return "".join(
        f"\n[{n}](agent)\nauth = {n}\naors = {n}\ncallerid = Agent {n} <{n}>\n"
        f"[{n}](agent-auth)\nusername = {n}\npassword = lab-{n}\n[{n}](agent-aor)\n"
        for n in AGENTS
    )


def die_with_parent() -> None:
    """In a child process, before it begins: end it when the tests that started it end, however they do."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _prepare() -> None:
    die_with_parent()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(65536, hard), hard))
