"""What sharing costs: how soon an engine hears of a change, what the board takes, and how fast each database writes.

All in one run and as ratios: with and without Redis, SQLite against PostgreSQL.  The servers are those of the tests
(`make lab`), on this machine and without waiting for its disk, so that programs are compared and not disks.  Engines
are processes of their own which tell of calls that are no telephone's: each call moves through its steps, is kept in
the journal, and leaves its record, as real ones do.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from designer.live.board import Board
from designer.published import PERIOD
from designer.store.calls import CallRecords
from designer.store.database import Database
from designer.store.journal import CallJournal
from designer.store.live_calls import Live, LiveCalls, Process
from designer.store.notices import Wake, open_notices
from designer.store.settings import Settings
from designer.store.versions import Content, VersionStore
from flowengine.call import CallInfo
from flowengine.trace import CallStarted, Ended, NodeEntered, NodeLeft
from tests.lab import stores

ROUND = 0.25  # seconds between two writes of an engine
STANDS = b"x" * 600  # what the journal keeps of a call, about


@contextmanager
def opened(url: str | None, folder: Path, redis: str | None) -> Iterator[Database]:
    database = Database.in_folder(folder, url)
    database.notices = open_notices(redis, Settings(database))
    database.notices.start()
    try:
        wait_until(lambda: redis is None or database.notices.is_prompt)
        yield database
    finally:
        database.notices.stop()
        database.close()


def wait_until(is_so: Callable[[], object]) -> None:
    while not is_so():
        time.sleep(0.001)


# How soon another process hears of what is published


def noticing(url: str, folder: Path, redis: str | None, times: int) -> list[float]:
    """Return the milliseconds from a publication to when a follower in another process has seen it."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    with opened(url, folder / "here", redis) as database:
        process = context.Process(target=follow, args=(url, folder / "there", redis, theirs, times))
        process.start()
        ours.recv()
        store, found = VersionStore(database), []
        for number in range(times):
            time.sleep(0.05 + PERIOD * number / times)  # at any moment between two looks
            began = time.monotonic()
            store.publish("a", Content(f"{redis} {number}", {}), author="", message="", recordings={})
            found.append((ours.recv() - began) * 1000)
        process.join()
        process.close()
    return found


def follow(url, folder, redis, pipe, times) -> None:
    with opened(url, folder, redis) as database:
        store, wake = VersionStore(database), Wake()
        database.notices.follow("published", wake.call)
        seen = store.pointer_stamp()
        pipe.send("ready")
        while times:
            wake.wait(PERIOD)
            now = store.pointer_stamp()
            if now != seen:
                pipe.send(time.monotonic())
                seen, times = now, times - 1


# What a board takes


def boarding(url: str, folder: Path, redis: str | None, engines: int, calls: int, seconds: float) -> str:
    """Return processor time of a board and of an engine for each move of a call, and how late a board shows it."""
    context = multiprocessing.get_context("spawn")
    stop, results = context.Event(), context.Queue()
    processes = [
        context.Process(target=move, args=(url, folder / str(number), redis, number, calls, stop, results))
        for number in range(engines)
    ]
    late: list[float] = []

    def told(event: object) -> None:
        if isinstance(event, dict) and isinstance(call := event.get("call"), dict) and call["doing"]:
            late.append((time.time() - float(call["doing"])) * 1000)

    with opened(url, folder / "board", redis) as database:
        board = Board(LiveCalls(database), told)
        for one in processes:
            one.start()
        wait_until(lambda: len(board.active()) > engines * calls)
        late.clear()
        began, used = time.monotonic(), time.process_time()
        time.sleep(seconds)
        board_ms = (time.process_time() - used) / (time.monotonic() - began) * 1000
        stop.set()
        found = [results.get() for _ in processes]
        for one in processes:
            one.join()
            one.close()
        board.stop()
    moves = sum(count for _, count in found) / engines
    engine_us = statistics.mean(cpu / count for cpu, count in found) * 1e6
    shown = statistics.median(late), sorted(late)[int(len(late) * 0.99)]
    return f"{board_ms:10.1f}{engine_us:11.0f}{shown[0]:9.0f}{shown[1]:7.0f}{moves / seconds:9.0f}"


def move(url, folder, redis, number, calls, stop, results) -> None:
    """An engine with so many calls, each of which goes to another step every five seconds."""
    with opened(url, folder, redis) as database:
        store, moment = LiveCalls(database), datetime.now(UTC)
        me = f"engine-{number}"
        store.see(Process(me, "host", "asterisk", (), moment, moment))
        names = [f"{me}-{call}" for call in range(calls)]
        moved, used, place = 0, time.process_time(), 0
        share = max(1, round(calls * ROUND / 5))
        store.write([live(name, me, "") for name in names], [], me)
        while not stop.wait(ROUND):
            now = f"{time.time():.6f}"
            store.write([live(names[(place + one) % calls], me, now) for one in range(share)], [], me)
            store.orders(me)
            place, moved = place + share, moved + share
        results.put((time.process_time() - used, max(1, moved)))
        store.leave(me)


def live(call: str, engine: str, told: str) -> Live:
    now = datetime.now(UTC)
    step = ("service", 1, "service", f"step-{told}", "menu")
    return Live(call, engine, now, "13800138000", "4008001234", *step, now, "pbx", told)


# How fast a database writes


def records(url: str | None, folder: Path, writers: int, calls: int) -> float:
    """Return calls a second whose records so many processes write at once, each of ten events, a batch every 100."""
    return at_once(write_records, url, folder, writers, calls)


def journal(url: str | None, folder: Path, writers: int, calls: int) -> float:
    """Return rows a second of journals, in batches of 20."""
    return at_once(write_journal, url, folder, writers, calls)


def at_once(work, url, folder, writers, calls) -> float:
    Database.in_folder(folder, url).close()
    context = multiprocessing.get_context("spawn")
    begin, done = context.Barrier(writers + 1), context.Barrier(writers + 1)
    processes = [
        context.Process(target=work, args=(url, folder, number, calls, begin, done))
        for number in range(writers)
    ]
    for one in processes:
        one.start()
    begin.wait()
    began = time.monotonic()
    done.wait()
    seconds = time.monotonic() - began
    for one in processes:
        one.join()
        one.close()
    return writers * calls / seconds


def write_records(url, folder, number, calls, begin, done) -> None:
    database = Database.in_folder(folder, url)
    kept = CallRecords(database)
    begin.wait()
    for call in range(calls):
        name = f"{number}-{call}"
        sink = kept.listen(CallInfo(name, "", ""))
        sink(CallStarted(0.0, "", name, "13800138000", "4008001234", "service", 1, "zh-CN"))
        for step in range(4):
            sink(NodeEntered(step, f"step-{step}", "service", "menu"))
            sink(NodeLeft(step, f"step-{step}", "1", f"step-{step + 1}", "service"))
        sink(Ended(9.0, "", "caller", "normal"))
        if call % 100 == 99:
            kept.flush()
    kept.flush()
    done.wait()
    database.close()


def write_journal(url, folder, number, calls, begin, done) -> None:
    database = Database.in_folder(folder, url)
    rows = CallJournal(database, f"pbx {number}")
    begin.wait()
    for first in range(0, calls, 20):
        rows.write({f"{call % 500}": STANDS for call in range(first, first + 20)})
    done.wait()
    database.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=40, help="publications")
    parser.add_argument("--seconds", type=float, default=8.0, help="of each board")
    parser.add_argument("--calls", type=int, default=250, help="in progress on each engine")
    parser.add_argument("--written", type=int, default=3000, help="calls of each writer")
    options = parser.parse_args()
    with ExitStack() as stack:
        postgres = stack.enter_context(stores.running(stores.Postgres))
        redis = stack.enter_context(stores.running(stores.Redis))
        root = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        tell_noticing(postgres, redis, root, options)
        tell_boards(postgres, redis, root, options)
        tell_writing(postgres, root, options)


def tell_noticing(postgres, redis, root, options) -> None:
    print("from a publication to when an engine on another machine sees it, ms")
    medians = {}
    for name, by in (("database alone", None), ("with Redis", redis.url)):
        found = sorted(noticing(postgres.new_database(), root / f"notice {name}", by, options.times))
        medians[name] = statistics.median(found)
        print(f"{name:16}median {medians[name]:7.1f}   worst {found[-1]:7.1f}")
    print(f"ratio {medians['database alone'] / medians['with Redis']:.0f}\n")


def tell_boards(postgres, redis, root, options) -> None:
    print(f"a board of {options.calls} calls an engine, each at another step every 5 s")
    print(f"{'':16}engines  board ms/s  us/move  shown ms    p99  moves/s of an engine")
    for engines in (1, 2, 4):
        for name, by in (("database alone", None), ("with Redis", redis.url)):
            folder = root / f"board {name} {engines}"
            found = boarding(postgres.new_database(), folder, by, engines, options.calls, options.seconds)
            print(f"{name:16}{engines:7}{found}")
    print()


def tell_writing(postgres, root, options) -> None:
    print("calls a second that are written: records of 10 events, and rows of the journal")
    both = f"{'PostgreSQL':>12}{'ratio':>7}"
    print(f"{'writers':>9}{'records: SQLite':>17}{both}{'journal: SQLite':>18}{both}")
    for writers in (1, 2, 4):
        line = f"{writers:9}"
        for number, measure in enumerate((records, journal)):
            folder = root / f"written {writers} {number}"
            here = measure(None, folder / "sqlite", writers, options.written)
            there = measure(postgres.new_database(), folder / "postgresql", writers, options.written)
            line += f"{here:{17 if not number else 18}.0f}{there:12.0f}{there / here:7.2f}"
        print(line)


if __name__ == "__main__":
    main()
