"""Functions of texts (DMN 1.5, section 10.3.4.3)."""

from __future__ import annotations

from flowengine.expressions import patterns
from flowengine.expressions.budget import MAX_TEXT, too_costly
from flowengine.expressions.functions.signature import Builtin, signature
from flowengine.expressions.numbers import Number, whole
from flowengine.expressions.text import read_number, to_text
from flowengine.expressions.values import Value
from flowengine.words import Words


def _substring(string: str, start: Number, length: Number | None = None) -> str | None:
    first, count = whole(start), whole(length) if length is not None else len(string)
    if first is None or first == 0 or count is None or (length is not None and count < 1):
        return None
    begin = first - 1 if first > 0 else len(string) + first
    if begin < 0 or begin >= len(string):
        return None if begin < 0 else ""
    return string[begin : begin + count]


def _before(string: str, match: str) -> str:
    found = string.find(match)
    return string[:found] if found > 0 else ""


def _after(string: str, match: str) -> str:
    found = string.find(match)
    return string[found + len(match) :] if found >= 0 else ""


def _join(items: list[Value], delimiter: str | None = None) -> str | None:
    texts = [item for item in items if item is not None]
    if any(type(text) is not str for text in texts):
        return None
    glue = delimiter or ""
    if sum(map(len, texts)) + len(glue) * len(texts) > MAX_TEXT:
        raise too_costly("text")
    return glue.join(texts)


def _string(value: Value) -> str | None:
    return None if value is None else to_text(value)




def _text(name: str, en: str, zh: str, parameters: str, body: object, *examples: str, returns: str = "string") -> Builtin:
    return Builtin(name, "string", returns, Words(en, zh), examples, (signature(parameters, body),))  # type: ignore[arg-type]


CATALOGUE = (
    Builtin("string", "string", "string", Words("A value as text.", "把值转换为文本。"), ('string(1.1) = "1.1"', 'string(@"2012-12-25") = "2012-12-25"'),
            (signature("from: any", _string),)),
    Builtin("number", "string", "number", Words("A text as number; the separators are those of the text.", "把文本转换为数字，可指定分组符和小数点。"),
            ('number("1 000,0", " ", ",") = 1000', 'number("1,000.0", ",", ".") = 1000'),
            (signature("from: string", read_number), signature("from: string, grouping separator: string?, decimal separator: string?", read_number))),
    _text("substring", "Part of a text from a position counted from 1, or from the end where negative.", "从指定位置（从1数起，负数从末尾数）截取文本。",
          "string: string, start position: number, [length: number]", _substring, 'substring("foobar", 3) = "obar"', 'substring("foobar", -2, 1) = "a"'),
    _text("string length", "The number of characters.", "字符数。", "string: string", len, 'string length("电话") = 2', returns="number"),
    _text("upper case", "The text in capitals.", "转换为大写。", "string: string", str.upper, 'upper case("aBc4") = "ABC4"'),
    _text("lower case", "The text in small letters.", "转换为小写。", "string: string", str.lower, 'lower case("aBc4") = "abc4"'),
    _text("substring before", "What stands before the first match.", "第一个匹配之前的文本。", "string: string, match: string", _before, 'substring before("foobar", "bar") = "foo"'),
    _text("substring after", "What stands after the first match.", "第一个匹配之后的文本。", "string: string, match: string", _after, 'substring after("foobar", "ob") = "ar"'),
    _text("replace", "The text with every match of a pattern replaced.", "替换所有符合正则表达式的部分。", "input: string, pattern: string, replacement: string, [flags: string?]",
          patterns.replace, 'replace("abcd", "(ab)|(a)", "[1=$1][2=$2]") = "[1=ab][2=]cd"'),
    _text("contains", "Whether a text holds another.", "文本是否包含另一段文本。", "string: string, match: string", lambda string, match: match in string, 'contains("foobar", "of") = false', returns="boolean"),
    _text("starts with", "Whether a text begins with another.", "文本是否以另一段文本开头。", "string: string, match: string", str.startswith, 'starts with("foobar", "fo") = true', returns="boolean"),
    _text("ends with", "Whether a text ends with another.", "文本是否以另一段文本结尾。", "string: string, match: string", str.endswith, 'ends with("foobar", "r") = true', returns="boolean"),
    _text("matches", "Whether a text has a part that fits a pattern.", "文本是否有符合正则表达式的部分。", "input: string, pattern: string, [flags: string?]",
          patterns.matches, 'matches("foobar", "^fo*b") = true', returns="boolean"),
    _text("split", "The parts of a text between the matches of a pattern.", "按正则表达式分割文本。", "string: string, delimiter: string", patterns.split,
          'split("John Doe", "\\\\s") = ["John", "Doe"]', 'split("a;b;c;;", ";") = ["a", "b", "c", "", ""]', returns="list"),
    _text("string join", "The texts of a list as one, with a delimiter between.", "用分隔符连接列表中的文本。", "list: list, [delimiter: string?]", _join,
          'string join(["a", "b", "c"], "_and_") = "a_and_b_and_c"'),
)

