"""Fixtures of the lab's tests."""

from tests.lab.fixtures import asterisk, book, engine, phone

__all__ = ["asterisk", "book", "engine", "phone"]
