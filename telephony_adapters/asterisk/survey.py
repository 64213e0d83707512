"""How an Asterisk is: what a running engine knows of it, and what an examination on a connection of its own finds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING

from flowengine.errors import AdapterError
from flowengine.telephone_systems import Finding, TelephoneSystem
from flowengine.words import Words
from telephony_adapters.asterisk import wire
from telephony_adapters.asterisk.rest import UNREACHABLE, NotThere, Rest
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.recordings_folder import examine_recordings

if TYPE_CHECKING:
    from telephony_adapters.asterisk.server import Server

LIST_MODULES = wire.Command("GET", "/asterisk/modules")
NEEDED = {
    "app_stasis": Words("calls handed to the engine", "把来电交给引擎"),
    "res_stasis_answer": Words("answering", "应答"),
    "res_stasis_playback": Words("prompts", "播放提示音"),
    "res_stasis_recording": Words("messages and recordings", "留言与录音"),
    "res_stasis_snoop": Words("listening in", "监听"),
    "res_ari_channels": Words("calls", "通话"),
    "res_ari_bridges": Words("transfers", "转接"),
    "res_ari_playbacks": Words("prompts", "播放提示音"),
    "res_ari_recordings": Words("recordings", "录音"),
    "res_musiconhold": Words("music on hold", "等待音乐"),
    "bridge_softmix": Words("conferences", "会议"),
}
"""Modules of Asterisk that flows use, and what they are for."""
NEEDED_TO_DETECT = dict.fromkeys(
    ("app_amd", "func_dialplan"), Words("telling answering machines from people", "识别应答机")
)

LEAVING = Words("The engine is stopping and takes no new calls.", "引擎正在停止，不再接听新来电。")


async def version_of(send: Callable[[wire.Command], Awaitable[object]]) -> str:
    """Ask an Asterisk for its version; "" when it does not tell."""
    answer = await send(wire.show_asterisk())
    system = answer.get("system") if isinstance(answer, dict) else None
    return str(system.get("version", "")) if isinstance(system, dict) else ""


def state_of(server: Server) -> TelephoneSystem:
    """Return what a running engine knows of one Asterisk."""
    settings, exchange = server.settings, server.exchange
    trouble = None
    if not server.is_connected:
        trouble = _away(settings)
    elif server.takes_no_more:
        trouble = LEAVING
    return TelephoneSystem(
        name=settings.name,
        kind="asterisk",
        place=settings.url,
        is_up=server.is_connected,
        in_use=len(exchange.legs) if exchange else 0,
        version=server.version,
        trouble=trouble,
    )


async def examine(settings: AsteriskSettings) -> list[Finding]:
    """Look at everything that calls on one Asterisk need."""
    try:
        async with Rest(settings) as rest:
            findings = [await look(rest, settings) for look in (_asterisk, _application, _modules)]
    except AdapterError as error:
        message = _unreachable(settings) if error.message == UNREACHABLE else error.message
        findings = [Finding("Asterisk", is_well=False, message=message)]
    about = f" {settings.name}" if settings.name else ""
    found = [*findings, examine_recordings(settings.recordings)]
    return [Finding(one.name + about, one.is_well, one.message) for one in found]


async def _asterisk(rest: Rest, settings: AsteriskSettings) -> Finding:
    version, place = await version_of(rest.send), settings.url
    words = Words(f"Asterisk {version} answers at {place}.", f"Asterisk {version} 在 {place} 正常响应。")
    return Finding("Asterisk", is_well=True, message=words)


async def _application(rest: Rest, settings: AsteriskSettings) -> Finding:
    app = settings.app
    try:
        await rest.send(wire.show_application(app))
    except NotThere:
        return Finding("application", is_well=False, message=_no_engine(settings))
    words = Words(f"An engine serves the application “{app}”.", f"已有引擎在服务应用“{app}”。")
    return Finding("application", is_well=True, message=words)


async def _modules(rest: Rest, settings: AsteriskSettings) -> Finding:
    answer = await rest.send(LIST_MODULES)
    found = {_name(one) for one in answer} if isinstance(answer, list) else set()
    needed = NEEDED | (NEEDED_TO_DETECT if settings.machine_context else {})
    missing = {name: use for name, use in needed.items() if name not in found}
    if not missing:
        words = Words("Asterisk has all modules that flows use.", "Asterisk 已加载流程所需的全部模块。")
        return Finding("modules", is_well=True, message=words)
    en = ", ".join(f"{name} ({use.en})" for name, use in missing.items())
    zh = "、".join(f"{name}（{use.zh}）" for name, use in missing.items())
    words = Words(
        f"Asterisk lacks modules that are not loaded: {en}. Load them in modules.conf.",
        f"Asterisk 缺少未加载的模块：{zh}。请在 modules.conf 中加载。",
    )
    return Finding("modules", is_well=False, message=words)


def _name(module: object) -> str:
    """Return the name of a loaded module without its ending."""
    known: Mapping[str, object] = module if isinstance(module, dict) else {}
    return str(known.get("name", "")).removesuffix(".so") if known.get("status") == "Running" else ""


def _unreachable(settings: AsteriskSettings) -> Words:
    return Words(
        f"Asterisk cannot be reached at {settings.url}. Does it run, and are http.conf and ari.conf in place?",
        f"无法连接 {settings.url} 上的 Asterisk。请确认它正在运行，并已配置 http.conf 和 ari.conf。",
    )


def _away(settings: AsteriskSettings) -> Words:
    if settings.mode == "inbound":
        return _unreachable(settings)
    return Words(
        f"Asterisk has not connected to {settings.listen}. Does it run, and does its websocket_client.conf name "
        "this address?",
        f"Asterisk 尚未连接到 {settings.listen}。请确认它正在运行，且 websocket_client.conf 中填写的是该地址。",
    )


def _no_engine(settings: AsteriskSettings) -> Words:
    en = f"No engine is connected to the application “{settings.app}”: callers get the dialplan's fallback."
    zh = f"没有引擎连接到应用“{settings.app}”，来电将进入拨号计划的备用处理。"
    words = Words(
        f"{en} Start one: dialoom engine --settings FILE", f"{zh}请启动引擎：dialoom engine --settings 文件"
    )
    if settings.mode == "inbound":
        return words
    return Words(
        f"{words.en}. If one runs: {_away(settings).en}", f"{words.zh}。如已启动：{_away(settings).zh}"
    )
