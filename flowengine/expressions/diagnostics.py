"""Why an expression gave null: collected only when asked, by code that reports every operator."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flowengine.expressions.functions.signature import Builtin
from flowengine.expressions.values import Value, type_of
from flowengine.words import Words

_COMPARING = frozenset({"equal", "unequal", "less", "at_most", "more", "at_least", "between"})
TYPE_WORDS = {
    "null": "空值", "boolean": "真假值", "number": "数字", "string": "文本", "date": "日期", "time": "时间",
    "date and time": "日期时间", "days and time duration": "时长", "years and months duration": "年月时长",
    "list": "列表", "context": "上下文", "range": "区间", "function": "函数",
}  # fmt: skip
MAX_DIAGNOSTICS = 50


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One reason: the part of the text as (start, end) offsets, and what happened there."""

    span: tuple[int, int]
    reason: Words


Trace = list[Diagnostic]


def named(trace: Trace, start: int, end: int, name: str, value: Value) -> Value:
    """Return a variable's value; note where it is null."""
    if value is None:
        _note(trace, start, end, Words(f"{name} has no value", f"{name} 没有值"))
    return value


def noted(trace: Trace, start: int, end: int, operator: Callable[..., Value], *operands: Value) -> Value:
    """Return what the operator gives; note where it gives null though no operand is null."""
    result = operator(*operands)
    if result is None:
        values = [operand for operand in operands if not _is_budget(operand)]
        if not any(value is None for value in values):
            _note(trace, start, end, _reason(operator, values))
    return result


def _is_budget(value: Value) -> bool:
    return (
        type(value) is list
        and len(value) == 2
        and all(type(part) is int for part in value)
        and value[0] > 1000
    )


def _note(trace: Trace, start: int, end: int, reason: Words) -> None:
    if len(trace) < MAX_DIAGNOSTICS:
        trace.append(Diagnostic((start, end), reason))


def _reason(operator: Callable[..., Value], values: list[Value]) -> Words:
    word = operator.__name__
    kinds = [type_of(value) for value in values]
    if values and isinstance(values[0], Builtin):
        return _misfit(values[0], kinds[1:])
    if word == "path":
        return Words(f"there is no entry {values[1]!r}", f"没有名为 {values[1]} 的条目")
    if word in ("plus", "minus", "times", "divided", "raised", "negative"):
        return _with_kinds("cannot calculate with {}", "无法用{}进行计算", kinds)
    if word in _COMPARING:
        return _with_kinds("cannot compare {}", "无法比较{}", kinds)
    if word == "at_position":
        return Words("the list has no element at this position", "列表中没有这个位置的元素")
    return _with_kinds("no result for {}", "{}在此处没有结果", kinds)


def _misfit(builtin: Builtin, kinds: list[str]) -> Words:
    return _with_kinds(f"{builtin.name} has no result for {{}}", f"函数 {builtin.name} 对{{}}没有结果", kinds)


def _with_kinds(en: str, zh: str, kinds: list[str]) -> Words:
    return Words(en.format(" and ".join(kinds)), zh.format("和".join(TYPE_WORDS[kind] for kind in kinds)))
