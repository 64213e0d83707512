"""The engine's own knowledge: node types, the schema of flows, FEEL and its functions."""

from __future__ import annotations

from designer.api import feel_models as models
from designer.api.feel import check_feel, describe_functions, evaluate_feel
from designer.api.operation import Area
from designer.api.table_models import TableTried, TableTry
from designer.api.table_trial import try_table
from flowengine.library import describe_all
from flowengine.schema import flow_schema

area = Area.named("engine")


@area.operation("GET", "/node-types", answer=list[dict[str, object]])
def list_node_types() -> list[dict[str, object]]:
    """List the node types as the palette and the forms need them."""
    return describe_all()


@area.operation("GET", "/schema", answer=dict[str, object])
def read_schema() -> dict[str, object]:
    """Read the JSON Schema of a flow file."""
    return flow_schema()


@area.operation("GET", "/functions", answer=list[dict[str, object]])
def list_functions() -> list[dict[str, object]]:
    """List the functions of FEEL."""
    return describe_functions()


@area.operation("POST", "/feel/check", body=models.FeelText, answer=models.FeelFindings)
def check_expression(body: models.FeelText) -> models.FeelFindings:
    """Check an expression, unary tests or a text with FEEL in it."""
    return check_feel(body)


@area.operation("POST", "/feel/eval", body=models.FeelEval, answer=models.FeelValue)
def evaluate_expression(body: models.FeelEval) -> models.FeelValue:
    """Evaluate an expression; a wrong one is refused with its place."""
    return evaluate_feel(body)


@area.operation("POST", "/feel/table", body=TableTry, answer=TableTried)
def try_decision_table(body: TableTry) -> TableTried:
    """Try a decision table with sample values: which rows hold, and what it answers."""
    return try_table(body)
