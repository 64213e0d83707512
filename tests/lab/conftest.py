"""Fixtures of the lab's tests."""

from tests.lab.fixtures import agent, agents, asterisk, book, engine, own, phone
from tests.lab.successive import engines

__all__ = ["agent", "agents", "asterisk", "book", "engine", "engines", "own", "phone"]
