"""The node types there are: one for each file in flowengine/nodes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType, ModuleType

from flowengine.errors import IvrError
from flowengine.node import Node
from flowengine.words import Words


@cache
def node_types(package: str = "flowengine.nodes") -> Mapping[str, type[Node]]:
    """Return the node types of a package by name, in the order of their file names.

    Raises IvrError `bad_node_type` for a file that does not hold exactly one.
    """
    folder = importlib.import_module(package)
    found = sorted(module.name for module in pkgutil.iter_modules(folder.__path__))
    return MappingProxyType(
        {name: _only_node(importlib.import_module(f"{package}.{name}")) for name in found}
    )


def describe_all(package: str = "flowengine.nodes") -> list[dict[str, object]]:
    """Return every node type as JSON for the designer."""
    return [node_type.describe() for node_type in node_types(package).values()]


def _only_node(module: ModuleType) -> type[Node]:
    found = [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Node) and value.__module__ == module.__name__
    ]
    if len(found) == 1 and found[0].type:
        return found[0]
    raise IvrError(
        "bad_node_type",
        Words(
            f"{module.__name__} must hold exactly one node type, with a family; it holds {len(found)}.",
            f"{module.__name__} 必须恰好包含一个带有类别的节点类型，实际有 {len(found)} 个。",
        ),
    )
