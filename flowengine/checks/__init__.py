"""Everything that can be found wrong with a flow before a call meets it; one file for each kind of check."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from flowengine.checks import (
    decision_tables,
    endings,
    expressions,
    features,
    flows,
    hangup,
    layout,
    loops,
    prompts,
    schedules,
    schema,
    targets,
    titles,
    wires,
)
from flowengine.checks.view import FlowView
from flowengine.problems import Problem
from flowengine.yaml_text import Source

if TYPE_CHECKING:
    from flowengine.project import Project

Check = Callable[[FlowView], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    schema.check,
    features.check,
    wires.check,
    loops.check,
    endings.check,
    hangup.check,
    targets.check,
    prompts.check,
    flows.check,
    schedules.check,
    expressions.check,
    decision_tables.check,
    titles.check,
    layout.check,
)


def check_flow(source: Source, project: Project) -> list[Problem]:
    """Return all problems of a flow in the order of its lines; never raises, whatever the file holds.

    Where the text itself cannot be read there is nothing else to say.
    """
    if source.errors and not source.document:
        return list(source.errors)
    view = FlowView(source, project)
    found = [*source.errors, *(problem for check in CHECKS for problem in check(view))]
    return sorted(found, key=lambda problem: (problem.line, problem.column))


def types_of(source: Source, project: Project) -> dict[str, dict[str, object]]:
    """Return what is known of the types of a flow's names: under "" in the whole flow, under a node only there."""
    types = FlowView(source, project).variable_types
    found: dict[str, dict[str, object]] = {"": dict(types.everywhere)}
    found |= {node: dict(own) for node, own in types.by_node.items()}
    return found
