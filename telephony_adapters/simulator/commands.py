"""The commands `call` (one simulated call) and `test` (golden calls)."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import update_wrapper
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, Protocol

import click

from flowengine.compiler import CompiledFlow
from flowengine.errors import DefinitionError, IvrError
from flowengine.project import Project
from flowengine.trace import Ended
from flowengine.voice import Voice
from flowengine.words import Words
from telephony_adapters.simulator.golden import GoldenResult, run_file, update_file
from telephony_adapters.simulator.golden_plan import read_dial, read_moment
from telephony_adapters.simulator.narrative import line
from telephony_adapters.simulator.outcomes import Outcome
from telephony_adapters.simulator.script import parse_keys
from telephony_adapters.simulator.simulation import SOMEBODY, Around, CallPlan, simulate
from telephony_adapters.simulator.virtual_time import Deadlock

FAILED, CANNOT_RUN = 1, 2
Given = ParamSpec("Given")


class Workbench(Protocol):
    """What the commands need from whoever wires the packages together; the object of click's context."""

    def workspace(self) -> Path:
        """Return the folder of the workspace."""
        ...

    def project(self) -> Project:
        """Return all drafts as they are on disk."""
        ...

    def reading_voice(self) -> Voice:
        """Return the voice that reads silently and takes the same time on every machine."""
        ...

    def compiled_draft(self, flow_id: str) -> CompiledFlow:
        """Compile a draft, with that voice.  Raises DefinitionError with all its problems."""
        ...


def _on_workbench(
    command: Callable[Concatenate[Workbench, Given], None],
) -> Callable[Given, None]:
    """Give the command its workbench, and turn what it raises into one line and an exit status."""

    @click.pass_obj
    def run(bench: Workbench, /, *args: Given.args, **kwargs: Given.kwargs) -> None:
        with _errors_told():
            command(bench, *args, **kwargs)

    return update_wrapper(run, command)


def _finite(_: click.Context, __: click.Parameter, seconds: float | None) -> float | None:
    if seconds is not None and not math.isfinite(seconds):
        raise click.BadParameter(f"{seconds} is no number of seconds.")
    return seconds


@click.command()
@click.argument("number", metavar="NUMBER|FLOW")
@click.option("--from", "caller", default=SOMEBODY, show_default=True, help="Number of the caller.")
@click.option("--at", "at", metavar="TIME", help="When, such as '2026-10-01 09:00'; now if not given.")
@click.option(
    "--keys", default="", metavar="KEYS",
    help="What the caller does: '1 w3 0 s5 123#'; keys are pressed when the flow waits for them, "
    "wN presses the next ones N seconds after the last, sN speaks N seconds into a recording.",
)  # fmt: skip
@click.option(
    "--hang-up-after",
    type=click.FloatRange(min=0),
    callback=_finite,
    metavar="S",
    help="Hang up after S seconds.",
)
@click.option(
    "--dial", "dials", multiple=True, metavar="OUTCOME",
    help="What becomes of a call out: answered, answered:20 (seconds of talk), busy, no_answer, rejected, failed; "
    "again for the next call out.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one event a line as JSON.")
@_on_workbench
def call(
    bench: Workbench,
    number: str,
    *,
    caller: str,
    at: str | None,
    keys: str,
    hang_up_after: float | None,
    dials: tuple[str, ...],
    as_json: bool,
) -> None:
    """Make one simulated call to NUMBER or FLOW, in no time, and print what happens."""
    project = bench.project()
    moment = read_moment(at or _now())
    flow_id = project.flow_for(number, moment)
    if flow_id is None:
        _stop(_unknown(number))
    around = Around(project.timetable, project.chosen_for(number, moment))
    plan = CallPlan(
        caller=caller,
        called=number,
        at=moment,
        script=parse_keys(keys),
        hang_up_after=hang_up_after,
        outcomes=tuple(outcome for text in dials for outcome in _outcomes(text)),
    )
    result = simulate(bench.compiled_draft(flow_id), plan, bench.reading_voice(), around)
    for event in result.events:
        click.echo(json.dumps(event.to_json(), ensure_ascii=False) if as_json else line(event, _language()))
    ended = result.events[-1]
    if isinstance(ended, Ended) and ended.by == "system":
        raise SystemExit(FAILED)


@click.command()
@click.argument("flows", nargs=-1, metavar="[FLOW...]")
@click.option("--update", is_flag=True, help="Write what happens now into the files.")
@click.option("--json", "as_json", is_flag=True, help="Print one call a line as JSON.")
@_on_workbench
def test(bench: Workbench, flows: tuple[str, ...], *, update: bool, as_json: bool) -> None:
    """Run the golden calls of the flows (all if none is named) and compare what was heard with what was expected."""
    project = bench.project()
    for name in flows:
        if name not in project.flows:
            _stop(_unknown(name))
    run = failed = 0
    for name in flows or sorted(project.flows):
        files = sorted((bench.workspace() / name / "calls").glob("*.yaml"))
        if files and update:
            _update(bench, name, files)
        for result in _results(bench, name, files):
            run += 1
            failed += not result.passed
            _show(result, bench.workspace(), as_json=as_json)
    if not as_json:
        click.echo(_say(Words(f"{run} calls, {failed} failed", f"{run} 个通话，{failed} 个失败")))
    if failed:
        raise SystemExit(FAILED)


COMMANDS: tuple[click.Command, ...] = (call, test)


def _results(bench: Workbench, flow: str, files: list[Path]) -> Iterator[GoldenResult]:
    if files:
        compiled, voice = bench.compiled_draft(flow), bench.reading_voice()
        around = Around(bench.project().timetable)
        for file in files:
            yield from run_file(file, compiled, voice, around)


def _update(bench: Workbench, flow: str, files: list[Path]) -> None:
    compiled, voice = bench.compiled_draft(flow), bench.reading_voice()
    around = Around(bench.project().timetable)
    for file in files:
        if update_file(file, compiled, voice, around):
            path = file.relative_to(bench.workspace())
            click.echo(_say(Words(f"{path}: rewritten", f"{path}：已更新")), err=True)


def _show(result: GoldenResult, workspace: Path, *, as_json: bool) -> None:
    file = result.file.relative_to(workspace)
    differences = [shown for difference in result.differences for shown in difference.lines(_language())]
    if as_json:
        facts = {"file": str(file), "line": result.line, "call": result.title, "passed": result.passed}
        click.echo(json.dumps(facts | {"differences": differences}, ensure_ascii=False))
        return
    click.echo(f"{'ok   ' if result.passed else 'FAIL '} {file}:{result.line} {result.title}")
    for shown in differences:
        click.echo(f"      {shown}")


def _outcomes(text: str) -> tuple[Outcome, ...]:
    word, colon, seconds = text.partition(":")
    return read_dial({word: seconds} if colon else word)


def _now() -> str:
    return datetime.now().astimezone().isoformat()


@contextmanager
def _errors_told() -> Iterator[None]:
    try:
        yield
    except DefinitionError as error:
        for one in error.problems:
            place = f"{one.file}:{one.line}:{one.column} " if one.file else ""
            click.echo(f"{place}{one.code} {_say(one.message)}")
        raise SystemExit(FAILED) from None
    except IvrError as error:
        _stop(error.message)
    except Deadlock as error:
        click.echo(str(error), err=True)
        raise SystemExit(FAILED) from None
    except BrokenPipeError:
        raise  # click knows what to do when nobody reads on
    except OSError as error:
        _stop(Words(f"{error.filename}: {error.strerror}", f"{error.filename}：{error.strerror}"))


def _unknown(name: str) -> Words:
    return Words(
        f"There is no hotline and no flow {name}; the flows are the folders of the workspace.",
        f"没有热线或流程 {name}；工作区中的每个文件夹是一个流程。",
    )


def _stop(words: Words) -> NoReturn:
    click.echo(_say(words), err=True)
    raise SystemExit(CANNOT_RUN)


def _say(words: Words) -> str:
    return words.of(_language())


def _language() -> str:
    return os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
