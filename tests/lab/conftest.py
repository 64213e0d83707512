"""Fixtures of the lab's tests."""

from tests.lab.fixtures import asterisk, book, engine, phone
from tests.lab.successive import engines

__all__ = ["asterisk", "book", "engine", "engines", "phone"]
