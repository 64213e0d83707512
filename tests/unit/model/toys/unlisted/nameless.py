"""A node type that does not say its family."""

from flowengine.node import Node


class Nameless(Node):
    """Nothing."""
