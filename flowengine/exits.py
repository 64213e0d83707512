"""The ways out of a node, as data, so that the designer can draw them without asking."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Exit:
    """One named way out.  A `system` exit is drawn after the others; one not `required` may stay unwired.

    An unwired exit that is not required ends the flow there; unwired `error` goes to the flow's `on_error`.
    """

    name: str
    system: bool = False
    required: bool = True

    def to_json(self) -> dict[str, object]:
        """Return the exit as the node type's description carries it."""
        return {"name": self.name, "system": self.system, "required": self.required}


@dataclass(frozen=True, slots=True)
class ExitPer:
    """One exit for each entry of a setting.

    A mapping gives its keys as names and its values as captions (`keys` of a menu); a list of mappings gives the
    value under `name_key` (`cases` of a branch, by `exit`).
    """

    setting: str
    name_key: str = ""

    def to_json(self) -> dict[str, object]:
        """Return the rule as the node type's description carries it."""
        return {"per": self.setting, "name_key": self.name_key}

    def names(self, settings: object) -> list[str]:
        """Return the exit names that this value of the setting makes; nothing when it is not of the right shape."""
        if isinstance(settings, dict):
            return [str(key) for key in settings]
        if isinstance(settings, list):
            rows = [
                row for row in settings if isinstance(row, dict) and isinstance(row.get(self.name_key), str)
            ]
            return list(dict.fromkeys(row[self.name_key] for row in rows))
        return []
