"""A file without a node type."""

from flowengine.node import Node as Node
