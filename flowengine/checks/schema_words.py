"""What JSON Schema's keywords mean to a person, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from jsonschema.exceptions import ValidationError

from flowengine.node import Node
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath

KINDS: Mapping[str, Words] = {
    "string": Words("a text", "文字"),
    "number": Words("a number", "数字"),
    "integer": Words("a whole number", "整数"),
    "boolean": Words("true or false", "true 或 false"),
    "array": Words("a list", "列表"),
    "object": Words("entries such as “name: value”", "“名称: 值”形式的条目"),
    "null": Words("nothing", "空"),
}
FORMATS: Mapping[str, Words] = {
    "key": Words("one telephone key: 0-9, * or #", "一个电话按键：0-9、* 或 #"),
    "identifier": Words(
        "a name of letters, digits, - and _ that begins with a letter (at most 80)",
        "由字母或汉字、数字、- 和 _ 组成、不以数字开头的名称（最多 80 个字符）",
    ),
    "language": Words("a language such as zh-CN or en", "语言代码，例如 zh-CN 或 en"),
}
OWN_LABELS: Mapping[str, Words] = {
    "dialoom": Words("“dialoom” (the version of the file's format)", "“dialoom”（文件格式版本）"),
    "title": Words("“Title”", "“标题”"),
    "note": Words("“Note”", "“备注”"),
    "exits": Words("“Exits”", "“出口”"),
}
IN_QUOTES = Words("Write it in quotes: ", "请加引号：")


def label(path: DocumentPath, node_type: type[Node] | None) -> Words:
    """Return how a message calls the setting at a path: by the type's own label, else by its name."""
    names = [part for part in path if isinstance(part, str)]
    name = names[-1] if names else ""
    place = f" [{path[-1] + 1}]" if path and isinstance(path[-1], int) else ""
    own = OWN_LABELS.get(name)
    if own is not None:
        return Words(own.en + place, own.zh + place)
    labels = node_type.labels if node_type is not None else {}
    en, zh = labels.get("en", {}).get(name, name), labels.get("zh-CN", {}).get(name, name)
    return Words(f"“{en}”{place}", f"“{zh}”{place}")


def words_for(error: ValidationError, owner: Words, name: Words) -> tuple[str, Words]:
    """Return code and message for one finding of jsonschema."""
    found = _SAID.get(str(error.validator))
    code, said = found(error) if found else ("wrong_value", Words("has a wrong value.", "的值不正确。"))
    return code, Words(f"{owner.en}: {name.en} {said.en}", f"{owner.zh}：{name.zh}{said.zh}")


def _type(error: ValidationError) -> tuple[str, Words]:
    kinds = _kinds(error)
    wanted = [KINDS[kind] for kind in kinds if kind in KINDS and kind != "null"]
    en, zh = " or ".join(kind.en for kind in wanted), "或".join(kind.zh for kind in wanted)
    actual = KINDS[_kind_of(error.instance)]
    said = Words(f"must be {en}, not {actual.en}.", f"应为{zh}，而不是{actual.zh}。")
    shown = _as_text(error.instance)
    if "string" in kinds and shown is not None:
        return "wrong_type", Words(
            f'{said.en} {IN_QUOTES.en}"{shown}".', f'{said.zh}{IN_QUOTES.zh}"{shown}"。'
        )
    return "wrong_type", said


def _kinds(error: ValidationError) -> list[str]:
    if error.validator == "anyOf" and isinstance(error.validator_value, list):
        kinds = [
            choice.get("type", "object") for choice in error.validator_value if isinstance(choice, Mapping)
        ]
        return [str(kind) for kind in kinds]
    return [str(error.validator_value)]


def _kind_of(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int() | float() | Decimal():
            return "number"
        case str():
            return "string"
        case list():
            return "array"
    return "object"


def _as_text(value: object) -> str | None:
    """Return what stands in the file where a number, true or false stands for a text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float | Decimal) else None


def _range(en: str, zh: str) -> Callable[[ValidationError], tuple[str, Words]]:
    def said(error: ValidationError) -> tuple[str, Words]:
        limit = error.validator_value
        shown = f"{limit:g}" if isinstance(limit, float) else str(limit)
        return "out_of_range", Words(en.format(shown), zh.format(shown))

    return said


def _pattern(error: ValidationError) -> tuple[str, Words]:
    kind = error.schema.get("format") if isinstance(error.schema, Mapping) else None
    wanted = FORMATS.get(str(kind), Words("written differently", "其他写法"))
    return "wrong_value", Words(f"must be {wanted.en}.", f"应为{wanted.zh}。")


def _one_of(error: ValidationError) -> tuple[str, Words]:
    value = error.validator_value
    known = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "wrong_value", Words(f"must be one of: {known}.", f"应为以下之一：{known}。")


def _constant(error: ValidationError) -> tuple[str, Words]:
    return "wrong_value", Words(f"must be {error.validator_value}.", f"应为 {error.validator_value}。")


_SAID: Mapping[str, Callable[[ValidationError], tuple[str, Words]]] = {
    "type": _type,
    "anyOf": _type,
    "minimum": _range("must be at least {}.", "不能小于 {}。"),
    "exclusiveMinimum": _range("must be greater than {}.", "必须大于 {}。"),
    "maximum": _range("must be at most {}.", "不能大于 {}。"),
    "exclusiveMaximum": _range("must be less than {}.", "必须小于 {}。"),
    "minLength": _range("must not be empty (at least {} characters).", "不能为空（至少 {} 个字符）。"),
    "maxLength": _range("must have at most {} characters.", "最多 {} 个字符。"),
    "minItems": _range("must have at least {} entries.", "至少要有 {} 项。"),
    "maxItems": _range("must have at most {} entries.", "最多 {} 项。"),
    "minProperties": _range("must have at least {} entries.", "至少要有 {} 项。"),
    "maxProperties": _range("must have at most {} entries.", "最多 {} 项。"),
    "pattern": _pattern,
    "enum": _one_of,
    "const": _constant,
}
