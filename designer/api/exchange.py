"""Many prompts at once: tables of texts, archives of recordings, and the sounds that are still to be made."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from itertools import chain
from typing import IO

from flask import Response, request

from designer.api.current import services
from designer.api.operation import Area
from designer.api.prompt_models import ImportPreview, SoundWanted
from designer.api.security import current_user
from designer.errors import TooLarge
from voices import exchange
from voices.archive import write_archive
from voices.message import VoiceError
from voices.pack import blank_pack
from voices.table import write_table

LARGEST = 400_000_000
IN_MEMORY = 4_000_000
CHUNK = 1_000_000

area = Area.named("exchange")


@area.operation("GET", "/prompts.csv", media="text/csv")
def export_table() -> Response:
    """Download the texts of all prompts as a CSV table."""
    services().voices.refresh()
    return _download(write_table(services().voices.prompts.catalogue), "text/csv", "prompts.csv")


@area.operation("GET", "/prompts.zip", media="application/zip")
def export_archive() -> Response:
    """Download the texts and recordings of all prompts as a zip file."""
    services().voices.refresh()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    write_archive(services().voices.prompts, file)
    file.seek(0)
    return _download(_read_out(file), "application/zip", "prompts.zip")


@area.operation("GET", "/pieces-of-values.csv", media="text/csv")
def export_pieces() -> Response:
    """Download a table to import: a prompt for every piece of spoken numbers, dates, times and amounts."""
    return _download(write_table(blank_pack()), "text/csv", "pieces-of-values.csv")


@area.operation("POST", "/prompt-import/preview", answer=ImportPreview, media="application/json")
def preview_import() -> ImportPreview:
    """See what the import of a table or zip file (the body) would change."""
    with _body() as file:
        return ImportPreview.of(exchange.preview(services().voices.prompts, file))


@area.operation("POST", "/prompt-import", media="application/x-ndjson")
def import_prompts() -> Response:
    """Import a table or zip file (the body): all of it or nothing; the answer tells the progress line by line."""
    file = _body()
    steps = _steps(file)
    first = next(steps, None)  # what is refused at once is refused with its status
    services().audit.note(current_user() or "", "import_prompts")
    lines = _lines(chain(() if first is None else (first,), steps))
    return Response(lines, mimetype="application/x-ndjson", headers={"Cache-Control": "no-store"})


@area.operation("GET", "/sounds-to-make", answer=list[SoundWanted])
def list_sounds_to_make() -> list[SoundWanted]:
    """List the prompts whose sound is not made yet; hearing one makes it."""
    voices = services().voices
    voices.refresh()
    return [
        SoundWanted(name=prompt.name, language=language)
        for prompt in voices.prompts.catalogue.prompts.values()
        for language in prompt.variants
        if voices.is_waiting(prompt.name, language)
    ]


def _steps(file: IO[bytes]) -> Iterator[exchange.Step]:
    with file:
        yield from exchange.take_in(services().voices, file)


def _lines(steps: Iterator[exchange.Step]) -> Iterator[str]:
    fresh = {"recordings": 0, "sounds": 0}
    try:
        for step in steps:
            fresh[step.part] += step.fresh
            yield _line({"part": step.part, "done": step.done, "total": step.total})
    except VoiceError as error:
        message = {"en": error.message.en, "zh-CN": error.message.zh}
        yield _line({"error": {"code": "bad_recording", "message": message}})
        return
    yield _line({"finished": fresh})


def _line(content: dict[str, object]) -> str:
    return json.dumps(content, ensure_ascii=False) + "\n"


def _body() -> IO[bytes]:
    """Return the request's body as a file; it may be larger than those of other requests."""
    request.max_content_length = LARGEST
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by who reads it
    size = 0
    while chunk := request.stream.read(CHUNK):
        size += len(chunk)
        if size > LARGEST:
            raise TooLarge("too_large", "The file is larger than 400 MB.", "文件超过 400 MB。")
        file.write(chunk)
    file.seek(0)
    return file


def _read_out(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while chunk := file.read(CHUNK):
            yield chunk


def _download(content: bytes | Iterator[bytes], kind: str, name: str) -> Response:
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
