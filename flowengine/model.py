"""A flow as the engine uses it: frozen values, every node built and every expression compiled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pydantic import ValidationError

from flowengine.errors import DefinitionError, ExpressionError
from flowengine.library import node_types
from flowengine.limits import MAX_CALL_SECONDS
from flowengine.node import Node
from flowengine.problems import Problem
from flowengine.settings import walk_settings
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath

NODE_ENTRIES = frozenset({"type", "title", "note", "exits"})
"""What every node has besides the settings of its type."""

DEFAULT_LANGUAGE = "zh-CN"
"""What a flow speaks that does not say."""

SCOPE_NAMES = frozenset({"caller", "hotline", "language", "call"})
"""Names that every expression knows besides the flow's own: see Session.scope."""


@dataclass(frozen=True, slots=True)
class FlowNode:
    """One step of one flow: its place in the flow around the behaviour of its type."""

    id: str
    type: str
    title: Mapping[str, str]
    note: str
    node: Node
    exits: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flow:
    """One flow; `start` is "" while nobody has drawn one, `title` is by language tag ("" for any).

    `names` are all that its expressions know: what every flow knows, its variables, and what its nodes write.
    """

    id: str
    title: Mapping[str, str]
    language: str
    start: str
    nodes: Mapping[str, FlowNode]
    variables: Mapping[str, object] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)
    on_error: str | None = None
    on_hangup: str | None = None
    max_call_seconds: float = MAX_CALL_SECONDS
    layout: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    names: frozenset[str] = SCOPE_NAMES


def build_flow(document: Mapping[str, object], *, types: Mapping[str, type[Node]] | None = None) -> Flow:
    """Build a flow from a document, with every expression compiled.

    Raises DefinitionError with all problems of the settings.  Whether the exits lead anywhere is not looked
    at here: see flowengine.checks.
    """
    known = node_types() if types is None else types
    names = flow_names(document, types=known)
    problems: list[Problem] = []
    nodes: dict[str, FlowNode] = {}
    for node_id, raw in raw_nodes(document):
        built = build_node(node_id, raw, names, known)
        if isinstance(built, Node):
            nodes[node_id] = _flow_node(node_id, raw, built)
        else:
            problems += built
    if problems:
        raise DefinitionError(problems)
    return Flow(
        id=_text(document, "flow"),
        title=title_of(document.get("title")),
        language=_text(document, "language") or DEFAULT_LANGUAGE,
        start=_text(document, "start"),
        nodes=nodes,
        variables=mapping(document.get("variables")),
        inputs=_texts(document.get("inputs")),
        outputs=_texts(document.get("outputs")),
        on_error=_text(document, "on_error") or None,
        on_hangup=_text(document, "on_hangup") or None,
        max_call_seconds=_seconds(document.get("max_call_seconds")),
        layout=dict(_positions(document.get("layout"))),
        names=names,
    )


def build_node(
    node_id: str, raw: Mapping[str, object], names: frozenset[str], types: Mapping[str, type[Node]]
) -> Node | list[Problem]:
    """Build one node from its entry in the document, or say what is wrong with it."""
    here: DocumentPath = ("nodes", node_id)
    name = raw.get("type")
    if not isinstance(name, str) or name not in types:
        words = Words(f"There is no step of the type “{name}”.", f"没有“{name}”这种步骤。")
        return [Problem("unknown_type", words, path=(*here, "type"), node=node_id)]
    try:
        return types[name].model_validate(settings_of(raw), context={"names": names})
    except ValidationError as error:
        return [
            Problem("wrong_setting", _said(found), path=(*here, *found["loc"]), node=node_id)
            for found in error.errors(include_url=False, include_input=False)
        ]
    except ExpressionError as error:
        return [Problem(error.code, error.message, path=here, node=node_id, span=error.span)]


def flow_names(
    document: Mapping[str, object], *, types: Mapping[str, type[Node]] | None = None
) -> frozenset[str]:
    """Return every name that an expression of this flow may use."""
    known = node_types() if types is None else types
    names = {*SCOPE_NAMES, *mapping(document.get("variables")), *mapping(document.get("inputs"))}
    names.update(mapping(document.get("outputs")))
    for _, raw in raw_nodes(document):
        node_type = known.get(str(raw.get("type")))
        if node_type is not None:
            found = walk_settings(node_type, settings_of(raw))
            names.update(setting.value for setting in found if setting.format == "variable")
    return frozenset(names)


def raw_nodes(document: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield name and entry of every node that has the shape of one."""
    for name, raw in mapping(document.get("nodes")).items():
        if isinstance(raw, Mapping):
            yield name, raw


def settings_of(raw: Mapping[str, object]) -> dict[str, object]:
    """Return what of a node's entry belongs to its type."""
    return {name: value for name, value in raw.items() if name not in NODE_ENTRIES}


def mapping(value: object) -> Mapping[str, object]:
    """Return a mapping as it is, and an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def title_of(value: object) -> dict[str, str]:
    """Return a title by language tag; a plain text stands for every language, under ""."""
    return {"": value} if isinstance(value, str) and value else _texts(value)


def _flow_node(node_id: str, raw: Mapping[str, object], node: Node) -> FlowNode:
    title, exits = title_of(raw.get("title")), _texts(raw.get("exits"))
    return FlowNode(node_id, node.type, title, _text(raw, "note"), node, exits)


def _text(raw: Mapping[str, object], name: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else ""


def _texts(value: object) -> dict[str, str]:
    return {name: text for name, text in mapping(value).items() if isinstance(text, str)}


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        return MAX_CALL_SECONDS
    return min(seconds, MAX_CALL_SECONDS) if seconds > 0 else MAX_CALL_SECONDS


def _positions(value: object) -> Iterator[tuple[str, tuple[float, float]]]:
    for name, place in mapping(value).items():
        match place:
            case [int() | float() | Decimal() as x, int() | float() | Decimal() as y]:
                yield name, (float(x), float(y))


def _said(found: Mapping[str, object]) -> Words:
    """Return what a node type says about its settings; a type may raise ValueError(Words(...))."""
    context = found.get("ctx")
    error = context.get("error") if isinstance(context, Mapping) else None
    if isinstance(error, ValueError) and error.args and isinstance(error.args[0], Words):
        return error.args[0]
    said = str(found["msg"]).removeprefix("Value error, ")
    return Words(f"This setting cannot be used: {said}.", f"此设置无法使用：{said}。")
