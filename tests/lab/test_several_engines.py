"""Two engines with an Asterisk each, one PostgreSQL and one Redis: seen, ordered, published and followed as one."""

import asyncio
import time

import pytest

from designer.live.board import Board
from designer.store.audit import Audit
from designer.store.database import Database
from designer.store.live_calls import LiveCalls
from designer.store.notices import open_notices
from designer.store.settings import Settings
from designer.supervising import Supervision
from tests.lab import stores
from tests.lab.fixtures import new_asterisk
from tests.lab.patience import until
from tests.lab.phone import Phone
from tests.lab.product import NUMBER, Product

PATIENCE = 60.0
FLOW = """\
dialoom: 1
flow: hotline
title: {{zh-CN: 热线, en: Hotline}}
language: zh-CN
start: welcome
nodes:
  welcome: {{type: play, prompts: [{welcome}], exits: {{done: choose}}}}
  choose:
    type: menu
    prompts: [choose]
    keys: {{"1": 再见}}
    first_digit_timeout: 600
    exits: {{"1": bye, no_input: bye, invalid: bye}}
  bye: {{type: hang_up, prompts: [thanks]}}
"""


@pytest.fixture
def shared(tmp_path):
    """A PostgreSQL and a Redis, as settings of engines."""
    with stores.running(stores.Postgres) as postgres, stores.running(stores.Redis) as redis:
        yield {"DIALOOM_DATABASE": postgres.new_database(), "DIALOOM_REDIS": redis.url}


@pytest.fixture
def asterisks(asterisk, tmp_path_factory):
    """The session's Asterisk and another one."""
    other = new_asterisk(tmp_path_factory.mktemp("other"))
    other.start()
    yield asterisk, other
    other.stop()


@pytest.fixture
def engines(asterisks, shared, tmp_path):
    """An engine for each Asterisk, and one that stands by for the first; each on a machine, a folder, of its own."""
    made = []
    for number, asterisk in enumerate((*asterisks, asterisks[0])):
        folder = tmp_path / f"machine {number}"
        folder.mkdir()
        made.append(Product(asterisk, folder, flow=FLOW))
        made[-1].environment = shared
        made[-1].write_workspace()
    made[0].run("publish", "hotline", "-m", "first")
    for product, options in zip(made, ((), (), ("--standby",)), strict=True):
        product.launch(*options)
        if not options:
            product.wait_until_serving()
    yield made
    for product in made:
        product.stop()


@pytest.fixture
def database(shared, tmp_path):
    """What a designer on yet another machine works with."""
    database = Database.in_folder(tmp_path / "designer", shared["DIALOOM_DATABASE"])
    database.notices = open_notices(shared["DIALOOM_REDIS"], Settings(database))
    database.notices.start()
    yield database
    database.notices.stop()
    database.close()


@pytest.fixture
def board(database):
    made = Board(LiveCalls(database), lambda _event: None)
    yield made
    made.stop()


async def test_several_engines_are_one(engines, board, database, asterisks):
    first, _, spare = engines
    supervision = Supervision(LiveCalls(database), Audit(database))

    def calls():
        return {one["call"]["id"]: one["call"] for one in board.active() if "call" in one}

    async with Phone(first.book()) as phone:
        # Calls on both are on one board.
        here = await phone.dial(f"{NUMBER}@{asterisks[0].sip}")
        await here.hear("choose", PATIENCE)
        there = await phone.dial(f"{NUMBER}@{asterisks[1].sip}")
        await there.hear("choose", PATIENCE)
        await until(lambda: [one["node"] for one in calls().values()] == ["choose", "choose"])
        on_first, on_second = calls().values()
        assert on_first["engine"] != on_second["engine"]

        # An order reaches the engine that has the call.
        ordered = await asyncio.to_thread(supervision.hang_up, on_second["id"], by="admin")
        await there.wait_over(PATIENCE)
        await until(lambda: supervision.ask(ordered.number).outcome == "done")
        await until(lambda: list(calls()) == [on_first["id"]])

        # What one machine publishes, all play; the call in progress keeps its version.
        first.write_workspace(welcome="news")
        await asyncio.to_thread(first.run, "publish", "hotline", "-m", "second")
        for asterisk in asterisks:
            await hears_news(phone, f"{NUMBER}@{asterisk.sip}")
        assert calls()[on_first["id"]]["version"] == 1

        # The first machine dies; the spare one goes on with its call, and takes new ones.
        first.kill()
        await until(
            lambda: on_first["id"] in calls() and calls()[on_first["id"]]["engine"] != on_first["engine"]
        )
        await here.press("1")
        await here.hear("thanks", PATIENCE)
        await here.wait_over(PATIENCE)
        await hears_news(phone, f"{NUMBER}@{asterisks[0].sip}")
    assert "Taking over" in spare.output.read_text()


async def hears_news(phone, target):
    """Call until the new version answers: a process needs a moment to load it."""
    give_up_at = time.monotonic() + PATIENCE
    while True:
        call = await phone.dial(target)
        await call.hear("choose", PATIENCE)
        heard = [one.name for one in call.media.ears.heard]
        await call.hang_up()
        if "news" in heard:
            return
        assert time.monotonic() < give_up_at, heard
