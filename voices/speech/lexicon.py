"""Words that the offline voice reads wrongly, and homophones that make it read them right."""

from __future__ import annotations

import re

_TABLE = """
    还款=环款 返还=返环 还贷=环贷 还息=环息 待还=待环 还信用卡=环信用卡 应还金额=应环金额
    调休=条休 调薪=条薪 微调=微条 下调=下条
    支行=支航 总行=总航 开户行=开户航 农行=农航 招行=招航
    重拨=虫拨 重听=虫听 重试=虫试 重置=虫置 重装=虫装 重启=虫启
    重发=虫发 重名=虫名 重播=虫播 重录=虫录 重输=虫输
    便宜=骈宜 处长=处掌 量血压=良血压 系好=记好 两只=两支
    六安=路安 蚌埠=泵步 东莞=东管
"""

CHINESE = dict(pair.split("=") for pair in _TABLE.split())
"""Found by reading the voice's phonemes; a word is replaced before speech only, never on a screen."""

_AS_WRITTEN = ("总行程", "第六安", "出处长")
"""Where a word of the table stands by chance, across two other words."""

_WORDS = re.compile("|".join(sorted((*CHINESE, *_AS_WRITTEN), key=len, reverse=True)))


_LAST_ONE = re.compile(
    r"(?<=[十零一二三四五六七八九])一(?=[\u4e00-\u9fff])(?![十百千万亿零一二三四五六七八九])"
)
"""The 一 that ends a longer number is always yī; the voice bends its tone as in 一个 (十一点, 二零二一年)."""


def respell(text: str) -> str:
    """Return Chinese text with its known misread words respelled."""
    return _LAST_ONE.sub("衣", _WORDS.sub(lambda match: CHINESE.get(match[0], match[0]), text))
