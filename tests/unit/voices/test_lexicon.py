"""The words that the offline voice misreads: judged by the phonemes that it would speak."""

import subprocess
import sys
from pathlib import Path

import pytest

from voices.speech.lexicon import CHINESE, respell

WRONG_AND_RIGHT = [  # the syllable of the word, as the voice reads it by itself and as it must be
    ("还", "Xai35", "Xua35n"),
    ("调", "tjAu51", "thjAu35"),
    ("行", "S;i35N", "XA35N"),
    ("重", "ts.ong51", "ts.hong35"),
    ("便", "piE51n", "phiE35n"),
    ("长", "ts.hA35N", "ts.A214N"),
    ("量", "liA51N", "liA35N"),
    ("系", "S;i51", "tS;i51"),
    ("只", "ts.i.214", "ts.i.55"),
    ("六", "liou51", "lu51"),
    ("蚌", "pA51N", "p@51N"),
    ("莞", "wA214n", "kwa214n"),
]
NUMBERS = ["十一点", "二十一个", "二零二一年", "二零一一年", "三十一天", "一百零一次", "五十一块"]


@pytest.fixture(scope="module")
def said():
    words = [*CHINESE, *CHINESE.values(), *NUMBERS, *map(respell, NUMBERS)]
    script = Path(__file__).with_name("phonemes.py")
    done = subprocess.run(
        [sys.executable, script], input="\n".join(words), text=True, capture_output=True, check=True
    )
    return dict(zip(words, done.stdout.splitlines(), strict=True))


@pytest.mark.parametrize("word", CHINESE)
def test_the_voice_misreads_the_word_and_reads_its_respelling_right(said, word):
    character, wrong, right = next(one for one in WRONG_AND_RIGHT if one[0] in word)
    assert wrong in said[word], f"{character} is read right by itself: the entry is no longer needed"
    assert right in said[respell(word)]


@pytest.mark.parametrize("number", NUMBERS)
def test_the_one_at_the_end_of_a_number_keeps_its_tone(said, number):
    assert said[number].count("ji55") < said[respell(number)].count("ji55")
    assert respell(number).replace("衣", "一") == number


def test_respelling_touches_only_whole_words():
    assert respell("您的还款日还没到") == "您的环款日还没到"
    assert respell("总行程") == "总行程"
    assert respell("请重听") == "请虫听"
    assert respell("") == ""
    for text in ("一个", "第一个", "万一", "统一的", "一一", "一百一十", "二零一二年", "请按一"):
        assert respell(text) == text
