"""A server that stops while a request is at work: the page is told, and the work comes to its own end."""

import asyncio
import json
import socket
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask

from designer.farewell import Farewell
from designer.server import Server

PATIENCE = 60  # seconds
CHUNKS = 100  # far more than the bridge between threads and loop holds


class Stage:
    """A server with one slow view, in place of the designer's front."""

    def __init__(self):
        self.begun, self.may_end, self.ended = threading.Event(), threading.Event(), threading.Event()
        app = Flask("slow", static_folder=None)
        app.add_url_rule("/slow", view_func=self.slow)
        self.farewell = Farewell(WSGIMiddleware(app))
        self.over, self.leave = self.farewell.over, lambda: None

    def slow(self):
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        return self.write(), 200

    def write(self):
        for _ in range(CHUNKS):
            yield b"x" * 1000
        self.ended.set()

    async def __call__(self, scope, receive, send):
        await self.farewell(scope, receive, send)


@contextmanager
def running(stage, farewell):
    config = uvicorn.Config(
        stage, lifespan="off", log_level="warning", access_log=False, timeout_graceful_shutdown=farewell
    )
    listening = socket.create_server(("127.0.0.1", 0))
    made = Server(config, stage)
    thread = threading.Thread(target=lambda: made.run(sockets=[listening]))
    thread.start()
    try:
        yield made, thread, f"http://127.0.0.1:{listening.getsockname()[1]}/slow"
    finally:
        stage.may_end.set()
        made.should_exit = True
        thread.join(PATIENCE)
    assert not thread.is_alive()


def ask(url):
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)["error"]["code"]


@pytest.mark.parametrize("farewell", [0, 1])
async def test_a_page_that_waits_is_told_and_the_work_is_done(caplog, farewell):
    stage = Stage()
    with running(stage, farewell) as (made, thread, url):
        asking = asyncio.create_task(asyncio.to_thread(ask, url))
        await asyncio.to_thread(stage.begun.wait, PATIENCE)
        made.should_exit = True
        assert await asking == (503, "stopping")
        assert thread.is_alive()
        assert not stage.ended.is_set()
    assert stage.ended.is_set()
    assert [record for record in caplog.records if record.name.startswith("uvicorn")] == []


async def test_a_request_that_ends_in_time_is_answered():
    stage = Stage()
    with running(stage, PATIENCE) as (made, _, url):
        asking = asyncio.create_task(asyncio.to_thread(ask, url))
        await asyncio.to_thread(stage.begun.wait, PATIENCE)
        made.should_exit = True
        stage.may_end.set()
        assert await asking == (200, b"x" * 1000 * CHUNKS)
