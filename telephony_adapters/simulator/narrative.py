"""The events of a call as lines for people."""

from __future__ import annotations

from flowengine.heard import HANG_UP
from flowengine.trace import (
    CallStarted,
    Conferred,
    Digits,
    Ended,
    Error,
    Event,
    LanguageMissing,
    NodeEntered,
    NodeLeft,
    PromptPlayed,
    Recorded,
    ScheduleAnswered,
    Transferred,
    VariableSet,
)
from flowengine.words import Words


def line(event: Event, language: str) -> str:
    """Return one event as one line: seconds since the call began, and what happened."""
    return f"{event.at:8.2f}  {_said(event).of(language)}"


def _said(event: Event) -> Words:  # noqa: C901, PLR0911, PLR0912 - one case for each kind of event
    match event:
        case CallStarted():
            return _started(event)
        case ScheduleAnswered():
            return _scheduled(event)
        case NodeEntered():
            return Words(f"[{event.node}] {event.type}", f"[{event.node}] {event.type}")
        case PromptPlayed():
            return _played(event)
        case LanguageMissing():
            return _without_language(event)
        case Digits():
            digits = event.digits or "-"
            return Words(f"    keys {digits} ({event.verdict})", f"    按键 {digits}（{event.verdict}）")
        case VariableSet():
            return Words(f"    {event.variable} = {event.value}", f"    {event.variable} = {event.value}")
        case NodeLeft():
            exit_, to = event.exit or "-", event.to or "-"
            return Words(f"    by {exit_} to {to}", f"    由 {exit_} 到 {to}")
        case Transferred():
            return Words(
                f"    {event.target}: {event.outcome}, {event.seconds:.1f} s",
                f"    {event.target}：{event.outcome}，{event.seconds:.1f} 秒",
            )
        case Conferred():
            return _conferred(event)
        case Recorded():
            return _recorded(event)
        case Error():
            return Words(
                f"    ERROR {event.code}: {event.message}", f"    错误 {event.code}：{event.message}"
            )
        case Ended():
            return Words(
                f"the call is over: {event.by}, {event.cause}", f"通话结束：{event.by}，{event.cause}"
            )
    return Words(event.name, event.name)


def _started(event: CallStarted) -> Words:
    return Words(
        f"{event.caller} calls {event.called}: flow {event.flow}, {event.language}",
        f"{event.caller} 呼入 {event.called}：流程 {event.flow}，{event.language}",
    )


def _conferred(event: Conferred) -> Words:
    return Words(
        f"    room {event.room}: {event.outcome}, {event.seconds:.1f} s",
        f"    会议室 {event.room}：{event.outcome}，{event.seconds:.1f} 秒",
    )


def _played(event: PromptPlayed) -> Words:
    name = event.prompt or "-"
    cut_en = f", cut by {event.cut_by}" if event.cut_by else ""
    cut_zh = f"，被{'挂机' if event.cut_by == HANG_UP else f' {event.cut_by} '}打断" if event.cut_by else ""
    text = f" “{event.text}”" if event.text else ""
    return Words(
        f"    hears {name} ({event.seconds:.1f} s{cut_en}){text}",
        f"    播放 {name}（{event.seconds:.1f} 秒{cut_zh}）{text}",
    )


def _without_language(event: LanguageMissing) -> Words:
    return Words(
        f"    {event.prompt} is not there in {event.wanted}: {event.language} is heard",
        f"    {event.prompt} 没有 {event.wanted} 版本，播放 {event.language}",
    )


def _scheduled(event: ScheduleAnswered) -> Words:
    facts = f"{event.schedule}: {event.state}, {event.flow} ({event.layer}: {event.rule})"
    return Words(f"    schedule {facts}", f"    时间表 {facts}")


def _recorded(event: Recorded) -> Words:
    return Words(
        f"    recorded {event.seconds:.1f} s, ended by {event.ended_by}",
        f"    录音 {event.seconds:.1f} 秒，结束原因 {event.ended_by}",
    )
