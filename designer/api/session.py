"""Session: who works here, logging in and out."""

from __future__ import annotations

from importlib.metadata import version

from flask import request, session

from designer.api import models
from designer.api.current import services
from designer.api.operation import Area
from designer.api.security import csrf_token, current_user, open_session
from designer.errors import Forbidden

LANGUAGES = ["zh-CN", "en"]


area = Area.named("session")


@area.operation("GET", "/session", answer=models.Session)
def show_session() -> models.Session:
    """Say who is logged in, and give the token for unsafe methods."""
    return _session()


@area.operation("POST", "/session", body=models.Login, answer=models.Session)
def log_in(body: models.Login) -> models.Session:
    """Log in."""
    address = request.remote_addr or ""
    tries = services().tries
    tries.check(address)
    if not services().settings.is_password(body.password):
        tries.failed(address)
        services().audit.note("", "login_failed", address)
        raise Forbidden("wrong_password", "The password is wrong.", "密码错误。")
    tries.passed(address)
    services().audit.note("admin", "login", address)
    open_session(services().settings)
    return _session()


@area.operation("DELETE", "/session", answer=models.Session)
def log_out() -> models.Session:
    """Log out."""
    session.clear()
    return _session()


def _session() -> models.Session:
    return models.Session(
        user=current_user(),
        csrf=csrf_token(),
        login_required=services().settings.password_hash() is not None,
        version=version("dialoom"),
        languages=LANGUAGES,
        workspace=str(services().workspace.root) if current_user() else "",
    )
