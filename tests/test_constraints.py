"""The pinned versions are those that the packages want: what is installed can be installed together."""

import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path

from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
PINS = dict(
    line.strip().lower().replace("_", "-").split("==")
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if "==" in line
)


def wanted(requirement: str) -> Requirement | None:
    one = Requirement(requirement)
    applies = one.marker is None or one.marker.evaluate({"extra": ""})
    return one if applies else None


def name_of(requirement: Requirement) -> str:
    return re.sub(r"[-_.]+", "-", requirement.name).lower()


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    texts = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {name_of(one) for text in texts if (one := Requirement(text)).marker is None}
    assert names - PINS.keys() == set()


def test_the_pins_fit_together() -> None:
    wrong = [
        f"{package} wants {one}, the pin is {PINS[name_of(one)]}"
        for package in PINS
        for text in requires(package) or ()
        if (one := wanted(text)) and name_of(one) in PINS
        if not one.specifier.contains(Version(PINS[name_of(one)]), prereleases=True)
    ]
    assert wrong == []


def test_the_pins_are_what_the_tests_ran_with() -> None:
    assert {name: version(name) for name in PINS} == PINS
