"""The command `emergency`: on, off, list, and the PIN with which a flow may switch."""

from __future__ import annotations

import click

from designer.commands import author_name, checked, json_option, print_json, say, wired
from designer.live.answers import emergency_json
from designer.opening import open_workspace
from designer.pins import give_pin
from designer.store.emergencies import LONGEST_MINUTES, USUAL_MINUTES, Emergency, Hotlines
from designer.wiring import Wiring
from flowengine.words import Words


@click.group()
def emergency() -> None:
    """Let a flow answer hotlines at once, before everything else, until a time that always comes."""


@emergency.command("on")
@click.argument("flow")
@click.option("--hotline", "numbers", multiple=True, metavar="NUMBER", help="Again for more; all if none.")
@click.option("--minutes", default=USUAL_MINUTES, show_default=True, type=click.IntRange(1, LONGEST_MINUTES))
@json_option
@wired
def switch_on(wiring: Wiring, flow: str, numbers: tuple[str, ...], minutes: int, *, as_json: bool) -> None:
    """Let the published FLOW answer from now on."""
    with open_workspace(checked(wiring.choices())) as opened:
        made = opened.services.switchboard.switch_on(
            _hotlines(numbers), flow, minutes=minutes, by=author_name()
        )
    if as_json:
        print_json(emergency_json(made))
    else:
        click.echo(_line(made))


@emergency.command("off")
@click.option("--hotline", "numbers", multiple=True, metavar="NUMBER", help="Again for more; all if none.")
@json_option
@wired
def switch_off(wiring: Wiring, numbers: tuple[str, ...], *, as_json: bool) -> None:
    """End the emergencies of these hotlines, or every one."""
    with open_workspace(checked(wiring.choices())) as opened:
        ended = opened.services.switchboard.end_for(_hotlines(numbers), by=author_name())
    if as_json:
        print_json([emergency_json(one) for one in ended])
    else:
        click.echo(say(Words(f"{len(ended)} ended", f"已结束 {len(ended)} 个")))


@emergency.command("list")
@json_option
@wired
def list_active(wiring: Wiring, *, as_json: bool) -> None:
    """List the emergencies that hold."""
    with open_workspace(checked(wiring.choices())) as opened:
        active = opened.services.switchboard.active()
    if as_json:
        print_json([emergency_json(one) for one in active])
        return
    for one in active:
        click.echo(_line(one))


@emergency.command("pin")
@click.argument("flow")
@click.option("--none", "takes_away", is_flag=True, help="Take the PIN away: the flow may switch nothing.")
@json_option
@wired
def set_pin(wiring: Wiring, flow: str, *, takes_away: bool, as_json: bool) -> None:
    """Give FLOW the PIN with which callers may switch emergencies by telephone."""
    give_pin(wiring, flow, "emergency", takes_away=takes_away, as_json=as_json)


def _hotlines(numbers: tuple[str, ...]) -> Hotlines:
    return numbers or "all"


def _line(one: Emergency) -> str:
    numbers = say(Words("all", "全部")) if one.hotlines == "all" else " ".join(one.hotlines)
    until = one.until.astimezone()
    text = Words(
        f"{one.id}: {one.flow} answers {numbers} until {until:%Y-%m-%d %H:%M %Z} ({one.by})",
        f"{one.id}：{one.flow} 应答 {numbers}，至 {until:%Y-%m-%d %H:%M %Z}（{one.by}）",
    )
    return say(text)
