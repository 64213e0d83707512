"""What the API takes and answers about expressions."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from designer.api.models import Problems, Taken, Text, WordsOut

Name = Annotated[str, Field(max_length=200)]
FeelKind = Literal["expression", "list", "tests", "template"]


class FeelText(Taken):
    """A text with FEEL and the names that it may use.

    `types` says of names what is known: a FEEL type, or for a context the types of its entries.  `subject` is the
    expression whose value unary tests are of.
    """

    text: Text
    kind: FeelKind = "expression"
    names: Annotated[list[Name], Field(max_length=2000, default_factory=list)]
    types: Annotated[dict[Name, object], Field(max_length=2000, default_factory=dict)]
    subject: Text = ""


class FeelFinding(BaseModel):
    """What is wrong in a text with FEEL; `repair` is the whole text put right."""

    code: str
    message: WordsOut
    severity: Literal["error", "warning"]
    span: tuple[int, int] | None
    repair: str | None


class FeelFindings(BaseModel):
    """Everything that is wrong in a text with FEEL, and the type of its value where that is known."""

    findings: list[FeelFinding]
    type: str | None


class FeelEval(Taken):
    """An expression, or a text with FEEL in it, to evaluate; `at` is what its clock shows."""

    text: Text
    kind: Literal["expression", "template"] = "expression"
    context: dict[str, object] = Field(default_factory=dict)
    at: Annotated[datetime | None, Field(strict=False)] = None


class FeelDiagnostic(BaseModel):
    """Why a part of an expression was null."""

    span: tuple[int, int]
    message: WordsOut


class FeelValue(BaseModel):
    """A value: as JSON, as FEEL writes it, its type, and what was null on the way."""

    value: object
    text: str
    type: str
    diagnostics: list[FeelDiagnostic]


class CheckedDocument(Problems):
    """All problems of a document, what is known of the types of its names, and which flows it needs published first.

    Under "" stands what holds in the whole flow, under a step what is known there of names that differ from step to
    step.  A type is a FEEL type, for a context the types of its entries, or null.
    """

    types: dict[str, dict[str, object]]
    unpublished: list[str]
