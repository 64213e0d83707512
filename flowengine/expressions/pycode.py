"""Short ways to build Python syntax trees; every node carries a position, so that no pass has to add them."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache


class _At:
    """The compiler looks positions up as attributes, and a class attribute is one for all."""

    lineno: int = 1
    end_lineno: int | None = 1
    col_offset: int = 0
    end_col_offset: int | None = 0


class _Name(_At, ast.Name): ...


class _Constant(_At, ast.Constant): ...


class _Call(_At, ast.Call): ...


class _IfExp(_At, ast.IfExp): ...


class _Compare(_At, ast.Compare): ...


class _BoolOp(_At, ast.BoolOp): ...


class _BinOp(_At, ast.BinOp): ...


class _NamedExpr(_At, ast.NamedExpr): ...


class _Subscript(_At, ast.Subscript): ...


class _Attribute(_At, ast.Attribute): ...


class _List(_At, ast.List): ...


class _Tuple(_At, ast.Tuple): ...


class _Dict(_At, ast.Dict): ...


class _Assign(_At, ast.Assign): ...


class _If(_At, ast.If): ...


class _For(_At, ast.For): ...


class _Return(_At, ast.Return): ...


class _Break(_At, ast.Break): ...


class _Expr(_At, ast.Expr): ...


class _Function(_At, ast.FunctionDef): ...


class _Arg(_At, ast.arg): ...


class _Try(_At, ast.Try): ...


class _Except(_At, ast.ExceptHandler): ...


_LOAD, _STORE = ast.Load(), ast.Store()
_OPERATORS: dict[str, ast.cmpop] = {
    "is": ast.Is(), "is not": ast.IsNot(), "=": ast.Eq(), "!=": ast.NotEq(), "<": ast.Lt(), "<=": ast.LtE(),
    ">": ast.Gt(), ">=": ast.GtE(), "in": ast.In(),
}  # fmt: skip
_ARITHMETIC: dict[str, ast.operator] = {"+": ast.Add(), "-": ast.Sub(), "*": ast.Mult()}
_AND, _OR = ast.And(), ast.Or()


@lru_cache(maxsize=1024)
def name(identifier: str) -> ast.expr:
    """Read a variable of the generated code; never a name out of a FEEL text.  One node serves all its places."""
    return _Name(identifier, _LOAD)


def constant(value: object) -> ast.expr:
    """Return a literal of a type that the compiler knows.  One node serves all places of a short one."""
    return _Constant(value) if type(value) is str and len(value) > 32 else _short(value)


@lru_cache(maxsize=1024, typed=True)
def _short(value: object) -> ast.expr:
    return _Constant(value)  # type: ignore[arg-type]  # the callers hand over what it takes


NONE, TRUE, FALSE = constant(None), constant(True), constant(False)


def call(function: str | ast.expr, *arguments: ast.expr) -> ast.expr:
    """Call a function of the run time."""
    return _Call(name(function) if isinstance(function, str) else function, list(arguments), [])


def method(value: ast.expr, attribute: str, *arguments: ast.expr) -> ast.expr:
    """Call a method that this module's callers name; never one that a FEEL text names."""
    return _Call(_Attribute(value, attribute, _LOAD), list(arguments), [])


def either(test: ast.expr, yes: ast.expr, no: ast.expr) -> ast.expr:
    """Return `yes if test else no`."""
    return _IfExp(test, yes, no)


def compare(left: ast.expr, *rest: str | ast.expr) -> ast.expr:
    """Return a chain such as `left < a <= b`, given as operator, operand, operator, operand."""
    if rest[0] in ("is", "is not") and isinstance(left, ast.Constant) and isinstance(rest[-1], ast.Constant):
        return constant((left.value is rest[-1].value) == (rest[0] == "is"))
    operators = [_OPERATORS[operator] for operator in rest[::2]]  # type: ignore[index]  # texts by agreement
    return _Compare(left, operators, list(rest[1::2]))  # type: ignore[arg-type]  # expressions by agreement


def every(tests: Sequence[ast.expr]) -> ast.expr:
    """Join tests by `and`."""
    return tests[0] if len(tests) == 1 else _BoolOp(_AND, list(tests))


def some(tests: Sequence[ast.expr]) -> ast.expr:
    """Join tests by `or`."""
    return tests[0] if len(tests) == 1 else _BoolOp(_OR, list(tests))


def arithmetic(left: ast.expr, operator: str, right: ast.expr) -> ast.expr:
    """Return a sum, difference or product."""
    return _BinOp(left, _ARITHMETIC[operator], right)


def bound(identifier: str, value: ast.expr) -> ast.expr:
    """Return `(identifier := value)`."""
    return _NamedExpr(_Name(identifier, _STORE), value)


def item(value: ast.expr, index: ast.expr) -> ast.expr:
    """Return `value[index]`."""
    return _Subscript(value, index, _LOAD)


def items(values: Sequence[ast.expr]) -> ast.expr:
    """Return a list."""
    return _List(list(values), _LOAD)


def fixed(values: Sequence[ast.expr]) -> ast.expr:
    """Return a tuple."""
    return _Tuple(list(values), _LOAD)


def mapping(keys: Sequence[ast.expr], values: Sequence[ast.expr]) -> ast.expr:
    """Return a dict."""
    return _Dict(list(keys), list(values))


def assign(identifier: str, value: ast.expr) -> ast.stmt:
    """Return `identifier = value`."""
    return _Assign([_Name(identifier, _STORE)], value)


def when(test: ast.expr, yes: list[ast.stmt], no: list[ast.stmt] | None = None) -> ast.stmt:
    """Return an `if` statement."""
    return _If(test, yes, no or [])


def loop(identifier: str, values: ast.expr, body: list[ast.stmt]) -> ast.stmt:
    """Return a `for` statement."""
    return _For(_Name(identifier, _STORE), values, body, [])


def leave() -> ast.stmt:
    """Return `break`."""
    return _Break()


def do(value: ast.expr) -> ast.stmt:
    """Evaluate and forget."""
    return _Expr(value)


def returns(value: ast.expr) -> ast.stmt:
    """Return `return value`."""
    return _Return(value)


def function(
    identifier: str, parameters: Sequence[str], body: list[ast.stmt], captured: Sequence[str] = ()
) -> ast.stmt:
    """Return a function; `captured` names keep the values they have where the function is made."""
    return _Function(identifier, _arguments(tuple(parameters), tuple(captured)), body, [])


@lru_cache(maxsize=64)
def _arguments(parameters: tuple[str, ...], captured: tuple[str, ...]) -> ast.arguments:
    return ast.arguments(
        posonlyargs=[],
        args=[_Arg(parameter) for parameter in parameters],
        kwonlyargs=[_Arg(known) for known in captured],
        kw_defaults=[name(known) for known in captured],
        defaults=[],
    )


def handler(instead: ast.expr) -> ast.ExceptHandler:
    """Return `except Exception: return instead`."""
    return _Except(name("Exception"), None, [returns(instead)])


def guarded(body: list[ast.stmt], handled: ast.ExceptHandler) -> ast.stmt:
    """Return `try: body` with a handler, which costs nothing unless something is raised."""
    return _Try(body, [handled], [], [])


def attribute(value: ast.expr, known: str) -> ast.expr:
    """Return `value.known`, an attribute that this module's callers name."""
    return _Attribute(value, known, _LOAD)
