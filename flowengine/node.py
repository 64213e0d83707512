"""The base of every node type: settings, exits, behaviour and words in one class.

One file in nodes/ holds one subclass; its file name is its type.  The designer's palette, form, help and card, the
JSON Schema that drafts are checked with and the documentation all follow from what stands in that file.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import BaseModel, ConfigDict

from flowengine.call import Feature
from flowengine.exits import Exit, ExitPer
from flowengine.expressions import Known

if TYPE_CHECKING:
    from flowengine.session import Session

Family = Literal["prompts", "input", "logic", "data", "transfer", "end"]

Typed = Callable[[object, Mapping[str, Known]], Known]
"""Tells what is known of an expression's value before anything runs."""

ERROR = Exit("error", system=True, required=False)
ERROR_WORDS = {"en": "Error", "zh-CN": "出错"}


class Node(BaseModel):
    """One step of a flow, built from its settings; it is immutable and serves every call at once.

    `labels` holds, per language tag ("en", "zh-CN"), the words for: the type itself (under its type name), `help` (one
    sentence), every setting and every exit.  Settings of nested models are labelled by their own field names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    type: ClassVar[str] = ""
    family: ClassVar[Family]
    icon: ClassVar[str]
    exits: ClassVar[tuple[Exit | ExitPer, ...]] = ()
    labels: ClassVar[dict[str, dict[str, str]]]
    card: ClassVar[tuple[str, ...]] = ()
    """Settings that the card on the canvas shows, in this order."""
    needs_caller: ClassVar[bool] = True
    """False when the node may run after the hang-up (`on_hangup`)."""
    needs: ClassVar[frozenset[Feature]] = frozenset()
    """What a telephone system must offer for this node; a flow is not published for one that lacks it."""
    waits: ClassVar[bool] = False
    """True when the caller can do or hear something here; a loop without such a node is an error."""

    def __init_subclass__(cls, family: Family | None = None, icon: str = "", **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)  # type: ignore[arg-type]  # pydantic declares its own keywords only
        if family is not None:
            cls.family, cls.icon = family, icon
            cls.type = cls.__module__.rpartition(".")[2]

    async def execute(self, session: Session) -> str:
        """Do what the step does and return the name of the exit to leave by."""
        raise NotImplementedError

    @classmethod
    def needs_with(cls, settings: Mapping[str, object]) -> frozenset[Feature]:  # noqa: ARG003
        """Return what a telephone system must offer for a node with these settings: `needs`, and what they add."""
        return cls.needs

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:  # noqa: ARG003
        """Return what is known of the values that a node with these raw settings puts into variables.

        `typed` tells what is known of an expression's value there; its second argument are types of names that it
        does not know yet.
        """
        return {}

    @classmethod
    def describe(cls) -> dict[str, object]:
        """Return all that the designer needs to know of this type, as JSON."""
        return {
            "type": cls.type,
            "family": cls.family,
            "icon": cls.icon,
            "doc": inspect.getdoc(cls) or "",
            "exits": [exit_.to_json() for exit_ in (*cls.exits, ERROR)],
            "labels": {
                language: {ERROR.name: ERROR_WORDS.get(language, ERROR.name), **words}
                for language, words in cls.labels.items()
            },
            "card": list(cls.card),
            "needs_caller": cls.needs_caller,
            "schema": cls.model_json_schema(),
        }

    @classmethod
    def exit_names(cls, settings: dict[str, object]) -> dict[str, Exit]:
        """Return the exits that a node with these raw settings has, by name, in drawing order."""
        found: dict[str, Exit] = {}
        for declared in (*cls.exits, ERROR):
            if isinstance(declared, Exit):
                found.setdefault(declared.name, declared)
            else:
                for name in declared.names(settings.get(declared.setting)):
                    found.setdefault(name, Exit(name))
        return found
