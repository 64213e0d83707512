"""What the API takes and gives, as pydantic models; the OpenAPI document is made of them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from flowengine.problems import Problem
from flowengine.words import Words

Document = dict[str, object]
Title = Annotated[dict[str, Annotated[str, Field(max_length=200)]], Field(max_length=20)]
Revision = Annotated[str, Field(max_length=64)]
Text = Annotated[str, Field(max_length=2000)]


class Taken(BaseModel):
    """Base of bodies: nothing but what is declared."""

    model_config = ConfigDict(extra="forbid", strict=True)


class WordsOut(BaseModel):
    """A message in both languages."""

    model_config = ConfigDict(populate_by_name=True)

    en: str
    zh: str = Field(alias="zh-CN")

    @classmethod
    def of(cls, words: Words) -> WordsOut:
        """Return the message as the API carries it."""
        return cls(en=words.en, zh=words.zh)


class ProblemOut(BaseModel):
    """A problem of a draft: where, what, and the right text if one is known."""

    code: str
    message: WordsOut
    severity: Literal["error", "warning"]
    file: str
    line: int
    column: int
    path: list[str | int]
    node: str | None
    span: tuple[int, int] | None
    repair: str | None

    @classmethod
    def of(cls, problem: Problem) -> ProblemOut:
        """Return the problem as the API carries it."""
        return cls.model_validate(problem.to_json())


class Session(BaseModel):
    """Who works here and what the page needs to know first."""

    user: str | None
    csrf: str
    login_required: bool
    version: str
    languages: list[str]
    workspace: str


class Login(Taken):
    """The administrator's password."""

    password: Annotated[str, Field(max_length=1000)]


class PublishedOut(BaseModel):
    """The live version of a flow."""

    version: int
    at: str
    author: str
    message: str


class FlowRow(BaseModel):
    """A flow in the list."""

    id: str
    title: dict[str, str]
    revision: str
    changed: bool
    published: PublishedOut | None
    errors: int
    warnings: int


class NewFlow(Taken):
    """A flow to create; a plain title is Chinese."""

    id: Annotated[str, Field(max_length=80)]
    title: Title | Annotated[str, Field(max_length=200)]


class Flow(BaseModel):
    """A draft with its problems."""

    id: str
    document: Document
    revision: str
    problems: list[ProblemOut]
    published: PublishedOut | None


class SaveFlow(Taken):
    """A document, and the revision that it was made from."""

    document: Document
    revision: Revision


class SavedFlow(BaseModel):
    """What is on disk now."""

    revision: str
    problems: list[ProblemOut]
    yaml: str


class Expected(Taken):
    """The revision that the page has seen."""

    revision: Revision


class CheckDocument(Taken):
    """An unsaved document to check."""

    document: Document
    id: Annotated[str, Field(max_length=80)]


class Problems(BaseModel):
    """All problems at once."""

    problems: list[ProblemOut]


class Publish(Taken):
    """Why this version; `revision` is the draft that is to be frozen.

    `together` publishes the flows that it calls and that are not published yet, before it.
    """

    message: Annotated[str, Field(max_length=500)]
    revision: Revision
    together: bool = False


class VersionRow(BaseModel):
    """A published version; `unchanged` when publishing found that it holds this content already."""

    version: int
    hash: str
    author: str
    message: str
    at: str
    live: bool
    unchanged: bool = False


class VersionOut(VersionRow):
    """A published version with what it holds."""

    document: Document
    yaml: str


class Rollback(Taken):
    """The version to make live."""

    version: int


class PromptLanguage(BaseModel):
    """A prompt in one language; `seconds` of a sound that was made; `earlier` if there was a recording before."""

    text: str
    recording: bool
    earlier: bool
    seconds: float | None


class PromptOut(BaseModel):
    """A prompt of the catalogue and who plays it; `number` is keyed in to record it by telephone, "" for none."""

    name: str
    note: str
    number: str
    languages: dict[str, PromptLanguage]
    used_by: list[str]


class PromptText(Taken):
    """What a prompt says."""

    text: Text


class PromptNote(Taken):
    """What a prompt is for."""

    note: Annotated[str, Field(max_length=500)]


class CallRow(BaseModel):
    """A call in the list; `ended_by` is empty while it lasts, `schedule` where none chose the flow."""

    id: str
    at: str
    caller: str
    called: str
    flow: str
    version: int
    language: str
    seconds: float
    ended_by: str
    cause: str
    schedule: str
    state: str
    layer: str
    rule: str


class CallOut(CallRow):
    """A call with everything that happened in it."""

    events: list[dict[str, object]]


class DoctorCheck(BaseModel):
    """One thing that was looked at."""

    name: str
    ok: bool
    message: WordsOut
