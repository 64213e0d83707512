"""The live socket on a real server: who may open it, topics with snapshots and events, and test calls."""

import asyncio

import aiohttp
import pytest

from designer.live.hub import KEPT
from tests.api.made_server import Telephones, browsing, serving, until
from tests.api.made_workspace import SERVICE, opened


@pytest.fixture
def telephones():
    made = []

    def make(voice):
        made.append(Telephones(voice))
        return made[-1]

    yield make
    for one in made:
        one.stop()


@pytest.fixture
def running(root, telephones):
    with opened(root, test_calls=telephones) as running:
        yield running


@pytest.fixture
def url(running):
    with serving(running.services) as url:
        yield url


async def test_a_subscription_begins_with_a_snapshot_and_goes_on_with_events(url):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "subscribe", "topic": "flows"})
        first = await socket.receive_json()
        assert first["kind"] == "snapshot"
        assert [one["id"] for one in first["data"]] == ["service"]
        status, _ = await page.send("POST", "/api/flows", {"id": "new", "title": "x"})
        assert status == 201
        frame = await socket.receive_json()
        assert (frame["kind"], frame["n"]) == ("events", first["n"] + 1)
        assert frame["data"][0]["id"] == "new"
        assert frame["data"][0]["changed_by"] == "designer"


async def test_a_change_on_disk_is_told_and_so_is_a_file_that_goes(url, root):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "subscribe", "topic": "flows"})
        await socket.receive_json()
        (root / "service" / "flow.yaml").write_text(SERVICE + "# more\n")
        (event,) = await until(socket, "flows", lambda one: one["id"] == "service")
        assert event["changed_by"] == "disk"
        (root / "service" / "flow.yaml").unlink()
        items = await until(socket, "flows", lambda one: one["revision"] == "")
        assert items[-1]["id"] == "service"


async def test_a_page_that_comes_back_gets_what_it_missed(url, running):
    async with browsing(url) as page:
        async with page.socket() as socket:
            await socket.send_json({"op": "subscribe", "topic": "flows"})
            seen = (await socket.receive_json())["n"]
        for number in range(3):
            running.services.hub.publish("flows", {"id": f"f{number}"})
        async with page.socket() as socket:
            await socket.send_json({"op": "subscribe", "topic": "flows", "after": seen})
            frame = await socket.receive_json()
            assert frame["kind"] == "events"
            assert [one["id"] for one in frame["data"]] == ["f0", "f1", "f2"]
            assert frame["n"] == seen + 3


@pytest.mark.parametrize("missed", [KEPT + 1, -5])
async def test_a_page_that_missed_too_much_or_knows_more_gets_a_snapshot(url, running, missed):
    last = running.services.hub.topic("flows").last
    for number in range(max(missed, 0)):
        running.services.hub.publish("flows", {"id": f"f{number}"})
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json(
            {"op": "subscribe", "topic": "flows", "after": last if missed > 0 else last + 5}
        )
        assert (await socket.receive_json())["kind"] == "snapshot"


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "https://localhost.evil"]
)
async def test_another_origin_opens_no_socket(url, origin):
    async with browsing(url) as page:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await page.socket(origin=origin)
        assert refused.value.status == 403


async def test_a_foreign_name_opens_nothing(url):
    async with browsing(url) as page:
        answer = await page.get("/api/flows", headers={"Host": "evil.example"})
        assert answer.status == 421
        answer = await page.get("/", headers={"Host": "127.0.0.1.evil.example"})
        assert answer.status == 421
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await page.socket(host="evil.example", origin="http://evil.example")


async def test_without_a_session_no_socket_opens(url):
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{url}/ws", headers={"Origin": url})


async def test_with_a_password_the_socket_needs_the_login(root):
    with opened(root, password="correct horse") as running, serving(running.services) as url:
        async with browsing(url) as page:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await page.socket()
            status, _ = await page.send("POST", "/api/session", {"password": "correct horse"})
            assert status == 200
            async with page.socket() as socket:
                await socket.send_json({"op": "subscribe", "topic": "calls"})
                assert (await socket.receive_json())["data"] == [{"engines": []}]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"op":"x"}', '{"op":"testcall.key","key":"E"}', "[" * 5000, '{"op":1}']
)
async def test_a_message_that_makes_no_sense_is_answered_and_the_socket_stays(url, text):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_str(text)
        assert (await socket.receive_json())["error"]["message"].keys() == {"en", "zh-CN"}
        await socket.send_bytes(b"\x00\xff")
        assert "error" in await socket.receive_json()
        await socket.send_json({"op": "subscribe", "topic": "no-such-topic"})
        await socket.send_json({"op": "testcall.key", "key": "1"})
        await socket.send_json({"op": "subscribe", "topic": "flows"})
        assert (await socket.receive_json())["topic"] == "flows"


async def test_a_test_call_plays_the_draft_and_takes_a_key(url):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "testcall.start", "flow": "service", "caller": "13800138000"})
        first = await until(socket, "testcall", lambda one: "play" in one)
        assert first[0]["event"]["event"] == "call_started"
        assert (first[0]["event"]["caller"], first[0]["event"]["called"]) == ("13800138000", "4008001234")
        play = next(one["play"] for one in first if "play" in one)
        assert play["sounds"][0]["text"] == "您好，欢迎致电。"
        sound = await page.get(play["sounds"][0]["url"])
        assert sound.status == 200
        assert "immutable" in sound.headers["Cache-Control"]
        await socket.send_json({"op": "testcall.played", "id": play["id"]})
        second = await until(socket, "testcall", lambda one: "play" in one)
        menu = next(one["play"] for one in second if "play" in one)
        await socket.send_json({"op": "testcall.key", "key": "1"})
        last = await until(socket, "testcall", lambda one: "ended" in one)
        assert {"stop": {"id": menu["id"]}} in last
        assert any(one.get("event", {}).get("exit") == "1" for one in last)
        assert last[-1]["ended"]["by"] == "flow"


async def test_an_unsaved_document_is_what_is_called(url, root):
    async with browsing(url) as page, page.socket() as socket:
        document = (await (await page.session.get(f"{url}/api/flows/service")).json())["document"]
        document["nodes"]["welcome"]["prompts"] = ["main-menu"]
        await socket.send_json({"op": "testcall.start", "flow": "service", "document": document})
        items = await until(socket, "testcall", lambda one: "play" in one)
        assert next(one["play"] for one in items if "play" in one)["sounds"][0]["text"].startswith("订单")
        await socket.send_json({"op": "testcall.hangup"})
        items = await until(socket, "testcall", lambda one: "ended" in one)
        assert items[-1]["ended"]["by"] == "caller"
        assert (root / "service" / "flow.yaml").read_text() == SERVICE


async def test_a_call_can_begin_at_any_step(url):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "testcall.start", "flow": "service", "from": "bye"})
        items = await until(socket, "testcall", lambda one: "ended" in one)
        entered = [
            one["event"]["node"] for one in items if one.get("event", {}).get("event") == "node_entered"
        ]
        assert entered == ["bye"]


@pytest.mark.parametrize(
    "start",
    [
        {"flow": "nobody"},
        {"flow": "../etc"},
        {"flow": "service", "from": "nowhere"},
        {"flow": "service", "document": {}},
        {"flow": "service", "document": {"dialoom": 1, "nodes": [1]}},
        {
            "flow": "service",
            "document": {"dialoom": 1, "flow": "service", "start": "a", "nodes": {"a": {"type": "x"}}},
        },
    ],
)
async def test_a_flow_that_cannot_run_is_refused_with_its_problems(url, start):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "testcall.start", **start})
        (refused,) = await until(socket, "testcall", lambda one: "refused" in one)
        assert refused["refused"]["problems"][0]["message"].keys() == {"en", "zh-CN"}


async def test_a_second_call_replaces_the_first(url):
    async with browsing(url) as page, page.socket() as socket:
        for caller in ("1", "2"):
            await socket.send_json({"op": "testcall.start", "flow": "service", "caller": caller})
            items = await until(socket, "testcall", lambda one: "play" in one)
            assert items[0]["event"]["caller"] == caller
        await socket.send_json({"op": "testcall.hangup"})
        items = await until(socket, "testcall", lambda one: "ended" in one)
        assert sum("ended" in one for one in items) == 1


async def test_a_page_that_goes_hangs_up(url, running):
    async with browsing(url) as page:
        async with page.socket() as socket:
            await socket.send_json({"op": "testcall.start", "flow": "service"})
            await until(socket, "testcall", lambda one: "play" in one)
        telephones = running.services.test_calls
        async with asyncio.timeout(60):
            while asyncio.all_tasks(telephones.loop):
                await asyncio.sleep(0.02)


async def test_sockets_end_with_the_server(root):
    with opened(root) as running:
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as session:
            with serving(running.services) as url:
                await session.get(f"{url}/api/session")
                socket = await session.ws_connect(f"{url}/ws", headers={"Origin": url})
            assert (await socket.receive()).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)


async def test_publishing_tells_how_many_sounds_are_ready(url):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "subscribe", "topic": "publishing"})
        assert (await socket.receive_json())["data"] == []
        flow = await (await page.session.get(f"{url}/api/flows/service")).json()
        body = {"message": "first", "revision": flow["revision"]}
        status, _ = await page.send("POST", "/api/flows/service/publish", body)
        assert status == 201
        items = await until(socket, "publishing", lambda one: one["ready"] == one["of"])
        assert [one["ready"] for one in items] == [1, 2, 3]
        assert {one["id"] for one in items} == {"service"}


async def test_a_new_password_ends_open_sockets(url, running):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "subscribe", "topic": "flows"})
        await socket.receive_json()
        running.services.settings.set_password("correct horse")
        async with asyncio.timeout(60):
            assert (await socket.receive()).type == aiohttp.WSMsgType.CLOSE
        assert socket.close_code == 1008


async def test_hanging_up_before_the_call_begins_ends_it(url):
    async with browsing(url) as page, page.socket() as socket:
        await socket.send_json({"op": "testcall.start", "flow": "service"})
        await socket.send_json({"op": "testcall.hangup"})
        items = await until(socket, "testcall", lambda one: "ended" in one)
        assert items[-1]["ended"]["by"] == "caller"
        await socket.send_json({"op": "testcall.start", "flow": "service", "from": "bye"})
        items = await until(socket, "testcall", lambda one: "ended" in one)
        assert items[0]["event"]["event"] == "call_started"


async def test_variables_are_told_when_the_call_begins_and_when_one_changes(url):
    async with browsing(url) as page, page.socket() as socket:
        document = {
            "dialoom": 1,
            "flow": "service",
            "title": {"en": "x"},
            "language": "zh-CN",
            "start": "count",
            "variables": {"tries": 0, "name": "王"},
            "nodes": {
                "count": {"type": "set", "assignments": {"tries": "tries + 1"}, "exits": {"done": "bye"}},
                "bye": {"type": "hang_up"},
            },
        }
        await socket.send_json({"op": "testcall.start", "flow": "service", "document": document})
        items = await until(socket, "testcall", lambda one: "ended" in one or "refused" in one)
        sets = [one["variables"] for one in items if "variables" in one]
        assert sets == [{"tries": 0, "name": "王"}, {"tries": 1, "name": "王"}]
