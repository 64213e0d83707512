"""Named values that outlive a restart: the secret key of the sessions and the administrator's password."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Literal

from sqlalchemy.orm import Session
from werkzeug.security import check_password_hash, generate_password_hash

from designer.errors import Unfit
from designer.store.database import Database
from designer.store.tables import Setting

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 200
SHORTEST_PIN, LONGEST_PIN = 4, 20

Use = Literal["emergency", "prompts"]

_PASSWORD = "admin_password"  # noqa: S105 - the name of the setting
_PINS: Mapping[str, str] = {"emergency": "emergency_pin/", "prompts": "prompts_pin/"}
"""What a flow may do with its PIN; one for the one is none for the other."""
_SECRET_KEY = "secret_key"  # noqa: S105 - the name of the setting


class Settings:
    """Values by name; `password` given here (from the environment) goes before the stored one."""

    def __init__(self, database: Database, *, password: str | None = None) -> None:
        self._database = database
        self._given = generate_password_hash(check_strength(password)) if password else None

    def secret_key(self) -> str:
        """Return the key that signs sessions, made once for all processes."""
        with self._database.writing() as session:
            stored = session.get(Setting, _SECRET_KEY)
            if stored is None:
                stored = Setting(name=_SECRET_KEY, value=secrets.token_hex(32))
                session.add(stored)
            return stored.value

    def set_password(self, password: str) -> None:
        """Store the hash of the administrator's password; whoever is logged in must log in again."""
        hashed = generate_password_hash(check_strength(password))
        with self._database.writing() as session:
            _put(session, _PASSWORD, hashed)

    def password_hash(self) -> str | None:
        """Return the hash of the administrator's password, None when nobody set one."""
        if self._given:
            return self._given
        with self._database.reading() as session:
            stored = session.get(Setting, _PASSWORD)
            return stored.value if stored else None

    def is_password(self, password: str) -> bool:
        """Say whether this is the administrator's password."""
        hashed = self.password_hash()
        return (
            hashed is not None and len(password) <= LONGEST_PASSWORD and check_password_hash(hashed, password)
        )

    def set_pin(self, flow: str, pin: str, *, use: Use = "emergency") -> None:
        """Give a flow the PIN with which it may switch emergencies, or record prompts; "" takes it away."""
        if pin and not (pin.isascii() and pin.isdigit() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
            raise Unfit(
                "bad_pin",
                f"A PIN has {SHORTEST_PIN} to {LONGEST_PIN} digits.",
                f"密码应为 {SHORTEST_PIN} 到 {LONGEST_PIN} 位数字。",
            )
        with self._database.writing() as session:
            _put(session, _PINS[use] + flow, generate_password_hash(pin) if pin else "")

    def is_pin(self, flow: str, pin: str, *, use: Use = "emergency") -> bool:
        """Say whether this is the PIN of a flow; a flow without one has none that is right."""
        with self._database.reading() as session:
            stored = session.get(Setting, _PINS[use] + flow)
        hashed = stored.value if stored else ""
        return bool(hashed and len(pin) <= LONGEST_PIN) and check_password_hash(hashed, pin)


def check_strength(password: str) -> str:
    """Return the password; `Unfit` when it is too short or too long to be one."""
    if SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        return password
    raise Unfit(
        "bad_password",
        f"A password has {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters.",
        f"密码长度应为 {SHORTEST_PASSWORD} 到 {LONGEST_PASSWORD} 个字符。",
    )


def _put(session: Session, name: str, value: str) -> None:
    session.merge(Setting(name=name, value=value))
