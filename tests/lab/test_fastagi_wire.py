"""FastAGI as bytes: what an Asterisk 22.10.1 sent, in whole and in pieces, and the commands that we send."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony_adapters.fastagi import wire
from telephony_adapters.fastagi.wire import Answer, HungUp, NotAgi, Opening, Reading

OPENING = b"""\
agi_network: yes
agi_network_script: answered
agi_request: agi://127.0.0.1:4573/answered
agi_channel: PJSIP/trunk-00000000
agi_language: en
agi_type: PJSIP
agi_uniqueid: lab-1795312718.0
agi_version: 22.10.1
agi_callerid: 13800000000
agi_calleridname: unknown
agi_dnid: agi-8000
agi_context: dialoom-agi
agi_extension: 8000
agi_priority: 2
agi_accountcode:\x20
agi_arg_1: 8000
agi_arg_2: level=VIP: gold

"""
# A hang-up in the middle of a prompt, then two commands on the dead channel.
HANG_UP = b"""\
200 result=0
200 result=-1 endpos=3360
HANGUP
200 result=1 (0)
511 Command Not Permitted on a dead channel or intercept routine
"""
USAGE = b"""\
520-Invalid command syntax.  Proper usage follows:
Send the given file, allowing playback to be interrupted by the given digits, if any.
It sets the following channel variables upon completion:
200 result=1
    <value>FAILED</value>
520 End of proper usage.
"""


def opened():
    reading = Reading()
    reading.feed(OPENING)
    return reading


def test_the_opening_is_read():
    (opening,) = Reading().feed(OPENING)
    assert isinstance(opening, Opening)
    assert opening.variables["callerid"] == "13800000000"
    assert opening.variables["accountcode"] == ""
    assert opening.arguments() == ["8000", "level=VIP: gold"]


def test_a_hang_up_between_answers_is_no_answer():
    assert opened().feed(HANG_UP) == [
        Answer(200, 0),
        Answer(200, -1, endpos=3360),
        HungUp(),
        Answer(200, 1, "0"),
        Answer(511),
    ]


def test_a_usage_of_many_lines_is_one_answer():
    assert opened().feed(USAGE + b"200 result=0\n") == [Answer(520), Answer(200, 0)]


@given(st.lists(st.integers(0, len(OPENING + HANG_UP + USAGE)), max_size=20))
def test_pieces_make_no_difference(cuts):
    data = OPENING + HANG_UP + USAGE
    whole, pieces = Reading().feed(data), []
    reading = Reading()
    places = [0, *sorted(cuts), len(data)]
    for start, end in itertools.pairwise(places):
        pieces += reading.feed(data[start:end])
    assert pieces == whole
    assert len(whole) == 7


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"200 result=53 (dtmf) endpos=1760", Answer(200, 53, "dtmf", 1760)),
        (b"200 result=0 (timeout) endpos=12000", Answer(200, 0, "timeout", 12000)),
        (b"200 result=-1 (hangup) endpos=3360", Answer(200, -1, "hangup", 3360)),
        (b"200 result=-1 (writefile)", Answer(200, -1, "writefile")),
        (b"200 result=1 (BUSY,17)", Answer(200, 1, "BUSY,17")),
        (b"200 result=1 (a (b) endpos=7)", Answer(200, 1, "a (b) endpos=7")),
        (b"200 result=-2", Answer(200, -2)),
        (b"510 Invalid or unknown command", Answer(510)),
        (b"200 result=1 (\xff\xfe)\r", Answer(200, 1, "\ufffd\ufffd")),
    ],
)
def test_answers(line, answer):
    assert opened().feed(line + b"\n") == [answer]


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        (Answer(200, 53, endpos=1), "5"),
        (Answer(200, 35), "#"),
        (Answer(200, 0), None),
        (Answer(200, 1), None),  # cut off by the next command
        (Answer(200, -1), None),
        (Answer(200, 120), None),
        (Answer(511), None),
    ],
)
def test_the_key_of_an_answer(answer, key):
    assert answer.key == key


def test_the_rest_of_a_value_with_line_breaks_is_passed_over():
    found = opened().feed(b"200 result=1 (first\nsecond)\n200 result=0\n")
    assert [answer.result for answer in found] == [1, 0]


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n",
        b"agi_network: yes\nHost: x\n",
        b"\x16\x03\x01\x02\x00\n",
        b"agi_x: " + b"a" * wire.MAX_LINE + b"\n",
        b"a" * (wire.MAX_LINE + 1),
        b"".join(b"agi_%d: x\n" % n for n in range(wire.MAX_VARIABLES + 1)),
    ],
)
def test_what_is_no_fastagi_is_told(data):
    with pytest.raises(NotAgi):
        Reading().feed(data)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(data):
    for message in opened().feed(data):
        assert isinstance(message, Answer | HungUp | Opening)


@given(st.text(), st.text())
def test_no_text_becomes_a_second_command_or_argument(name, value):
    command = wire.set_variable(name, value)
    assert "\n" not in command
    assert "\r" not in command
    assert _arguments(command)[:2] == ["SET", "VARIABLE"]
    assert len(_arguments(command)) == 4


def _arguments(command):
    """Take a command apart as Asterisk does (res_agi.c, parse_args)."""
    found, word, quoted, escaped, started = [], "", False, False, False
    for letter in command:
        if escaped:
            word, escaped, started = word + letter, False, True
        elif letter == "\\":
            escaped = True
        elif letter == '"':
            quoted, started = not quoted, True
        elif letter == " " and not quoted:
            found, word, started = [*found, word] if started else found, "", False
        else:
            word, started = word + letter, True
    return [*found, word] if started else found


def test_commands_in_words():
    assert wire.stream("/p/main", 160) == 'STREAM FILE "/p/main" "0123456789*#ABCD" 160'
    assert wire.wait_for_key(1.5) == "WAIT FOR DIGIT 1500"
    assert wire.wait_for_key(0.0001) == "WAIT FOR DIGIT 1"
    assert wire.send_keys("12w#,x\n") == 'EXEC SendDTMF "12w#"'
    assert wire.hang_up() == "HANGUP"
    assert wire.hang_up(17) == "EXEC Hangup 17"
    assert (
        wire.dial("PJSIP/1001", ring=2.5, caller_id="4008", answered="dialoom-answered", name="n1")
        == 'EXEC Dial "PJSIP/1001,2.5,rgf(4008)U(dialoom-answered^n1)"'
    )
    assert (
        wire.record("/r/m", "wav", limit=2, silence=3, offset=800)
        == 'RECORD FILE "/r/m" wav "0123456789*#ABCD" 2000 800 s=3'
    )
