"""One operation of the API: a view with its method, path, body and answer declared, so that all follow from it.

The body is read and validated before the view runs, the answer becomes JSON after it, and the OpenAPI document is
made of the same declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Literal

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from pydantic import BaseModel

from designer.api.wire import answer_json, read_body

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
View = Callable[..., object]


@dataclass(frozen=True)
class Operation:
    """A view and what the document says of it; `answer` is None for one that gives no JSON."""

    view: View
    method: Method
    summary: str
    answer: object | None
    body: type[BaseModel] | None
    status: HTTPStatus
    media: str
    query: Mapping[str, str]
    upload: str | None

    def __call__(self, **path: object) -> ResponseReturnValue:
        """Serve one request."""
        given = {"body": read_body(request, self.body)} if self.body else {}
        result = self.view(**path, **given)
        if isinstance(result, Response):
            return result
        if result is None:
            return Response(status=HTTPStatus.NO_CONTENT)
        return Response(answer_json(result), self.status, mimetype="application/json")


@dataclass(frozen=True)
class Area:
    """The operations of one part of the API, gathered in a blueprint under /api."""

    blueprint: Blueprint

    @classmethod
    def named(cls, name: str) -> Area:
        """Begin an area."""
        return cls(Blueprint(name, __name__, url_prefix="/api"))

    def operation(
        self,
        method: Method,
        path: str,
        *,
        answer: object | None = None,
        body: type[BaseModel] | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        media: str = "application/json",
        query: Mapping[str, str] = MappingProxyType({}),
        upload: str | None = None,
    ) -> Callable[[View], View]:
        """Declare the view below as an operation; its docstring's first line is the summary.

        `query` are its query parameters with their JSON types, `upload` is the form field of an uploaded file.
        """

        def declare(view: View) -> View:
            summary = (view.__doc__ or "").strip().partition("\n")[0]
            served = Operation(view, method, summary, answer, body, status, media, query, upload)
            self.blueprint.add_url_rule(path, view.__name__, served, methods=[method])
            return view

        return declare
