"""The page's files: compressed once, hashed assets cached for good, everything else checked each time."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

BUILT = Path(__file__).parent / "static" / "app"
HASHED = "assets/"
COMPRESSED = (".js", ".css", ".html", ".svg", ".json", ".map", ".wasm")
NOT_BUILT = "The page is not built yet. Run: make run\n页面尚未构建。请执行：make run\n"


@dataclass(frozen=True, slots=True)
class PageFile:
    """One file, ready to be sent; `packed` is None where compression does not pay."""

    stamp: tuple[int, int]
    media_type: str
    tag: str
    plain: bytes
    packed: bytes | None


class Pages:
    """Serves the built page; every path that is no file is the page itself, which then shows that place."""

    def __init__(self, root: Path = BUILT) -> None:
        self._root = root
        self._files: dict[Path, PageFile] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["method"] not in ("GET", "HEAD"):
            response: Response = PlainTextResponse("", 405, headers={"Allow": "GET, HEAD"})
        else:
            response = await asyncio.to_thread(self._respond, scope["path"].lstrip("/"), Headers(scope=scope))
        await response(scope, receive, send)

    def _respond(self, name: str, headers: Headers) -> Response:
        path = self._find(name)
        if path is None:
            return PlainTextResponse("404\n", 404)
        if not path.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return _response(self._read(path), headers, immutable=name.startswith(HASHED))

    def _find(self, name: str) -> Path | None:
        """Return the file of a path; None when it should be a file and is none, or would lie outside."""
        try:
            path = (self._root / name).resolve()
            if name and path.is_relative_to(self._root.resolve()) and path.is_file():
                return path
        except (OSError, ValueError):  # a name that no file can have
            return None
        is_place = "." not in name and not name.startswith(HASHED)
        return self._root / "index.html" if is_place else None

    def _read(self, path: Path) -> PageFile:
        facts = path.stat()
        stamp = (facts.st_mtime_ns, facts.st_size)
        known = self._files.get(path)
        if known is None or known.stamp != stamp:
            known = _page_file(path, stamp)
            self._files[path] = known
        return known


def _page_file(path: Path, stamp: tuple[int, int]) -> PageFile:
    data = path.read_bytes()
    packed = gzip.compress(data, 9, mtime=0) if path.suffix in COMPRESSED else None
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    return PageFile(stamp, media_type, tag, data, packed)


def _response(file: PageFile, asked: Headers, *, immutable: bool) -> Response:
    lasting = "public, max-age=31536000, immutable" if immutable else "no-cache"
    headers = {"Cache-Control": lasting, "ETag": file.tag, "Vary": "Accept-Encoding"}
    if asked.get("if-none-match") == file.tag:
        return Response(status_code=304, headers=headers)
    if file.packed is not None and "gzip" in asked.get("accept-encoding", ""):
        return Response(
            file.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type
        )
    return Response(file.plain, headers=headers, media_type=file.media_type)
