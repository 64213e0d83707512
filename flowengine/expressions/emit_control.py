"""Emitters of and, or, if, the three loops, functions and calls."""

from __future__ import annotations

import ast
from collections.abc import Callable

from flowengine.expressions import pycode as code
from flowengine.expressions.folding import FOLDED, UNKNOWN, constant_of, result_type
from flowengine.expressions.functions import BUILTINS
from flowengine.expressions.generate import Element, Emitter, Unit, is_boolean, is_builtin
from flowengine.expressions.inlined import INLINED
from flowengine.expressions.patterns import PATTERN, PATTERNED, learn
from flowengine.expressions.tree import Node
from flowengine.expressions.weights import TURN, weight_of


def _chain(unit: Unit, node: Node) -> ast.expr:
    decisive = code.FALSE if node[0] == "and" else code.TRUE
    neutral = code.TRUE if node[0] == "and" else code.FALSE
    parts = [unit.separately(lambda item=item: unit.emit(item)) for item in node[3]]  # type: ignore[misc]  # bound now
    unit.block += parts[0][0]
    if unit.traced or any(block for block, _ in parts[1:]):
        return _stepwise(unit, node, parts, decisive, neutral)
    names = [unit.variable() for _ in parts]
    undecided = [
        code.compare(code.bound(name, value), "is not", decisive)
        for name, (_, value) in zip(names, parts, strict=True)
    ]
    links: list[str | ast.expr] = []
    for name in names[1:]:
        links += ["is", code.name(name)]
    clear = code.compare(code.name(names[0]), *links, "is", neutral)
    return code.either(code.every(undecided), code.either(clear, neutral, code.NONE), decisive)


def _stepwise(
    unit: Unit,
    node: Node,
    parts: list[tuple[list[ast.stmt], ast.expr]],
    decisive: ast.expr,
    neutral: ast.expr,
) -> ast.expr:
    """An operand that needs statements runs only if those before did not decide."""
    result, join = unit.variable(), "both" if node[0] == "and" else "any_of"
    unit.block.append(code.assign(result, code.call(join, neutral, parts[0][1])))
    for block, value in parts[1:]:
        joined = code.assign(result, code.call(join, code.name(result), value))
        unit.block.append(code.when(code.compare(code.name(result), "is not", decisive), [*block, joined]))
    return code.name(result)


def condition(unit: Unit, node: Node) -> ast.expr:
    """Return an expression that Python takes for true exactly where FEEL says true."""
    if node[0] in ("and", "or") and not unit.traced:
        parts = [unit.separately(lambda item=item: condition(unit, item)) for item in node[3]]  # type: ignore[misc]  # bound now
        if not any(block for block, _ in parts[1:]):
            unit.block += parts[0][0]
            tests = [value for _, value in parts]
            return code.every(tests) if node[0] == "and" else code.some(tests)
    value = unit.emit(node)
    return value if is_boolean(node) else code.compare(value, "is", code.TRUE)


def _if(unit: Unit, node: Node) -> ast.expr:
    if is_boolean(node[3]):
        misfit, test = None, condition(unit, node[3])
    else:
        subject = code.name(unit.stored(unit.emit(node[3])))
        test = code.compare(subject, "is", code.TRUE)
        misfit = code.some([code.compare(subject, "is", code.FALSE), code.compare(subject, "is", code.NONE)])
    yes_block, yes = unit.separately(lambda: unit.emit(node[4]))
    no_block, no = unit.separately(lambda: unit.emit(node[5]))
    if misfit is not None and no_block:
        no_name = unit.variable()
        no_block = [code.assign(no_name, code.NONE), code.when(misfit, [*no_block, code.assign(no_name, no)])]
        no = code.name(no_name)
    elif misfit is not None:
        no = code.either(misfit, no, code.NONE)
    if not yes_block and not no_block:
        return code.either(test, yes, no)
    result = unit.variable()
    branches = [*yes_block, code.assign(result, yes)], [*no_block, code.assign(result, no)]
    unit.block.append(code.when(test, *branches))
    return code.name(result)


def _for(unit: Unit, node: Node) -> ast.expr:
    unit.counter += 1
    results = f"p{unit.counter}"
    unit.block.append(code.assign(results, code.items([])))
    unit.frames.append({"partial": results})

    def body() -> list[ast.stmt]:
        block, value = unit.separately(lambda: unit.emit(node[4]))
        return [*block, code.do(code.method(code.name(results), "append", value))]

    failed = code.assign(results, code.NONE)
    stopped = code.compare(code.name(results), "is", code.NONE)
    unit.block += _nested(unit, node[3], body, [failed], stopped, weight_of(node[4]))
    unit.frames.pop()
    return code.name(results)


def _nested(  # noqa: PLR0917 - the parts of a loop
    unit: Unit,
    loops: list[Node],
    body: Callable[[], list[ast.stmt]],
    failed: list[ast.stmt],
    stopped: ast.expr,
    weight: int,
) -> list[ast.stmt]:
    """Return the statements of loops in loops; `stopped` ends those around as well."""
    if not loops:
        return body()
    name, low, high = loops[0][:3]
    price = code.constant(weight if len(loops) == 1 else TURN)

    def turns() -> ast.expr:
        if high is not None:
            return code.call("span", unit.budget(), price, unit.emit(low), unit.emit(high))
        return code.call("domain", unit.budget(), price, unit.emit(low))

    block, values = unit.separately(turns)
    domain, turn = unit.variable(), unit.variable()
    unit.frames.append({name: turn})
    unit.inside += 1
    within = _nested(unit, loops[1:], body, failed, stopped, weight)
    unit.inside -= 1
    unit.frames.pop()
    if len(loops) > 1:
        within = [*within, code.when(stopped, [code.leave()])]
    missing = code.compare(code.name(domain), "is", code.NONE)
    run = code.loop(turn, code.name(domain), within)
    return [*block, code.assign(domain, values), code.when(missing, failed, [run])]


def _quantified(unit: Unit, node: Node) -> ast.expr:
    result = unit.variable()
    decisive, usual = (code.TRUE, code.FALSE) if node[0] == "some" else (code.FALSE, code.TRUE)
    unit.block.append(code.assign(result, usual))
    found = code.compare(code.name(result), "is", decisive)

    def body() -> list[ast.stmt]:
        block, value = unit.separately(lambda: unit.emit(node[4]))
        outcome = unit.variable()
        unclear = code.when(
            code.compare(code.name(outcome), "is not", usual), [code.assign(result, code.NONE)]
        )
        decided = [code.assign(result, decisive), code.leave()]
        return [
            *block,
            code.assign(outcome, value),
            code.when(code.compare(code.name(outcome), "is", decisive), decided, [unclear]),
        ]

    unclear = [code.assign(result, code.NONE)]
    unit.block += _nested(unit, node[3], body, unclear, found, weight_of(node[4]))
    return code.name(result)


def _function(unit: Unit, node: Node) -> ast.expr:
    names = tuple(parameter[0] for parameter in node[3])
    variables = [unit.variable() for _ in names]
    captured = sorted({value for frame in unit.frames for value in (_variables(frame))} - {"scope"})
    unit.frames.append(dict(zip(names, variables, strict=True)))
    unit.inside += 1
    block, value = unit.separately(lambda: unit.emit(node[4]))
    unit.inside -= 1
    unit.frames.pop()
    made = f"f{unit.variable()}"
    unit.block.append(code.function(made, ["budget", *variables], [*block, code.returns(value)], captured))
    types = unit.keep(tuple(parameter[1] for parameter in node[3]))
    result = unit.keep(result_type(node[4]))
    weight = code.constant(weight_of(node[4]))
    return code.call("make_function", unit.keep(names), types, code.name(made), result, weight)


def _variables(frame: dict[str, str] | Element) -> list[str]:
    return [frame.variable] if isinstance(frame, Element) else list(frame.values())


def _external(unit: Unit, node: Node) -> ast.expr:
    names = tuple(parameter[0] for parameter in node[3])
    types = unit.keep(tuple(parameter[1] for parameter in node[3]))
    return code.call("make_external", unit.keep(names), types, unit.emit(node[4]))


def _call(unit: Unit, node: Node) -> ast.expr:
    target = node[3]
    if target[0] != "name" or not is_builtin(unit, target[3]):
        function = _called(unit, target)
        arguments = [unit.emit(argument) for argument in node[4]]
        return unit.call(node, "invoke", unit.budget(), function, *arguments)
    name = target[3]
    if (
        name in FOLDED
        and (known := constant_of(node)) is not UNKNOWN
        and (known is not None or not unit.traced)
    ):
        return unit.keep(known)
    arguments = [unit.emit(argument) for argument in node[4]]
    inlined = name in INLINED and not unit.traced and not (unit.inside and name == "contains")
    if inlined and (short := INLINED[name](unit, arguments)) is not None:
        return short
    return _builtin(unit, node, name, arguments)


def _called(unit: Unit, target: Node) -> ast.expr:
    """A variable may be called `date`, and date("...") still mean the function."""
    function = unit.emit(target)
    if target[0] != "name" or target[3] not in BUILTINS:
        return function
    return code.call("function_or", function, unit.keep(BUILTINS[target[3]]))


def _builtin(unit: Unit, node: Node, name: str, arguments: list[ast.expr]) -> ast.expr:
    builtin = BUILTINS[name]
    if builtin.clocked and not arguments:
        clock = code.method(code.name("scope"), "get", code.constant("$now"))
        return unit.call(node, "present", code.constant(name), clock)
    if name in PATTERNED:
        _learn(dict(zip(PATTERNED[name], node[4], strict=False)))
    function = unit.keep(builtin)
    return unit.call(node, "call_builtin", unit.budget(), function, *arguments)


def _learn(arguments: dict[str, Node]) -> None:
    """A pattern that stands as it is in the expression is compiled now: that may take milliseconds."""
    none = ("string", 0, 0, "")
    pattern, flags = arguments.get("pattern", none), arguments.get("flags", none)
    if pattern[0] == flags[0] == "string":
        learn(pattern[3], flags[3])


def _call_named(unit: Unit, node: Node) -> ast.expr:
    target = node[3]
    known = target[0] == "name" and is_builtin(unit, target[3])
    if known and target[3] in PATTERNED:
        _learn({PATTERN.get(name, name): value for name, _, _, value in node[4]})
    function = unit.keep(BUILTINS[target[3]]) if known else _called(unit, target)
    names = unit.keep(tuple(argument[0] for argument in node[4]))
    values = [unit.emit(argument[3]) for argument in node[4]]
    return unit.call(node, "invoke_named", unit.budget(), function, names, *values)


EMITTED: dict[str, Emitter] = {
    "and": _chain, "or": _chain, "if": _if, "for": _for, "some": _quantified, "every": _quantified,
    "function": _function, "external": _external, "call": _call, "call_named": _call_named,
}  # fmt: skip
