"""The command `prompts`: which languages flows lack, and the PIN with which a flow may record prompts."""

from __future__ import annotations

import json

import click

from designer.commands import FAILED, author_name, checked, say, wired
from designer.opening import open_workspace
from designer.wiring import Wiring
from designer.workspace.drafts import Workspace
from flowengine.checks.languages import missing_of
from flowengine.words import Words


@click.group()
def prompts() -> None:
    """What flows play, and who may record it by telephone."""


@prompts.command("missing")
@click.argument("flows", nargs=-1, metavar="[FLOW...]")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
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
        click.echo(json.dumps([one.to_json() for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"{one.flow}\t{one.language}\t{one.prompt}")
    if found:
        raise SystemExit(FAILED)


@prompts.command("pin")
@click.argument("flow")
@click.option("--none", "takes_away", is_flag=True, help="Take the PIN away: the flow may record nothing.")
@wired
def set_pin(wiring: Wiring, flow: str, *, takes_away: bool) -> None:
    """Give FLOW the PIN with which colleagues may record prompts by telephone."""
    choices = checked(wiring.choices())
    pin = "" if takes_away else click.prompt(say(Words("PIN", "密码")), hide_input=True)
    with open_workspace(choices) as opened:
        opened.services.workspace.draft(flow)
        opened.services.settings.set_pin(flow, pin, use="prompts")
        opened.services.audit.note(author_name(), "prompts_pin", flow)
    click.echo(say(Words("The PIN is set.", "密码已设置。") if pin else Words("No PIN.", "没有密码。")))
