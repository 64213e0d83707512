"""Node type `decision_table`: a table of conditions decides the way and the values of variables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, model_validator

from flowengine.decisions import SINGLE, Aggregation, Order, Policy, Rule, answer, collected, hits
from flowengine.exits import Exit, ExitPer
from flowengine.expressions import common_type
from flowengine.fields import Caption, Feel, FeelList, UnaryTests, VariableName
from flowengine.node import Node
from flowengine.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from flowengine.expressions import Known
    from flowengine.node import Typed
    from flowengine.session import Session

MAX_ROWS = 500
MAX_COLUMNS = 20


class Input(BaseModel):
    """One column of conditions: what is looked at, and, where only certain values come, which."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    label: Caption = ""
    value: Feel
    values: UnaryTests | None = None


class Output(BaseModel):
    """One column of results: the variable that they go to; `values` from the most important down, for PRIORITY."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    label: Caption = ""
    variable: VariableName
    values: FeelList | None = None
    default: Feel | None = None


class Row(BaseModel):
    """One rule: a test for each input, a value for each output, and the exit to leave by."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    when: tuple[UnaryTests, ...] = Field(min_length=1, max_length=MAX_COLUMNS)
    results: tuple[Feel, ...] = Field(default=(), max_length=MAX_COLUMNS)
    exit: Annotated[str, Field(min_length=1, max_length=80)]
    note: Annotated[str, Field(max_length=200)] = ""


class DecisionTable(Node, family="logic", icon="table"):
    """Leave by the exit of the row whose tests hold, else by `otherwise`, and set the output variables.

    The tests of a row are FEEL's unary tests: `"VIP"`, `>= 18`, `[9..12)`, `"a", "b"`, `not("x")`, and `-` for
    anything.  The hit policy (DMN 1.5, 8.2) says what happens when several rows hold.  UNIQUE: it must not happen.
    FIRST: the topmost answers.  PRIORITY: the one with the most important outputs.  ANY: they must say the same.
    COLLECT and RULE ORDER: every output becomes the list of all their values, and the topmost gives the exit; COLLECT
    may also make a sum, minimum, maximum or count of a single output.  Rows that break UNIQUE or ANY are an error.
    When no row holds, the outputs get their defaults, or null.
    """

    inputs: tuple[Input, ...] = Field(
        min_length=1, max_length=MAX_COLUMNS, json_schema_extra={"format": "table_part"}
    )
    outputs: tuple[Output, ...] = Field(
        default=(), max_length=MAX_COLUMNS, json_schema_extra={"format": "table_part"}
    )
    hit_policy: Policy = Field(default="UNIQUE", json_schema_extra={"format": "table_part"})
    aggregation: Aggregation = Field(default="list", json_schema_extra={"format": "table_part"})
    exit_order: tuple[str, ...] = Field(
        default=(), max_length=MAX_ROWS, json_schema_extra={"format": "table_part"}
    )
    rows: tuple[Row, ...] = Field(min_length=1, max_length=MAX_ROWS, json_schema_extra={"format": "table"})

    _rules: tuple[Rule, ...] = PrivateAttr(default=())

    exits = (ExitPer("rows", name_key="exit"), Exit("otherwise"))
    card = ("inputs", "outputs")
    needs_caller = False
    labels = {
        "en": {
            "decision_table": "Decision table",
            "help": "A table of conditions decides the way and sets variables.",
            "inputs": "Conditions",
            "outputs": "Results",
            "hit_policy": "When several rows hold",
            "aggregation": "Collect as",
            "exit_order": "Exits, the most important first",
            "rows": "Table",
            "label": "Heading",
            "value": "Value looked at",
            "values": "Possible values",
            "variable": "Variable",
            "default": "Otherwise",
            "when": "Tests",
            "results": "Results",
            "exit": "Exit",
            "note": "Note",
            "UNIQUE": "Unique: must not happen",
            "FIRST": "First: the topmost counts",
            "PRIORITY": "Priority: the most important counts",
            "ANY": "Any: they must agree",
            "COLLECT": "Collect: all together",
            "RULE ORDER": "Rule order: all, from the top",
            "list": "a list",
            "sum": "a sum",
            "min": "the smallest",
            "max": "the largest",
            "count": "a count",
            "otherwise": "Otherwise",
        },
        "zh-CN": {
            "decision_table": "决策表",
            "help": "按条件表决定走向，并设置变量。",
            "inputs": "条件",
            "outputs": "结果",
            "hit_policy": "多行同时成立时",
            "aggregation": "汇总方式",
            "exit_order": "出口的优先顺序",
            "rows": "表格",
            "label": "表头",
            "value": "判断的值",
            "values": "可能的值",
            "variable": "变量",
            "default": "默认值",
            "when": "条件",
            "results": "结果",
            "exit": "出口",
            "note": "备注",
            "UNIQUE": "唯一：不允许",
            "FIRST": "首个：取最上面一行",
            "PRIORITY": "优先：取最重要的一行",
            "ANY": "任一：结果必须相同",
            "COLLECT": "汇总：全部收集",
            "RULE ORDER": "按行序：全部，自上而下",
            "list": "列表",
            "sum": "求和",
            "min": "最小值",
            "max": "最大值",
            "count": "计数",
            "otherwise": "其他情况",
        },
    }

    @model_validator(mode="after")
    def _compiled(self) -> Self:
        for number, row in enumerate(self.rows, 1):
            if len(row.when) != len(self.inputs) or len(row.results) != len(self.outputs):
                raise ValueError(
                    Words(
                        f"Row {number} does not have a cell for every column.",
                        f"第 {number} 行的单元格数与列数不一致。",
                    )
                )
        if self.aggregation != "list" and (self.hit_policy != "COLLECT" or len(self.outputs) != 1):
            raise ValueError(
                Words(
                    "Only COLLECT with a single result can add up or count.",
                    "只有“汇总”策略且仅有一个结果列时才能求和或计数。",
                )
            )
        self._rules = tuple(
            Rule(
                tuple(None if test.text.strip() == "-" else test for test in row.when), row.results, row.exit
            )
            for row in self.rows
        )
        return self

    @classmethod
    def gives(cls, settings: Mapping[str, object], typed: Typed) -> dict[str, Known]:
        """Each output has the type of its cells, where they agree; several rows make a list."""
        if settings.get("hit_policy") in ("COLLECT", "RULE ORDER"):
            kind = {"list": "list", "count": "number"}.get(str(settings.get("aggregation", "list")))
            return dict.fromkeys((str(one.get("variable")) for one in _mappings(settings, "outputs")), kind)
        rows = [row.get("results") for row in _mappings(settings, "rows")]
        given: dict[str, Known] = {}
        for column, output in enumerate(_mappings(settings, "outputs")):
            texts = [cells[column] for cells in rows if isinstance(cells, list) and column < len(cells)]
            kinds = [typed(text, {}) for text in (*texts, output.get("default", "null"))]
            given[str(output.get("variable"))] = common_type(kinds)
        return given

    async def execute(self, session: Session) -> str:
        """Look at the inputs once, find the rows that hold, and keep what they say."""
        values = [session.value(one.value) for one in self.inputs]
        scope = session.frame.scope
        found = hits(self._rules, values, scope, first=self.hit_policy == "FIRST")
        if found and self.hit_policy in SINGLE:
            order = Order(tuple(one.values for one in self.outputs), self.exit_order)
            found = [answer(self.hit_policy, self._rules, found, scope, order)]
        results = [self._result(session, found, column) for column in range(len(self.outputs))]
        secret = any(session.is_secret(one.value) for one in self.inputs)
        for output, (value, from_secret) in zip(self.outputs, results, strict=True):
            session.set(output.variable, value, secret=secret or from_secret)
        return self._rules[found[0]].exit if found else "otherwise"

    def _result(self, session: Session, found: list[int], column: int) -> tuple[object, bool]:
        """Return an output's value, and whether it comes of a secret."""
        expressions = [self._rules[number].values[column] for number in found]
        default = self.outputs[column].default
        if not expressions:
            return (None, False) if default is None else (session.value(default), session.is_secret(default))
        values = [session.value(expression) for expression in expressions]
        value = values[0] if self.hit_policy in SINGLE else collected(self.aggregation, values)
        return value, any(session.is_secret(expression) for expression in expressions)


def _mappings(settings: Mapping[str, object], name: str) -> Iterator[Mapping[str, object]]:
    entries = settings.get(name)
    yield from (one for one in entries if isinstance(one, dict)) if isinstance(entries, list) else ()
