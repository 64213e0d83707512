"""Fixtures of the lab's tests."""

from tests.lab.fixtures import agents, asterisk, book, engine, phone
from tests.lab.successive import engines

__all__ = ["agents", "asterisk", "book", "engine", "engines", "phone"]
