"""The composition root and command line: the only place that wires the packages together."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import click

from designer.commands import COMMANDS as DESIGNER_COMMANDS
from designer.opening import Choices, Opened, run_workspace
from designer.publishing import compile_draft
from designer.questions import QUESTIONS
from designer.schedule_command import schedule as schedule_command
from designer.services import Check
from designer.testcall import Happened, Listener, Order, Over, Playing, Stopped, TestCall, Waiting
from designer.workspace.drafts import Workspace
from flowengine.call import Audio, CallInfo
from flowengine.compiler import CompiledFlow
from flowengine.engine import Engine, tune_collector
from flowengine.errors import IvrError
from flowengine.interpreter import open_session, serve
from flowengine.project import Project
from flowengine.trace import Ended, Event
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters.asterisk import AsteriskAdapter, load_settings
from telephony_adapters.asterisk.commands import asterisk_config
from telephony_adapters.simulator.call import SimCall
from telephony_adapters.simulator.commands import COMMANDS as SIMULATOR_COMMANDS
from telephony_adapters.simulator.listener import Listener as PhoneListener
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.wall_clock import WallClock
from voices import doctor as voices_doctor
from voices.commands import voice as voice_commands
from voices.reading import ReadingVoice

CANNOT_RUN = 2


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

    def choices(self) -> Choices:
        """Return what the workspace is opened with."""
        return Choices(
            self.folder,
            database=os.environ.get("DIALOOM_DATABASE"),
            test_calls=TestTelephones,
            doctor=check_machine,
        )

    def workspace(self) -> Path:
        """Return the folder of the drafts; `UsageError` when there is none."""
        if not self.folder.is_dir():
            raise click.UsageError(f"There is no workspace folder {self.folder}. Name one: --workspace DIR")
        return self.folder

    def project(self) -> Project:
        """Return all drafts as they are on disk."""
        return Workspace(self.workspace()).project()

    def reading_voice(self) -> ReadingVoice:
        """Return the voice that reads silently and takes the same time on every machine."""
        return ReadingVoice(self.workspace())

    def compiled_draft(self, flow_id: str) -> CompiledFlow:
        """Compile a draft and the drafts that it calls.  Raises DefinitionError with all problems."""
        return compile_draft(flow_id, self.project(), self.reading_voice())

    @contextmanager
    def run_engine(self, opened: Opened) -> Iterator[None]:
        """Answer the calls of the telephone system in a thread of its own, if the settings name one."""
        if self.settings is None:
            yield
            return
        loop = asyncio.new_event_loop()
        task = loop.create_task(answer_calls(opened, self.settings))
        thread = threading.Thread(target=_run_task, args=(loop, task), name="calls")
        thread.start()
        try:
            yield
        finally:
            loop.call_soon_threadsafe(task.cancel)
            thread.join()


async def answer_calls(opened: Opened, settings: Path) -> None:
    """Answer the calls of one Asterisk with the published flows until cancelled."""
    adapter = AsteriskAdapter(load_settings(settings))
    engine = Engine(opened.published, opened.services.voices, WallClock(), opened.sinks)
    tune_collector()
    await adapter.listen(engine.take)


def _run_task(loop: asyncio.AbstractEventLoop, task: asyncio.Task[None]) -> None:
    with suppress(asyncio.CancelledError):
        loop.run_until_complete(task)
    loop.close()


def check_machine() -> Sequence[Check]:
    """Return what works on this machine and what is missing."""
    return [Check(name, ok, Words(hint.en, hint.zh)) for name, ok, hint in voices_doctor.checks()]


@click.group()
@click.version_option(package_name="dialoom")
@click.pass_context
def cli(context: click.Context) -> None:
    """Dialoom: draw a call flow, publish it, and a telephone hears it."""
    context.ensure_object(Wiring)


@cli.command()
@click.option("--adapter", type=click.Choice(["asterisk"]), required=True, help="The telephone system.")
@click.option("--settings", type=click.Path(path_type=Path), required=True, help="Its settings, a YAML file.")
@click.pass_obj
def engine(wiring: Wiring, adapter: str, settings: Path) -> None:  # noqa: ARG001 - there is one adapter so far
    """Answer calls of a telephone system, without the designer."""
    with run_workspace(wiring.choices()) as opened, suppress(KeyboardInterrupt):
        click.echo(f"Dialoom answers calls; settings {settings}")
        asyncio.run(answer_calls(opened, settings))


def _choose_workspace(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    wiring = context.ensure_object(Wiring)
    if value is not None:
        wiring.folder = value


def _choose_settings(context: click.Context, _: click.Parameter, value: Path | None) -> None:
    context.ensure_object(Wiring).settings = value


def _option(name: str, help_: str, callback: Callable[..., None]) -> click.Option:
    kind = click.Path(path_type=Path)
    return click.Option([name], type=kind, expose_value=False, callback=callback, help=help_)


def _assemble() -> None:
    for command in (*DESIGNER_COMMANDS, *QUESTIONS, schedule_command, *SIMULATOR_COMMANDS, voice_commands):
        cli.add_command(command)
    cli.add_command(asterisk_config)
    for command in cli.commands.values():
        command.params.append(_option("--workspace", "Folder of the drafts [flows].", _choose_workspace))
    settings = "Settings of a telephone system whose calls to answer, a YAML file."
    cli.commands["serve"].params.append(_option("--settings", settings, _choose_settings))


_assemble()


def main() -> None:
    """Run the command line; whatever goes wrong is one line that says what to do."""
    # A service manager stops us by SIGTERM: end calls and write what is known of them, as Ctrl+C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        cli(prog_name="dialoom")
    except IvrError as error:
        click.echo(error.message.of(os.environ.get("LANG", "en")), err=True)
        raise SystemExit(CANNOT_RUN) from None


if __name__ == "__main__":
    main()
