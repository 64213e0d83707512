"""JSON in and out: numbers of documents stay exact, and what no file could hold is refused at the door."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NoReturn, TypeVar

from flask import Request
from pydantic import BaseModel, ValidationError

from designer.errors import Refusal, Unfit
from flowengine.limits import MAX_YAML_DEPTH

MAX_BODY_BYTES = 8 * 1024 * 1024
MAX_DEPTH = MAX_YAML_DEPTH + 5  # a document stands a little deeper in a request than in its file

Body = TypeVar("Body", bound=BaseModel)


def read_body(request: Request, model: type[Body]) -> Body:
    """Return the request's JSON body as the model; `Refusal` when it is none, `Unfit` when it does not fit."""
    if request.mimetype != "application/json":
        raise _bad_json("the content type is not application/json")
    try:
        return model.model_validate(parse_json(request.get_data(cache=False)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise Unfit(
            "bad_request",
            f"The request does not fit: {place}: {first['msg']}",
            f"请求内容不符合要求：{place}",
        ) from error


def parse_json(text: bytes | str) -> object:
    """Return a JSON text as objects, with exact decimals; `Refusal` when it is hostile or broken."""
    try:
        value = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError, ArithmeticError) as error:
        raise _bad_json("it cannot be read") from error
    _refuse_hostile(value)
    return value


def answer_json(value: object) -> str:
    """Return the JSON text of a model, a list of models, or plain objects."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), default=_number)


def _plain(value: object) -> object:
    if isinstance(value, BaseModel):
        return value.model_dump(mode="python", by_alias=True)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(one) for one in value]
    return value


def _number(value: object) -> object:
    if isinstance(value, Decimal):
        number = float(value)
        return int(value) if number.is_integer() and abs(number) < 2**53 else number
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def _refuse_hostile(value: object) -> None:
    """Refuse what is nested too deep and texts that no file can hold (lone surrogates), without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH):
        texts = [one for one in level if isinstance(one, str)]
        if not _is_unicode("".join(texts)):
            raise _bad_json("a text holds half a character")
        level = [child for one in level for child in _children(one)]
        if not level:
            return
    raise _bad_json("it is nested too deep")


def _children(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _bad_json(why: str) -> Refusal:
    return Refusal(
        "bad_json", f"The request is not the JSON that is expected here: {why}.", "请求不是有效的 JSON。"
    )
