"""A PostgreSQL and a Redis of the lab, each at a port of its own, in a folder that goes with it."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import psycopg
import redis

from tests.lab import databases
from tests.lab.packages import LabError
from tests.lab.server import die_with_parent, free_port

Kind = TypeVar("Kind", "Redis", "Postgres")

STARTS_WITHIN = 60.0  # seconds
USER = "dialoom"
# Nothing of a test must outlive the machine, so PostgreSQL does not wait for the disk; it outlives its processes.
FAST = ("fsync=off", "full_page_writes=off", "max_connections=200", "jit=off")


@dataclass
class Stored:
    """A server process and its folder; it can be ended, and come back with what it held."""

    folder: Path
    port: int = field(default_factory=lambda: free_port(socket.SOCK_STREAM))
    process: subprocess.Popen[bytes] | None = None
    owner: str | None = None  # the user that it runs as, where that is not us
    crash: signal.Signals = signal.SIGKILL

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.folder / "server.log"

    def launch(self, *command: str | Path) -> None:
        """Start the process; `answers` says when it is there."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - no threads are started before it
                start_new_session=True,
                **_as_user(self.owner),
            )
        until = time.monotonic() + STARTS_WITHIN
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise LabError(f"{command[0]} did not come up:\n{self.log.read_text()[-1500:]}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Say whether it takes connections."""
        raise NotImplementedError

    def kill(self) -> None:
        """End it at once, as a crash would."""
        if self.process:
            self.process.send_signal(self.crash)
            self.process.wait(30)
            self.process = None


@dataclass
class Redis(Stored):
    """A Redis that keeps nothing on the disk."""

    @property
    def url(self) -> str:
        """Where clients find it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it; returns when it answers."""
        self.launch(
            databases.program("redis-server"), "--port", str(self.port), "--bind", "127.0.0.1",
            "--save", "", "--appendonly", "no",
        )  # fmt: skip

    def answers(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


@dataclass
class Postgres(Stored):
    """A PostgreSQL with as many databases as are asked for.

    It refuses to run as root, which tests in a container often are: then it is nobody's.
    """

    crash: signal.Signals = signal.SIGQUIT  # to the first process, which ends the others without a checkpoint
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        if os.geteuid() == 0:
            self.owner = "nobody"
            shutil.chown(self.folder, self.owner)

    def start(self) -> None:
        """Start it, on what it kept if it was there before; returns when it answers."""
        data = self.folder / "data"
        root = self._tree()
        if not data.exists():
            initdb = databases.program("initdb", root)
            words = ("-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
            command = [str(word) for word in (initdb, *words)]
            done = subprocess.run(
                command, text=True, capture_output=True, check=False, cwd=self.folder, **_as_user(self.owner)
            )
            if done.returncode:
                raise LabError(f"initdb failed:\n{done.stdout[-500:]}{done.stderr[-1500:]}")
        options = [word for option in FAST for word in ("-c", option)]
        self.launch(
            databases.program("postgres", root), "-D", data, "-p", str(self.port), "-h", "127.0.0.1",
            "-k", self.folder, *options,
        )  # fmt: skip

    def answers(self) -> bool:
        try:
            psycopg.connect(self._dsn("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _dsn(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """Make an empty database and return its URL."""
        name = f"made{next(self.numbers)}"
        with psycopg.connect(self._dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self._dsn(name)

    def _tree(self) -> Path:
        """Return the unpacked tree; a copy where its owner may not go to the original."""
        root, copy = databases.ROOT, self.folder / "tree"
        if self.owner is None or all(path.stat().st_mode & 0o001 for path in root.parents):
            return root
        if not copy.exists():
            shutil.copytree(root, copy, symlinks=True)
        return copy


def _as_user(owner: str | None) -> dict[str, object]:
    return {"user": owner, "group": pwd.getpwnam(owner).pw_gid, "extra_groups": []} if owner else {}


@contextmanager
def running(kind: type[Kind]) -> Iterator[Kind]:
    """Run a server while the context lasts."""
    databases.ensure()
    with tempfile.TemporaryDirectory(prefix="dialoom-lab-", ignore_cleanup_errors=True) as folder:
        server = kind(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()
