"""The binding to SynCTI against a C library of the same names, which writes down every call."""

from pathlib import Path

import pytest

from telephony_adapters.voicecard.driver import (
    DialEnd,
    DriverError,
    Fault,
    HookOff,
    HungUp,
    Key,
    Line,
    PlayEnd,
    RecordEnd,
    Ring,
)
from telephony_adapters.voicecard.drivers import make_driver
from telephony_adapters.voicecard.syncti.driver import SynCtiDriver
from tests.unit.voicecard.c_library import settings_for

PENDING, RINGING, TALKING, STANDBY, UNAVAILABLE = 7, 2, 3, 0, 11


@pytest.fixture
def driver(library, tmp_path):
    made = make_driver(settings_for(library, tmp_path))
    assert isinstance(made, SynCtiDriver)
    made.open()
    yield made
    made.close()


def test_it_starts_with_its_files_and_names_its_lines(library, tmp_path):
    driver = SynCtiDriver(settings_for(library, tmp_path))
    lines = driver.open()
    driver.close()
    assert lines == [*(Line(number, "trunk") for number in range(4)), Line(6, "inner")]
    assert library.calls()[0] == "SsmStartCti(/etc/shcti/ShConfig.ini, /etc/shcti/ShIndex.ini)"
    assert library.calls()[-1] == "SsmCloseCti()"


def test_lines_beyond_the_boards_are_left_out(library, tmp_path):
    library.answer("SsmGetMaxCh", 0, 2)
    driver = SynCtiDriver(settings_for(library, tmp_path))
    assert [line.number for line in driver.open()] == [0, 1]
    driver.close()


def test_a_library_that_does_not_start_says_why(library, tmp_path):
    library.fail("SsmStartCti")
    with pytest.raises(DriverError, match="SsmStartCti: no such board"):
        SynCtiDriver(settings_for(library, tmp_path)).open()


@pytest.mark.parametrize("content", [None, b"no library"])
def test_what_is_no_library_is_named(tmp_path, library, content):
    path = tmp_path / "libother.so"
    if content is not None:
        path.write_bytes(content)
    library.path = path
    with pytest.raises(DriverError, match="libother"):
        SynCtiDriver(settings_for(library, tmp_path)).open()


def test_a_library_without_a_function_is_named(tmp_path, library):
    library.path = Path("libc.so.6")
    with pytest.raises(DriverError, match="SsmStartCti"):
        SynCtiDriver(settings_for(library, tmp_path)).open()


def test_an_analogue_line_tells_each_ring_and_then_who_calls(driver, library):
    library.answer("SsmGetChState", 1, RINGING)
    library.answer("SsmGetRingCount", 1, 1)
    assert driver.poll(0) == [Ring(1, 1, "", "")]
    assert driver.poll(0) == []
    library.numbers(1, "13800000000", "")
    library.answer("SsmGetRingCount", 1, 2)
    assert driver.poll(0) == [Ring(1, 2, "13800000000", "")]


def test_a_digital_line_tells_both_numbers_at_once(library, tmp_path):
    driver = SynCtiDriver(settings_for(library, tmp_path, "digital"))
    driver.open()
    library.numbers(0, "13800000000", "4008001234")
    library.answer("SsmGetChState", 0, RINGING)
    assert driver.poll(0) == [Ring(0, 1, "13800000000", "4008001234")]
    assert driver.poll(0) == []
    driver.close()


def test_playing_names_files_formats_and_stop_keys(driver, library):
    driver.off_hook(0)
    driver.play(0, ["/prompts/a.ulaw", "/prompts/您好.wav"], "12")
    assert library.calls()[1:] == [
        "SsmClearRxDtmfBuf(0)",
        "SsmPickup(0)",
        "SsmClearFileList(0)",
        "SsmAddToFileList(0, /prompts/a.ulaw, 7, 0, 4294967295)",
        "SsmAddToFileList(0, /prompts/您好.wav, -1, 0, 4294967295)",
        "SsmSetDtmfStopPlay(0, 1)",
        "SsmSetDTMFStopPlayCharSet(0, 12)",
        "SsmPlayFileList(0)",
    ]
    assert driver.poll(0) == []
    library.answer("SsmCheckPlay", 0, 1)
    assert driver.poll(0) == [PlayEnd(0, "finished")]
    assert driver.poll(0) == []


def test_a_stop_key_is_told_before_the_end_that_it_made(driver, library):
    driver.off_hook(0)
    driver.play(0, ["/a.ulaw"], "12")
    library.press(0, "2")
    library.answer("SsmCheckPlay", 0, 2)
    assert driver.poll(0) == [Key(0, "2"), PlayEnd(0, "key")]


def test_stopping_is_told_once_and_does_no_harm_without_a_play(driver, library):
    driver.off_hook(0)
    driver.stop_play(0)
    driver.play(0, ["/a.ulaw"], "")
    driver.stop_play(0)
    driver.stop_play(0)
    assert driver.poll(0) == [PlayEnd(0, "stopped")]
    assert library.calls().count("SsmStopPlayFileList(0)") == 1


def test_a_recording_ends_by_command_at_its_limit_or_with_the_line(driver, library):
    driver.off_hook(0)
    driver.record(0, "/rec/a.alaw", max_ms=60_000, silence_ms=0, mixed=False)
    assert library.calls()[-1] == "SsmRecToFile(0, /rec/a.alaw, 6, 0, 4294967295, 60000, 0)"
    driver.stop_record(0)
    (end,) = driver.poll(0)
    assert isinstance(end, RecordEnd)
    assert end.reason == "stopped"
    driver.record(0, "/rec/b.alaw", max_ms=0, silence_ms=0, mixed=False)
    assert driver.poll(0) == [RecordEnd(0, "max_time", 0)]
    driver.record(0, "/rec/c.alaw", max_ms=60_000, silence_ms=0, mixed=False)
    driver.hang_up(0, 16)
    (end,) = driver.poll(0)
    assert isinstance(end, RecordEnd)
    assert library.calls()[-2:] == ["SsmStopRecToFile(0)", "SsmHangup(0)"]


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        (3, "no_tone"),
        (4, "busy"),
        (7, "answered"),
        (8, "answered"),
        (10, "no_answer"),
        (11, "failed"),
        (12, "failed"),
    ],
)
def test_a_call_out_ends_as_the_library_tells(driver, library, told, outcome):
    driver.dial(0, "0571", "")
    assert library.calls()[-2:] == ["SsmPickup(0)", "SsmAutoDial(0, 0571)"]
    assert driver.poll(0) == []
    library.answer("SsmChkAutoDial", 0, told)
    assert driver.poll(0) == [DialEnd(0, outcome)]
    assert driver.poll(0) == []


def test_a_hang_up_is_known_by_the_state_or_by_busy_tone_and_told_once(driver, library):
    driver.off_hook(0)
    driver.off_hook(1)
    driver.watch_hang_up(1)
    library.answer("SsmGetBusyToneCount", 1, 2)
    assert driver.poll(0) == []
    library.answer("SsmGetBusyToneCount", 1, 3)
    library.answer("SsmGetChState", 0, PENDING)
    assert driver.poll(0) == [HungUp(0, "signalled"), HungUp(1, "busy_tone", 2100)]
    assert driver.poll(0) == []


def test_a_line_out_of_order_is_told_and_its_return_too(driver, library):
    library.answer("SsmGetChState", 2, UNAVAILABLE)
    assert driver.poll(0) == [Fault(2, "unavailable")]
    assert driver.poll(0) == []
    driver.hang_up(2, 16)
    assert driver.poll(0) == []
    library.answer("SsmGetChState", 2, STANDBY)
    assert driver.poll(0) == [Fault(2, "")]


def test_an_inner_telephone_rings_answers_and_hangs_up(driver, library):
    driver.ring(6, "13800000000")
    assert driver.poll(0) == []
    library.answer("SsmGetHookState", 6, 1)
    assert driver.poll(0) == [HookOff(6)]
    library.answer("SsmGetHookState", 6, 0)
    assert driver.poll(0) == [HungUp(6, "signalled")]
    driver.hang_up(6, 16)
    assert library.calls()[-3:] == ["SsmStartRing(6)", "SsmStopRing(6)", "SsmHangup(6)"]


def test_two_lines_are_connected_and_parted_keys_and_flash_are_sent(driver, library):
    driver.connect(0, 6)
    driver.disconnect(0, 6)
    driver.send_keys(0, "12#")
    driver.flash(0)
    assert library.calls()[1:] == [
        "SsmTalkWith(0, 6)",
        "SsmStopTalkWith(0, 6)",
        "SsmTxDtmf(0, 12#)",
        "SsmTxFlash(0, 500)",
    ]


def test_a_refused_command_is_named_with_what_the_library_says(driver, library):
    library.fail("SsmPickup")
    with pytest.raises(DriverError, match="SsmPickup: no such board"):
        driver.off_hook(0)


def test_a_line_that_is_not_there_and_a_closed_library_are_refused(driver):
    with pytest.raises(DriverError, match="no line 5"):
        driver.stop_play(5)
    driver.close()
    with pytest.raises(DriverError, match="not open"):
        driver.flash(0)
