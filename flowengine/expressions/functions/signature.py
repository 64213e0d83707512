"""How a built-in function is described and called: parameters by type, conversions, named arguments, cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flowengine.expressions.budget import Budget, spend
from flowengine.expressions.functions.costs import pay_call
from flowengine.expressions.values import Function, Value, plain, type_of
from flowengine.words import Words

ANY, LIST = "any", "list"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its name, the types it takes, whether it may be left out or be null."""

    name: str
    types: tuple[str, ...]
    optional: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function.

    `variadic`: the last parameter takes its items one by one ("collect"), or else as one list ("spread").
    """

    parameters: tuple[Parameter, ...]
    body: Callable[..., Value]
    variadic: str = ""
    budgeted: bool = False  # whether the body wants the budget first, because it calls functions itself


@dataclass(frozen=True, slots=True)
class Costly:
    """A body that wants the budget first, because it calls functions or compares each with each."""

    body: Callable[..., Value]


Bodies = tuple[Callable[..., Value] | Costly, ...]  # one per way to call, in the order of the catalogue


def signature(text: str, body: Callable[..., Value] | Costly, variadic: str) -> Signature:
    """Read "string: string, [length: number?]": name, types with |, ? for nullable, brackets for optional."""
    parameters = tuple(_parameter(part.strip()) for part in text.split(",") if part.strip())
    if isinstance(body, Costly):
        return Signature(parameters, body.body, variadic, budgeted=True)
    return Signature(parameters, body, variadic)


def _parameter(text: str) -> Parameter:
    name, _, types = text.strip("[]").partition(":")
    nullable = types.endswith("?")
    return Parameter(
        name.strip(),
        tuple(one.strip() for one in types.rstrip("?").split("|")),
        text.startswith("["),
        nullable,
    )


class Builtin(Function):
    """A function of the catalogue."""

    __slots__ = ("clocked", "examples", "group", "help", "returns", "signatures", "standard")

    def __init__(  # noqa: PLR0917 - the catalogue's columns
        self, name: str, group: str, returns: str, help_: Words, examples: tuple[str, ...],
        signatures: tuple[Signature, ...], *, clocked: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(name, tuple(parameter.name for parameter in signatures[0].parameters))
        self.group = group
        self.returns = returns
        self.help = help_
        self.examples = examples
        self.signatures = signatures
        self.standard = group != "ivr"
        self.clocked = clocked  # whether it reads the clock, which generated code then hands it first

    def takes(self, count: int) -> bool:
        """Tell whether the function can be called with so many arguments."""
        return any(_takes(signature, count) for signature in self.signatures)

    def call(self, budget: Budget, arguments: tuple[Value, ...]) -> Value:
        """Return the value for arguments by position; null where no signature takes them."""
        pay_call(budget, self.name, arguments)
        for candidate in self.signatures:
            if _takes(candidate, len(arguments)):
                values = _converted(candidate, arguments)
                if values is not None:
                    return _run(budget, candidate, values)
        return None

    def call_named(self, budget: Budget, given: Mapping[str, Value]) -> Value:
        """Return the value for arguments by name; null where no signature has them all."""
        pay_call(budget, self.name, tuple(given.values()))
        # before(point, range) and before(range, point) have the same names: the order of the arguments decides.
        for candidate in sorted(self.signatures, key=lambda way: _names(way) != list(given)):
            names = _names(candidate)
            wanted = {parameter.name for parameter in candidate.parameters if not parameter.optional}
            if wanted <= given.keys() <= set(names):
                values = _named(candidate, given)
                if values is not None:
                    return _run(budget, candidate, values)
        return None


def _run(budget: Budget, candidate: Signature, values: list[Value]) -> Value:
    result = candidate.body(budget, *values) if candidate.budgeted else candidate.body(*values)
    if type(result) in (str, list) and len(result) > SHOWN:
        spend(budget, len(result) // SHOWN)
    return result


def _names(candidate: Signature) -> list[str]:
    return [parameter.name for parameter in candidate.parameters]


def _takes(candidate: Signature, count: int) -> bool:
    required = sum(not parameter.optional for parameter in candidate.parameters)
    return required <= count and (candidate.variadic != "" or count <= len(candidate.parameters))


def _converted(candidate: Signature, arguments: tuple[Value, ...]) -> list[Value] | None:
    parameters = candidate.parameters
    if candidate.variadic:
        ahead = len(parameters) - 1
        rest = arguments[ahead:]
        if len(rest) != 1 or type_of(rest[0]) != "list" or candidate.variadic == "collect":
            if len(rest) == 1 and rest[0] is None and candidate.variadic == "spread":
                return None
            arguments = (*arguments[:ahead], list(rest))
    values = []
    for parameter, argument in zip(parameters, arguments, strict=False):
        fitting = fit(parameter, argument)
        if fitting is MISFIT:
            return None
        values.append(fitting)
    return values


def _named(candidate: Signature, given: Mapping[str, Value]) -> list[Value] | None:
    values: list[Value] = []
    for parameter in candidate.parameters:
        if parameter.name not in given:
            values.append(None)
            continue
        value = given[parameter.name]
        if candidate.variadic == "collect" and parameter is candidate.parameters[-1]:
            value = [value]
        fitting = fit(parameter, value)
        if fitting is MISFIT:
            return None
        values.append(fitting)
    return values


SHOWN = 32  # so many items or characters of a result cost a step
MISFIT = object()


def fit(parameter: Parameter, value: Value) -> Value:
    """Return an argument as the parameter takes it (a list of one for an item, and the reverse), or MISFIT."""
    value = plain(value)
    if value is None:
        return None if parameter.nullable else MISFIT
    kind, types = type_of(value), parameter.types
    if kind in types or types[0] == ANY:
        return value
    if LIST in types:
        return [value]
    if kind == "list" and len(value) == 1:
        inner = plain(value[0])
        return inner if type_of(inner) in types else MISFIT
    return MISFIT


@dataclass(frozen=True, slots=True)
class FunctionHelp:
    """A function as the editor and the manual show it; `parameters` are (name, types, optional) per signature."""

    name: str
    group: str
    signatures: tuple[tuple[tuple[str, str, bool], ...], ...]
    returns: str
    help: Words
    examples: tuple[str, ...] = field(default=())
    standard: bool = True


def described(builtin: Builtin) -> FunctionHelp:
    """Return the catalogue entry of a function."""
    shown = tuple(
        tuple((p.name, " | ".join(p.types), p.optional) for p in candidate.parameters)
        for candidate in builtin.signatures
    )
    return FunctionHelp(
        builtin.name, builtin.group, shown, builtin.returns, builtin.help, builtin.examples, builtin.standard
    )
