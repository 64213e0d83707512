"""The toy Asterisk's ARI: REST commands and the websocket of events, by HTTP on a port of the loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from aiohttp import web

from tests.faults.toy_asterisk import ToyAsterisk
from tests.faults.toy_channel import Channel, Playback, Tape

Body = dict[str, Any]  # what JSON may hold
Socket = web.WebSocketResponse | aiohttp.ClientWebSocketResponse
RECONNECTS_AFTER = 0.3  # seconds


class Refused(Exception):  # noqa: N818 - an answer like another
    """A command that is not carried out, with ARI's status."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class ToyAri:
    """Serves the application of one toy Asterisk; a second engine takes it over from the first."""

    def __init__(self, system: ToyAsterisk) -> None:
        self.system = system
        self.port = 0
        self._current: web.WebSocketResponse | None = None
        self._commands: dict[tuple[str, str], Callable[[Channel, list[str], Body], Awaitable[None]]] = {
            ("POST", "answer"): self._answer,
            ("POST", "play"): self._play,
            ("POST", "record"): self._record,
            ("POST", "variable"): self._set_variable,
            ("POST", "continue"): self._continue,
            ("POST", "dtmf"): self._send_keys,
            ("POST", "snoop"): self._snoop,
        }

    async def start(self) -> None:
        """Listen."""
        app = web.Application()
        app.router.add_get("/ari/events", self._events)
        app.router.add_route("*", "/ari/{rest:.*}", self._rest)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Close every connection."""
        self.system.listener = None
        if self._current:
            await self._current.close()
        await self._runner.cleanup()

    # Events

    async def _events(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse(timeout=0.1)
        await socket.prepare(request)
        waiting: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        if self._current:
            self.system.tell("ApplicationReplaced")
        self._current, self.system.listener = socket, waiting.put_nowait
        try:
            await self._serve(socket, waiting)
        finally:
            if self._current is socket:
                self._current = self.system.listener = None
        return socket

    async def visit(self, url: str, headers: dict[str, str]) -> None:
        """Connect to an engine again and again, and keep events for it meanwhile: an outbound, persistent websocket."""
        waiting: asyncio.Queue[dict[str, object]] = asyncio.Queue()
        self.system.listener = waiting.put_nowait
        async with aiohttp.ClientSession(headers=headers) as session:
            while True:
                try:
                    async with session.ws_connect(url, protocols=("ari",), max_msg_size=0) as socket:
                        await self._serve(socket, waiting)
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(RECONNECTS_AFTER)

    async def _serve(self, socket: Socket, waiting: asyncio.Queue[dict[str, object]]) -> None:
        sending = asyncio.create_task(_send_all(socket, waiting))
        try:
            await self._take_requests(socket, waiting)
        finally:
            sending.cancel()
            await asyncio.gather(sending, return_exceptions=True)

    # Commands

    async def _take_requests(self, socket: Socket, waiting: asyncio.Queue[dict[str, object]]) -> None:
        """Carry out what comes by the websocket, one after another, and answer between the events."""
        async for message in socket:
            request = json.loads(message.data)
            path, _, query = request["uri"].partition("?")
            body = {**dict(parse_qsl(query)), **json.loads(request.get("message_body", "{}"))}
            status, answer = await self._carry_out(request["method"], path, body)
            told = {} if answer is None else {"message_body": json.dumps(answer)}
            known = {"request_id": request["request_id"], "status_code": status}
            waiting.put_nowait({"type": "RESTResponse", **known, **told})

    async def _rest(self, request: web.Request) -> web.Response:
        body = await request.json() if request.can_read_body else {}
        given = {**request.query, **body}
        status, answer = await self._carry_out(request.method, request.match_info["rest"], given)
        return web.Response(status=status) if answer is None else web.json_response(answer, status=status)

    async def _carry_out(self, method: str, path: str, body: Body) -> tuple[int, object]:
        kind, *parts = path.split("/")
        answers = {
            "applications": self._applications,
            "asterisk": self._asterisk,
            "channels": self._channels,
            "bridges": self._bridges,
            "playbacks": self._playbacks,
            "recordings": self._recordings,
        }
        try:
            answer = await answers[kind](method, parts, body)
        except Refused as refused:
            return refused.status, {"message": "refused"}
        except KeyError:
            return 404, {"message": "not found"}
        return 204 if answer is None else 200, answer

    async def _asterisk(self, method: str, parts: list[str], body: Body) -> object:
        return {"system": {"version": "22.0.0-toy"}, "status": {"startup_time": self.system.since}}

    async def _applications(self, method: str, parts: list[str], body: Body) -> object:
        if self.system.listener is None:
            raise Refused(404)
        channels = [one.id for one in self.system.channels.values() if one.is_in_stasis]
        return {"name": self.system.app, "channel_ids": channels, "bridge_ids": list(self.system.bridges)}

    async def _channels(self, method: str, parts: list[str], body: Body) -> object:
        if not parts:
            if method == "POST":
                return self._call_out(body)
            return [channel.shown() for channel in self.system.channels.values()]
        channel = self.system.channels[parts[0]]
        if len(parts) == 1:
            if method == "DELETE":
                cause = int(body.get("reason_code", 16))
                asyncio.get_running_loop().call_soon(lambda: channel.end(cause, is_soft=True))
            return None if method == "DELETE" else channel.shown()
        if not channel.is_in_stasis:
            raise Refused(409)
        command = self._commands.get((method, parts[1]))
        if command:
            await command(channel, parts[2:], body)
        return None  # silence, ringback and music make no difference here

    def _call_out(self, body: Body) -> object:
        target = body["endpoint"].partition("/")[2]
        if not self.system.originate(body["channelId"], target, limit=float(body["timeout"])):
            raise Refused(500)
        return {"id": body["channelId"]}

    async def _answer(self, channel: Channel, parts: list[str], body: Body) -> None:
        async with _Turn(channel):
            channel.answer()

    async def _set_variable(self, channel: Channel, parts: list[str], body: Body) -> None:
        async with _Turn(channel):
            self.system.tagged.append((body["variable"], body["value"]))

    async def _play(self, channel: Channel, parts: list[str], body: Body) -> None:
        stems = [media.removeprefix("sound:") for media in body["media"]]
        playback = self.system.playbacks[parts[0]] = Playback(channel, parts[0], stems)
        channel.heard += stems
        channel.begin(playback.run())

    async def _record(self, channel: Channel, parts: list[str], body: Body) -> None:
        path = self.system.recordings / f"{body['name']}.{body['format']}"
        if path.exists() or body["name"] in self.system.tapes:
            raise Refused(409)
        tape = self.system.tapes[body["name"]] = Tape(
            channel,
            body["name"],
            path,
            limit=body["maxDurationSeconds"],
            silence=body["maxSilenceSeconds"],
            beep=body["beep"],
        )
        channel.begin(tape.run())

    async def _continue(self, channel: Channel, parts: list[str], body: Body) -> None:
        channel.begin(self._go_on(channel, body["extension"]))

    async def _go_on(self, channel: Channel, target: str) -> None:
        async with channel.turn:
            channel.leave_stasis()
        known = self.system.targets.get(target)
        await self.system.talk(channel, known.talk if known and known.manner == "answers" else 0.0)

    async def _send_keys(self, channel: Channel, parts: list[str], body: Body) -> None:
        channel.begin(self._sending_keys(channel, len(body["dtmf"])))

    async def _sending_keys(self, channel: Channel, count: int) -> None:
        async with channel.turn:
            await asyncio.sleep(count * 0.2)

    async def _snoop(self, channel: Channel, parts: list[str], body: Body) -> None:
        if parts[0] in self.system.channels:
            raise Refused(409)
        channel.begin(self.system.overhear(channel, parts[0]))

    # Bridges and files

    async def _bridges(self, method: str, parts: list[str], body: Body) -> object:
        bridges = self.system.bridges
        match method, parts:
            case "GET", []:
                return [{"id": name, "channels": list(members)} for name, members in bridges.items()]
            case "POST", [name]:
                if name in bridges:
                    raise Refused(409)
                bridges[name] = set()
            case "DELETE", [name]:
                self.system.drop_bridge(name)
            case "POST", [name, "addChannel"]:
                await self._join(bridges[name], name, body["channel"])
            case "POST", [name, "removeChannel"]:
                if body["channel"] not in bridges[name]:
                    raise Refused(422)
                self.system.channels[body["channel"]].leave_bridge()
        return None

    async def _join(self, bridge: set[str], name: str, members: list[str]) -> None:
        found = [self.system.channels.get(member) for member in members]
        if None in found:
            raise Refused(400)
        for channel in found:
            assert channel
            if not channel.is_in_stasis:
                raise Refused(422)
            async with _Turn(channel):
                channel.bridge = name
                bridge.add(channel.id)

    async def _playbacks(self, method: str, parts: list[str], body: Body) -> object:
        playback = self.system.playbacks[parts[0]]
        if method == "GET":
            return playback.described()
        playback.end("done")
        return None

    async def _recordings(self, method: str, parts: list[str], body: Body) -> object:
        match method, parts:
            case "GET", ["live", name]:
                return {"name": name, "state": self.system.tapes[name].state}
            case "GET", ["stored", name]:
                if not list(self.system.recordings.glob(f"{name}.*")):
                    raise Refused(404)
                return {"name": name}
            case "POST", ["live", name, "stop"]:
                self.system.tapes[name].end("done")
            case "DELETE", ["stored", name]:
                found = list(self.system.recordings.glob(f"{name}.*"))
                if not found:
                    raise Refused(404)
                found[0].unlink()
        return None


class _Turn:
    """The time in which a command has the channel to itself; one that goes meanwhile refuses it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel

    async def __aenter__(self) -> None:
        await self.channel.turn.acquire()
        if self.channel.gone.is_set():
            self.channel.turn.release()
            raise Refused(404)

    async def __aexit__(self, *_: object) -> None:
        self.channel.turn.release()


async def _send_all(socket: Socket, waiting: asyncio.Queue[dict[str, object]]) -> None:
    while True:
        event = await waiting.get()
        if socket.closed:
            return
        await socket.send_str(json.dumps(event))
