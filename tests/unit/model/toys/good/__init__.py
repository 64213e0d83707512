"""Toy node types for the tests of discovery."""
