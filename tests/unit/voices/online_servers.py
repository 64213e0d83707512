"""Servers of our own that answer as the online voices do, on this machine; what they are asked is kept."""

import asyncio
import base64
import json
import socket
import ssl
import subprocess
import threading
import urllib.parse
from contextlib import contextmanager

from aiohttp import WSMsgType, web


def certificate(folder):
    """Return a certificate that nobody vouches for, and its key."""
    made = [folder / "cert.pem", folder / "key.pem"]
    subject = ["-subj", "/CN=translate.google.com", "-days", "2"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject]
    subprocess.run([*command, "-out", made[0], "-keyout", made[1]], check=True, capture_output=True)
    return made


class GoogleBehindProxy:
    """A proxy (RFC 9110, CONNECT) behind which translate.google.com answers; `answer` makes each body."""

    def __init__(self, folder, answer):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate(folder))
        self.answer, self.texts = answer, []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listening.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self):
        self.listening.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection):
        with connection:
            head = _read_until(connection, b"\r\n\r\n")
            assert head.startswith(b"CONNECT translate.google.com:443 ")
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            with self.context.wrap_socket(connection, server_side=True) as secure:
                self._answer(secure)

    def _answer(self, secure):
        head = _read_until(secure, b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")
        )
        body = head.partition(b"\r\n\r\n")[2]
        while len(body) < length:
            body += secure.recv(65536)
        rpc = json.loads(urllib.parse.parse_qs(body.decode())["f.req"][0])
        text, language, _, _ = json.loads(rpc[0][0][1])
        self.texts.append((text, language))
        status, data = self.answer(text)
        if status is None:
            threading.Event().wait(60)  # a server that never answers
            return
        secure.sendall(
            b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % (status, len(data)) + data
        )


def google_body(mp3):
    """Return an answer as Google writes it: a guard line, then arrays with the sound in base64."""
    inner = json.dumps([base64.b64encode(mp3).decode()])
    row = json.dumps([["wrb.fr", "jQ1olc", inner, None, None, None, "generic"]], separators=(",", ":"))
    return b")]}'\n\n%d\n%s\n" % (len(row), row.encode())


def _read_until(connection, mark):
    data = b""
    while mark not in data:
        more = connection.recv(65536)
        assert more, "the client left"
        data += more
    return data


class EdgeServer:
    """A websocket that takes SSML and answers with the messages given, in the framing of the service."""

    def __init__(self, messages):
        self.messages, self.asked = messages, []

    async def talk(self, request):
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self.asked.append(message.data)
                if "Path:ssml" in message.data:
                    for one in self.messages:
                        await (socket.send_bytes(one) if isinstance(one, bytes) else socket.send_str(one))
                    if not self.messages:
                        await socket.close()
        return socket


def edge_audio(data):
    """Return a binary message: the length of its header, the header, the sound."""
    head = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
    return len(head).to_bytes(2, "big") + head + data


EDGE_START = "X-RequestId:1\r\nPath:turn.start\r\n\r\n{}"
EDGE_END = "X-RequestId:1\r\nPath:turn.end\r\n\r\n{}"


@contextmanager
def edge_served(server):
    """Serve in a thread; yields the address."""
    loop = asyncio.new_event_loop()
    application = web.Application()
    application.router.add_get("/edge", server.talk)
    runner = web.AppRunner(application, shutdown_timeout=1)

    async def start():
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        return runner.addresses[0][1]

    port = loop.run_until_complete(start())
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"ws://127.0.0.1:{port}/edge?TrustedClientToken=x"
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
