"""Prompts: texts, recordings, and both as callers hear them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path

from flask import Response, request

from designer.api import models
from designer.api.current import services
from designer.api.operation import Area
from designer.api.prompt_models import NewName, OnlineVoiceOut, OutlineOut, PromptNumber, RecordingPreview
from designer.api.security import current_user
from designer.content import prompts_of
from designer.errors import Missing, Unfit
from voices.catalogue import Prompt, Variant
from voices.decode import decode
from voices.encode import to_wav
from voices.outline import outline
from voices.samples import for_telephone
from voices.sound import Sound
from voices.speech.online import SERVICES, installed_services

_KEY = re.compile(r"[0-9a-f]{64}")


area = Area.named("prompts")


@area.operation("GET", "/prompts", answer=list[models.PromptOut])
def list_prompts() -> list[models.PromptOut]:
    """List the prompts and the flows that play them."""
    used = _used_by()
    return [_prompt(one, used.get(one.name, ())) for one in services().prompts.all().values()]


@area.operation("PUT", "/prompts/<name>", body=models.PromptNote, status=HTTPStatus.NO_CONTENT)
def note_prompt(name: str, body: models.PromptNote) -> None:
    """Say what a prompt is for; a new name makes a new prompt."""
    services().prompts.set_note(name, body.note)


@area.operation("PUT", "/prompts/<name>/<language>", body=models.PromptText, status=HTTPStatus.NO_CONTENT)
def write_prompt(name: str, language: str, body: models.PromptText) -> None:
    """Say a text in one language."""
    services().prompts.set_text(name, language, body.text)


@area.operation("DELETE", "/prompts/<name>/<language>", status=HTTPStatus.NO_CONTENT)
def delete_prompt(name: str, language: str) -> None:
    """Take a language of a prompt away, and the prompt with its last one unless flows play it."""
    services().prompts.remove(name, language, _used_by().get(name, ()))


@area.operation("DELETE", "/prompts/<name>", status=HTTPStatus.NO_CONTENT)
def delete_whole_prompt(name: str) -> None:
    """Delete a prompt that no flow plays."""
    services().prompts.delete(name, _used_by().get(name, ()))
    services().audit.note(current_user() or "", "delete_prompt", name)


@area.operation("POST", "/prompts/<name>/name", body=NewName, status=HTTPStatus.NO_CONTENT)
def rename_prompt(name: str, body: NewName) -> None:
    """Give a prompt that no flow plays another name."""
    services().prompts.rename(name, body.name, _used_by().get(name, ()))


@area.operation("PUT", "/prompts/<name>/number", body=PromptNumber, status=HTTPStatus.NO_CONTENT)
def number_prompt(name: str, body: PromptNumber) -> None:
    """Give a prompt the number under which it is recorded by telephone, or take it away."""
    services().prompts.set_number(name, body.number.strip())


@area.operation("POST", "/prompts/<name>/<language>/recording", upload="file", status=HTTPStatus.NO_CONTENT)
def record_prompt(name: str, language: str) -> None:
    """Upload a recording (multipart, field `file`); it is conditioned for telephones and stored."""
    services().prompts.record(name, language, _uploaded())


@area.operation("POST", "/recording-preview", upload="file", answer=RecordingPreview)
def preview_recording() -> RecordingPreview:
    """See and hear what a recording becomes for telephones; nothing is kept."""
    before = decode(_uploaded())
    after = for_telephone(before)
    sound = base64.b64encode(to_wav(after)).decode()
    return RecordingPreview(
        before=OutlineOut.of(outline(before)), after=OutlineOut.of(outline(after)), sound=sound
    )


@area.operation("GET", "/online-voices", answer=list[OnlineVoiceOut])
def list_online_voices() -> list[OnlineVoiceOut]:
    """List the online voices that are installed here."""
    return [OnlineVoiceOut(service=name, owner=SERVICES[name].owner) for name in installed_services()]


@area.operation("POST", "/prompts/<name>/<language>/online/<service>", status=HTTPStatus.NO_CONTENT)
def record_online(name: str, language: str, service: str) -> None:
    """Have an online voice speak the text, and keep that as the recording."""
    services().prompts.record_online(name, language, service)


@area.operation("DELETE", "/prompts/<name>/<language>/recording", status=HTTPStatus.NO_CONTENT)
def delete_recording(name: str, language: str) -> None:
    """Take the recording away; the text is spoken from now on."""
    services().prompts.drop_recording(name, language)


@area.operation("POST", "/prompts/<name>/<language>/earlier", status=HTTPStatus.NO_CONTENT)
def bring_back_recording(name: str, language: str) -> None:
    """Exchange the recording with the one before."""
    services().prompts.bring_back(name, language)


@area.operation("GET", "/prompts/<name>/<language>.wav", media="audio/wav")
def hear_prompt(name: str, language: str) -> Response:
    """Hear a prompt as callers do."""
    prompt = services().prompts.all().get(name)
    if prompt is None or language not in prompt.variants:
        raise Missing("no_prompt", "There is no such prompt.", "没有该提示音。")
    sound = services().voices.sound(name, language)
    return _wav(sound, "no-cache")


@area.operation("GET", "/audio/<key>.wav", media="audio/wav")
def hear_sound(key: str) -> Response:
    """Hear a sound by its content key."""
    sound = services().voices.cache.get(key) if _KEY.fullmatch(key) else None
    if sound is None:
        raise Missing("no_sound", "There is no such sound.", "没有该声音。")
    return _wav(sound, "private, max-age=31536000, immutable")


def _uploaded() -> bytes:
    upload = request.files.get("file")
    if upload is None:
        raise Unfit("no_file", "The upload has no file.", "上传内容中没有文件。")
    return upload.stream.read()


def _wav(sound: Sound, lasting: str) -> Response:
    response = Response(Path(sound.stem + ".wav").read_bytes(), mimetype="audio/wav")
    response.headers["Cache-Control"] = lasting
    response.set_etag(sound.key)
    response.make_conditional(request.environ, accept_ranges=True, complete_length=response.content_length)
    return response


def _used_by() -> dict[str, list[str]]:
    used: dict[str, list[str]] = {}
    for flow_id, source in services().workspace.project().flows.items():
        for name in prompts_of(source.document):
            used.setdefault(name, []).append(flow_id)
    return used


def _prompt(prompt: Prompt, used_by: Iterable[str]) -> models.PromptOut:
    languages = {language: _language(prompt.name, language, one) for language, one in prompt.variants.items()}
    return models.PromptOut(
        name=prompt.name,
        note=prompt.note,
        number=prompt.number,
        languages=languages,
        used_by=sorted(used_by),
    )


def _language(name: str, language: str, variant: Variant) -> models.PromptLanguage:
    book = services().prompts
    return models.PromptLanguage(
        text=variant.text,
        recording=bool(variant.recording),
        earlier=book.has_earlier(name, language),
        seconds=book.seconds(variant.recording) if variant.recording else None,
    )
