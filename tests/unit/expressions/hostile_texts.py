"""Texts made to cost much and the scope that they meet: the tests count what they do, the benchmark times it."""

from __future__ import annotations

COUNTS = (150, 2_500, 20_000)  # turns of the loops
_LOOPED = {
    "bigdec": "i ** 0.5",
    "exp": "exp(i/3)",
    "sqrt": "sqrt(i)",
    "log": "log(i)",
    "decimal scale": "decimal(1e6000/3, 6000)",
    "floor neg": "floor(1e-6000)",
    "modulo": "modulo(1e6000, 3e-6000)",
    "string": "string(1e6000)",
    "matches": 'matches(text, "(a|b)*c")',
    "patterns": 'matches("a", "[\\\\p{L}-[a-z]]" + string(i))',
    "contains": 'contains(text, "ab")',
    "upper": "string length(upper case(text))",
    "equaltext": 'text = text + ""',
    "instance": "many instance of list<list<number>>",
    "equal": "many = many",
    "listin": "3 in many",
    "listcontains": "list contains(many, 3)",
    "path": "many.a",
    "sum": "sum(flat)",
    "min": "min(flat)",
    "reverse": "reverse(flat)",
    "append": "append(flat, 1)",
    "concat": "concatenate(flat,flat)",
    "merge": "context put({a:1}, string(i), 1)",
    "dates2": '@"2024-01-01" + duration("P" + string(i) + "D")',
    "zones": 'date and time("2024-02-29T10:30:00@Asia/Shanghai") + @"PT1H"',
    "zones2": 'time("10:00:00@Foo/Bar" + string(i))',
    "range": 'range("[1..5]")',
    "splitloop": 'split(text, "a")',
    "filterpos": "flat[i]",
    "getentries": "get entries(entries)",
    "entrieseq": "entries = entries",
    "power": "1.0000001 ** 123456.789",
    "divide": "1/3",
    "mult": "i*i*i*i*i*i*i*i",
    "number": 'number("123456789012345678901234567890.1234567")',
    "ymd": 'years and months duration(@"0001-01-01", @"9999-01-01")',
    "weeks": 'week of year(@"2024-01-01")',
    "strrange": '"b" in ["a".."c"]',
    "plain": "i",
    "plainentries": "{a: i, b: [i,i,i,i,i]}",
    "join1": 'string join(texts, "")',
    "index": "index of(flat, 3)",
    "luhn": "is valid luhn(text)",
    "digits": "digits only(text)",
    "mask": "mask(text)",
    "substring": "substring(text, 2)",
    "deep": "deep instance of list<list<list<number>>>",
    "deepeq": "deep = deep",
}
_ALONE = {
    "modulo1": "modulo(1e6000, 3e-6000)",
    "stddev": "stddev(for i in 1..20000 return 1/i)",
    "sort": "sort(for i in 1..30000 return modulo(i*7919, 30011))",
    "sortf": "sort(for i in 1..3000 return modulo(i*7919, 30011), function(a,b) a<b)",
    "median": "median(for i in 1..30000 return 1/i)",
    "mode": "mode(for i in 1..30000 return i)",
    "string1": "string(for i in 1..20000 return i)",
    "matches1": 'matches(text, "((a{1,100}){1,9}){1,2}c")',
    "instance1": "many instance of list<list<number>>",
    "sum1": "sum(flat)",
    "distinct": "distinct values(many)",
    "flatten": "flatten(many)",
    "dates": 'for d in @"0001-01-01"..@"9999-01-01" return d',
    "split": 'split(text, "a")',
    "replace": 'replace(text, "a", "bb")',
    "join": 'string join(for i in 1..90000 return "aaaaaaaaaa")',
    "filter": "flat[item > 5]",
    "power1": "9.999999999 ** 6000.5",
    "someevery": "some a in flat, b in flat satisfies a + b < 0",
    "unfold": "string(for i in 1..50 return partial)",
    "fn": "sum(for i in 1..20000 return (function(a,b,c,d) a+b+c+d)(1,2,3,4))",
}
_LONG = {
    "long sum": "for i in 1..90000 return " + "+".join(["i"] * 200),
    "long list": "for i in 1..90000 return [" + ",".join(['"a" < "b"'] * 200) + "]",
    "long dates": "for i in 1..90000 return [" + ",".join(['date("2024-01-01") = @"2024-01-01"'] * 100) + "]",
}
_deep: list[object] = []
for _ in range(5_000):
    _deep = [_deep]
SCOPE: dict[str, object] = {
    "text": "a" * 50_000,
    "many": [[number] for number in range(5_000)],
    "flat": list(range(5_000)),
    "texts": ["a"] * 5_000,
    "entries": {str(number): number for number in range(3_000)},
    "deep": _deep,
}
EVALUATED = {
    **{
        f"{name} x {count}": f"for i in 1..{count} return {body}"
        for name, body in _LOOPED.items()
        for count in COUNTS
    },
    **_ALONE,
    **_LONG,
}
