"""Other expression engines for Python, each made to run the rows of the expressions benchmark as fast as it can.

Every maker takes (FEEL, Python, CEL or None) of a row and the scope, and returns a call that evaluates it once.
It raises whatever the engine raises where it cannot run the row.
"""

# ruff: noqa: PLC0415 - a peer may be missing

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Scope = Mapping[str, Any]
Maker = Callable[[tuple[str, str, str | None], Scope], Callable[[], object]]


def simpleeval() -> Maker:
    """simpleeval with the syntax tree kept."""
    from simpleeval import EvalWithCompoundTypes

    def make(row: tuple[str, str, str | None], scope: Scope) -> Callable[[], object]:
        evaluator = EvalWithCompoundTypes(names=scope, functions={"str": str, "len": len, "any": any})
        tree = evaluator.parse(row[1])
        return lambda: evaluator.eval(row[1], previously_parsed=tree)

    return make


def bkflow_feel() -> Maker:
    """bkflow-feel with its expression objects kept."""
    import bkflow_feel

    def make(row: tuple[str, str, str | None], scope: Scope) -> Callable[[], object]:
        tree = bkflow_feel.transformer.transform(bkflow_feel.parser.parse(row[0]))
        return lambda: tree.evaluate(scope)

    return make


def cel_python() -> Maker:
    """cel-python with its compiled runner and the scope converted beforehand."""
    import celpy

    environment = celpy.Environment(runner_class=celpy.CompiledRunner)

    def make(row: tuple[str, str, str | None], scope: Scope) -> Callable[[], object]:
        program = environment.program(environment.compile(_cel(row)))
        values = {name: celpy.json_to_cel(value) for name, value in _plain(scope).items()}
        return lambda: program.evaluate(values)

    return make


def cel_rust() -> Maker:
    """The Rust binding (common-expression-language) with a prepared context."""
    import cel

    def make(row: tuple[str, str, str | None], scope: Scope) -> Callable[[], object]:
        program, context = cel.compile(_cel(row)), cel.Context(variables=_plain(scope))
        return lambda: program.execute(context)

    return make


def _cel(row: tuple[str, str, str | None]) -> str:
    if row[2] is None:
        raise NotImplementedError("no CEL for dates without a time, times of day and decimals")
    return row[2]


def _plain(scope: Scope) -> dict[str, Any]:
    return {name: value for name, value in scope.items() if isinstance(value, int | str | dict | list)}


PEERS: dict[str, Callable[[], Maker]] = {
    "simpleeval": simpleeval,
    "bkflow-feel": bkflow_feel,
    "cel-python (compiled)": cel_python,
    "CEL in Rust (prepared)": cel_rust,
}
