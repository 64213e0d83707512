"""What one flow of a call knows: its variables, which of them are secret, and its prompts in the call's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.expressions import to_json

if TYPE_CHECKING:
    from flowengine.call import CallInfo
    from flowengine.clock import Clock
    from flowengine.compiler import CompiledFlow
    from flowengine.expressions import Expression, Template
    from flowengine.playlists import Playlist


SECRET = "***"  # noqa: S105 - what stands in place of a secret


class Frame:
    """One flow at work; a subflow has a frame of its own, above that of the flow that called it.

    `scope` holds the variables, the clock under the name `$now`, which no expression can write, and of what every
    flow may know (`caller`, `hotline`, `language`, `call`) that which this flow asks for: thousands of calls
    wait at once, and what nobody reads takes room.
    """

    __slots__ = ("error_handled", "flow", "node_id", "playlists", "scope", "secrets")

    def __init__(self, flow: CompiledFlow, info: CallInfo, language: str, clock: Clock) -> None:
        self.flow = flow
        self.scope: dict[str, object] = {**flow.variables, "$now": clock.now}
        for name in flow.asks_for:
            self.scope[name] = _fact(name, flow, info, language)
        self.secrets: frozenset[str] = frozenset()
        self.playlists: dict[int, Playlist] = flow.playlists[flow.nearest_language(language)]
        self.node_id = ""
        self.error_handled = False

    def value(self, expression: Expression) -> object:
        """Evaluate an expression in the flow's variables."""
        return expression(self.scope)

    def is_secret(self, text: Expression | Template) -> bool:
        """Tell whether a text uses what must not be shown."""
        return bool(self.secrets) and not self.secrets.isdisjoint(text.uses)

    def set(self, variable: str, value: object, *, secret: bool) -> object:
        """Give a variable a new value; returns it as events may show it."""
        self.scope[variable] = value
        if secret:
            self.secrets |= {variable}
            return SECRET
        if self.secrets:
            self.secrets -= {variable}
        return _shown(value)

    def shown(self) -> dict[str, object]:
        """Return the variables as JSON, secret ones masked."""
        return {
            name: SECRET if name in self.secrets else _shown(value)
            for name, value in self.scope.items()
            if name != "$now"
        }


def _fact(name: str, flow: CompiledFlow, info: CallInfo, language: str) -> object:
    match name:
        case "caller":  # of a call out, whom we call: a flow talks with them as it does with a caller
            headers = {name: value for name, value in info.headers.items() if name != "name"}
            number = info.caller if info.direction == "in" else info.called
            return {"number": number, "name": info.headers.get("name"), "headers": headers}
        case "hotline":
            return info.called if info.direction == "in" else info.caller
        case "call":
            answered_by = info.answered_by or None
            return {
                "id": info.id,
                "flow": flow.id,
                "direction": info.direction,
                "answered_by": answered_by,
            }
    return language


def _shown(value: object) -> object:
    if value is None or isinstance(value, bool | int | str):
        return value
    try:
        return to_json(value)
    except Exception:  # noqa: BLE001 - a value too large to print must not end a call
        return "..."
