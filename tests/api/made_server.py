"""A real web server on a port of its own, and a page that talks to it by HTTP and WebSocket."""

import asyncio
import threading
from contextlib import asynccontextmanager, contextmanager

import aiohttp

from app import TestTelephone as Telephone
from designer.server import listen, server


class Telephones:
    """Test calls of the simulator, on a loop in a thread that ends with the test."""

    def __init__(self, voice):
        self.voice = voice
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def start(self, order, listener):
        return Telephone(order, listener, self.loop, self.voice)

    def stop(self):
        asyncio.run_coroutine_threadsafe(self._finish(), self.loop).result(60)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def _finish(self):
        calls = asyncio.all_tasks() - {asyncio.current_task()}
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)


@contextmanager
def serving(services, host="127.0.0.1"):
    """Serve until the block ends; yields the URL."""
    listening = listen(services, host, 0)
    web, run = server(services, listening)
    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield listening.url
    finally:
        web.should_exit = True
        thread.join()


class Browser:
    """A page in a browser: one cookie jar, one token, one origin."""

    def __init__(self, session, url):
        self.session = session
        self.url = url
        self.token = ""

    async def open(self):
        async with self.session.get(f"{self.url}/api/session") as answer:
            self.token = (await answer.json())["csrf"]

    async def get(self, path, **more):
        async with self.session.get(self.url + path, **more) as answer:
            await answer.read()
            return answer

    async def send(self, method, path, body):
        headers = {"X-CSRF-Token": self.token}
        async with self.session.request(method, self.url + path, json=body, headers=headers) as answer:
            return answer.status, await answer.json()

    def socket(self, **headers):
        headers = {"Origin": self.url, **{key.capitalize(): value for key, value in headers.items()}}
        return self.session.ws_connect(f"{self.url}/ws", headers=headers)


@asynccontextmanager
async def browsing(url):
    """Open a page; the jar takes cookies of plain addresses as well, and no connection is used twice."""
    jar, connector = aiohttp.CookieJar(unsafe=True), aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as session:
        browser = Browser(session, url)
        await browser.open()
        yield browser


async def until(socket, topic, wanted):
    """Read frames of a topic until one item of their data is wanted; return all items read."""
    items = []
    async with asyncio.timeout(60):
        while True:
            frame = await socket.receive_json()
            if frame.get("topic") != topic:
                continue
            items += frame["data"]
            if any(wanted(item) for item in frame["data"]):
                return items
