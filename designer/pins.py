"""Giving a flow a PIN at the terminal: for switching emergencies, or for recording prompts."""

from __future__ import annotations

import click

from designer.commands import author_name, checked, print_json, say
from designer.opening import open_workspace
from designer.store.settings import Use
from designer.wiring import Wiring
from flowengine.words import Words


def give_pin(wiring: Wiring, flow: str, use: Use, *, takes_away: bool, as_json: bool) -> None:
    """Ask for a PIN and give it to a flow that is there, or take its PIN away; it never stands on the command line."""
    choices = checked(wiring.choices())
    pin = "" if takes_away else click.prompt(say(Words("PIN", "密码")), hide_input=True)
    with open_workspace(choices) as opened:
        opened.services.workspace.draft(flow)
        opened.services.settings.set_pin(flow, pin, use=use)
        opened.services.audit.note(author_name(), f"{use}_pin", flow)
    if as_json:
        print_json({"flow": flow, "pin": bool(pin)})
        return
    click.echo(say(Words("The PIN is set.", "密码已设置。") if pin else Words("No PIN.", "没有密码。")))
