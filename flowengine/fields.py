"""The kinds of settings a node can have; each is one annotated type whose `format` tells the designer the widget.

format       what the designer shows            what the checks do
feel         expression editor                  compile it, look for unknown names
feel_list    values, divided by commas          compile them as one list
tests        unary tests                        compile them, look for unknown names
template     text with {{ FEEL }}               compile its parts
prompt       prompt picker                      the prompt must exist
flow         flow picker                        the flow must exist
schedule     schedule picker                    the schedule must exist
rule         rule of the step's schedule        the rule should exist
variable     variable name                      it becomes a known name
key          one telephone key                  -
seconds      number with unit                   range
target       number or agent, a template        compile its parts
"""

from __future__ import annotations

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from flowengine.expressions import (
    Expression,
    Template,
    compile_expression,
    compile_template,
    compile_unary_tests,
)


def _names(info: ValidationInfo) -> frozenset[str]:
    return info.context["names"] if info.context else frozenset()


def _compile_feel(value: object, info: ValidationInfo) -> Expression:
    return compile_expression(_a_text(value), names=_names(info))


def _compile_list(value: object, info: ValidationInfo) -> Expression:
    return compile_expression(f"[{_a_text(value)}]", names=_names(info))


def _compile_tests(value: object, info: ValidationInfo) -> Expression:
    return compile_unary_tests(_a_text(value), names=_names(info))


def _compile_template(value: object, info: ValidationInfo) -> Template:
    return compile_template(_a_text(value), names=_names(info))


def _a_text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - pydantic reports ValueError as a problem of the setting
    return value


def _text(format_: str, **more: object) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "format": format_, "minLength": 1, **more})


Feel = Annotated[Expression, PlainValidator(_compile_feel), _text("feel")]
"""A FEEL text; the built node holds it compiled.  `ExpressionError` passes through pydantic unwrapped."""

Condition = Annotated[Expression, PlainValidator(_compile_feel), _text("feel", condition=True)]
"""A FEEL text that is true or not: the designer offers to build it without writing FEEL."""

FeelList = Annotated[Expression, PlainValidator(_compile_list), _text("feel_list")]
"""FEEL values divided by commas; the built node holds the list compiled."""

UnaryTests = Annotated[Expression, PlainValidator(_compile_tests), _text("tests")]
"""A cell of a decision table: FEEL's unary tests (DMN 1.5, 7.3.3) of the value `?`; `-` takes anything."""

TextTemplate = Annotated[Template, PlainValidator(_compile_template), _text("template", maxLength=2000)]
"""Words to speak, with `{{ FEEL }}` parts."""

Target = Annotated[Template, PlainValidator(_compile_template), _text("target", maxLength=200)]
"""Whom to call: a number or an agent's name, with `{{ FEEL }}` parts."""

PromptName = Annotated[str, _text("prompt", maxLength=80)]
FlowName = Annotated[str, _text("flow", maxLength=80)]
ScheduleName = Annotated[str, _text("schedule", maxLength=80)]
RuleName = Annotated[str, Field(min_length=1, max_length=80, json_schema_extra={"format": "rule"})]
VariableName = Annotated[str, _text("variable", maxLength=80)]
Key = Annotated[str, Field(pattern=r"^[0-9*#A-D]$", json_schema_extra={"format": "key"})]
Caption = Annotated[str, Field(max_length=80)]
Seconds = Annotated[float, Field(ge=0, le=3600, json_schema_extra={"format": "seconds"})]
Tries = Annotated[int, Field(ge=1, le=10)]


class PromptItem(BaseModel):
    """One prompt of a list: its name, and whether a key may cut it short."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt: PromptName
    barge_in: bool = True

    @model_validator(mode="before")
    @classmethod
    def _from_name(cls, value: object) -> object:
        return {"prompt": value} if isinstance(value, str) else value


Prompts = Annotated[
    tuple[PromptItem, ...],
    WithJsonSchema(
        {
            "type": "array",
            "format": "prompts",
            "items": {
                "anyOf": [
                    {"type": "string", "format": "prompt", "minLength": 1, "maxLength": 80},
                    {
                        "type": "object",
                        "properties": {
                            "prompt": {"type": "string", "format": "prompt", "minLength": 1, "maxLength": 80},
                            "barge_in": {"type": "boolean"},
                        },
                        "required": ["prompt"],
                        "additionalProperties": False,
                    },
                ]
            },
        }
    ),
]
"""Prompts to play one after another: names, or `{prompt: name, barge_in: false}`."""
