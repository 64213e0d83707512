"""Flows as text: the same flow always gives the same bytes, in an order a person would write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flowengine.errors import DefinitionError
from flowengine.exits import ExitPer
from flowengine.library import node_types
from flowengine.node import Node
from flowengine.settings import node_schema
from flowengine.yaml_comments import Comments, DocumentPath
from flowengine.yaml_layout import refuse_depth, write_yaml
from flowengine.yaml_text import Source, read_yaml

FLOW_ORDER = (
    "dialoom", "flow", "title", "language", "start", "inputs", "outputs", "variables", "max_call_seconds",
    "on_error", "on_hangup", "nodes", "layout",
)  # fmt: skip
NODE_OWN = ("type", "title", "note")
KEYPAD = "123456789*0#ABCD"


def write_flow(
    document: Mapping[str, object],
    comments: Comments | None = None,
    *,
    types: Mapping[str, type[Node]] | None = None,
) -> str:
    """Return a flow document as the text of its file; comments stay with the entries that they belong to.

    Raises DefinitionError for a document that is nested too deeply to be read again.
    """
    known = node_types() if types is None else types
    refuse_depth(document)
    return write_yaml(arrange(document, known), comments, open_at=_takes_lines)


def source_of(document: Mapping[str, object], file: str, comments: Comments | None = None) -> Source:
    """Return a document that came from elsewhere (the designer's JSON) as if it had been read from a file.

    Never raises for what JSON can hold; a document that no file may hold comes back empty, with its problem.
    """
    try:
        text = write_flow(document, comments)
    except DefinitionError as error:
        return Source(file, errors=[problem.at(file, 0, 0) for problem in error.problems])
    return read_yaml(text, file)


def arrange(document: Mapping[str, object], types: Mapping[str, type[Node]]) -> dict[str, object]:
    """Return the same document with its entries in the order of the file; unknown ones come last."""
    flow = _in_order(document, FLOW_ORDER)
    nodes = flow.get("nodes")
    if isinstance(nodes, Mapping):
        flow["nodes"] = {name: _node(node, types) for name, node in nodes.items()}
        layout = flow.get("layout")
        if isinstance(layout, Mapping):
            flow["layout"] = _in_order(layout, nodes)
    return flow


def _takes_lines(path: DocumentPath) -> bool:
    return path in (("nodes",), ("layout",)) or (len(path) == 2 and path[0] == "nodes")


def _node(node: object, types: Mapping[str, type[Node]]) -> object:
    if not isinstance(node, Mapping):
        return node
    name = node.get("type")
    node_type = types.get(name) if isinstance(name, str) else None
    if node_type is None:
        return _in_order(node, NODE_OWN, last="exits")
    settings = {name: _keypad(value) if name in _keyed(node_type) else value for name, value in node.items()}
    schema = node_schema(node_type)
    arranged = {name: _by_schema(value, _part(schema, name), schema) for name, value in settings.items()}
    exits = arranged.get("exits")
    if isinstance(exits, Mapping):
        arranged["exits"] = _in_order(exits, node_type.exit_names(arranged))
    return _in_order(arranged, (*NODE_OWN, *_names(schema)), last="exits")


def _keyed(node_type: type[Node]) -> set[str]:
    """Return the settings whose names are telephone keys, each with an exit of its own."""
    return {rule.setting for rule in node_type.exits if isinstance(rule, ExitPer) and not rule.name_key}


def _keypad(value: object) -> object:
    """Order a mapping by the telephone's keys; nothing else is an order that everyone would write."""
    if not isinstance(value, Mapping):
        return value
    return _in_order(value, KEYPAD)


def _part(schema: Mapping[str, object], name: str) -> object:
    properties = schema.get("properties")
    return properties.get(name) if isinstance(properties, Mapping) else None


def _names(schema: Mapping[str, object]) -> Iterable[str]:
    properties = schema.get("properties")
    return properties if isinstance(properties, Mapping) else ()


def _by_schema(value: object, schema: object, root: Mapping[str, object]) -> object:
    """Order the entries of nested settings as their type declares them."""
    if isinstance(value, list | tuple):
        rows = _inner(schema, "items", root)
        return [_by_schema(item, rows, root) for item in value]
    if not isinstance(value, Mapping):
        return value
    properties = _inner(schema, "properties", root)
    if not isinstance(properties, Mapping):
        return value
    ordered = _in_order(value, properties)
    return {name: _by_schema(item, properties.get(name), root) for name, item in ordered.items()}


def _inner(schema: object, keyword: str, root: Mapping[str, object]) -> object:
    """Return a part of a schema, looking through references and alternatives."""
    if not isinstance(schema, Mapping):
        return None
    if isinstance(reference := schema.get("$ref"), str):
        definitions = root.get("$defs")
        schema = definitions.get(reference.rpartition("/")[2]) if isinstance(definitions, Mapping) else None
        return _inner(schema, keyword, root)
    if keyword in schema:
        return schema[keyword]
    choices = schema.get("anyOf")
    found = (_inner(choice, keyword, root) for choice in choices) if isinstance(choices, list) else iter(())
    return next((part for part in found if part is not None), None)


def _in_order(value: Mapping[str, object], order: Iterable[str], *, last: str = "") -> dict[str, object]:
    first = [name for name in order if name in value and name != last]
    chosen = set(first)
    rest = [name for name in value if name != last and name not in chosen]
    return {name: value[name] for name in (*first, *rest, *([last] if last in value else []))}
