"""Who may do what: the session, its CSRF token, and the headers that keep a browser from being misused."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta

from flask import Flask, Response, request, session
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature

from designer.api.current import services
from designer.errors import Forbidden, LoginNeeded
from designer.store.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OPEN_ENDPOINTS = frozenset({"session.show_session", "session.log_in"})
SESSION_LENGTH = timedelta(hours=12)


def register_security(app: Flask) -> None:
    """Check every request before its view runs."""
    app.config.update(
        SESSION_COOKIE_NAME=cookie_name(app),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        PERMANENT_SESSION_LIFETIME=SESSION_LENGTH,
    )
    app.before_request(_check_login)
    app.before_request(_check_token)
    app.after_request(_never_cached)


def cookie_name(app: Flask) -> str:
    """Return the cookie's name: browsers share cookies among ports, so each workspace needs one of its own."""
    return "dialoom_" + hashlib.sha256(str(app.secret_key).encode()).hexdigest()[:8]


def csrf_token() -> str:
    """Return the session's token, made with the first request for it."""
    if "csrf" not in session:
        session["csrf"] = secrets.token_urlsafe(32)
        session.permanent = True
    return str(session["csrf"])


def current_user() -> str | None:
    """Return who is logged in; everybody is the administrator as long as no password is set."""
    return "admin" if is_admitted(services().settings, session) else None


def open_session(settings: Settings) -> None:
    """Begin a session for somebody who knows the password."""
    session.clear()
    session["password"] = _password_mark(settings)


def is_admitted(settings: Settings, opened: Mapping[str, object]) -> bool:
    """Say whether a session may work: no password is set, or it was opened with the one that is."""
    expected, mark = _password_mark(settings), opened.get("password")
    return expected is None or (isinstance(mark, str) and hmac.compare_digest(mark, expected))


def read_cookie(app: Flask, cookie: str) -> Mapping[str, object] | None:
    """Return the session that a cookie holds, for requests that do not come through Flask; None for a forged one."""
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None  # the application has a secret key
    try:
        opened = serializer.loads(cookie, max_age=int(SESSION_LENGTH.total_seconds()))
    except BadSignature:
        return None
    return opened if isinstance(opened, dict) else None


def _password_mark(settings: Settings) -> str | None:
    hashed = settings.password_hash()
    return hashlib.sha256(hashed.encode()).hexdigest()[:32] if hashed else None


def _check_login() -> None:
    if request.endpoint not in OPEN_ENDPOINTS and current_user() is None:
        raise LoginNeeded("login_needed", "Please log in.", "请先登录。")


def _check_token() -> None:
    if request.method in SAFE_METHODS:
        return
    given, expected = request.headers.get("X-CSRF-Token", ""), session.get("csrf", "")
    if not expected or not hmac.compare_digest(given.encode(), expected.encode()):
        raise Forbidden("csrf", "The page is out of date. Load it again.", "页面已过期，请重新加载。")


def _never_cached(response: Response) -> Response:
    response.headers.setdefault("Cache-Control", "no-store")
    return response
