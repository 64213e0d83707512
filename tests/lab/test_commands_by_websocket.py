"""Commands that Asterisk answers at once go by the websocket of the events: a call needs no HTTP, in both modes."""

import asyncio
import json

import pytest

from flowengine.call import Call
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.events import CommandAnswered
from telephony_adapters.asterisk.socket_rest import SocketRest
from tests.lab.fixtures import Engine, outbound

LONG = 30.0


class Wire:
    """What was said on a connection."""

    def __init__(self) -> None:
        self.said = asyncio.Queue()

    async def say(self, text):
        self.said.put_nowait(json.loads(text))


async def test_an_answer_reaches_who_asked_and_no_stranger():
    line = Wire()
    rest = SocketRest(line.say, LONG)
    asked = [asyncio.create_task(rest.send(wire.stop_playback(name))) for name in ("a", "b")]
    names = [(await line.said.get())["request_id"] for _ in asked]
    rest.take(CommandAnswered("1", 500, "of an engine before us"))
    rest.take(CommandAnswered(names[1], 404, "b"))
    rest.take(CommandAnswered(names[0], 204, ""))
    rest.take(CommandAnswered(names[0], 500, "again"))
    assert await asyncio.gather(*asked) == [(204, ""), (404, "b")]


async def test_a_command_says_what_http_would_have_said():
    line = Wire()
    rest = SocketRest(line.say, LONG)
    asked = asyncio.create_task(rest.send(wire.play("1.2", "p", ["/sounds/你好"])))
    request = await line.said.get()
    assert (request["type"], request["method"], request["uri"]) == (
        "RESTRequest",
        "POST",
        "channels/1.2/play/p",
    )
    assert request["message_body"] == '{"media":["sound:/sounds/你好"]}'
    rest.close()
    with pytest.raises(AdapterError):
        await asked


async def test_a_connection_that_breaks_fails_what_waits_and_may_be_tried_again():
    line = Wire()
    rest = SocketRest(line.say, LONG)
    asked = asyncio.create_task(rest.send(wire.stop_playback("a")))
    await line.said.get()
    rest.close()
    with pytest.raises(AdapterError) as failed:
        await asked
    assert failed.value.retryable
    assert not rest.is_heard


async def test_an_asterisk_that_never_answers_here_is_given_up():
    line = Wire()
    rest = SocketRest(line.say, 0.01)
    await rest.try_out()
    assert not rest.is_heard


async def test_one_that_stops_answering_here_is_given_up(caplog):
    line = Wire()
    rest = SocketRest(line.say, 0.01)
    rest.is_heard = True
    with pytest.raises(AdapterError):
        await rest.send(wire.stop_playback("a"))
    assert not rest.is_heard
    assert "go by HTTP" in caplog.text


@pytest.mark.parametrize("mode", ["inbound", "outbound"])
async def test_a_call_needs_no_http(asterisk, phone, mode):
    engine = Engine(asterisk, **(outbound(asterisk) if mode == "outbound" else {}))
    await engine.start()
    try:
        [server] = engine.adapter._servers
        rest = server.exchange.rest
        async with asyncio.timeout(LONG):
            while not rest.socket.is_heard:
                await asyncio.sleep(0.01)
        rest._base = "http://127.0.0.1:9/ari"  # where nobody listens

        async def menu(call: Call) -> None:
            await call.answer()
            await call.play([engine.sound("main")], cut_by="12")
            await call.play([engine.sound("support")])
            await call.hangup()

        engine.flow = menu
        prefix = "out-" if mode == "outbound" else ""
        call = await phone.dial(f"{prefix}8000@{asterisk.sip}")
        await call.hear("main", LONG)
        await call.press("2")
        await call.hear_out("support", LONG)
        await call.wait_over(LONG)
        assert call.prompts == ["main", "support"]
    finally:
        await engine.stop()
