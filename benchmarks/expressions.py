"""Speed of FEEL against Python's eval of the same thing, and against other engines where they are installed.

    .venv/bin/python benchmarks/expressions.py [--pairs N]

Prints, for the 13 expressions that telephone flows are full of, nanoseconds per evaluation and the ratio to `eval` of
compiled Python code in the same process, then parse and compile times.  `--pairs N` first evaluates N random
expressions from the grammar with random scopes and counts whatever is raised.
"""

# ruff: noqa: E501, PLC0415, BLE001 - a table is easier to read in long rows; peers may be missing and may raise anything

from __future__ import annotations

import argparse
import gc
import math
import statistics
import subprocess
import sys
import time
from collections import deque
from datetime import date
from datetime import time as clock
from decimal import Decimal
from pathlib import Path
from timeit import Timer

from peers.expression_engines import PEERS

from flowengine.expressions import check, compile_expression
from flowengine.expressions.expression import _compiled
from flowengine.expressions.parser import parse

SCOPE = {
    "caller": {"level": "VIP", "number": "13812345678"},
    "hour": 10,
    "retries": 1,
    "balance": -5,
    "digits": "2",
    "items": [{"price": price} for price in (5, 20, 8, 120)],
    "today": date(2026, 10, 3),
    "clock": clock(10, 30),
    "amount": Decimal("12.50"),
    "credit": Decimal(100),
    "fee": Decimal(60),
    "lang": "zh",
}
# name, FEEL, the same in Python over the scope's names, the same for other engines (CEL, simpleeval) or None
ROWS = [
    ("and", 'caller.level = "VIP" and hour >= 9 and hour < 18',
     'caller["level"] == "VIP" and hour >= 9 and hour < 18', 'caller.level == "VIP" && hour >= 9 && hour < 18'),
    ("if", 'if balance < 0 then "owing" else "paid"', '"owing" if balance < 0 else "paid"', 'balance < 0 ? "owing" : "paid"'),
    ("in list", 'digits in ["1","2"]', 'digits in ["1","2"]', 'digits in ["1","2"]'),
    ("in range", "hour in [9..18)", "9 <= hour < 18", "hour >= 9 && hour < 18"),
    ("or", 'retries < 3 or caller.level = "VIP"', 'retries < 3 or caller["level"] == "VIP"', 'retries < 3 || caller.level == "VIP"'),
    ("starts with", 'starts with(caller.number, "138")', 'caller["number"].startswith("138")', 'caller.number.startsWith("138")'),
    ("count filter", "count(items[price > 10])", 'len([x for x in items if x["price"] > 10])', "size(items.filter(x, x.price > 10))"),
    ("some", "some x in items satisfies x.price > 100", 'any(x["price"] > 100 for x in items)', "items.exists(x, x.price > 100)"),
    ("text", '"您的余额是" + string(balance) + "元"', '"您的余额是" + str(balance) + "元"', '"您的余额是" + string(balance) + "元"'),
    ("date", 'today >= date("2026-10-01") and today <= date("2026-10-07")', "D1 <= today <= D2", None),
    ("time", 'clock between time("09:00:00") and time("18:00:00")', "T1 <= clock <= T2", None),
    ("nested if", 'if lang = "zh" then 1 else if lang = "en" then 2 else 3', '1 if lang == "zh" else 2 if lang == "en" else 3',
     'lang == "zh" ? 1 : lang == "en" ? 2 : 3'),
    ("arithmetic", "amount + credit * 0.8 >= fee", "amount + credit * R >= fee", None),
]  # fmt: skip
PER_TEXT = 20  # scopes that the fuzz run gives each text
PYTHON = {
    "D1": date(2026, 10, 1),
    "D2": date(2026, 10, 7),
    "T1": clock(9),
    "T2": clock(18),
    "R": Decimal("0.8"),
}


def nanoseconds(call: object) -> float:
    """Return the best of seven rounds, per call, less what calling a function that does nothing takes."""
    return _best(call) - _best(lambda nothing=None: nothing)


def _best(call: object) -> float:
    timer = Timer(call)
    loops = max(1, int(10_000_000 / max(timer.timeit(200) / 200 * 1e9, 1)))
    return min(timer.repeat(7, loops)) / loops * 1e9


def geometric_mean(ratios: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, ratios)))


def evaluation() -> None:
    ratios = []
    scope = {**SCOPE, **PYTHON}
    print(f"{'expression':14}{'FEEL ns':>9}{'eval ns':>9}{'ratio':>7}")
    for name, feel, python, _ in ROWS:
        expression = compile_expression(feel, frozenset(SCOPE))
        code = compile(python, "", "eval")
        space = {**scope}
        eval(code, space)
        assert expression(SCOPE) == eval(code, space), name
        ours, theirs = (
            nanoseconds(lambda e=expression: e(SCOPE)),
            nanoseconds(lambda c=code, s=space: eval(c, s)),
        )
        ratios.append(ours / theirs)
        print(f"{name:14}{ours:9.0f}{theirs:9.0f}{ratios[-1]:7.2f}")
    print(f"geometric mean {geometric_mean(ratios):.2f}, largest {max(ratios):.2f}")


def compilation() -> None:
    names = frozenset(SCOPE)
    parsing = [nanoseconds(lambda text=row[1]: parse(text, names)) / 1000 for row in ROWS]
    whole = [nanoseconds(lambda text=row[1]: _compiled(text, names, parse)) / 1000 for row in ROWS]
    print(
        f"parse {statistics.fmean(parsing):.0f} µs, parse and compile {statistics.fmean(whole):.0f} µs (means of 13)"
    )
    source = "import time; t=time.perf_counter(); from flowengine.expressions.tables import load; a=time.perf_counter(); load(); print((time.perf_counter()-a)*1e3)"
    run = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    print(f"grammar tables ready in {float(run.stdout):.1f} ms")


def peers() -> None:
    """Other engines of the same run; one that is not installed or cannot run a row is shown as such."""
    for name, engine in PEERS.items():
        try:
            make = engine()
        except ImportError:
            print(f"{name}: not installed (pip install -e .[peers])")
            continue
        ratios, fails = [], []
        for row in ROWS:
            try:
                theirs = make(row[1:], {**SCOPE, **PYTHON})
                theirs()
            except Exception as error:
                fails.append(f"{row[0]} ({type(error).__name__})")
                continue
            expression = compile_expression(row[1], frozenset(SCOPE))
            ratios.append(nanoseconds(theirs) / nanoseconds(lambda e=expression: e(SCOPE)))
        print(
            f"{name} takes {geometric_mean(ratios):.1f} times as long on {len(ratios)} of {len(ROWS)}; cannot run: {', '.join(fails) or 'none'}"
        )


def worst() -> None:
    """The hostile texts of the tests: how long the slowest of them hold up a call."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests/unit/expressions"))
    from hostile_texts import EVALUATED
    from hostile_texts import SCOPE as HOSTILE

    times = []
    for name, text in EVALUATED.items():
        expression = compile_expression(text, frozenset(HOSTILE))
        rounds = []
        for _ in range(3):
            began = time.perf_counter()
            expression(HOSTILE)
            rounds.append((time.perf_counter() - began) * 1e3)
        times.append((min(rounds), name))
    slowest = ", ".join(f"{name} {taken:.1f} ms" for taken, name in sorted(times, reverse=True)[:5])
    print(f"{len(times)} hostile texts, the slowest: {slowest}")


def checking() -> None:
    known = dict.fromkeys(SCOPE)
    times = [nanoseconds(lambda text=row[1]: check(text, known)) / 1e6 for row in ROWS]
    print(
        f"check before publishing: {statistics.fmean(times):.2f} ms in the mean, {max(times):.2f} ms at most"
    )


def fuzz(pairs: int) -> None:
    """Random texts from the grammar, each with PER_TEXT random scopes."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "tests/unit/expressions"))
    from feel_texts import NAMES, expressions, scopes
    from hypothesis import HealthCheck, Phase, given, settings

    slowest, raised, texts = (0.0, ""), 0, 0
    seen: deque[dict[str, object]] = deque(maxlen=PER_TEXT)
    names = frozenset(NAMES)

    @settings(
        max_examples=-(-pairs // PER_TEXT), deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(expressions(), scopes())
    def run(text: str, scope: dict[str, object]) -> None:
        nonlocal slowest, raised, texts
        texts += 1
        seen.append(scope)
        if texts % 500 == 0:
            gc.collect()
        expression = compile_expression(text, names)
        for place in range(PER_TEXT):
            began = time.thread_time()
            try:
                expression(seen[place % len(seen)])
            except Exception as error:
                raised += 1
                print("raised", type(error).__name__, text)
            slowest = max(slowest, (time.thread_time() - began, text))

    run()
    print(
        f"{texts * PER_TEXT} pairs of {texts} random texts: {raised} raised, slowest {slowest[0] * 1e3:.1f} ms: {slowest[1][:80]}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pairs", type=int, default=0)
    options = parser.parse_args()
    gc.disable()
    if options.pairs:
        fuzz(options.pairs)
    evaluation()
    compilation()
    checking()
    worst()
    peers()
