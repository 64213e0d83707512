"""The ASGI front on a real server: headers on everything, the page's files, and harmless paths."""

import gzip
import io
from urllib.parse import unquote

import aiohttp
import pytest

from designer.front import SECURITY_HEADERS, Front
from designer.pages import Pages
from tests.api.made_server import browsing, serving


@pytest.fixture
def built(tmp_path):
    app = tmp_path / "app"
    (app / "assets").mkdir(parents=True)
    (app / "index.html").write_text("<!doctype html><title>Dialoom</title>")
    (app / "assets" / "index-abc123.js").write_text("console.log('hello')\n" * 1000)
    (app / "icon.svg").write_text("<svg/>")
    (tmp_path / "secret.txt").write_text("secret")
    (app / "assets" / "leak.js").symlink_to(tmp_path / "secret.txt")
    return app


class Answer:
    """What an ASGI application answered."""

    def __init__(self, messages):
        self.status_code = messages[0]["status"]
        self.headers = {name.decode().title(): value.decode() for name, value in messages[0]["headers"]}
        self.content = b"".join(message.get("body", b"") for message in messages[1:])

    @property
    def text(self):
        packed = self.headers.get("Content-Encoding") == "gzip"
        return (gzip.decompress(self.content) if packed else self.content).decode()


class Visitor:
    """Asks an ASGI application for paths, as they stand in a request line."""

    def __init__(self, app):
        self.app = app

    async def ask(self, path, method="GET", **headers):
        messages = []
        scope = {
            "type": "http",
            "method": method,
            "path": unquote(path),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
        }

        async def send(message):
            messages.append(message)

        await self.app(scope, None, send)
        return Answer(messages)


@pytest.fixture
def visitor(built):
    return Visitor(Pages(built))


async def test_every_place_of_the_page_is_the_page(visitor):
    for place in ("/", "/flows/service", "/流程/客服"):
        answer = await visitor.ask(place)
        assert answer.status_code == 200
        assert "<title>Dialoom</title>" in answer.text
        assert answer.headers["Cache-Control"] == "no-cache"


async def test_hashed_files_are_packed_and_kept_for_good(visitor):
    answer = await visitor.ask("/assets/index-abc123.js", accept_encoding="gzip")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.text == "console.log('hello')\n" * 1000
    assert int(answer.headers["Content-Length"]) < 500


async def test_who_takes_no_gzip_gets_the_plain_file(visitor):
    answer = await visitor.ask("/assets/index-abc123.js", accept_encoding="identity")
    assert "Content-Encoding" not in answer.headers
    assert len(answer.content) == 21_000


async def test_a_known_file_is_not_sent_again_and_a_new_build_is(visitor, built):
    first = await visitor.ask("/")
    again = await visitor.ask("/", if_none_match=first.headers["Etag"])
    assert (again.status_code, again.content) == (304, b"")
    (built / "index.html").write_text("<!doctype html><title>Newer</title>")
    newer = await visitor.ask("/", if_none_match=first.headers["Etag"])
    assert "Newer" in newer.text


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/assets/leak.js",
        "/..%2fsecret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/%2e%2e/%2e%2e/etc/passwd.txt",
        "//etc/passwd.txt",
        "/a%00.txt",
        "/" + "x" * 5000 + ".txt",
    ],
)
async def test_a_path_that_is_no_file_of_the_page_is_not_found(visitor, path):
    answer = await visitor.ask(path)
    assert answer.status_code == 404
    assert "secret" not in answer.text


async def test_only_reading_is_allowed(visitor):
    assert (await visitor.ask("/", "POST")).status_code == 405


async def test_before_the_page_is_built_the_server_says_so(tmp_path):
    answer = await Visitor(Pages(tmp_path)).ask("/")
    assert answer.status_code == 503
    assert "make run" in answer.text


@pytest.mark.parametrize("path", ["/", "/api/session", "/api/nothing", "/assets/nothing.js", "/api/flows"])
async def test_every_answer_has_the_security_headers(running, path):
    with serving(running.services) as url:
        async with browsing(url) as page:
            answer = await page.get(path)
    for name, value in SECURITY_HEADERS.items():
        assert answer.headers[name] == value
    assert "server" not in {name.lower() for name in answer.headers}


def test_no_script_may_stand_in_the_page(running):
    policy = SECURITY_HEADERS["Content-Security-Policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split("; ")}
    assert rules["default-src"] == ["'self'"]
    assert "script-src" not in rules
    assert rules["frame-ancestors"] == ["'none'"]


async def test_numbers_of_hosts_and_ports_that_are_ours_are_served(running):
    with serving(running.services) as url:
        port = url.rpartition(":")[2]
        async with browsing(url) as page:
            for host in (f"localhost:{port}", f"127.0.0.1:{port}", "[::1]:80", "LOCALHOST"):
                assert (await page.get("/api/session", headers={"Host": host})).status == 200
            for host in ("", "x", "[", "localhost.", "0.0.0.0", "127.0.0.1.x"):
                assert (await page.get("/api/session", headers={"Host": host})).status in (400, 421)


async def refused(page, url, body) -> bool:
    """Tell whether the server would not take the body: by its answer, or by hanging up before all was sent."""
    headers = {"X-CSRF-Token": page.token, "Content-Type": "application/json"}
    try:
        async with page.session.put(f"{url}/api/flows/service", data=body, headers=headers) as answer:
            return answer.status in (400, 413)
    except aiohttp.ClientConnectionError:
        return True


async def test_a_real_upload_through_the_real_server_is_limited(running):
    async def endless():
        for _ in range(20):
            yield b" " * 1_000_000

    with serving(running.services) as url:
        async with browsing(url) as page:
            assert await refused(page, url, io.BytesIO(bytes(9_000_000)))
            assert await refused(page, url, endless())
            async with page.session.get(f"{url}/api/flows/service") as answer:
                assert answer.status == 200


def test_a_front_for_all_hosts_asks_for_no_name(running):
    front = Front(None, running.services, hosts=None)
    assert front._is_our_name("callcentre.example:8000")
    assert not front._is_our_name("")
