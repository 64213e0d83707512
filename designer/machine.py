"""What a doctor says of this machine, and of the telephone systems that its engines serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from designer.services import Check
from designer.store.database import Database
from designer.store.journal import try_journal
from designer.store.live_calls import LiveCalls, Process
from designer.store.notices import is_redis_there
from designer.workspace.drafts import Workspace
from flowengine.telephone_systems import Finding
from flowengine.words import Words
from voices import doctor

Telephones = Callable[[frozenset[str]], Sequence[Finding]]
"""Examines the telephone system of the settings; is told the adapters of engines that are at work."""

UNWRITABLE = Words(
    "Where calls stand cannot be written, so a restart would end those in progress: look at the disk and the database.",
    "无法写入通话状态，重启会使进行中的通话中断，请检查磁盘和数据库。",
)


def check_machine(
    workspace: Path,
    database: str | None = None,
    redis: str | None = None,
    telephones: Telephones | None = None,
) -> Sequence[Check]:
    """Return what works on this machine and what is missing; voice files lie in the workspace."""
    found = [Check(name, ok, Words(hint.en, hint.zh)) for name, ok, hint in doctor.checks(workspace)]
    state = Workspace(workspace).state
    engines: Sequence[Process] = ()
    if database or state.is_dir():
        check, engines = _calls(state, database)
        found.append(check)
    if redis:
        found.append(_redis(redis))
    if telephones:
        served = frozenset(engine.adapter for engine in engines)
        found += [Check(one.name, one.is_well, one.message) for one in telephones(served)]
    return [*found, *(_system(engine, system) for engine in engines for system in engine.systems)]


def _calls(state: Path, url: str | None) -> tuple[Check, Sequence[Process]]:
    """Try to write where a call stands; return the engines that are at work, too."""
    now = datetime.now(UTC)
    try:
        database = Database.in_folder(state, url)
        try:
            count = try_journal(database)
            engines = [one for one in LiveCalls(database).processes() if not one.is_gone(now)]
        finally:
            database.close()
    except (SQLAlchemyError, OSError):
        return Check("calls in progress", ok=False, message=UNWRITABLE), ()
    words = Words(f"A restart would go on with {count} calls.", f"重启后可接续的通话：{count} 个。")
    return Check("calls in progress", ok=True, message=words), engines


def _redis(url: str) -> Check:
    if is_redis_there(url):
        words = Words("Engines tell each other at once what changed.", "各引擎之间的变更即时互通。")
        return Check("redis", ok=True, message=words)
    words = Words(
        "Redis does not answer. Engines find what changed by looking at the database, within half a second.",
        "Redis 无响应，各引擎改为查询数据库获知变更，延迟不超过半秒。",
    )
    return Check("redis", ok=False, message=words)


def _system(engine: Process, system: Mapping[str, object]) -> Check:
    """Say what a running engine tells of one of its telephone systems."""
    name = " ".join(str(system[part]) for part in ("kind", "name") if system[part])
    subject = f"engine {engine.name} {name}"
    match system["trouble"]:
        case {"en": str(en), "zh-CN": str(zh)}:
            return Check(subject, ok=False, message=Words(en, zh))
    since = datetime.fromisoformat(str(system["since"])).astimezone()
    lines = f"{system['in_use']}/{system['lines']}" if system["lines"] else str(system["in_use"])
    words = Words(
        f"Connected since {since:%Y-%m-%d %H:%M}; lines in use: {lines}.",
        f"自 {since:%Y-%m-%d %H:%M} 起已连接，使用中的线路：{lines}。",
    )
    return Check(subject, ok=True, message=words)
