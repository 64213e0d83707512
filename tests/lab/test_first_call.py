"""The first call: a caller dials, hears a prompt, interrupts it by a key, hears the right one, and it ends."""

from flowengine.call import Call


async def test_a_caller_hears_presses_and_hears(engine, phone):
    keys = []

    async def menu(call: Call) -> None:
        await call.answer()
        played = await call.play([engine.sound("main")], cut_by="12")
        keys.append((played.cut_by, await call.read_key(0)))
        await call.play([engine.sound("support")])
        await call.hangup()

    engine.flow = menu
    call = await phone.dial(f"8000@{engine.asterisk.sip}")
    main = await call.hear("main")
    await call.press("2")
    support = await call.hear_out("support")
    await call.wait_over()
    assert keys == [("2", "2")]
    assert main.first == 0
    assert main.ms < 2000
    assert support.ms == 2500
    assert call.prompts == ["main", "support"]
