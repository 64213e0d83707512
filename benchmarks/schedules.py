"""Schedules: how long compiling takes, and a question, beside a plain bisect on the same array.

    .venv/bin/python -m benchmarks.schedules

Prints the best of several rounds; exits 1 when a limit is exceeded.
"""

from __future__ import annotations

import random
import sys
import time
from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from designer.workspace.drafts import Workspace
from flowengine.schedules import compile_schedule
from flowengine.schedules.model import DateRange, Promotion

TODAY = date(2026, 1, 5)
ROUNDS, QUESTIONS = 15, 20_000
COMPILE_LIMIT = 10.0  # ms, the sample schedule
QUESTION_LIMIT = 1.0  # us
RATIO_LIMIT = 6.0  # a question to a plain bisect


def best(work):
    """Return the shortest of several runs in seconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def main():
    schedule = Workspace(Path(__file__).parents[1] / "flows").project().book.schedules["service-hotline"]
    crowded = replace(
        schedule,
        promotions=tuple(
            Promotion(f"p{n}", "sale", DateRange(day, day + timedelta(days=2)))
            for n, day in ((n, TODAY + timedelta(days=n)) for n in range(300))
        ),
    )
    line = compile_schedule(schedule, TODAY)
    starts = list(line._starts)  # noqa: SLF001 - the same array, without our method around it
    rng = random.Random(1)
    begin = datetime(2026, 1, 5, tzinfo=UTC)
    moments = [begin + timedelta(seconds=rng.randrange(390 * 86400)) for _ in range(QUESTIONS)]

    def ask():
        at = line.at
        for moment in moments:
            at(moment)

    def bisect_only():
        for moment in moments:
            bisect_right(starts, moment)

    compiled = best(lambda: compile_schedule(schedule, TODAY)) * 1e3
    many = best(lambda: compile_schedule(crowded, TODAY)) * 1e3
    question = best(ask) / QUESTIONS * 1e6
    plain = best(bisect_only) / QUESTIONS * 1e6
    print(f"compile the sample schedule, 400 days ({len(starts)} pieces)  {compiled:6.2f} ms")
    print(f"compile it with 300 promotions                           {many:6.2f} ms")
    print(f"ask what answers                                         {question:6.3f} us")
    print(
        f"plain bisect on the same array                           {plain:6.3f} us, ratio {question / plain:.2f}"
    )
    good = compiled <= COMPILE_LIMIT and question <= QUESTION_LIMIT and question / plain <= RATIO_LIMIT
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
