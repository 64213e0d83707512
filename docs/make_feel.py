"""Writes docs/feel/, the manual of FEEL's functions in both languages: `python -m docs.make_feel`."""  # noqa: INP001 - a script

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from flowengine.expressions import FunctionHelp, functions_catalogue
from flowengine.expressions.diagnostics import TYPE_WORDS
from flowengine.words import Words

FOLDER = Path(__file__).parent / "feel"
FILES = {"en": "functions.md", "zh-CN": "functions.zh-CN.md"}
GROUPS = {
    "number": Words("Numbers", "数字"),
    "string": Words("Texts", "文本"),
    "list": Words("Lists", "列表"),
    "aggregate": Words("Sums and statistics", "汇总与统计"),
    "boolean": Words("True and false", "真假值"),
    "date": Words("Dates, times and durations", "日期、时间与时长"),
    "range": Words("Ranges", "区间"),
    "context": Words("Contexts", "上下文"),
    "ivr": Words("For telephone flows (beyond the standard)", "电话流程专用（标准之外）"),
}
TITLE = Words("Functions of FEEL", "FEEL 函数")
WRITTEN = Words(
    "Every built-in function, from the catalogue that the engine itself uses. Written by `python -m docs.make_feel`; "
    "each example is evaluated by the tests and is true.",
    "引擎内置的全部函数，由 `python -m docs.make_feel` 根据函数目录自动生成；每个示例都经过测试求值，结果为真。",
)
OTHER = Words("[中文](functions.zh-CN.md)", "[English](functions.md)")
GIVES = Words("gives", "返回")
ANY, DURATION = Words("anything", "任意值"), Words("duration", "时长")


def pages() -> dict[str, str]:
    """Return every page's text by its file name."""
    catalogue = functions_catalogue()
    return {name: "\n".join(_page(catalogue, language)) for language, name in FILES.items()}


def _page(catalogue: list[FunctionHelp], language: str) -> Iterator[str]:
    yield from (f"# {TITLE.of(language)}", "", OTHER.of(language), "", WRITTEN.of(language), "")
    for group, functions in groupby(catalogue, lambda one: one.group):
        yield from (f"## {GROUPS[group].of(language)}", "")
        for one in functions:
            yield from _function(one, language)


def _function(one: FunctionHelp, language: str) -> Iterator[str]:
    yield from (f"### {one.name}", "", one.help.of(language), "")
    for parameters in one.signatures:
        shown = ", ".join(
            f"[{name}: {_type(types, language)}]" if optional else f"{name}: {_type(types, language)}"
            for name, types, optional in parameters
        )
        yield f"- `{one.name}({shown})` {GIVES.of(language)} {_type(one.returns, language)}"
    yield from ("", "```feel", *one.examples, "```", "")


def _type(types: str, language: str) -> str:
    words = {"any": ANY, "duration": DURATION, **{name: Words(name, zh) for name, zh in TYPE_WORDS.items()}}
    return " | ".join(words[one].of(language) for one in types.split(" | "))


def main() -> None:
    """Write all pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
