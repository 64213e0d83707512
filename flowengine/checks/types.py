"""The types of a flow's variables, inferred before anything runs.

Discussion.  What a variable holds is first put together over all nodes, whatever their order.  Only for variables
that thereby may hold several types are the wires followed: what such a variable holds at a node is what any way there
has put into it.  A node puts values in when it is left by its first exit; by another exit it may not have.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from flowengine.expressions import Known, common_type, known_type, type_of
from flowengine.model import mapping, settings_of
from flowengine.schema import FEEL_TYPES

if TYPE_CHECKING:
    from flowengine.checks.view import FlowView

SYSTEM: Mapping[str, Known] = {
    "caller": {"number": "string", "name": "string", "headers": None},
    "hotline": "string",
    "language": "string",
    "call": {"id": "string", "flow": "string", "direction": "string", "answered_by": "string"},
}
"""What Frame makes of the names that every flow has."""

ROUNDS = 8
"""How often types are put together anew; what still changes then, along a chain of assignments, is unknown."""

Names = dict[str, Known]


class FlowTypes:
    """What is known of every name: in the whole flow, and at a node."""

    def __init__(self, view: FlowView) -> None:
        self._view = view
        self._initial = _initial(view.document)
        self.everywhere, given = self._put_together()
        several = {name for name, kind in self.everywhere.items() if kind is None}
        several &= {name for types in given.values() for name, kind in types.items() if kind is not None}
        self.by_node = self._along_wires(several, given) if several else {}

    def at(self, node: str) -> Mapping[str, Known]:
        """Return what is known of every name when a call comes to a node."""
        own = self.by_node.get(node)
        return {**self.everywhere, **own} if own else self.everywhere

    def _put_together(self) -> tuple[Names, dict[str, Names]]:
        known: Names = dict(self._initial)
        given: dict[str, Names] = {}
        for round_ in range(ROUNDS):
            given = {node: self._given(node, known) for node in self._view.nodes}
            found: dict[str, list[Known]] = {name: [kind] for name, kind in self._initial.items()}
            for types in given.values():
                for name, kind in types.items():
                    found.setdefault(name, []).append(kind)
            joined = {name: common_type(kinds) for name, kinds in found.items()}
            if joined == known:
                break
            last = round_ == ROUNDS - 1
            known = {name: kind for name, kind in joined.items() if not last or known.get(name) == kind}
        return {**dict.fromkeys(self._view.names), **known}, given

    def _given(self, node: str, known: Mapping[str, Known]) -> Names:
        """Return the types of what a node puts into variables, unknown ones too."""
        type_ = self._view.type_of(node)
        if type_ is None:
            return {}
        given: Names = dict.fromkeys(
            setting.value for setting in self._view.settings[node] if setting.format == "variable"
        )
        settings = settings_of(self._view.nodes[node])

        def typed(text: object, more: Mapping[str, Known]) -> Known:
            return known_type(text, {**known, **more}) if isinstance(text, str) else None

        own = type_.gives(settings, typed) or self._handed_back(settings)
        return {name: own.get(name) for name in given}

    def _handed_back(self, settings: Mapping[str, object]) -> Names:
        """Return the declared types of what a subflow's outputs go to."""
        target = self._view.project.flows.get(str(settings.get("flow")))
        declared = mapping(target.document.get("outputs")) if target is not None else {}
        return {
            str(variable): _declared(declared.get(output))
            for output, variable in mapping(settings.get("outputs")).items()
        }

    def _along_wires(self, several: Iterable[str], given: Mapping[str, Names]) -> dict[str, Names]:
        names = frozenset(several)
        document, reached = self._view.document, dict[str, Names]()
        begin = {name: kind for name, kind in self._initial.items() if name in names}
        waiting = [(str(document.get("start")), begin)]
        waiting += [(str(document.get(entry)), dict.fromkeys(names)) for entry in ("on_error", "on_hangup")]
        while waiting:
            node, state = waiting.pop()
            if node not in self._view.nodes:
                continue
            before = reached.get(node)
            now = state if before is None else _joined(before, state)
            if now == before:
                continue
            reached[node] = now
            put = {name: kind for name, kind in given[node].items() if name in names}
            first = next(iter(self._view.exits.get(node, {})), None)
            for exit_, target in self._view.wires[node].items():
                after = {**now, **put}
                waiting.append((target, after if exit_ == first else _joined(now, after)))
        return reached


def _joined(one: Names, other: Names) -> Names:
    return {
        name: common_type([one.get(name, "null"), other.get(name, "null")])
        for name in one.keys() | other.keys()
    }


def _initial(document: Mapping[str, object]) -> Names:
    inputs = {name: _declared(kind) for name, kind in mapping(document.get("inputs")).items()}
    values = {name: _shape(value) for name, value in mapping(document.get("variables")).items()}
    return {**SYSTEM, **values, **inputs}


def _declared(kind: object) -> Known:
    return kind if isinstance(kind, str) and kind in FEEL_TYPES and kind != "any" else None


def _shape(value: object) -> Known:
    if isinstance(value, Mapping):
        return {str(name): _shape(one) for name, one in value.items()}
    return type_of(value)
