"""The tables of DMN 1.5 chapter 10 row by row: parameters by name, missing arguments, ends of ranges, cells."""

import pytest

from flowengine.expressions import compile_expression, compile_unary_tests, to_text

# Every function by the names of its parameters (tables 70 to 78), which may stand in any order.
NAMED = """
abs(n: -1) | 1
decimal(scale: 2, n: 1/3) | 0.33
floor(n: 1.56, scale: 1) | 1.5
ceiling(n: 1.5) | 2
round up(n: 1.121, scale: 2) | 1.13
round half down(scale: 0, n: 5.5) | 5
modulo(divisor: 3, dividend: -10) | 2
sqrt(number: 16) | 4
odd(number: 3) | true
number(from: "1,5", decimal separator: ",", grouping separator: null) | 1.5
string(from: 1) | 1
substring(string: "foobar", start position: 3, length: 2) | ob
string length(string: "ab") | 2
upper case(string: "a") | A
substring before(match: "b", string: "foobar") | foo
contains(match: "o", string: "foo") | true
matches(pattern: "O", input: "foo", flags: "i") | true
replace(input: "abc", pattern: "b", replacement: "x") | axc
split(delimiter: ",", string: "a,b") | ["a", "b"]
string join(delimiter: "-", list: ["a", "b"]) | a-b
list contains(element: 1, list: [1]) | true
count(list: [1, 2]) | 2
min(list: [2, 1]) | 1
sublist(list: [4, 5, 6], start position: 2) | [5, 6]
append(list: [1], item: [2]) | [1, [2]]
append(list: [1], item: null) | [1, null]
insert before(list: [1], position: 1, newItem: 0) | [0, 1]
remove(position: 1, list: [1, 2]) | [2]
list replace(list: [1, 2], position: 1, newItem: 9) | [9, 2]
list replace(list: [1, 2], match: function(a, b) a = 1, newItem: 9) | [9, 2]
index of(match: 2, list: [1, 2]) | [2]
sort(precedes: function(x, y) x > y, list: [1, 2]) | [2, 1]
not(negand: true) | false
is(value2: 1, value1: 1) | true
date(year: 2012, month: 1, day: 2) | 2012-01-02
time(hour: 1, minute: 2, second: 3, offset: null) | 01:02:03
date and time(time: @"10:00:00+01:00", date: @"2012-12-24") | 2012-12-24T10:00:00+01:00
duration(from: "PT1H") | PT1H
years and months duration(to: @"2013-08-24", from: @"2011-12-22") | P1Y8M
week of year(date: @"2005-01-01") | 53
before(point1: 1, point2: 2) | true
before(point: 1, range: [2..3]) | true
before(range: [1..2], point: 3) | true
before(range1: [1..2], range2: [3..4]) | true
after(range: [4..5], point: 3) | true
meets(range2: [5..8], range1: [1..5]) | true
finishes(point: 5, range: [1..5]) | true
included by(point: 5, range: [1..5]) | null
during(range1: [2..3], range2: [1..5]) | true
coincides(range1: [1..2], range2: [1..2]) | true
get value(key: "a", m: {a: 1}) | 1
context put(context: {x: 1}, keys: ["y"], value: 3) | {x: 1, y: 3}
context merge(contexts: [{a: 1}, {b: 2}]) | {a: 1, b: 2}
abs(number: -1) | null
abs(n: -1, m: 1) | null
substring(string: "a") | null
"""
# What lies at or beyond the ends of a domain.
EDGES = """
sublist([1, 2, 3], 1, 0) | null
sublist([1, 2, 3], 2, 5) | null
sublist([1, 2, 3], -2) | [2, 3]
sublist([1, 2, 3], 1.5) | null
substring("foobar", 2, 0) | null
substring("foobar", 7) | null
substring("foobar", -7) | null
substring("foobar", 5, 10) | ar
context put({x: 1}, ["y", "a"], 2) | null
context put({x: 1, y: {a: {b: 1}}}, ["y", "a", "b"], 2) | {x: 1, y: {a: {b: 2}}}
context put({x: 1}, "y", null) | {x: 1, y: null}
years and months duration(@"-999999999-01-01", @"999999999-12-31") | P1999999998Y11M
years and months duration(@"2020-01-31", @"2020-02-29") | P0M
before((1..5), 5) | true
before([1..5], [5..6]) | false
overlaps([1..5), [5..8]) | false
overlaps before((1..5], [1..8]) | false
overlaps after((5..8], [1..5]) | false
finishes(5, [1..5)) | false
includes((1..5), (1..5)) | true
starts((1..3), [1..5]) | false
includes((< 5), 3) | true
after((> 5), 3) | true
number("1.000,5", ".", ",") | 1000.5
number("1,000.5", ",", ",") | null
number("5.") | null
number("+5") | null
count(null) | null
count(1) | 1
list contains(null, null) | null
mode([]) | []
mode([1, null]) | null
all([]) | true
any([]) | false
@"2020-01-31" + @"P1M" | 2020-02-29
@"2020-02-29" - @"P1Y" | 2019-02-28
@"10:00:00" + @"PT15H" | 01:00:00
@"10:00:00" + @"P1Y" | null
@"10:00:00Z" - @"09:00:00" | null
@"2020-01-02" - @"2020-01-01T12:00:00Z" | PT12H
@"P1D" + @"P1Y" | null
@"P1D" / @"PT1H" | 24
2 / @"P1D" | null
@"P1Y" = @"P365D" | null
1 between 2 and null | false
1 between null and 2 | null
[{item: 1}, {item: 2}][item = 2] | [{item: 2}]
[{x: 1}, {y: 2}][x = null] | [{y: 2}]
for i in 3..1 return i | [3, 2, 1]
for i in (1..4) return i | [2, 3]
for i in [1, 2], j in [i, i * 10] return i + j | [2, 11, 4, 22]
for d in [@"2020-01-01"..@"2020-01-03") return string(d) | ["2020-01-01", "2020-01-02"]
every x in [] satisfies false | true
some x in [1, null] satisfies x > 1 | null
(function(x: list<number>) x)(1) | [1]
(function(x: number) x)([1]) | 1
(function(x: date and time) x)(@"2020-01-01") | 2020-01-01T00:00:00Z
"\\uD83D\\uDC0E" | 🐎
"""
# An expression without an end of its own may be the last operand (grammar rules 1 to 4: operands are expressions).
LAST_OPERAND = """
1 + if true then 1 else 2 + 3 | 2
2 * if false then 1 else 2 ** 3 | 16
-if true then 1 else 2 | -1
2 = if true then 2 else 3 | true
true and some x in [1] satisfies x = 1 | true
false or every x in [1] satisfies x = 1 and false | false
1 between 0 and if true then 2 else 3 | true
for i in [1, 2] return i + if i = 1 then 10 else 20 | [11, 22]
(function(x) x + if x > 1 then 1 else 0)(2) | 3
"""
# Cells of a decision table (section 7.3.3 and grammar rules 12 to 17): value under test, tests, verdict.
CELLS = [
    ("1", "-", "true"),
    ("null", "-", "true"),
    ("1", "not(2, 3)", "true"),
    ("5", "not(> 4)", "false"),
    ("1", "< 2, > 5", "true"),
    ("1", "(1..5)", "false"),
    ("1", "[1, 2]", "true"),
    ("[1, 2]", "[1, 2]", "true"),
    ('"abc"', 'contains(?, "b")', "true"),
    ("{a: 1}", "?.a = 1", "true"),
    ("null", "null", "true"),
    ("1", "null", "false"),
    ("5", "!= 4", "true"),
    ("true", "true", "true"),
    ("false", "true", "false"),
    ("1", "true", "null"),
    ("1", "1 = 1", "true"),
    ("null", "1 = 1", "true"),
    ('"x"', "1 = 2", "false"),
    ("1", "not(1 = 1)", "false"),
]


def rows(table: str) -> list[tuple[str, str]]:
    return [(text, value) for text, _, value in (row.rpartition(" | ") for row in table.strip().splitlines())]


@pytest.mark.parametrize(("text", "value"), rows(NAMED) + rows(EDGES) + rows(LAST_OPERAND))
def test_value(text: str, value: str) -> None:
    expression = compile_expression(text)
    assert to_text(expression({})) == value
    assert to_text(expression.explain({})[0]) == value


@pytest.mark.parametrize(("subject", "tests", "verdict"), CELLS)
def test_cell(subject: str, tests: str, verdict: str) -> None:
    value = compile_expression(subject)({})
    assert to_text(compile_unary_tests(tests)({"?": value})) == verdict
