"""What is said of a text that cannot be compiled, in both languages, by code."""

from __future__ import annotations

from flowengine.errors import ExpressionError
from flowengine.words import Words

MESSAGES = {
    "character": Words("the character {0!r} means nothing here", "此处不能使用字符 {0}"),
    "full_width": Words("the sign {0} is full-width; write {1}", "“{0}”是全角符号，请改用 {1}"),
    "unexpected": Words("{0!r} was not expected here", "此处不应出现“{0}”"),
    "unfinished": Words("the expression ends too early", "表达式不完整"),
    "unclosed_text": Words("the text is not closed by a quotation mark", "文本缺少结束的引号"),
    "unclosed_comment": Words("the comment is not closed by */", "注释缺少结束的 */"),
    "empty": Words("there is no expression", "表达式为空"),
    "too_long": Words("the expression is longer than {0} characters", "表达式超过 {0} 个字符"),
    "too_deep": Words("the expression is nested too deeply", "表达式嵌套层数过多"),
    "template": Words("a {{{{ has no matching }}}}", "“{{{{”没有对应的“}}}}”"),
}
HINTS = {
    "==": Words("write = to compare", "比较是否相等请用 ="),
    "!": Words("write not(...)", "取反请用 not(...)"),
    "&&": Words("write and", "请用 and"),
    "||": Words("write or", "请用 or"),
    "'": Words('texts stand in double quotes: "..."', '文本请用双引号："..."'),
}


def complain(code: str, text: str, span: tuple[int, int], *details: object) -> ExpressionError:
    """Return the error to raise for the part `span` (start, end) of `text`."""
    message = MESSAGES[code]
    words = Words(message.en.format(*details), message.zh.format(*details))
    return ExpressionError(code, words, text=text, span=span, hint=_hint(text, span[0]))


def _hint(text: str, at: int) -> Words | None:
    for start in (at, at - 1):
        for sign, hint in HINTS.items():
            if (
                start >= 0
                and text.startswith(sign, start)
                and not (sign == "!" and text.startswith("!=", start))
            ):
                return hint
    return None
