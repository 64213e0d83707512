"""Load and check a flow of 1,000 nodes, as ratios to plain yaml.compose of the same text in the same run."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "unit" / "model"))

from model_large import large_flow

from flowengine.model import build_flow
from flowengine.project import Project
from flowengine.writer import write_flow
from flowengine.yaml_text import read_yaml

ROUNDS = 5
PROMPTS = {"welcome": frozenset({"zh-CN"})}


def best(work: Callable[[], object]) -> float:
    """Return the shortest of some runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def main(size: int = 1_000) -> None:
    text = write_flow(large_flow(size))
    source = read_yaml(text, "x/flow.yaml")
    begin = time.perf_counter()
    Project({"x": source}, PROMPTS).check()
    first = time.perf_counter() - begin
    compose = best(lambda: yaml.compose(text, Loader=yaml.CSafeLoader))
    rows = {
        "yaml.compose (libyaml)": compose,
        "read_yaml": best(lambda: read_yaml(text, "x/flow.yaml")),
        "check, first time": first,
        "check": best(lambda: Project({"x": source}, PROMPTS).check()),
        "build_flow": best(lambda: build_flow(source.document)),
        "write_flow": best(lambda: write_flow(source.document, source.comments)),
    }
    print(f"{size} nodes, {len(text.encode()) // 1024} kB, best of {ROUNDS}")
    for name, seconds in rows.items():
        print(f"{name:24} {seconds * 1000:8.1f} ms  {seconds / compose:5.2f} x compose")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
