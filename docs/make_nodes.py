"""Writes docs/nodes/, a page for each step type: `python -m docs.make_nodes`."""  # noqa: INP001 - a script

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from flowengine.library import describe_all

FOLDER = Path(__file__).parent / "nodes"
LANGUAGES = ("en", "zh-CN")
FAMILIES = {
    "prompts": "Prompts · 语音",
    "input": "Input · 按键",
    "logic": "Logic · 逻辑",
    "data": "Data · 数据",
    "transfer": "Transfer · 转接",
    "end": "End · 结束",
}
KINDS = {
    "feel": "FEEL expression · FEEL 表达式",
    "feel_list": "FEEL values, divided by commas · 用逗号分隔的 FEEL 值",
    "tests": "FEEL unary tests · FEEL 单元测试",
    "template": "text with `{{ FEEL }}` · 可含 `{{ FEEL }}` 的文字",
    "prompt": "prompt name · 语音名称",
    "prompts": "list of prompts · 语音列表",
    "flow": "flow name · 流程名称",
    "variable": "variable name · 变量名",
    "key": "one key (0-9, *, #, A-D) · 一个按键",
    "seconds": "seconds · 秒",
    "target": "number or agent, with `{{ FEEL }}` · 号码或坐席，可含 `{{ FEEL }}`",
}
FAILED = "Something failed · 出错"
TYPES = {
    "string": "text · 文字",
    "integer": "whole number · 整数",
    "number": "number · 数字",
    "boolean": "true or false · 是或否",
    "array": "list · 列表",
    "object": "mapping · 映射",
}


def pages() -> dict[str, str]:
    """Return every page's text by its file name."""
    described = describe_all()
    return {"README.md": _overview(described)} | {f"{one['type']}.md": _page(one) for one in described}


def _overview(described: list[dict[str, object]]) -> str:
    lines = [
        "# Steps · 步骤",
        "",
        "One page for each step type. Written by `python -m docs.make_nodes` from the types themselves.",
        "",
        "每种步骤一页，由 `python -m docs.make_nodes` 根据步骤类型自动生成。",
        "",
        "| step · 步骤 | family · 类别 | what it does · 作用 |",
        "| --- | --- | --- |",
    ]
    for family, words in FAMILIES.items():
        for one in described:
            if one["family"] == family:
                name = str(one["type"])
                lines.append(
                    f"| [{name}]({name}.md) {_label(one, 'zh-CN', name)} | {words} | {_both(one, 'help')} |"
                )
    return "\n".join(lines) + "\n"


def _page(one: Mapping[str, object]) -> str:
    name = str(one["type"])
    schema = _mapping(one["schema"])
    lines = [
        f"# {name}: {_label(one, 'en', name)} · {_label(one, 'zh-CN', name)}",
        "",
        _label(one, "zh-CN", "help"),
        "",
        str(one["doc"]),
        "",
        "## Settings · 设置",
        "",
        *_table(one, schema, schema),
        *_nested(one, schema),
        "## Exits · 出口",
        "",
        "| exit · 出口 | label · 名称 | |",
        "| --- | --- | --- |",
        *_exits(one),
        "",
    ]
    if not one["needs_caller"]:
        lines += ["May run after the caller has hung up (`on_hangup`). · 可在来电者挂机后运行。", ""]
    return "\n".join(lines)


def _nested(one: Mapping[str, object], schema: Mapping[str, object]) -> Iterator[str]:
    """Yield a table for each model inside the settings, such as a case of a branch."""
    for name, model in _mapping(schema.get("$defs", {})).items():
        described = _mapping(model)
        if "properties" in described and name != "PromptItem":
            yield from (f"### {name}", "", *_table(one, described, schema))


def _table(
    one: Mapping[str, object], model: Mapping[str, object], schema: Mapping[str, object]
) -> Iterator[str]:
    properties = _mapping(model.get("properties", {}))
    if not properties:
        yield from ("None. · 无。", "")
        return
    required = model.get("required", [])
    assert isinstance(required, list)
    yield from (
        "| setting · 设置 | what · 说明 | kind · 类型 | default · 默认 |",
        "| --- | --- | --- | --- |",
    )
    for name, described in properties.items():
        setting = _mapping(described)
        default = "required · 必填" if name in required else _default(setting)
        yield f"| `{name}` | {_both(one, name)} | {_kind(setting, schema)} | {default} |"
    yield ""


def _kind(setting: Mapping[str, object], schema: Mapping[str, object]) -> str:
    """Return a setting's kind in words, with its range."""
    choices = setting.get("anyOf")
    if isinstance(choices, list):
        kinds = [_kind(_mapping(choice), schema) for choice in choices if choice != {"type": "null"}]
        return " / ".join(dict.fromkeys(kinds))
    reference = setting.get("$ref")
    if isinstance(reference, str):
        name = reference.rpartition("/")[2]
        return _kind(_mapping(_mapping(schema["$defs"])[name]), schema)
    values = setting.get("enum")
    if isinstance(values, list):
        return ", ".join(f"`{value}`" for value in values)
    kind = KINDS.get(str(setting.get("format")), TYPES.get(str(setting.get("type")), ""))
    inner = setting.get("items") or setting.get("additionalProperties")
    if isinstance(inner, dict) and setting.get("format") != "prompts":
        kind = f"{kind}: {_kind(inner, schema)}"
    low, high = setting.get("minimum"), setting.get("maximum")
    return kind if low is None and high is None else f"{kind}, {low} … {high}"


def _default(setting: Mapping[str, object]) -> str:
    value = setting.get("default")
    if value is None:
        return ""
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _exits(one: Mapping[str, object]) -> Iterator[str]:
    exits = one["exits"]
    assert isinstance(exits, list)
    for exit_ in exits:
        if "per" in exit_:
            yield f"| one for each of `{exit_['per']}` · `{exit_['per']}` 每项一个 | {_both(one, exit_['per'])} | |"
        else:
            words = FAILED if exit_["name"] == "error" else _both(one, exit_["name"])
            note = "" if exit_["required"] else "may stay unwired · 可不连接"
            yield f"| `{exit_['name']}` | {words} | {note} |"


def _both(one: Mapping[str, object], key: str) -> str:
    return " · ".join(words for language in LANGUAGES if (words := _label(one, language, key)))


def _label(one: Mapping[str, object], language: str, key: str) -> str:
    labels = _mapping(one["labels"])
    return str(_mapping(labels[language]).get(key, ""))


def _mapping(value: object) -> Mapping[str, object]:
    assert isinstance(value, Mapping)
    return value


def main() -> None:
    """Write all pages and remove those of types that are gone."""
    FOLDER.mkdir(exist_ok=True)
    written = pages()
    for name, text in written.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    for left_over in set(FOLDER.glob("*.md")) - {FOLDER / name for name in written}:
        left_over.unlink()


if __name__ == "__main__":
    main()
