"""The OpenAPI 3.1 document, generated from the declared operations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import version

from flask import Flask, current_app
from pydantic import TypeAdapter
from pydantic.json_schema import JsonSchemaMode
from werkzeug.routing import Rule

from designer.api.operation import Area, Operation

REFERENCE = "#/components/schemas/{model}"
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


area = Area.named("openapi")


@area.operation("GET", "/openapi.json", answer=dict[str, object])
def read_openapi() -> dict[str, object]:
    """Read the OpenAPI document of this API."""
    return openapi_document(current_app)


def openapi_document(app: Flask) -> dict[str, object]:
    """Return the document of all operations of an application."""
    paths: dict[str, dict[str, object]] = {}
    definitions: dict[str, object] = {}
    for rule, operation in operations(app):
        path = _CONVERTER.sub(r"{\1}", rule.rule)
        paths.setdefault(path, {})[operation.method.lower()] = _described(rule, operation, definitions)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Dialoom designer", "version": version("dialoom")},
        "paths": paths,
        "components": {"schemas": definitions},
    }


def operations(app: Flask) -> Iterator[tuple[Rule, Operation]]:
    """Yield every operation with its rule, sorted by path."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        view = app.view_functions[rule.endpoint]
        if isinstance(view, Operation):
            yield rule, view


def _described(rule: Rule, operation: Operation, definitions: dict[str, object]) -> dict[str, object]:
    described: dict[str, object] = {
        "operationId": rule.endpoint,
        "summary": operation.summary,
        "parameters": [*_path_parameters(rule), *_query_parameters(operation)],
        "responses": {
            str(int(operation.status)): _answer(operation, definitions),
            "default": {"description": "A refusal: an error code and a message in both languages"},
        },
    }
    if operation.body:
        schema = _schema(operation.body, "validation", definitions)
        described["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if operation.upload:
        described["requestBody"] = {
            "required": True,
            "content": {"multipart/form-data": _form(operation.upload)},
        }
    return described


def _path_parameters(rule: Rule) -> Iterator[dict[str, object]]:
    for name in sorted(rule.arguments):
        kind = "integer" if f"<int:{name}>" in rule.rule else "string"
        yield {"name": name, "in": "path", "required": True, "schema": {"type": kind}}


def _query_parameters(operation: Operation) -> Iterator[dict[str, object]]:
    for name, kind in operation.query.items():
        yield {"name": name, "in": "query", "schema": {"type": kind}}


def _form(field: str) -> dict[str, object]:
    file = {"type": "string", "contentMediaType": "application/octet-stream"}
    return {"schema": {"type": "object", "properties": {field: file}, "required": [field]}}


def _answer(operation: Operation, definitions: dict[str, object]) -> dict[str, object]:
    if operation.answer is not None:
        schema = _schema(operation.answer, "serialization", definitions)
        return {"description": operation.summary, "content": {operation.media: {"schema": schema}}}
    if operation.media != "application/json":
        return {"description": operation.summary, "content": {operation.media: {}}}
    return {"description": operation.summary}


def _schema(model: object, mode: JsonSchemaMode, definitions: dict[str, object]) -> dict[str, object]:
    adapter: TypeAdapter[object] = TypeAdapter(model)  # type: ignore[arg-type]  # any type that pydantic knows
    schema = adapter.json_schema(mode=mode, ref_template=REFERENCE)
    definitions.update(schema.pop("$defs", {}))
    return schema
