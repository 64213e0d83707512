"""Published versions: immutable, numbered by flow, with one pointer a flow that says which is live."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from designer.errors import Missing
from designer.store.audit import add_entry
from designer.store.database import Database
from designer.store.tables import LARGEST_INTEGER, FlowVersion, Published, Recording

FrozenPrompts = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Name -> language -> {"text": words, "recording": SHA-256 of the file in hex, "ending": ".wav"}; either may lack."""


@dataclass(frozen=True, slots=True)
class Content:
    """What publishing freezes: the flow file's text and every prompt that it plays."""

    text: str
    prompts: FrozenPrompts

    @property
    def hash(self) -> str:
        """Return the SHA-256 of the whole content in hex."""
        prompts = json.dumps(self.prompts, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(f"{self.text}\n{prompts}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Version:
    """One published version; `live` when new calls take it."""

    flow: str
    version: int
    hash: str
    author: str
    message: str
    at: datetime
    live: bool
    content: Content


@dataclass(frozen=True, slots=True)
class Publication:
    """What publishing came to; not `is_new` when an earlier version holds the same content and is live again."""

    version: Version
    is_new: bool


class VersionStore:
    """Publishes, lists and rolls back.  Safe for any number of threads and processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def publish(
        self, flow: str, content: Content, *, author: str, message: str, recordings: Mapping[str, bytes]
    ) -> Publication:
        """Freeze the content as a new version and make it live.

        The same content again adds no version: the one that holds it becomes live and is returned.
        """
        with self._database.writing() as session:
            row = session.scalar(select(FlowVersion).filter_by(flow=flow, hash=content.hash))
            is_new = row is None
            if row is None:
                _keep(session, recordings)
                row = _add_version(session, flow, content, author=author, message=message)
            _move(session, flow, row.version)
            add_entry(session, author, "publish", f"{flow} {row.version}", message)
            published = Publication(_version(row, live=row.version), is_new)
        self._database.notices.tell("published")
        return published

    def rollback(self, flow: str, version: int, *, author: str) -> Version:
        """Make an earlier (or later) version live again."""
        with self._database.writing() as session:
            row = _row(session, flow, version)
            _move(session, flow, version)
            add_entry(session, author, "rollback", f"{flow} {version}", "")
            live = _version(row, live=version)
        self._database.notices.tell("published")
        return live

    def versions(self, flow: str) -> list[Version]:
        """Return all versions, the newest first."""
        with self._database.reading() as session:
            rows = session.scalars(
                select(FlowVersion).filter_by(flow=flow).order_by(FlowVersion.version.desc())
            )
            live = _live(session, flow)
            return [_version(row, live=live) for row in rows]

    def version(self, flow: str, version: int) -> Version:
        """Return one version; `Missing` when there is none."""
        with self._database.reading() as session:
            return _version(_row(session, flow, version), live=_live(session, flow))

    def live(self) -> dict[str, Version]:
        """Return the live version of every published flow, as of one moment."""
        joined = select(FlowVersion).join(
            Published, (Published.flow == FlowVersion.flow) & (Published.version == FlowVersion.version)
        )
        with self._database.reading() as session:
            return {row.flow: _version(row, live=row.version) for row in session.scalars(joined)}

    def pointers(self) -> dict[str, int]:
        """Return the live version's number of every published flow."""
        with self._database.reading() as session:
            return {row.flow: row.version for row in session.scalars(select(Published))}

    def pointer_stamp(self) -> int:
        """Return a number that grows with every publication and rollback; cheap enough to ask twice a second."""
        with self._database.reading() as session:
            return session.scalar(select(func.coalesce(func.sum(Published.moves), 0))) or 0

    def recording(self, content_hash: str) -> bytes:
        """Return the bytes of a recorded prompt of some version."""
        with self._database.reading() as session:
            row = session.get(Recording, content_hash)
            if row is None:
                raise Missing("no_recording", "The recording is missing in the store.", "存储中缺少该录音。")
            return row.content


def _add_version(session: Session, flow: str, content: Content, *, author: str, message: str) -> FlowVersion:
    newest = session.scalar(select(func.max(FlowVersion.version)).filter_by(flow=flow)) or 0
    row = FlowVersion(
        flow=flow,
        version=newest + 1,
        hash=content.hash,
        content=content.text,
        prompts=content.prompts,
        author=author,
        message=message,
        created_at=datetime.now(UTC),
    )
    session.add(row)
    session.flush()
    return row


def _keep(session: Session, recordings: Mapping[str, bytes]) -> None:
    for content_hash, content in recordings.items():
        if session.get(Recording, content_hash) is None:
            session.add(Recording(hash=content_hash, content=content))


def _move(session: Session, flow: str, version: int) -> None:
    pointer = session.get(Published, flow)
    if pointer is None:
        session.add(Published(flow=flow, version=version, moves=1))
    else:
        pointer.version = version
        pointer.moves += 1


def _row(session: Session, flow: str, version: int) -> FlowVersion:
    known = select(FlowVersion).filter_by(flow=flow, version=version)
    row = session.scalar(known) if version <= LARGEST_INTEGER else None
    if row is None:
        raise Missing(
            "no_version", f"“{flow}” has no version {version}.", f"流程“{flow}”没有版本 {version}。"
        )
    return row


def _live(session: Session, flow: str) -> int | None:
    pointer = session.get(Published, flow)
    return pointer.version if pointer else None


def _version(row: FlowVersion, *, live: int | None) -> Version:
    return Version(
        flow=row.flow,
        version=row.version,
        hash=row.hash,
        author=row.author,
        message=row.message,
        at=row.created_at,
        live=row.version == live,
        content=Content(row.content, row.prompts),
    )
