"""The services of the application that serves the current request."""

from __future__ import annotations

from flask import current_app

from designer.services import Services

EXTENSION = "dialoom"


def services() -> Services:
    """Return the services of the application that serves the current request."""
    found = current_app.extensions[EXTENSION]
    assert isinstance(found, Services)
    return found
