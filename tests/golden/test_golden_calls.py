"""Every golden call of the sample workspace, on the simulator."""

from pathlib import Path

import pytest

from designer.workspace.drafts import Workspace
from flowengine.compiler import CompiledFlow, compile_with_subflows
from flowengine.library import node_types
from flowengine.model import build_flow
from flowengine.yaml_text import read_yaml
from telephony_adapters.simulator.golden import differences, observed, read_cases
from telephony_adapters.simulator.golden_plan import plan_of
from telephony_adapters.simulator.simulation import Around, simulate
from voices.reading import ReadingVoice

WORKSPACE = Path(__file__).parents[2] / "flows"
VOICE = ReadingVoice(WORKSPACE)
AROUND = Around(Workspace(WORKSPACE).project().timetable)
FLOWS = {
    file.parent.name: read_yaml(file.read_bytes(), file.name).document
    for file in WORKSPACE.glob("*/flow.yaml")
}
CASES = [
    pytest.param(file, number, id=f"{file.parent.parent.name}/{file.stem}/{case['call']}")
    for file in sorted(WORKSPACE.glob("*/calls/*.yaml"))
    for number, case in enumerate(read_cases(file)[0])
]
COMPILED: dict[str, CompiledFlow] = {}


def compiled(name):
    if name not in COMPILED:
        COMPILED[name] = compile_with_subflows(name, lambda flow: build_flow(FLOWS[flow]), VOICE)
    return COMPILED[name]


def play(file, number):
    case = read_cases(file)[0][number]
    return case, simulate(compiled(file.parent.parent.name), plan_of(case), VOICE, AROUND)


@pytest.mark.parametrize(("file", "number"), CASES)
def test_call(file, number):
    case, result = play(file, number)
    found = [line for one in differences(case, observed(result, VOICE)) for line in one.lines("en")]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("flow", sorted(FLOWS))
def test_every_exit_of_every_step_is_taken_by_some_call(flow):
    taken = set()
    for param in CASES:
        file, number = param.values
        _, result = play(file, number)
        taken |= {
            (event.node, event.exit)
            for event in result.events
            if event.name == "node_left" and event.flow == flow
        }
    missing = [
        f"{name}:{exit_}"
        for name, node in FLOWS[flow]["nodes"].items()
        for exit_ in exits_of(node)
        if (name, exit_) not in taken
    ]
    assert not missing


def exits_of(node):
    """Return the exits that a flow wires; an error has to be made, so `error` is left out."""
    known = node_types()[node["type"]].exit_names(node)
    return [name for name in node.get("exits", {}) if name in known and name != "error"]
