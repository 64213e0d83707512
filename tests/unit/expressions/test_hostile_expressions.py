"""Texts made to hurt: each ends at once, as an ExpressionError or as a value."""

import json
import time
from datetime import date

import pytest

from flowengine.expressions import (
    ExpressionError,
    check,
    compile_expression,
    compile_template,
    to_json,
    to_text,
)

SECONDS = 5.0  # of the processor: far above what any takes, far below what one without limits takes

REFUSED = {
    "nested parentheses": "(" * 20_000 + "1" + ")" * 20_000,
    "nested lists": "[" * 5_000 + "]" * 5_000,
    "nested contexts": "{a:" * 5_000 + "1" + "}" * 5_000,
    "open brackets": "[" * 30_000,
    "negations": "-" * 20_000 + "1",
    "nested if": "if true then " * 2_000 + "1",
    "power tower": "2 ** (" * 1_000 + "2" + ")" * 1_000,
    "long text": '"' + "a" * 100_000 + '"',
    "long sum": "+".join(["1"] * 50_001),
    "quote": '"' + "\\" * 9_999,
    "comment": "/*" * 10_000,
    "open comments": "/* " * 10_000,
    "slashes": "//" * 15_000,
    "blanks before nothing": " " * 32_000 + "#",
    "blanks in a key": "{a" + " " * 32_000 + "#",
    "words in a key": "{" + "a " * 16_000 + "#",
    "blanks in a loop": "for a" + " " * 32_000 + "#",
    "words in a loop": "for " + "a " * 16_000 + "#",
    "loops": "for a " * 5_000,
    "blanks in a range": "[1..2[" + " " * 32_000 + "#",
    "comments in a range": "[1..2[" + "//\n" * 10_000 + "#",
    "full-width quotes": "“" * 32_000,
    "escaped quotes": '"a' + '\\"' * 16_000,
    "names": "a " * 15_000 + "= = 1",
    "paths": "a" + ".b" * 10_000,
}
NULL = {
    "huge range": "for i in 1..10**30 return i",
    "wide range": "count(for i in 1..100000000 return i)",
    "range value": "for i in [1..1000000000] return i",
    "nested loops": "for a in 1..1000, b in 1..1000, c in 1..1000 return a",
    "quantifier": "every a in 1..30000, b in 1..30000 satisfies a + b > 0",
    "exponent": "10 ** (10 ** 10)",
    "division by almost nothing": "1e6000 / 1e-6000",
    "endless recursion": "(function(f) f(f))(function(f) f(f))",
    "doubling text": 'for i in 1..100 return if i = 1 then "ab" else partial[-1] + partial[-1]',
    "doubling list": "for i in 1..100 return if i = 1 then [1] else concatenate(partial[-1], partial[-1])",
    "many long texts": 'for i in 1..90000 return for j in 1..90000 return string join(["a", text])',
    "many sums of long texts": "for i in 1..90000 return text + text",
    "tree of calls": "(function(f, n) f(f, n))(function(f, n) if n = 0 then 1 else f(f, n - 1) + f(f, n - 1), 40)",
}
HARMLESS = {
    "or chain": " or ".join(["a = 1"] * 1_000),
    "and chain": " and ".join(["a = 1"] * 1_000),
    "sum chain": " + ".join(["1"] * 2_000),
    "text chain": " + ".join(['"a"'] * 2_000),
    "long list": "[" + ", ".join(["1"] * 5_000) + "]",
    "growing number": "for i in 1..5000 return if i = 1 then 3 else partial[-1] * partial[-1]",
    "growing sum": "for i in 1..20000 return if i = 1 then 3 else partial[-1] + partial[-1]",
    "catastrophic pattern": f'matches("{"a" * 5_000}b", "^(a+)+$")',
    "pattern of many groups": f'replace("{"a" * 1_000}", "{"(a?)" * 200}b", "x")',
    "counted pattern": 'matches("a", "((a{1,1000}){1,1000}){1,1000}")',
    "backtracking split": f'split("{"a" * 5_000}", "(a|a)*b")',
    "range of dots": f'range("[{"." * 30_000}")',
    "range of ranges": f'range("{"[1.." * 7_000}")',
    "replacement of groups": f'replace("{"a" * 10_000}", "a()", "{"$1" * 10_000}")',
    "replacement of signs": 'replace("aaa", "a", "' + "\\" * 28_000 + '")',
    "replacement of digits": f'replace("aaa", "(a)", "${"1" * 30_000}")',
    "replacement of zeros": f'replace("aaa", "(a)", "${"0" * 30_000}1")',
    "self reference": "for i in 1..50 return partial",
    "unfolding equality": "(for i in 1..50 return [partial, partial]) = (for i in 1..50 return [partial, partial])",
    "unfolding path": "(for i in 1..50 return [partial, partial]).a",
    "nesting result": "for i in 1..5000 return if i = 1 then [] else [partial[-1]]",
    "long string": "string(for i in 1..20000 return 1e6000)",
    "digits": "1" * 30_000,
    "exponent literal": "1e999999999999999999",
    "negative exponent": "1e-999999999999999999",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused(text: str) -> None:
    began = time.thread_time()
    with pytest.raises(ExpressionError) as caught:
        compile_expression(text, frozenset("ab"))
    assert str(caught.value)
    assert time.thread_time() - began < SECONDS


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_refused_with_its_problems(text: str) -> None:
    began = time.thread_time()
    assert check(text, {"a": None, "b": None})
    assert time.thread_time() - began < SECONDS


def test_the_first_in_ends_the_name_that_a_loop_brings() -> None:
    assert compile_expression("for line in item  in [1, 2] return line")({}) == [False]
    assert compile_expression("for line item  in\n[1, 2] return line item + 1")({}) == [2, 3]


def test_a_comment_is_no_part_of_a_new_name() -> None:
    assert compile_expression("{/* first */ a b /* and */ : 1, c // last\n: 2}")({}) == {"a b": 1, "c": 2}
    assert compile_expression("for a /* each */ in [1, 2] return a")({}) == [1, 2]


@pytest.mark.parametrize("text", NULL.values(), ids=NULL)
def test_null(text: str) -> None:
    began = time.thread_time()
    assert compile_expression(text)({"text": "a" * 50_000}) is None
    assert time.thread_time() - began < SECONDS


@pytest.mark.parametrize("text", HARMLESS.values(), ids=HARMLESS)
def test_harmless(text: str) -> None:
    began = time.thread_time()
    value = compile_expression(text, frozenset("a"))({"a": 2})
    assert len(to_text(value)) < 210_000
    json.dumps(to_json(value))
    assert time.thread_time() - began < SECONDS


def test_scope_may_be_hostile_too() -> None:
    deep: list[object] = []
    for _ in range(5_000):
        deep = [deep]
    scope = {"deep": deep, "long": list(range(200_000)), "text": "a" * 1_000_000}
    names = frozenset(scope)
    texts = [
        "deep = deep", "flatten(deep)", "string(deep)", "distinct values(long)", "sort(long)", "long[item > 1]",
        "text + text", "sum(long)", "index of(long, 3)", 'replace(text, "a", "aaaaa")', "upper case(text)",
    ]  # fmt: skip
    for text in texts:
        compile_expression(text, names)(scope)
    assert compile_template("{{ text }}", names)(scope) == "a" * 200_000


def test_python_is_out_of_reach() -> None:
    texts = [
        "__import__", "a.__class__", 'a["__class__"]', "[].__class__", "a.__init__.__globals__", "scope", "v1",
        "budget",
        "general", "K0", "print(1)", "exec(1)", 'get value(a, "__class__")', '"a".upper', "f.body", "abs.call",
    ]  # fmt: skip
    for text in texts:
        assert compile_expression(text, frozenset("a"))({"a": 1}) in (None, [])


class Secretive:
    """What a host should not pass, with attributes, items and calls that would be worth reaching."""

    password = "leaked"

    def __getitem__(self, key: object) -> str:
        return self.password

    def __call__(self, *_arguments: object) -> str:
        return self.password

    def __str__(self) -> str:
        return self.password

    __repr__ = __str__


def test_no_attribute_of_a_python_object_is_reachable() -> None:
    names = {name for holder in (Secretive, "", 1, [], {}, compile_expression, date) for name in dir(holder)}
    names |= {
        "__globals__",
        "__code__",
        "__builtins__",
        "f_globals",
        "gi_frame",
        "tb_frame",
        "mro",
        "func_globals",
    }
    forms = [
        "a.{0}",
        'get value(a, "{0}")',
        'a["{0}"]',
        "a[{0} = 1].{0}",
        "{0}(a)",
        "[a].{0}",
        "a({0}: 1)",
        "string(a)",
        "a[1].{0}",
        "abs.{0}",
        "(function(x) x).{0}",
        '"x".{0}',
        "[1..2].{0}",
        "{{x: a}}.x.{0}",
    ]
    dated = {"year", "month", "day", "start", "end"}  # properties of FEEL's own
    reached = {
        form.format(name): to_text(
            compile_expression(form.format(name), frozenset({"a"}))({"a": Secretive()})
        )
        for form in forms
        for name in names - dated
    }
    shown = {value for value in reached.values() if "leaked" in value or "<" in value}
    assert not shown
