"""Notices by Redis, where engines run on several machines; while it is away, everybody looks as often as without it."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import redis
from pydantic import TypeAdapter, ValidationError
from redis.backoff import NoBackoff
from redis.client import PubSub
from redis.retry import Retry

from designer.errors import Refusal
from designer.store.notices import Hear, NearNotices, Topic

ANSWERS_WITHIN = 1.0  # seconds; a Redis that takes longer is away
BEATS = 1.0  # seconds between two notices to ourselves, which show that notices arrive
SILENT = 4.0  # seconds without one, after which they do not
BETWEEN_ATTEMPTS = 1.0  # seconds until Redis is tried again

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """What goes through Redis, as JSON; `by` is the process that tells."""

    by: str
    topic: Topic
    about: object


NOTICE = TypeAdapter(Notice)


class RedisNotices:
    """Publishes to one channel of Redis and listens there, in a thread.

    The channel is named after `secret`, which all that share a database share: others may use the same Redis.  Texts
    of the log never show the URL, which may hold a password.
    """

    def __init__(self, url: str, secret: str) -> None:
        self._near = NearNotices()
        self._client = connect(url)
        self._me = uuid.uuid4().hex
        self._channel = f"dialoom:{hashlib.sha256(secret.encode()).hexdigest()[:16]}"
        self._away_until = 0.0
        self._heard_at = 0.0
        self._is_there: bool | None = None
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="notices", daemon=True)

    @staticmethod
    def is_there(url: str) -> bool:
        """Say whether a Redis answers."""
        with connect(url) as client:
            try:
                return bool(client.ping())
            except (redis.RedisError, OSError):
                return False

    @property
    def is_prompt(self) -> bool:
        """Whether notices arrive: ours come back."""
        return self._is_there is True

    def tell(self, topic: Topic, about: object = None) -> None:
        """Tell everybody; while Redis is away, those in this process."""
        self._near.tell(topic, about)
        if time.monotonic() < self._away_until:
            return
        try:
            self._client.publish(self._channel, NOTICE.dump_json(Notice(self._me, topic, about)))
        except (redis.RedisError, OSError):
            self._away_until = time.monotonic() + BETWEEN_ATTEMPTS
            log.debug("a notice was not sent")  # that Redis is away is said by the thread, once

    def follow(self, topic: Topic, hear: Hear) -> Callable[[], None]:
        """Hear of a topic until the function that is returned is called."""
        return self._near.follow(topic, hear)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join()
        self._client.close()

    # The thread

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                with PubSub(self._client.connection_pool) as heard:
                    heard.subscribe(self._channel, self._own_channel)
                    self._listen(heard)
            except (redis.RedisError, OSError):
                self._note(is_there=False)
                self._stopped.wait(BETWEEN_ATTEMPTS)
        self._is_there = False

    @property
    def _own_channel(self) -> str:
        return f"{self._channel}:{self._me}"

    def _listen(self, heard: PubSub) -> None:
        """Hear until the end; redis.TimeoutError when nothing comes any more, not even what we send ourselves."""
        self._heard_at, beaten_at = time.monotonic(), 0.0
        while not self._stopped.is_set():
            now = time.monotonic()
            if now - beaten_at >= BEATS:
                self._client.publish(self._own_channel, b"")
                beaten_at = now
            if now - self._heard_at > SILENT:
                raise redis.TimeoutError
            message = heard.get_message(ignore_subscribe_messages=True, timeout=BEATS / 2)
            if message:
                self._heard_at = time.monotonic()
                self._note(is_there=True)
                self._pass_on(message["data"])

    def _pass_on(self, text: bytes) -> None:
        """Tell those who follow; what is no notice of ours is nothing."""
        try:
            notice = NOTICE.validate_json(text)
        except ValidationError:
            return
        if notice.by == self._me:
            return
        try:
            self._near.tell(notice.topic, notice.about)
        except Exception:  # others must be heard, whatever came of this one
            log.exception("a notice could not be followed")

    def _note(self, *, is_there: bool) -> None:
        if is_there == self._is_there:
            return
        self._is_there = is_there
        if is_there:
            log.info("Redis is there: notices of other processes arrive at once")
            self._near.tell_all_to_look()
        else:
            log.warning("Redis is away: what other processes change is found by looking at the database")


def connect(url: str) -> redis.Redis:
    """Return a client; `Refusal` for what is no URL of a Redis, which is not shown."""
    try:
        return redis.Redis.from_url(
            url,
            socket_timeout=ANSWERS_WITHIN,
            socket_connect_timeout=ANSWERS_WITHIN,
            retry=Retry(NoBackoff(), 0),
        )
    except ValueError:
        raise Refusal(
            "bad_redis",
            "The URL of Redis (DIALOOM_REDIS) must be like redis://USER:PASSWORD@HOST:6379/0, or rediss:// with TLS.",
            "Redis 地址（DIALOOM_REDIS）应形如 redis://用户:密码@主机:6379/0，使用 TLS 时为 rediss://。",
        ) from None
