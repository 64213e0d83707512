"""Settings files of telephone systems: YAML read as text, checked by a model, with complaints that name the place."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from flowengine.errors import AdapterError
from flowengine.near import Nearest, meant
from flowengine.words import Words

Settings = TypeVar("Settings", bound=BaseModel)

COMPLAINTS = {
    "missing": Words("is missing", "缺少此项"),
    "literal_error": Words("is to be {expected}", "应为 {expected}"),
    "less_than_equal": Words("is to be {le} at most", "不得大于 {le}"),
    "greater_than_equal": Words("is to be {ge} at least", "不得小于 {ge}"),
    "greater_than": Words("is to be more than {gt}", "应大于 {gt}"),
    "int_parsing": Words("is to be a whole number", "应为整数"),
    "int_type": Words("is to be a whole number", "应为整数"),
    "float_parsing": Words("is to be a number", "应为数字"),
    "float_type": Words("is to be a number", "应为数字"),
    "finite_number": Words("is to be a number", "应为数字"),
    "string_type": Words("is to be a text", "应为文本"),
    "string_pattern_mismatch": Words("is to be of the form {pattern}", "格式应为 {pattern}"),
    "string_too_short": Words("is empty", "不能为空"),
    "too_short": Words("is empty", "不能为空"),
    "too_long": Words("has more than {max_length} entries", "不得多于 {max_length} 项"),
    "tuple_type": Words("is to be a list: [one, another]", "应为列表：[甲, 乙]"),
    "model_type": Words("is to be a list of settings: {{name: value}}", "应为一组设置：{{名称: 值}}"),
    "mapping_type": Words("is to be a list of settings: {{name: value}}", "应为一组设置：{{名称: 值}}"),
}
"""What pydantic finds, in the words of those who write settings; what is not here is told in pydantic's own."""


class WrongSetting(ValueError):  # noqa: N818 - a complaint, not an error of the program
    """What a model's own check finds, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.words = Words(en, zh)


def settings_invalid(path: Path, what: Words) -> AdapterError:
    """Return the error of a settings file that cannot be used."""
    message = Words(f"The settings {path} cannot be used: {what.en}", f"无法使用设置文件 {path}：{what.zh}")
    return AdapterError("settings_invalid", message)


def read_settings(path: Path) -> dict[str, object]:
    """Read a file's settings by name; every scalar is text (a password of digits stays one)."""
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - makes text only
    except OSError as error:
        why = error.strerror or str(error)
        raise settings_invalid(path, Words(why, why)) from error
    except yaml.MarkedYAMLError as error:
        raise settings_invalid(path, _no_yaml(error)) from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise settings_invalid(path, Words("it is no YAML text", "不是 YAML 文本")) from error
    if not isinstance(found, dict) or not all(isinstance(name, str) for name in found):
        raise settings_invalid(path, Words("it holds no lines “name: value”", "其中没有“名称: 值”形式的行"))
    return found


def _no_yaml(error: yaml.MarkedYAMLError) -> Words:
    """Say where; the text itself may hold a password."""
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    return Words(f"line {line} is no YAML", f"第 {line} 行不是 YAML")


def checked(model: type[Settings], found: Mapping[str, object], path: Path) -> Settings:
    """Return the settings as the model has them; the first thing that is wrong is complained of."""
    try:
        return model.model_validate(found)
    except ValidationError as error:
        raise settings_invalid(path, first_complaint(error, model.model_fields)) from None


def first_complaint(error: ValidationError, names: Collection[str]) -> Words:
    """Return the first thing that is wrong and where, without the value; `names` are the settings that there are."""
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    what = _meaning(first, names)
    return Words(f"{place}: {what.en}", f"{place}：{what.zh}") if place else what


def _meaning(first: ErrorDetails, names: Collection[str]) -> Words:
    context = first.get("ctx", {})
    cause = context.get("error")
    if isinstance(cause, WrongSetting):
        return cause.words
    if first["type"] == "extra_forbidden":
        near = Nearest().of(str(first["loc"][0]), names) if len(first["loc"]) == 1 else None
        question = meant(near, Words("", ""))
        return Words(f"there is no such setting. {question.en}".rstrip(), f"没有此项设置。{question.zh}")
    known = COMPLAINTS.get(first["type"])
    if known is None:
        text = str(cause) if cause else first["msg"]
        return Words(text, text)
    return Words(known.en.format(**context), known.zh.format(**context))


def with_one_target(dial: str) -> str:
    """Return how targets are dialled, as it can stand in a dialplan; WrongSetting where it cannot."""
    rest = dial.replace("{target}", "")
    if dial.count("{target}") != 1 or "/" not in dial or re.search(r"[\s{}\",()^]", rest):
        raise WrongSetting(
            "is to be a channel's name with {target} in it once: PJSIP/{target}@trunk",
            "应为通道名称，其中恰有一个 {target}：PJSIP/{target}@trunk",
        )
    return dial
