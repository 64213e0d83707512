"""Every error as JSON in both languages; nothing of the program's inside ever leaves it."""

from __future__ import annotations

import logging

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from designer.api.wire import answer_json
from designer.errors import Refusal, TooMany
from flowengine.errors import DefinitionError, IvrError
from flowengine.words import Words
from voices.message import VoiceError

log = logging.getLogger(__name__)

_HTTP_WORDS = {
    404: Words("There is nothing at this address.", "该地址没有内容。"),
    405: Words("This address does not allow the method.", "该地址不允许此方法。"),
    413: Words("The request is too large.", "请求内容过大。"),
}
_OTHER = Words("The request cannot be understood.", "无法理解该请求。")
_OURS = Words("Something went wrong on our side. The log says more.", "服务器出现错误，详情请查看日志。")


def register_errors(app: Flask) -> None:
    """Make every failure of a request a JSON answer."""
    app.register_error_handler(IvrError, _refused)
    app.register_error_handler(VoiceError, _unusable_sound)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def error_json(error: IvrError, **more: object) -> dict[str, object]:
    """Return the JSON of an error; `more` stands beside it."""
    problems = getattr(error, "problems", ())
    body: dict[str, object] = {"code": error.code, "message": error.message.to_json()}
    if problems:
        body["problems"] = [problem.to_json() for problem in problems]
    return {"error": body, **more}


def respond(status: int, body: dict[str, object]) -> Response:
    """Return an answer with a status of its own."""
    return Response(answer_json(body), status, mimetype="application/json")


def _refused(error: IvrError) -> Response:
    status = (
        error.status if isinstance(error, Refusal) else 422 if isinstance(error, DefinitionError) else 400
    )
    response = respond(status, error_json(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.seconds)
    return response


def _unusable_sound(error: VoiceError) -> Response:
    return _answer(422, "bad_recording", Words(error.message.en, error.message.zh))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    response = _answer(status, f"http_{status}", _HTTP_WORDS.get(status, _OTHER))
    if error.response is None:
        response.headers.extend({k: v for k, v in error.get_headers() if k in ("Allow", "Retry-After")})
    return response


def _failed(error: Exception) -> Response:
    log.error("a request failed", exc_info=error)
    return _answer(500, "internal", _OURS)


def _answer(status: int, code: str, words: Words) -> Response:
    return respond(status, {"error": {"code": code, "message": words.to_json()}})
