"""Walking through a node's raw settings by its schema: which text is a prompt, an expression, a variable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from flowengine.node import Node
from flowengine.yaml_comments import DocumentPath

Schema = Mapping[str, object]


class Setting(NamedTuple):
    """One text among the settings that is more than a text; `names` are known in its expression alone, by type."""

    path: DocumentPath
    format: str
    value: str
    names: Mapping[str, str] = MappingProxyType({})


@cache
def node_schema(node_type: type[Node]) -> dict[str, object]:
    """Return the JSON Schema of a type's settings, in which unknown names of any mapping are refused."""
    schema = node_type.model_json_schema()
    _close(schema)
    return schema


def _close(schema: object) -> None:
    # pydantic describes dict[Key, ...] by patternProperties and forgets to refuse the other names.
    if isinstance(schema, dict):
        if "patternProperties" in schema:
            schema.setdefault("additionalProperties", False)
        for part in schema.values():
            _close(part)
    elif isinstance(schema, list):
        for part in schema:
            _close(part)


def walk_settings(node_type: type[Node], settings: Mapping[str, object]) -> Iterator[Setting]:
    """Yield every text of the settings that has a format; what has the wrong shape is passed over."""
    schema = node_schema(node_type)
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)  # pydantic's schema of a model
    for name, value in settings.items():
        if name in properties:
            yield from _Walk(schema).walk(properties[name], value, (name,), {})


class _Walk:
    """One schema with its definitions."""

    def __init__(self, root: Schema) -> None:
        self._definitions = root.get("$defs")

    def walk(
        self, schema: object, value: object, path: DocumentPath, names: Mapping[str, str]
    ) -> Iterator[Setting]:
        part = self._resolved(schema, value)
        if part is None:
            return
        extra = schema.get("names") if isinstance(schema, Mapping) else None
        names = {**names, **extra} if isinstance(extra, Mapping) else names
        if isinstance(value, str):
            if isinstance(kind := part.get("format"), str):
                yield Setting(path, kind, value, names)
        elif isinstance(value, Mapping):
            yield from self._mapping(part, value, path, names)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield from self.walk(part.get("items"), item, (*path, index), names)

    def _mapping(
        self, schema: Schema, value: Mapping[str, object], path: DocumentPath, names: Mapping[str, str]
    ) -> Iterator[Setting]:
        named = schema.get("propertyNames")
        known = schema.get("properties")
        others = schema.get("additionalProperties")
        for name, item in value.items():
            if isinstance(named, Mapping):
                yield from self.walk({"type": "string", **named}, name, (*path, name), names)
            part = known.get(name, others) if isinstance(known, Mapping) else others
            yield from self.walk(part, item, (*path, name), names)

    def _resolved(self, schema: object, value: object) -> Schema | None:
        """Follow references, and of several alternatives choose the one of the value's type."""
        if not isinstance(schema, Mapping):
            return None
        if isinstance(reference := schema.get("$ref"), str) and isinstance(self._definitions, Mapping):
            return self._resolved(self._definitions.get(reference.rpartition("/")[2]), value)
        choices = schema.get("anyOf")
        if isinstance(choices, list):
            found = (self._resolved(choice, value) for choice in choices)
            return next((choice for choice in found if choice is not None), None)
        return schema if schema.get("type") == _type_of(value) else None


def _type_of(value: object) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, list) else ""
