"""Notices by a real Redis: who hears what, and what happens when it goes away and comes back."""

import logging
import socket
import threading
import time

import pytest
import redis

from designer.errors import Refusal
from designer.machine import check_machine
from designer.store.redis_notices import RedisNotices, connect
from tests.lab import stores

PATIENCE = 60.0


@pytest.fixture(scope="module")
def server():
    with stores.running(stores.Redis) as running:
        yield running


@pytest.fixture
def pair(server):
    """Two processes' ends that hear each other."""
    both = [RedisNotices(server.url, "one secret") for _ in range(2)]
    for one in both:
        one.start()
    wait_until(lambda: all(one.is_prompt for one in both))
    yield both
    for one in both:
        one.stop()


def wait_until(is_so):
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_everybody_hears_once_and_only_what_they_follow(pair):
    first, second = pair
    heard = []
    first.follow("orders", lambda about: heard.append(("first", about)))
    second.follow("orders", lambda about: heard.append(("second", about)))
    second.follow("published", lambda about: heard.append(("published", about)))
    first.tell("outcomes")
    first.tell("orders", {"张": [1]})
    first.tell("published", 2)
    wait_until(lambda: ("published", 2) in heard)
    assert sorted(heard, key=str) == [("first", {"张": [1]}), ("published", 2), ("second", {"张": [1]})]


def test_others_on_the_same_redis_are_not_heard(server, pair):
    heard, stranger = [], RedisNotices(server.url, "another secret")
    pair[0].follow("orders", heard.append)
    stranger.tell("orders", "strange")
    with connect(server.url) as client:
        (channel,) = [one for one in client.pubsub_channels() if one.count(b":") == 1]
        for text in (b"", b"{", b"[]", b'{"topic": "x"}', b'{"topic": ["orders"]}', b"\xff", b"[" * 100_000):
            client.publish(channel, text)
    pair[1].tell("orders", "ours")
    wait_until(lambda: heard)
    assert heard == ["ours"]
    stranger.stop()


def test_a_follower_that_fails_does_not_deafen_the_others(pair, caplog):
    heard = []

    def fail(_about):
        raise ValueError("x")

    pair[0].follow("orders", fail)
    pair[0].follow("calls", heard.append)
    pair[1].tell("orders")
    pair[1].tell("calls", 1)
    wait_until(lambda: heard)
    assert "could not be followed" in caplog.text


def test_redis_goes_away_and_comes_back(server, pair, caplog):
    caplog.set_level(logging.DEBUG)
    first, second = pair
    near, far = [], []
    first.follow("published", near.append)
    second.follow("published", far.append)
    server.kill()
    try:
        wait_until(lambda: not first.is_prompt and not second.is_prompt)
        first.tell("published", "while it is away")
        assert (near, far) == (["while it is away"], [])
        (found,) = [one for one in check_machine(server.folder, None, server.url) if one.name == "redis"]
        assert not found.ok
    finally:
        server.start()
    wait_until(lambda: None in near and None in far)  # look: something may have been missed
    wait_until(lambda: first.tell("published", "back") or "back" in far)
    assert str(server.port) not in caplog.text
    (found,) = [one for one in check_machine(server.folder, None, server.url) if one.name == "redis"]
    assert found.ok


def test_a_redis_that_hangs_is_away(caplog):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        notices = RedisNotices(f"redis://me:hidden@127.0.0.1:{mute.getsockname()[1]}/0", "x")
        heard = threading.Event()
        notices.follow("orders", lambda _: heard.set())
        notices.start()
        notices.tell("orders")
        assert heard.is_set()
        wait_until(lambda: "Redis is away" in caplog.text)
        assert not notices.is_prompt
        notices.stop()
    assert "hidden" not in caplog.text


def test_a_password_is_given_and_never_shown(server, caplog):
    with connect(server.url) as client:
        client.config_set("requirepass", "right")
    try:
        for word, is_there in (("right", True), ("wrong", False)):
            url = f"redis://:{word}@127.0.0.1:{server.port}/0"
            assert RedisNotices.is_there(url) is is_there
    finally:
        with redis.Redis(port=server.port, password="right") as client:
            client.config_set("requirepass", "")
    assert "wrong" not in caplog.text


@pytest.mark.parametrize("given", ["http://me:hidden@host", "hidden", "redis://me:hidden@host:port/0", ""])
def test_what_is_no_redis_is_refused_without_showing_it(given):
    with pytest.raises(Refusal) as refused:
        RedisNotices(given, "x")
    assert refused.value.code == "bad_redis"
    assert "hidden" not in refused.value.message.en + refused.value.message.zh
