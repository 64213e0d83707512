"""PostgreSQL and Redis out of Debian packages, unpacked beside Asterisk into a folder of their own."""

from __future__ import annotations

import fcntl
import json
import re
import shutil
import time
from pathlib import Path

from tests.lab.packages import FOLDER, SUITES, LabError, PrivateApt, libraries, look_for_commands, run, unpack

ROOT = FOLDER / "databases"
STAMP = FOLDER / "databases.json"
PACKAGES = ("postgresql", "redis-server")

# What only maintainer scripts, compiled queries (JIT) or clients need.  postgresql-NN itself is never left out.
UNNEEDED = re.compile(
    r"perl.*|lib.*-perl|libperl.*|adduser|passwd|login.*|debconf.*|libdebconf.*|base-passwd|tzdata|readline-common|"
    r"python3.*|media-types|netbase|postgresql-common.*|postgresql-client.*|postgresql-.*-jit.*|"
    r"libllvm.*|libz3.*|ssl-cert|locales|libc-l10n|ucf|sensible-utils|openssl|libpam-.*|lsb-.*|sysvinit.*|init-.*|"
    r"systemd.*|dbus.*|logrotate|cron.*|dmsetup|mount|util-linux"
)
PROGRAMS = ("initdb", "postgres", "redis-server")


def ensure() -> dict[str, object]:
    """Unpack both servers unless they are there; return what is installed.  Several processes may ask at once."""
    if not _is_set_up():
        look_for_commands()
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "setup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not _is_set_up():
                STAMP.write_text(json.dumps(_set_up(), indent=1) + "\n")
    return _read()


def program(name: str, root: Path = ROOT) -> Path:
    """Return the path of a program that runs with the tree's own libraries."""
    found = [*root.glob(f"usr/lib/postgresql/*/bin/{name}"), *root.glob(f"usr/bin/{name}")]
    if not found:
        raise LabError(f"{name} is not unpacked: run `python -m tests.lab.setup`")
    return found[0]


def _is_set_up() -> bool:
    return STAMP.exists() and ROOT.is_dir() and _read().get("wanted") == " ".join(PACKAGES)


def _read() -> dict[str, object]:
    found = json.loads(STAMP.read_text())
    assert isinstance(found, dict)
    return found


def _set_up() -> dict[str, object]:
    started = time.monotonic()
    lacking: list[str] = []
    for suite in SUITES:
        apt = PrivateApt(suite, PACKAGES, UNNEEDED)
        apt.run("apt-get", "update", "-q")
        for lean in (True, False):
            files = apt.download(lean=lean)
            unpack(files, ROOT)
            lacking = _missing_libraries()
            megabytes = round(sum(file.stat().st_size for file in files) / 1e6, 1)
            shutil.rmtree(apt.base / "archives")
            if lacking:
                continue
            for name in PROGRAMS:
                _wrap(program(name))
            for part in ("doc", "man", "locale", "info"):
                shutil.rmtree(ROOT / "usr/share" / part, ignore_errors=True)
            return {
                "postgresql": apt.version("postgresql"),
                "redis": apt.version("redis-server"),
                "suite": suite,
                "wanted": " ".join(PACKAGES),
                "packages": len(files),
                "downloaded_mb": megabytes,
                "seconds": round(time.monotonic() - started, 1),
            }
    raise LabError("The databases are unpacked, but these will not load: " + "; ".join(lacking[:5]))


def _missing_libraries() -> list[str]:
    loader, folder = libraries(ROOT)
    lacking = []
    for name in PROGRAMS:
        listed = run(loader, "--library-path", folder, "--list", program(name))
        if listed.returncode or "not found" in listed.stdout:
            lacking.append(f"{name}: {(listed.stdout + listed.stderr).strip().splitlines()[-1]}")
    return lacking


def _wrap(path: Path) -> None:
    """Put a script in a program's place that starts it with the tree's loader: initdb starts postgres by its name.

    The script finds the tree by where it lies itself, so that the tree may be copied.
    """
    loader, folder = libraries(ROOT)
    up = "/".join([".."] * len(path.parent.relative_to(ROOT).parts))
    path.rename(path.with_suffix(".real"))
    path.write_text(
        "#!/bin/sh\n"
        f'here=$(dirname "$0"); root="$here/{up}"\n'
        f'exec "$root/{loader.relative_to(ROOT)}" --library-path "$root/{folder.relative_to(ROOT)}" '
        f'"$here/{path.name}.real" "$@"\n'
    )
    path.chmod(0o755)
