"""Broken flows, and what exactly is told about each: code, line and column, in both languages."""

from __future__ import annotations

import re

import pytest
from model_broken_flows import CASES
from model_workspace import HEAD, problems, told


@pytest.mark.parametrize("name", CASES)
def test_every_problem_is_told_at_its_place(name: str) -> None:
    body, expected = CASES[name]
    found = problems(HEAD + body)
    assert told(found) == expected
    for problem in found:
        assert problem.file == "x/flow.yaml"
        assert re.search("[\u4e00-\u9fff]", problem.message.zh)
        assert not re.search("[\u4e00-\u9fff]", problem.message.en)
        assert problem.message.en.rstrip()[-1] in ".?", problem.message.en


WARNINGS = {
    "unreachable",
    "prompt_language",
    "unknown_name",
    "layout_unknown",
    "title_missing",
    "title_language",
    "input_missing",
    "output_never_set",
    "target_undiallable",
}


def test_only_what_is_harmless_is_a_warning() -> None:
    for body, _ in CASES.values():
        for problem in problems(HEAD + body):
            assert (problem.severity == "warning") == (problem.code in WARNINGS), problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dialoom: 2\nflow: x\ntitle: A\nnodes: {}\n", ("wrong_value", 1, 10)),
        ("flow: x\ntitle: A\nnodes: {}\n", ("missing_setting", 1, 1)),
        ("dialoom: 1\ntitle: A\nnodes: {}\n", ("missing_setting", 1, 1)),
        ("dialoom: 1\nflow: ../x\ntitle: A\nnodes: {}\n", ("wrong_value", 2, 7)),
        ("dialoom: 1\nflow: y\ntitle: A\nnodes: {}\n", ("flow_name", 2, 7)),
        ("dialoom: 1\nflow: x\nnodes: {}\n", ("title_missing", 1, 1)),
        ("dialoom: 1\nflow: x\ntitle: ' '\nnodes: {}\n", ("title_missing", 3, 1)),
        ("dialoom: 1\nflow: x\ntitle: 5\nnodes: {}\n", ("wrong_type", 3, 8)),
        ("dialoom: 1\nflow: x\ntitle: {en: 5}\nnodes: {}\n", ("wrong_type", 3, 13)),
        ("dialoom: 1\nflow: x\ntitle: {en: A}\nlanguage: zh-CN\nnodes: {}\n", ("title_language", 3, 1)),
        ("dialoom: 1\nflow: x\ntitle: A\nlanguage: chinese!\nnodes: {}\n", ("wrong_value", 4, 11)),
        ("dialoom: 1\nflow: x\ntitle: A\nnodes:\n  a: [x\n", ("yaml_syntax", 5, 6)),
    ],
)
def test_the_head_of_a_flow(text: str, expected: tuple[str, int, int]) -> None:
    assert expected in told(problems(text))


def test_the_message_says_what_was_meant_and_how_to_mend_it() -> None:
    body = """\
start: wellcome
nodes:
  welcome: {type: play, prompts: [welcom], exits: {doen: welcome}}
  pin:
    type: collect
    title: {zh-CN: 输入密码, en: Ask the PIN}
    variable: pin
    prompt: [welcome]
    prompts: [welcome]
    finish_key: 0
"""
    found = {(problem.code, problem.path[-1]): problem for problem in problems(HEAD + body)}
    assert found["node_unknown", "start"].repair == "welcome"
    assert found["prompt_unknown", 0].repair == "welcome"
    assert found["exit_unknown", "doen"].repair == "done"
    unknown = found["unknown_setting", "prompt"]
    assert unknown.node == "pin"
    assert unknown.message.zh == "输入密码：没有“prompt”这个设置。请删除。"
    number = found["wrong_type", "finish_key"]
    assert number.repair == '"0"'
    assert (
        number.message.en
        == 'Ask the PIN: “Key that ends the entry” must be a text, not a number. Write it in quotes: "0".'
    )
    assert number.message.zh == '输入密码：“结束键”应为文字，而不是数字。请加引号："0"。'
    assert (
        found["exit_unwired", "no_input"].message.zh
        == "“输入密码”的出口“无输入”没有连接。请从它拉一条线到下一个步骤。"
    )


def test_html_in_a_title_is_only_text() -> None:
    title = "<img src=x onerror=alert(1)>"
    found = problems(
        HEAD + f"start: bye\nnodes:\n  bye: {{type: hang_up, title: '{title}', exits: {{x: bye}}}}\n"
    )
    assert found[-1].message.en.startswith(f"“{title}” has no exit “x”.")


def test_a_repair_of_an_expression_is_the_whole_text() -> None:
    body = (
        "start: a\nvariables: {level: 0}\nnodes:\n"
        "  a: {type: branch, cases: [{when: 'levle > 1', exit: hi}], exits: {hi: b, otherwise: b}}\n"
        "  b: {type: transfer, target: '8{{ levle }}0', exits: {busy: c, no_answer: c, failed: c}}\n"
        "  c: {type: hang_up}\n"
    )
    assert [(problem.repair, problem.span) for problem in problems(HEAD + body)] == [
        ("level > 1", (0, 5)),
        ("8{{ level }}0", (4, 9)),
    ]


def test_names_of_the_flow_are_known_to_its_expressions() -> None:
    body = """\
start: a
variables: {tries: 0, 会员 等级: ''}
inputs: {order: string}
outputs: {status: string}
nodes:
  a:
    type: collect
    variable: pin code
    prompts: [welcome]
    validate: string length(digits) > 3
    exits: {done: b, no_input: c, invalid: c}
  b:
    type: set
    assignments:
      tries: tries + 1
      status: 'if 会员 等级 = "VIP" then order else string(tries)'
      log: '[pin code, caller.number, hotline, language, call.id, log]'
    exits: {done: c}
  c: {type: hang_up}
"""
    assert told(problems(HEAD + body)) == []


def test_digits_are_known_in_the_validation_alone() -> None:
    body = (
        "start: a\nnodes:\n"
        "  a: {type: branch, cases: [{when: digits = 1, exit: b}], exits: {b: b, otherwise: b}}\n"
        "  b: {type: hang_up}\n"
    )
    assert [problem.code for problem in problems(HEAD + body)] == ["unknown_name"]
