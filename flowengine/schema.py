"""The JSON Schema of a flow file, put together from what the node types declare."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

from flowengine.library import node_types
from flowengine.limits import MAX_CALL_SECONDS, MAX_NODES, MAX_TEXT_LENGTH
from flowengine.node import Node
from flowengine.settings import node_schema

FEEL_TYPES = ("number", "string", "boolean", "date", "time", "list", "context", "any")

IDENTIFIER = r"^[A-Za-z\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff-]{0,79}$"
"""What flows and nodes may be called: a letter or Chinese character, then also digits, - and _; never a path."""

LANGUAGE = "^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"
"""What a language tag looks like (the everyday part of BCP 47)."""

Schema = dict[str, object]


def flow_schema(types: Mapping[str, type[Node]] | None = None) -> Schema:
    """Return the JSON Schema (draft 2020-12) of a whole flow file."""
    known = node_types() if types is None else types
    schema = shell_schema()
    definitions: Schema = {
        "node": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"enum": list(known)}},
            "allOf": [
                {
                    "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                    "then": {"$ref": f"#/$defs/node-{name}"},
                }
                for name in known
            ],
        }
    }
    for name, node_type in known.items():
        entry = entry_schema(node_type)
        own = entry.pop("$defs", {})
        assert isinstance(own, dict)  # built by pydantic
        definitions |= {f"{name}.{part}": _moved(value, name) for part, value in own.items()}
        definitions[f"node-{name}"] = _moved(entry, name)
    schema["$defs"] = definitions
    nodes = _properties(schema)["nodes"]
    assert isinstance(nodes, dict)  # see shell_schema
    nodes["additionalProperties"] = {"$ref": "#/$defs/node"}
    return schema


def shell_schema() -> Schema:
    """Return the schema of a flow file, looking at no node."""
    names = {"pattern": IDENTIFIER, "format": "identifier"}
    declared = {
        "type": "object",
        "propertyNames": {"minLength": 1},
        "additionalProperties": {"enum": list(FEEL_TYPES)},
    }
    place = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Dialoom flow",
        "type": "object",
        "required": ["dialoom", "flow", "nodes"],
        "additionalProperties": False,
        "properties": {
            "dialoom": {"const": 1},
            "flow": {"type": "string", **names},
            "title": title_schema(),
            "language": {"type": "string", "pattern": LANGUAGE, "format": "language"},
            "start": {"type": "string"},
            "inputs": declared,
            "outputs": declared,
            "variables": {"type": "object", "propertyNames": {"minLength": 1}},
            "max_call_seconds": {"type": "number", "exclusiveMinimum": 0, "maximum": MAX_CALL_SECONDS},
            "on_error": {"type": "string"},
            "on_hangup": {"type": "string"},
            "nodes": {
                "type": "object",
                "maxProperties": MAX_NODES,
                "propertyNames": names,
                "additionalProperties": {"type": "object"},
            },
            "layout": {"type": "object", "additionalProperties": place},
        },
    }


def entry_schema(node_type: type[Node]) -> Schema:
    """Return the schema of a node's whole entry: its type's settings and what every node has."""
    schema = deepcopy(node_schema(node_type))
    schema["properties"] = {
        "type": {"const": node_type.type},
        "title": title_schema(),
        "note": {"type": "string", "maxLength": MAX_TEXT_LENGTH},
        **_properties(schema),
        "exits": {"type": "object", "additionalProperties": {"type": "string"}},
    }
    required = schema.get("required", [])
    assert isinstance(required, list)  # built by pydantic
    schema["required"] = ["type", *required]
    return schema


def title_schema() -> Schema:
    """Return the schema of a title: one text for every language, or one for each."""
    text = {"type": "string", "maxLength": 200}
    return {"anyOf": [text, {"type": "object", "additionalProperties": text}], "format": "title"}


def _properties(schema: Schema) -> Schema:
    properties = schema.setdefault("properties", {})
    assert isinstance(properties, dict)  # a schema's own shape
    return properties


def _moved(schema: object, name: str) -> object:
    """Point the references of a type's schema to where its definitions stand in the flow's schema."""
    if isinstance(schema, dict):
        return {
            key: value.replace("#/$defs/", f"#/$defs/{name}.", 1)
            if key == "$ref" and isinstance(value, str)
            else _moved(value, name)
            for key, value in schema.items()
        }
    return [_moved(part, name) for part in schema] if isinstance(schema, list) else schema
