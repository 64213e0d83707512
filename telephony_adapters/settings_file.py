"""Settings files of telephone systems: YAML read as text, checked by a model, with complaints that name the place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from flowengine.errors import AdapterError

Settings = TypeVar("Settings", bound=BaseModel)
Complaint = Callable[[Path, str], AdapterError]


def read_settings(path: Path, complaint: Complaint) -> dict[str, object]:
    """Read a file's settings by name; every scalar is text (a password of digits stays one)."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    except OSError as error:
        raise complaint(path, error.strerror or "it cannot be read") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise complaint(path, "it is no YAML text") from error
    if not isinstance(found, dict):
        raise complaint(path, "not a list of settings")
    return found


def checked(model: type[Settings], found: object, path: Path, complaint: Complaint) -> Settings:
    """Return the settings as the model has them; the first thing that is wrong is complained of."""
    try:
        return model.model_validate(found)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise complaint(path, f"{place}: {first['msg']}".removeprefix(": ")) from None
