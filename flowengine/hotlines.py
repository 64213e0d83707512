"""The numbers that callers dial, and which flow or schedule answers each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowengine.model import mapping, title_of
from flowengine.problems import Problem
from flowengine.words import Words
from flowengine.yaml_comments import DocumentPath
from flowengine.yaml_text import Source

NUMBER = re.compile(r"\+?[0-9*#]{1,32}\Z")
"""What can be dialled, as telephone systems hand it over: digits, * and #, with a leading + for E.164."""

ENTRIES = ("title", "flow", "schedule")


@dataclass(frozen=True, slots=True)
class Hotline:
    """One number, what people call it (by language tag), and who answers: a flow, or a schedule that picks one.

    Exactly one of `flow` and `schedule` is not "".
    """

    number: str
    title: Mapping[str, str]
    flow: str = ""
    schedule: str = ""


def read_hotlines(source: Source) -> tuple[dict[str, Hotline], list[Problem]]:
    """Return the hotlines of hotlines.yaml by number, and every problem of that file; never raises."""
    if source.errors and not source.document:
        return {}, list(source.errors)
    problems = [*source.errors, *_head(source)]
    found: dict[str, Hotline] = {}
    for number, raw in mapping(source.document.get("hotlines")).items():
        wrong = list(_wrong(source, number, raw))
        problems += wrong
        if isinstance(raw, Mapping) and not wrong:
            flow, schedule = str(raw.get("flow", "")), str(raw.get("schedule", ""))
            found[number] = Hotline(number, title_of(raw.get("title")), flow, schedule)
    return found, problems


def problem_at(source: Source, code: str, words: Words, path: DocumentPath) -> Problem:
    """Return an error at an entry of a file that is no flow."""
    line, column = source.place(path)
    return Problem(code, words, file=source.file, line=line, column=column, path=path)


def _head(source: Source) -> Iterator[Problem]:
    if source.document.get("dialoom") != 1:
        words = Words("The file must begin with the line “dialoom: 1”.", "文件开头应为“dialoom: 1”。")
        yield problem_at(source, "wrong_value", words, ("dialoom",))
    if not isinstance(source.document.get("hotlines", {}), Mapping):
        words = Words("“hotlines” must have an entry for each number.", "“hotlines”应为每个号码一个条目。")
        yield problem_at(source, "wrong_type", words, ("hotlines",))
    for name in source.document:
        if name not in ("dialoom", "hotlines"):
            yield _unknown_entry(source, (name,))


def _wrong(source: Source, number: str, raw: object) -> Iterator[Problem]:
    path: DocumentPath = ("hotlines", number)
    if not NUMBER.match(number):
        words = Words(
            f"“{number}” is no telephone number. Use digits only, without spaces; a + may lead.",
            f"“{number}”不是电话号码。只能使用数字（不含空格），开头可以有 +。",
        )
        yield problem_at(source, "wrong_name", words, path)
    if not isinstance(raw, Mapping):
        words = Words(
            f"Say what answers {number}: “flow: name” or “schedule: name”.",
            f"请写明由什么应答 {number}：“flow: 名称”或“schedule: 名称”。",
        )
        yield problem_at(source, "wrong_type", words, path)
        return
    yield from _not_one(source, number, raw)
    for name in raw:
        if name not in ENTRIES:
            yield _unknown_entry(source, (*path, name))


def _not_one(source: Source, number: str, raw: Mapping[str, object]) -> Iterator[Problem]:
    """Exactly one of flow and schedule answers."""
    path: DocumentPath = ("hotlines", number)
    named = [name for name in ("flow", "schedule") if name in raw]
    if len(named) == 2:
        words = Words(
            f"A flow and a schedule cannot both answer {number}. Keep “flow” or “schedule”.",
            f"{number} 不能同时由流程和时间表应答，请只保留“flow”或“schedule”之一。",
        )
        yield problem_at(source, "flow_or_schedule", words, (*path, "schedule"))
    elif not named or not isinstance(raw[named[0]], str) or not raw[named[0]]:
        words = Words(
            f"Nothing answers {number}. Add “flow: name” or “schedule: name”.",
            f"没有流程或时间表应答 {number}。请添加“flow: 名称”或“schedule: 名称”。",
        )
        yield problem_at(source, "missing_setting", words, (*path, named[0] if named else "flow"))


def _unknown_entry(source: Source, path: DocumentPath) -> Problem:
    words = Words(
        f"There is no setting “{path[-1]}” here. Remove it.", f"此处没有“{path[-1]}”这个设置，请删除。"
    )
    return problem_at(source, "unknown_setting", words, path)
