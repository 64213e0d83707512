"""What the DMN 1.5 specification says of values, operators and functions, as statements that must be true or null."""

import pytest

from flowengine.expressions import compile_expression

TRUE = """
string(1.1) = "1.1"
string(null) = null
string(10.0) = "10"
string(true) = "true"
string(["a", 1, null]) = "[\\"a\\", 1, null]"
string({a: "foo", "b c": 1}) = "{a: \\"foo\\", b c: 1}"
string({"{": "foo"}) = "{\\"{\\": \\"foo\\"}"
string(@"P14M") = "P1Y2M"
string(@"PT36H") = "P1DT12H"
string(@"-PT90M") = "-PT1H30M"
string(@"PT0.5S") = "PT0.5S"
string(@"P0D") = "PT0S"
string(@"P0Y") = "P0M"
string(@"2024-02-29T10:00:00.100Z") = "2024-02-29T10:00:00.1Z"
string([1..3)) = "[1..3)"
number("1,000.0", ",", ".") = 1000.0
number("1 000,0", " ", ",") = 1000.0
number("-.5") = -0.5
substring("foobar", 3) = "obar"
substring("foobar", 3, 3) = "oba"
substring("foobar", -2, 1) = "a"
substring("\\U01F40Eab", 2) = "ab"
string length("\\U01F40Eab") = 3
substring before("foobar", "bar") = "foo"
substring after("", "a") = ""
substring after("foobar", "") = "foobar"
contains("foobar", "of") = false
matches("foobar", "^fo*b") = true
matches("h\\no", "h.o") = false
matches("h\\no", "h.o", "s") = true
matches("HELLO", "hello", "i") = true
matches("ab", "a b", "x") = true
matches("hello world", "hello\\\\ sworld", "x") = true
matches("a b", "a[ ]b", "x") = true
matches("a.b", "a.b", "q") = true
matches("axb", "a.b", "q") = false
matches("e", "[a-z-[aeiou]]") = false
matches("中文", "^\\\\p{IsCJKUnifiedIdeographs}+$") = true
matches("x1", "^\\\\i\\\\c$") = true
replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"
replace("a1", "([a-z])", "\\\\$$1") = "$a1"
split("John Doe", "\\\\s") = ["John", "Doe"]
split("a;b;c;;", ";") = ["a", "b", "c", "", ""]
string join(["a", null, "c"], "-") = "a-c"
list contains([1, 2, null], null) = true
count([]) = 0
min("a", "b") = "a"
min([@"2024-01-02", @"2024-01-01"]) = @"2024-01-01"
max(1, 2, 3) = 3
sum(1, 2, 3) = 6
mean([1, 2, 3]) = 2
all([false, null, true]) = false
any([false, null, true]) = true
sublist([4, 5, 6], 1, 2) = [4, 5]
append([1], 2, 3) = [1, 2, 3]
append([1], [2]) = [1, [2]]
concatenate([1, 2], [3]) = [1, 2, 3]
insert before([1, 3], 1, 2) = [2, 1, 3]
remove([1, 2, 3], -1) = [1, 2]
reverse([1, 2, 3]) = [3, 2, 1]
index of([1, 2, 3, 2], 2) = [2, 4]
union([1, 2], [2, 3]) = [1, 2, 3]
distinct values([1, 2, 3, 2, 1]) = [1, 2, 3]
distinct values([1, "1", 1.0, true]) = [1, "1", true]
flatten([[1, 2], [[3]], 4]) = [1, 2, 3, 4]
product([2, 3, 4]) = 24
median(8, 2, 5, 3, 4) = 4
median([6, 1, 2, 3]) = 2.5
mode(6, 3, 9, 6, 6) = [6]
mode([6, 1, 9, 6, 1]) = [1, 6]
decimal(2.5, 0) = 2
decimal(1234, -2) = 1200
floor(-1.5) = -2
ceiling(-1.5) = -1
round up(1.121, 2) = 1.13
round down(-1.126, 2) = -1.12
round half up(-5.5, 0) = -6
round half down(-5.5, 0) = -5
modulo(-12, 5) = 3
modulo(12, -5) = -3
modulo(10.1, 4.5) = 1.1
modulo(-10.1, 4.5) = 3.4
sqrt(16) = 4
decimal(log(10), 8) = 2.30258509
decimal(exp(5), 8) = 148.41315910
odd(5) = true
even(2) = true
is(@"2012-12-25", @"23:00:50") = false
is(@"2012-12-25", @"2012-12-25") = true
is(@"23:00:50Z", @"23:00:50") = false
before(1, 10) = true
before([1..10), [10..20]) = true
after((11..20], [1..11]) = true
meets([1..5], [5..10]) = true
overlaps((< 5), (> 3)) = true
includes((> 3), 5) = true
coincides([1..5], [1..5]) = true
day of year(date(2019, 9, 17)) = 260
day of week(date(2019, 9, 17)) = "Tuesday"
month of year(date(2019, 9, 17)) = "September"
week of year(date(2019, 9, 17)) = 38
week of year(date(2003, 12, 29)) = 1
week of year(date(2004, 1, 4)) = 1
week of year(date(2005, 1, 1)) = 53
sort([3, 1, 4, 5, 2], function(x, y) x < y) = [1, 2, 3, 4, 5]
get value({key1: "value1"}, "key1") = "value1"
get entries({key1: "value1"}) = [{key: "key1", value: "value1"}]
context([{key: "a", value: 1}]) = {a: 1}
context put({x: 1}, "y", 2) = {x: 1, y: 2}
context put({x: 1, y: {a: 0}}, ["y", "a"], 2) = {x: 1, y: {a: 2}}
context merge([{x: 1}, {y: 2}]) = {x: 1, y: 2}
list replace([2, 4, 7, 8], 3, 6) = [2, 4, 6, 8]
list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5) = [5, 5, 7, 8]
years and months duration(@"2011-12-22", @"2013-08-24") = @"P1Y8M"
years and months duration(@"2013-08-24", @"2011-12-22") = @"-P1Y8M"
date("2024-02-29") + @"P1Y" = date("2025-02-28")
date("2024-01-31") + @"P1M" = date("2024-02-29")
date("2024-03-31") - @"P1M" = date("2024-02-29")
date("2024-01-01") - date("2023-01-01") = @"P365D"
@"2024-01-01T00:00:00Z" - @"2024-01-01T08:00:00+08:00" = @"PT0S"
@"23:30:00" + @"PT1H" = @"00:30:00"
@"2024-03-31T01:30:00@Europe/Paris" + @"PT1H" = @"2024-03-31T03:30:00@Europe/Paris"
@"999999999-12-31".year = 999999999
@"-0044-03-15".month = 3
@"2024-02-29T10:11:12.123456789" - @"2024-02-29T10:11:12" = @"PT0.123456789S"
@"P10D" / @"P4D" = 2.5
@"P1Y" * 1.5 = @"P18M"
-@"P1D" = @"-P1D"
@"2024-02-29T00:00:00@Asia/Shanghai".time offset = @"PT8H"
@"2024-02-29T00:00:00@Asia/Shanghai".timezone = "Asia/Shanghai"
@"-P1Y2M".months = -2
@"-P1DT2H".hours = -2
time(@"2024-02-29T10:11:12") = @"10:11:12"
date(@"2024-02-29T10:11:12") = @"2024-02-29"
0.1 + 0.2 = 0.3
10 / 4 = 2.5
(1 / 3) * 3 = 0.9999999999999999999999999999999999
2 ** 0.5 > 1.41
99999999999999999999999999999999999 = 100000000000000000000000000000000000
9999999999999999999999999999999999 + 1 = 1e34
1 in [1, 2]
1 in (< 2, > 5)
5 in ([1..3], [4..6])
[1, 2] in [[1, 2], [3]]
not(5 in (1..5))
1 in != 2
5 between 1 and 5
null between 1 and 2 = null
some i in [1, null] satisfies i = 1
every i in [] satisfies false
(some i in [null] satisfies i > 1) = null
{a: 1, b: a + 1, c: function(x) x + b}.c(3) = 5
[{a: 1}, {a: 2}].a = [1, 2]
[{a: 1, b: {c: 2}}].b.c = [2]
(for i in 1..3 return i * i)[-1] = 9
(for i in [1..3] return count(partial)) = [0, 1, 2]
(function(x: number, y) x + y)(1, 2) = 3
(function(x, y) x - y)(y: 1, x: 3) = 2
(function(x: string) x)(1) = null
(function(x: number) x)([1]) = 1
(function(x: list<number>) x)(1) = [1]
[1, 2] instance of list<number>
[1, "a"] instance of list<number> = false
{a: 1} instance of context<a: number>
{a: 1} instance of context<a: string> = false
[1..2] instance of range<number>
(function(a: number) "x") instance of function<number>->string
abs instance of function<number>->Any
null instance of Any = false
@"P1D" instance of days and time duration
"a" < "b"
{a: 1} = {a: 1.0}
[1, [2]] != [1, [3]]
if null then false else true
100[1] = 100
"text"[item = "text"] = ["text"]
[1, 2, 3, 4][even(item)] = [2, 4]
[{x: 1}, {x: 2}][x = 2][1].x = 2
"\\u0041\\t\\"" = "A\t\\""
"""
NULL = """
1 + "a"
"a" + 1
1 < "a"
"a" = 1
null + 1
true > false
[1] < [2]
{a: 1, a: 2}
1 / 0
0 ** -1
(-8) ** 0.5
1e6144 * 10
@"2024-02-30"
@"24:00:01"
@"nonsense"
date(2024, 13, 1)
duration("P1Y1D")
duration("P")
duration("PT")
time("10:00")
@"2024-02-29" < @"2024-02-29T00:00:00"
@"10:00:00Z" < @"10:00:00"
@"P1Y" = @"P365D"
@"2024-01-01" + @"2024-01-01"
@"10:00:00" + @"P1M"
substring("foobar", 0)
substring("foobar", 10)
substring("foobar", 1, 0)
number("1.0.0", ",", ".")
number("1,0", ",", ",")
number("a")
matches("a", "(?=a)")
matches("a", "[")
matches("a", "a", "y")
matches("aa", "(a)\\\\1")
replace("abc", "x*", "-")
replace("abc", "b", "$")
split("abc", "")
string join([1])
min([1, "a"])
min([])
sum([])
sum([1, null])
median([])
stddev([1])
count(null)
sublist([1, 2], 0)
remove([1], 2)
insert before([1], 3, 0)
list replace([1], 2, 0)
list replace([1], function(a) true, 0)
sort([1, "a"])
get value({}, "a")
context([{key: "a"}])
context put(null, "a", 1)
context put({a: 1}, ["a", "b"], 2)
context put({}, [], 1)
before(1, "a")
range("[..]")
range("[5..1]")
range("1..2")
[1..null]
["a"..1]
for i in 1..null return i
for i in null return i
some i in null satisfies true
if 1 then 2 else 3
not(1)
abs("a")
abs()
abs(1, 2)
abs(x: 1)
sqrt(-1)
log(0)
odd("a")
modulo(1, 0)
decimal(1, 7000)
(1)(2)
"a".b
1.a
null.a
{a: 1}.b
[1, 2]["a"]
[1][2]
[1, 2][0]
(function(a) a)()
(function(a) a)(b: 1)
is mobile number(1)
mask("123", -1, 0)
"""


@pytest.mark.parametrize("text", TRUE.strip().splitlines())
def test_is_true(text: str) -> None:
    if text.endswith(" = null"):
        assert compile_expression(text.removesuffix(" = null"))({}) is None
        return
    expression = compile_expression(text)
    assert expression({}) is True, expression.explain({})[1]


@pytest.mark.parametrize("text", NULL.strip().splitlines())
def test_is_null(text: str) -> None:
    value, reasons = compile_expression(text).explain({})
    assert value is None
    assert compile_expression(text)({}) is None
    assert all(found.reason.zh for found in reasons)
