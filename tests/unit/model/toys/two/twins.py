"""Two node types in one file."""

from flowengine.node import Node


class One(Node, family="end", icon="x"):
    """One."""


class Other(Node, family="end", icon="x"):
    """Another."""
