"""The command `prompts`: which languages flows lack, and the PIN with which a flow may record prompts."""

from __future__ import annotations

import click

from designer.commands import FAILED, checked, json_option, print_json, wired
from designer.pins import give_pin
from designer.wiring import Wiring
from designer.workspace.drafts import Workspace
from flowengine.checks.languages import missing_of


@click.group()
def prompts() -> None:
    """What flows play, and who may record it by telephone."""


@prompts.command("missing")
@click.argument("flows", nargs=-1, metavar="[FLOW...]")
@json_option
@wired
def list_missing(wiring: Wiring, flows: tuple[str, ...], *, as_json: bool) -> None:
    """List which prompts of every flow, or of those named, lack a language that the flow speaks.

    Exit status 1 when one does.
    """
    choices = checked(wiring.choices())
    workspace = Workspace(choices.workspace, choices.features)
    for flow in flows:
        workspace.draft(flow)
    found = missing_of(workspace.project(), flows)
    if as_json:
        print_json([one.to_json() for one in found])
    else:
        for one in found:
            click.echo(f"{one.flow}\t{one.language}\t{one.prompt}")
    if found:
        raise SystemExit(FAILED)


@prompts.command("pin")
@click.argument("flow")
@click.option("--none", "takes_away", is_flag=True, help="Take the PIN away: the flow may record nothing.")
@json_option
@wired
def set_pin(wiring: Wiring, flow: str, *, takes_away: bool, as_json: bool) -> None:
    """Give FLOW the PIN with which colleagues may record prompts by telephone."""
    give_pin(wiring, flow, "prompts", takes_away=takes_away, as_json=as_json)
