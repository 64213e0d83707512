"""Notices between processes that share a database: whoever changed something tells, whoever follows it looks at once.

What is true stands in the database alone.  A notice may get lost, so everybody who follows also looks now and then;
without a server for notices that is all that other processes have of them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Literal, Protocol

from designer.errors import Refusal

if TYPE_CHECKING:
    from designer.store.redis_notices import RedisNotices
    from designer.store.settings import Settings

Topic = Literal["published", "calls", "engines", "orders", "outcomes", "systems"]
"""What went live or who switched an emergency; calls in progress; engines; orders of supervisors and how they went;
who serves a telephone system."""

Hear = Callable[[object], None]
"""Takes what was told, as JSON, in any thread; None: look, something may have been missed.  It must not wait."""


class Notices(Protocol):
    """Tells and follows, by topic."""

    @property
    def is_prompt(self) -> bool:
        """Whether what other processes tell arrives here at once, now."""
        ...

    def tell(self, topic: Topic, about: object = None) -> None:
        """Tell everybody, here and elsewhere; `about` is JSON.  Never raises; may wait for a second."""
        ...

    def follow(self, topic: Topic, hear: Hear) -> Callable[[], None]:
        """Hear of a topic from now on, until the function that is returned is called."""
        ...

    def start(self) -> None:
        """Begin to hear other processes."""
        ...

    def stop(self) -> None:
        """Hear them no more."""
        ...


class NearNotices:
    """Notices within this process: what is embedded by default, and the near half of those by a server."""

    is_prompt = False

    def __init__(self) -> None:
        self._followers: list[tuple[Topic, Hear]] = []
        self._lock = threading.Lock()

    def tell(self, topic: Topic, about: object = None) -> None:
        """Tell those who follow in this process."""
        with self._lock:
            found = [hear for followed, hear in self._followers if followed == topic]
        for hear in found:
            hear(about)

    def tell_all_to_look(self) -> None:
        """Something may have been missed, whatever it was."""
        with self._lock:
            found = [hear for _, hear in self._followers]
        for hear in found:
            hear(None)

    def follow(self, topic: Topic, hear: Hear) -> Callable[[], None]:
        """Hear of a topic until the function that is returned is called."""
        entry = (topic, hear)

        def leave() -> None:
            with self._lock, suppress(ValueError):
                self._followers.remove(entry)

        with self._lock:
            self._followers.append(entry)
        return leave

    def start(self) -> None:
        """There is nobody else to hear."""

    def stop(self) -> None:
        """As above."""


class Wake:
    """What a thread waits on between two looks: a time, a notice or the end, whichever comes first."""

    def __init__(self) -> None:
        self._called = threading.Event()
        self.is_over = False

    def wait(self, seconds: float) -> None:
        """Return when called, or after so many seconds; at once when it is over."""
        self._called.wait(seconds)
        if not self.is_over:
            self._called.clear()

    def call(self, _about: object = None) -> None:
        """Let the thread look now; a follower of notices."""
        self._called.set()

    def end(self) -> None:
        """Let the thread end."""
        self.is_over = True
        self._called.set()


def open_notices(url: str | None, settings: Settings) -> Notices:
    """Return notices by the Redis of a URL, those within this process without one.  `Refusal` where that cannot be."""
    return _by_redis()(url, settings.secret_key()) if url else NearNotices()


def is_redis_there(url: str) -> bool:
    """Ask a Redis; `Refusal` where that cannot be."""
    return _by_redis().is_there(url)


def _by_redis() -> type[RedisNotices]:
    try:
        from designer.store.redis_notices import RedisNotices  # noqa: PLC0415 - an extra that few install
    except ImportError:
        raise Refusal(
            "no_driver",
            "Redis needs a package that is not installed: pip install 'dialoom[redis]'",
            "使用 Redis 需要先安装软件包：pip install 'dialoom[redis]'",
        ) from None
    return RedisNotices
