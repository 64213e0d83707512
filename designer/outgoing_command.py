"""The command `call-out`: call a number, and let a published flow talk with who answers."""

from __future__ import annotations

import click

from designer.calling_out import LONGEST_RING, SHORTEST_RING, words_of
from designer.commands import FAILED, author_name, checked, json_option, print_json, say, wired
from designer.opening import open_workspace
from designer.wiring import Wiring
from flowengine.outgoing import Wish


@click.command("call-out")
@click.argument("flow")
@click.argument("number")
@click.option(
    "--show", "shown", default="", metavar="NUMBER", help="The number that they see; also `hotline`."
)
@click.option(
    "--ring",
    default=40.0,
    show_default=True,
    type=click.FloatRange(SHORTEST_RING, LONGEST_RING),
    help="Seconds that it may ring.",
)
@click.option(
    "--look", "looks", is_flag=True, help="Tell answering machines from people before the flow begins."
)
@json_option
@wired
def call_out(
    wiring: Wiring, flow: str, number: str, *, shown: str, ring: float, looks: bool, as_json: bool
) -> None:
    """Call NUMBER, and let the published FLOW talk with who answers.

    A running engine places the call.  The status is 0 when somebody has answered, 1 when not.
    """
    with open_workspace(checked(wiring.choices())) as opened:
        calling_out = opened.services.calling_out
        order = calling_out.order(Wish(flow, number, shown, ring, looks), by=author_name())
        outcome = calling_out.wait(order)
    if as_json:
        print_json({"order": order, "outcome": outcome})
    else:
        click.echo(say(words_of(outcome)))
    if outcome != "answered":
        raise SystemExit(FAILED)
