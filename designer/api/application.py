"""The application factory."""

from __future__ import annotations

from flask import Flask

from designer.api import (
    asking,
    calendars,
    calls,
    emergency,
    engine,
    exchange,
    flows,
    lexicon,
    monitor,
    openapi,
    outgoing,
    prompts,
    schedules,
    session,
    versions,
)
from designer.api.current import EXTENSION
from designer.api.errors import register_errors
from designer.api.security import register_security
from designer.api.wire import MAX_BODY_BYTES
from designer.services import Services


def create_app(services: Services) -> Flask:
    """Return the application that serves /api for one workspace."""
    app = Flask("designer", static_folder=None)
    app.secret_key = services.settings.secret_key()
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.extensions[EXTENSION] = services
    register_errors(app)
    register_security(app)
    parts = (
        session,
        engine,
        flows,
        versions,
        schedules,
        asking,
        calendars,
        emergency,
        prompts,
        exchange,
        lexicon,
        calls,
        monitor,
        outgoing,
        openapi,
    )
    for part in parts:
        app.register_blueprint(part.area.blueprint)
    return app
