"""Words that the offline voice reads wrongly, and homophones that make it read them right."""

from __future__ import annotations

CHINESE = {
    "还款": "环款",
    "还清": "环清",
    "偿还": "偿环",
    "归还": "归环",
    "退还": "退环",
    "返还": "返环",
    "调休": "条休",
    "调整": "条整",
    "调试": "条试",
    "空调": "空条",
    "便宜": "骈宜",
    "星河电器": "星河电器",
}
"""A word is replaced before speech only; what people see stays as it was written."""


def respell(text: str) -> str:
    """Return Chinese text with its known misread words respelled."""
    for word, spoken in CHINESE.items():
        text = text.replace(word, spoken)
    return text
