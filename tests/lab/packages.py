"""Asterisk out of Debian packages, unpacked into a folder: nothing is installed and no root user is needed."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(
    os.environ.get("DIALOOM_LAB_DIR") or Path(__file__).resolve().parent.parent.parent / ".lab"
).resolve()
ROOT = FOLDER / "root"
CONF = Path(__file__).resolve().parent / "conf"
SUITES = ("forky", "sid")  # Debian suites, tried in this order
VERSION = "22."  # the Asterisk version must begin so
PACKAGES = ("asterisk", "asterisk-core-sounds-en-gsm")
NEEDED_COMMANDS = {"apt-get": "apt", "apt-cache": "apt", "dpkg": "dpkg", "dpkg-deb": "dpkg"}
KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")

# Dependencies that only maintainer scripts, unused modules or other programs need.  apt is told that they are
# installed, which saves half of the download; every library is looked for afterwards, and all are taken if one lacks.
UNNEEDED = re.compile(
    r"perl.*|libperl.*|gnupg.*|gpg.*|dirmngr|pinentry.*|libgpgme.*|libgmime.*|libassuan.*|libksba.*|adduser|passwd|"
    r"login.*|debconf|libdebconf.*|base-passwd|libpam.*|libsemanage.*|libaudit.*|libcap-ng.*|tzdata|readline-common|"
    r"python3.*|libpython3.*|media-types|netbase|libsnmp.*|libsensors.*|libpci3|pci.ids|libjack.*|libasound.*|"
    r"libportaudio.*|libodbc.*|libpq5|libsybdb.*|freetds.*|libtiff.*|libwebp.*|libjpeg.*|libspandsp.*|libical.*|"
    r"libicu.*|libneon.*|libiksemel.*|libradcli.*|libcodec2.*|libunbound.*|libevent.*|libgnutls.*|liblua.*|"
    r"asterisk-config|libgconv.*|libc-gconv.*"
)


class LabError(Exception):
    """The lab cannot be used; the text says what is missing and what to do."""


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a program and return what it said."""
    return subprocess.run([str(word) for word in command], text=True, capture_output=True, check=False)


def ensure() -> dict[str, object]:
    """Unpack Asterisk unless it is there; return what is installed.  Several processes may ask at once."""
    stamp = FOLDER / "setup.json"
    if _is_set_up(stamp):
        return _read(stamp)
    look_for_commands()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_set_up(stamp):
            stamp.write_text(json.dumps(_set_up(), indent=1) + "\n")
    return _read(stamp)


def look_for_commands() -> None:
    """Raise LabError when this machine cannot unpack Debian packages."""
    missing = {package for command, package in NEEDED_COMMANDS.items() if not shutil.which(command)}
    if missing:
        raise LabError(f"the lab needs Debian or Ubuntu with: {' '.join(sorted(missing))}")


def _is_set_up(stamp: Path) -> bool:
    there = stamp.exists() and (ROOT / "usr/sbin/asterisk").exists()
    return there and _read(stamp).get("wanted") == _wanted()


def _wanted() -> str:
    """What is to be there; when it changes, everything is fetched again."""
    modules = hashlib.sha256((CONF / "modules.conf").read_bytes()).hexdigest()[:16]
    return f"{' '.join(PACKAGES)} {modules}"


def _read(stamp: Path) -> dict[str, object]:
    found = json.loads(stamp.read_text())
    assert isinstance(found, dict)
    return found


def _set_up() -> dict[str, object]:
    started = time.monotonic()
    apt = _find_suite()
    lacking: list[str] = []
    for lean in (True, False):
        files = apt.download(lean=lean)
        unpack(files, ROOT)
        lacking = missing_libraries()
        if not lacking:
            break
    if lacking:
        raise LabError("Asterisk is unpacked, but these will not load: " + "; ".join(lacking[:5]))
    for part in ("doc", "man", "locale", "info"):
        shutil.rmtree(ROOT / "usr/share" / part, ignore_errors=True)
    megabytes = round(sum(file.stat().st_size for file in files) / 1e6, 1)
    shutil.rmtree(apt.base / "archives")
    return {
        "asterisk": apt.version("asterisk"),
        "suite": apt.suite,
        "wanted": _wanted(),
        "packages": len(files),
        "downloaded_mb": megabytes,
        "seconds": round(time.monotonic() - started, 1),
    }


def _find_suite() -> PrivateApt:
    tried = []
    for suite in SUITES:
        apt = PrivateApt(suite)
        apt.run("apt-get", "update", "-q")
        version = apt.version("asterisk")
        if version.startswith(VERSION):
            return apt
        tried.append(f"{suite} has {version or 'none'}")
    raise LabError(f"no Asterisk {VERSION}x at {mirror()}: {', '.join(tried)}")


def unpack(files: list[Path], root: Path) -> None:
    """Unpack packages into an empty folder."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    for file in files:
        result = run("dpkg-deb", "-x", file, root)
        if result.returncode:
            raise LabError(f"{file.name} did not unpack: {result.stderr.strip()}")


def mirror() -> str:
    """Return the Debian mirror that this machine's apt already uses."""
    listed = run("apt-get", "indextargets", "--format", "$(REPO_URI) $(RELEASE)").stdout
    for line in listed.splitlines():
        uri, _, release = line.partition(" ")
        if "debian" in uri and "-security" not in uri + release:
            return uri
    sources = [Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*"))]
    text = "\n".join(path.read_text() for path in sources if path.is_file())
    found = re.search(r"^(?:URIs:\s*|deb\s+(?:\[[^]]*\]\s*)?)(\S+/debian/?)(?=\s|$)", text, re.MULTILINE)
    return found.group(1) if found else "http://deb.debian.org/debian"


class PrivateApt:
    """apt-get with its own sources, lists and nearly empty package database inside the lab's folder."""

    def __init__(
        self,
        suite: str,
        packages: Sequence[str] = PACKAGES,
        unneeded: re.Pattern[str] = UNNEEDED,
    ) -> None:
        self.suite, self.packages, self.unneeded = suite, packages, unneeded
        self.base = FOLDER / "apt" / suite
        for part in ("lists/partial", "archives/partial"):
            (self.base / part).mkdir(parents=True, exist_ok=True)
        signed = f"[signed-by={KEYRING}] " if KEYRING.exists() else ""
        (self.base / "sources.list").write_text(f"deb {signed}{mirror()} {suite} main\n")
        (self.base / "status").write_text("")
        architecture = run("dpkg", "--print-architecture").stdout.strip()
        options = {
            "Dir::Etc::sourcelist": self.base / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": self.base,
            "Dir::State::lists": self.base / "lists",
            "Dir::State::status": self.base / "status",
            "Dir::State::extended_states": self.base / "extended_states",
            "Dir::Cache": self.base,
            "Dir::Cache::archives": self.base / "archives",
            "APT::Architecture": architecture,
            "APT::Architectures": architecture,
            "APT::Sandbox::User": "",
            "APT::Install-Recommends": "false",
            "Acquire::Languages": "none",
            "APT::Update::Post-Invoke": "",
            "Binary::apt-get::APT::Keep-Downloaded-Packages": "true",
        }
        self.options = [f"-o{name}={value}" for name, value in options.items()]

    def run(self, program: str, *words: str) -> str:
        """Run apt-get or apt-cache on this package database."""
        result = run(program, *self.options, *words)
        if result.returncode:
            said = (result.stdout[-1000:] + result.stderr[-1000:]).strip()
            raise LabError(f"{program} {' '.join(words)} failed (is the Debian mirror reachable?):\n{said}")
        return result.stdout

    def version(self, package: str) -> str:
        """Return the version on offer, "" if there is none."""
        found = re.search(r"Candidate: (?:\d+:)?(\d\S*)", self.run("apt-cache", "policy", package))
        return found.group(1) if found else ""

    def plan(self) -> list[tuple[str, str]]:
        """Return name and version of every package that an installation would bring."""
        said = self.run("apt-get", "install", "-s", *self.packages)
        return re.findall(r"^Inst (\S+)(?: \[[^]]*\])? \((\S+)", said, re.MULTILINE)

    def download(self, *, lean: bool) -> list[Path]:
        """Fetch the packages, without the unneeded ones when `lean`."""
        left_out = [
            (name, version)
            for name, version in self.plan()
            if lean and self.unneeded.fullmatch(name) and name not in self.packages
        ]
        (self.base / "status").write_text(
            "".join(
                f"Package: {name}\nStatus: hold ok installed\nVersion: {version}\nArchitecture: all\n"
                "Multi-Arch: foreign\nMaintainer: lab\nDescription: left out\n\n"
                for name, version in left_out
            )
        )
        self.run("apt-get", "install", "-y", "-q", "-d", *self.packages)
        return sorted((self.base / "archives").glob("*.deb"))


def libraries(root: Path = ROOT) -> tuple[Path, Path]:
    """Return an unpacked tree's dynamic loader and library folder."""
    loaders = [*root.glob("usr/lib/*-linux-gnu*/ld-linux*.so.*"), *root.glob("usr/lib/ld-linux*.so.*")]
    folders = [path for path in root.glob("usr/lib/*-linux-gnu*") if path.is_dir()]
    if not loaders or not folders:
        raise LabError("The lab is not unpacked: run `python -m tests.lab.setup`")
    return min(loaders), folders[0]


def unpacked(program: str) -> list[str]:
    """Return the command that starts a program of the tree with the tree's own libraries."""
    loader, folder = libraries()
    return [str(loader), "--library-path", str(folder), str(ROOT / program)]


def missing_libraries() -> list[str]:
    """Name every program and module that lacks a library."""
    loader, folder = libraries()
    modules = re.findall(r"^load = (\S+)", (CONF / "modules.conf").read_text(), re.MULTILINE)
    lacking = []
    for target in (ROOT / "usr/sbin/asterisk", *(folder / "asterisk/modules" / name for name in modules)):
        if not target.exists():
            lacking.append(f"{target.name} itself")
            continue
        listed = run(loader, "--library-path", folder, "--list", target)
        if listed.returncode or "not found" in listed.stdout:
            lacking.append(f"{target.name}: {(listed.stdout + listed.stderr).strip().splitlines()[-1]}")
    return lacking
