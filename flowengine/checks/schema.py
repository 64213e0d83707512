"""The file has the shape of a flow: settings that exist, of the right kind, within their limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from flowengine.checks.schema_words import label, words_for
from flowengine.checks.view import FlowView
from flowengine.model import build_node, mapping
from flowengine.near import meant
from flowengine.node import Node
from flowengine.problems import Problem
from flowengine.schema import entry_schema, shell_schema
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath

MAX_ERRORS = 1_000
"""Problems of the file's shape that are told; nobody reads more."""

FLOW_WORDS = Words("Flow", "流程")


def check(view: FlowView) -> Iterator[Problem]:
    """Look at the file around the nodes, then at every node by its type."""
    left = MAX_ERRORS
    for problem in _all(view):
        left -= 1
        if left < 0:
            return
        yield problem


def _all(view: FlowView) -> Iterator[Problem]:
    for error in _shell_validator().iter_errors(view.document):
        yield from _problems(view, error, (), None)
    for node, raw in view.nodes.items():
        type_ = view.type_of(node)
        if type_ is None:
            yield _unknown_type(view, node, raw)
            continue
        errors = list(_node_validator(type_).iter_errors(raw))
        for error in errors:
            yield from _problems(view, error, ("nodes", node), type_)
        if not errors:
            yield from _disagreements(view, node, raw)


@cache
def _shell_validator() -> Draft202012Validator:
    return Draft202012Validator(shell_schema())


@cache
def _node_validator(node_type: type[Node]) -> Draft202012Validator:
    return Draft202012Validator(entry_schema(node_type))


def _unknown_type(view: FlowView, node: str, raw: Mapping[str, object]) -> Problem:
    path: DocumentPath = ("nodes", node, "type")
    name, step = raw.get("type"), view.step(node)
    if "type" not in raw:
        words = Words(
            f"“{step.en}” does not say what it does. Add “type”.", f"“{step.zh}”没有说明类型。请添加“type”。"
        )
        return view.problem("missing_setting", words, path)
    near = view.nearest.of(name, view.types) if isinstance(name, str) else None
    known = ", ".join(view.types)
    hint = meant(near, Words(f"Known types: {known}.", f"可用类型：{known}。"))
    words = Words(
        f"“{step.en}” has the unknown type “{name}”. {hint.en}", f"“{step.zh}”的类型“{name}”不存在。{hint.zh}"
    )
    return view.problem("unknown_type", words, path, at="value", repair=near)


def _disagreements(view: FlowView, node: str, raw: Mapping[str, object]) -> Iterator[Problem]:
    """Settings that are each right and do not go together, as the node type itself says; FEEL has its own check."""
    built = build_node(node, raw, view.names, view.types)
    if isinstance(built, list):
        for problem in built:
            if problem.code == "wrong_setting":
                yield view.problem(problem.code, problem.message, problem.path)


def _problems(
    view: FlowView, error: ValidationError, base: DocumentPath, type_: type[Node] | None
) -> Iterator[Problem]:
    """Turn one finding of jsonschema into problems in our words."""
    path: DocumentPath = (*base, *error.absolute_path)
    owner = view.step(str(base[1])) if base else FLOW_WORDS
    if "propertyNames" in error.schema_path:
        name = str(error.instance)
        _, words = words_for(error, owner, Words(f"the name “{name}”", f"名称“{name}”"))
        yield view.problem("wrong_name", words, (*path, name))
        return
    match error.validator:
        case "additionalProperties":
            for name in _unexpected(error):
                yield _unknown_setting(view, error, (*path, name), owner)
        case "required":
            for name in _missing(error):
                named = label((*path, name), type_)
                words = Words(
                    f"{owner.en}: {named.en} is missing. Fill it in.", f"{owner.zh}：缺少{named.zh}，请填写。"
                )
                yield view.problem("missing_setting", words, (*path, name))
        case "anyOf":
            yield from _alternatives(view, error, base, type_)
        case _:
            code, words = words_for(error, owner, label(path, type_))
            yield view.problem(code, words, path, at="value", repair=_in_quotes(error))


def _alternatives(
    view: FlowView, error: ValidationError, base: DocumentPath, type_: type[Node] | None
) -> Iterator[Problem]:
    """Tell what is wrong by the alternative that has the value's own type, if there is one."""
    by_choice: dict[object, list[ValidationError]] = {}
    for inner in error.context or ():
        by_choice.setdefault(inner.schema_path[0], []).append(inner)
    for found in by_choice.values():
        if not any(inner.validator == "type" and not inner.path for inner in found):
            for inner in found:
                yield from _problems(view, inner, base, type_)
            return
    path: DocumentPath = (*base, *error.absolute_path)
    owner = view.step(str(base[1])) if base else FLOW_WORDS
    code, words = words_for(error, owner, label(path, type_))
    yield view.problem(code, words, path, at="value", repair=_in_quotes(error))


def _unknown_setting(view: FlowView, error: ValidationError, path: DocumentPath, owner: Words) -> Problem:
    name = str(path[-1])
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    present = mapping(error.instance)
    known = [other for other in mapping(schema.get("properties")) if other not in present]
    near = view.nearest.of(name, known)
    hint = meant(near, Words("Remove it.", "请删除。"))
    if "patternProperties" in schema:
        words = Words(
            f"{owner.en}: “{name}” is no telephone key. Use 0-9, * or #.",
            f"{owner.zh}：“{name}”不是电话按键。请用 0-9、* 或 #。",
        )
        return view.problem("wrong_name", words, path)
    words = Words(
        f"{owner.en}: there is no setting “{name}”. {hint.en}", f"{owner.zh}：没有“{name}”这个设置。{hint.zh}"
    )
    return view.problem("unknown_setting", words, path, repair=near)


def _unexpected(error: ValidationError) -> list[str]:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    known = mapping(schema.get("properties"))
    allowed = Draft202012Validator(
        {"propertyNames": {"pattern": "|".join(mapping(schema.get("patternProperties")))}}
    )
    has_patterns = "patternProperties" in schema
    return [
        name
        for name in mapping(error.instance)
        if name not in known and not (has_patterns and allowed.is_valid({name: None}))
    ]


def _missing(error: ValidationError) -> list[str]:
    # jsonschema reports each missing name by an error of its own and names it only in its text.
    needed = error.validator_value
    present = mapping(error.instance)
    lacking = [name for name in needed if name not in present] if isinstance(needed, list) else []
    return [name for name in lacking if error.message.startswith(repr(name))]


def _in_quotes(error: ValidationError) -> str | None:
    """Return a number as the text that was meant, where text is wanted."""
    kinds = {error.schema.get("type")} if isinstance(error.schema, Mapping) else set()
    kinds |= (
        {choice.get("type") for choice in (error.schema.get("anyOf") or ()) if isinstance(choice, Mapping)}
        if isinstance(error.schema, Mapping)
        else set()
    )
    value = error.instance
    return f'"{value}"' if "string" in kinds and isinstance(value, int | float) else None
