"""The composition root and command line: the only place that wires the packages together."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import click

from designer.command_line import exit_status
from designer.testcall import Happened, Listener, Order, Over, Playing, Stopped, TestCall, Waiting
from flowengine.call import Audio, CallInfo
from flowengine.interpreter import open_session, serve
from flowengine.practice import practise
from flowengine.trace import Ended, Event
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.listener import Listener as PhoneListener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.wall_clock import WallClock

if TYPE_CHECKING:
    from designer.opening import Choices, Opened
    from flowengine.compiler import CompiledFlow
    from flowengine.project import Project
    from telephony_adapters.hosting import Duty
    from voices.reading import ReadingVoice

SETTINGS = "Settings of the telephone system that the flows are for, a YAML file; serve answers its calls."

MODULES = {
    "designer.commands": "check password publish rollback serve versions",
    "designer.calendar_command": "calendar",
    "designer.emergency_command": "emergency",
    "designer.outgoing_command": "call-out",
    "designer.prompt_command": "prompts",
    "designer.questions": "doctor feel",
    "designer.schedule_command": "schedule",
    "telephony_adapters.asterisk.commands": "asterisk-config",
    "telephony_adapters.simulator.commands": "call test",
    "voices.commands": "voice",
}
COMMANDS = {name: module for module, names in MODULES.items() for name in names.split()}
"""Where each command lives, under its own name (`-` as `_`).
What only some commands need is imported when they run, here and in `Wiring`: a small question gets its answer at once.
"""


class Screen(PhoneListener):
    """Tells a page what its test telephone does."""

    def __init__(self, tell: Listener) -> None:
        self._tell = tell
        self._plays = itertools.count(1)
        self.play = 0

    def playing(self, audio: Sequence[Audio], cut_by: str) -> None:
        """The page begins to play."""
        self.play = next(self._plays)
        self._tell(Playing(self.play, tuple(audio), cut_by))

    def stopped(self, seconds: float, cut_by: str | None) -> None:  # noqa: ARG002 - the page only stops
        """The page stops what it plays."""
        self._tell(Stopped(self.play))
        self.play = 0

    def listening(self, patience: float) -> None:
        """The page shows that a key is wanted."""
        self._tell(Waiting("listening", {"patience": patience}))

    def recording(self, name: str, limit: float, finish_keys: str, *, beep: bool) -> None:  # noqa: ARG002 - not shown
        """The page shows that it listens."""
        self._tell(Waiting("recording", {"limit": limit, "finish_keys": finish_keys}))

    def dialling(self, target: str, ring: float) -> None:  # noqa: ARG002 - not shown
        """The page shows who is rung."""
        self._tell(Waiting("dialling", {"target": target}))

    def talking(self, target: str, seconds: float) -> None:
        """The page shows who talks."""
        self._tell(Waiting("talking", {"target": target, "seconds": seconds}))


class TestTelephone:
    """One test call; its methods may be called from any thread."""

    __test__ = False

    def __init__(self, order: Order, tell: Listener, loop: asyncio.AbstractEventLoop, voice: Voice) -> None:
        self._loop = loop
        self._screen = Screen(tell)
        self._tell = tell
        self._call: SimCall | None = None
        self._task = asyncio.run_coroutine_threadsafe(self._talk(order, voice), loop)

    async def _talk(self, order: Order, voice: Voice) -> None:
        info = CallInfo("test", order.caller, order.called)
        self._call = SimCall(info, listener=self._screen, outcomes=(Outcome(order.dial),))
        session = open_session(
            order.flow,
            self._call,
            voice=voice,
            clock=WallClock(order.at),
            sink=self._hear,
            language=order.language or "",
        )
        practise(session, order.timetable, order.chosen)
        await serve(session)

    def _hear(self, event: Event) -> None:
        self._tell(Happened(event))
        if isinstance(event, Ended):
            self._tell(Over(event.by, event.cause, event.at))

    def press(self, key: str) -> None:
        """Press one key."""
        self._do(lambda call: call.press(key))

    def played(self, play: int) -> None:
        """Say that the browser has finished this play."""
        self._do(lambda call: call.finish_wait() if play == self._screen.play else None)

    def speech(self, seconds: float) -> None:
        """Speak for so long."""
        self._do(lambda call: call.speak(seconds))

    def hang_up(self) -> None:
        """Put the receiver down."""
        self._do(lambda call: call.hang_up())

    def _do(self, act: Callable[[SimCall], None]) -> None:
        self._loop.call_soon_threadsafe(lambda: act(self._call) if self._call else None)


class TestTelephones:
    """Makes test calls on an event loop of their own, in a thread that ends with the program."""

    __test__ = False

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="test calls", daemon=True).start()

    def start(self, order: Order, listener: Listener) -> TestCall:
        """Begin a call and return at once."""
        return TestTelephone(order, listener, self._loop, self._voice)


class Wiring:
    """What the commands share: where the workspace is, how it is opened, and how calls are answered."""

    def __init__(self) -> None:
        self.folder = Path(os.environ.get("DIALOOM_WORKSPACE", "flows"))
        self.settings: Path | None = None
        self.adapter: str | None = None

    def choices(self) -> Choices:
        """Return what the workspace is opened with; AdapterError when the settings cannot be used."""
        from designer.machine import check_machine  # noqa: PLC0415 - see COMMANDS
        from designer.opening import Choices  # noqa: PLC0415 - see COMMANDS

        database, redis = map(os.environ.get, ("DIALOOM_DATABASE", "DIALOOM_REDIS"))
        doctor = partial(check_machine, self.folder, database, redis)
        choices = Choices(self.folder, database, redis, test_calls=TestTelephones, doctor=doctor)
        if self.settings is None:
            return choices
        from telephony_adapters.hosting import examine_systems, features_of  # noqa: PLC0415 - see COMMANDS

        doctor = partial(doctor, partial(examine_systems, self.settings, self.adapter))
        return replace(choices, features=features_of(self.settings, self.adapter), doctor=doctor)

    def workspace(self) -> Path:
        """Return the folder of the drafts; `UsageError` when there is none."""
        if not self.folder.is_dir():
            raise click.UsageError(f"There is no workspace folder {self.folder}. Name one: --workspace DIR")
        return self.folder

    def project(self) -> Project:
        """Return all drafts as they are on disk."""
        from designer.workspace.drafts import Workspace  # noqa: PLC0415 - see COMMANDS

        return Workspace(self.workspace()).project()

    def reading_voice(self) -> ReadingVoice:
        """Return the voice that reads silently and takes the same time on every machine."""
        from voices.reading import ReadingVoice  # noqa: PLC0415 - see COMMANDS

        return ReadingVoice(self.workspace())

    def compiled_draft(self, flow_id: str) -> CompiledFlow:
        """Compile a draft and the drafts that it calls.  Raises DefinitionError with all problems."""
        from designer.publishing import compile_draft  # noqa: PLC0415 - see COMMANDS

        return compile_draft(flow_id, self.project(), self.reading_voice())

    def run_engine(self, opened: Opened) -> AbstractContextManager[None]:
        """Answer the calls of the telephone system in a thread of its own, if the settings name one."""
        if self.settings is None:
            return nullcontext()
        from telephony_adapters.hosting import answering  # noqa: PLC0415 - see COMMANDS

        return answering(_duty(opened, self.settings, self.adapter), _say)


def _duty(opened: Opened, settings: Path, adapter: str | None) -> Duty:
    from telephony_adapters.hosting import Duty  # noqa: PLC0415 - see COMMANDS

    kept, voice = (opened.around, opened.durability, opened.attend, opened.tenure), opened.services.voices
    return Duty(settings, adapter, opened.published, voice, opened.sinks, *kept)


class Commands(click.Group):
    """The command line: a command is imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted([*COMMANDS, *super().list_commands(ctx)])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command with the options that all of them have."""
        command = super().get_command(ctx, cmd_name)
        if command is None and cmd_name in COMMANDS:
            command = getattr(import_module(COMMANDS[cmd_name]), cmd_name.replace("-", "_"))
            self.add_command(command)
            _add_shared_options(command)
        return command


@click.group(cls=Commands)
@click.version_option(package_name="dialoom")
@click.pass_context
def cli(context: click.Context) -> None:
    """Dialoom: draw a call flow, publish it, and a telephone hears it."""
    context.ensure_object(Wiring)


@cli.command()
@click.option("--adapter", type=click.Choice(["asterisk", "fastagi", "voicecard"]), help="[As settings say.]")
@click.option("--settings", type=click.Path(path_type=Path), required=True, help="Its settings, a YAML file.")
@click.option("--standby", is_flag=True, help="Wait until no other engine serves that telephone system.")
@click.pass_obj
def engine(wiring: Wiring, adapter: str | None, settings: Path, *, standby: bool) -> None:
    """Answer calls of a telephone system, without the designer."""
    from designer.opening import run_workspace  # noqa: PLC0415 - see COMMANDS
    from telephony_adapters.hosting import answer_calls_until_signalled  # noqa: PLC0415 - see COMMANDS

    wiring.settings, wiring.adapter = settings, adapter
    with run_workspace(replace(wiring.choices(), stands_by=standby)) as opened, suppress(KeyboardInterrupt):
        click.echo(f"Dialoom answers calls; settings {settings}")
        asyncio.run(answer_calls_until_signalled(_duty(opened, settings, adapter), _say))


def _option(name: str, attribute: str, help_: str) -> click.Option:
    def choose(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            setattr(context.ensure_object(Wiring), attribute, value)

    return click.Option(
        [name], type=click.Path(path_type=Path), expose_value=False, callback=choose, help=help_
    )


def _add_shared_options(command: click.Command) -> None:
    command.params.append(_option("--workspace", "folder", "Folder of the drafts [flows]."))
    if command.name in ("serve", "check", "publish", "doctor"):
        command.params.append(_option("--settings", "settings", SETTINGS))
    if isinstance(command, click.Group):
        for part in command.commands.values():
            _add_shared_options(part)


_add_shared_options(cli)


def _say(words: Words) -> None:
    click.echo(words.of(os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"), err=True)


def main() -> None:
    """Run the command line; whatever goes wrong is one line that says what to do."""
    # A service manager stops us by SIGTERM, which does what Ctrl+C does; where calls are answered, they end first.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    raise SystemExit(exit_status(cli, sys.argv[1:]))


if __name__ == "__main__":
    main()
