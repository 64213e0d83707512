"""SIP headers of a call in, as flows see them: those that the settings name, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from flowengine.call import Call, CallInfo, OnCall
from flowengine.errors import AdapterError
from telephony_adapters.asterisk import answers, wire
from telephony_adapters.asterisk.call import AsteriskCall
from telephony_adapters.asterisk.exchange import Exchange

READ_WITHIN = 2.0  # seconds; then the call goes on without
LONGEST = 1000  # characters of a value


def flow_name(header: str) -> str:
    """Return how FEEL can name a header: `X-Order-Id` is `x_order_id`."""
    return header.lower().replace("-", "_").replace(".", "_")


def knowing_headers(names: Sequence[str], on_call: OnCall) -> OnCall:
    """Return a server of calls that first learns these headers; a channel that is not SIP has none."""
    if not names:
        return on_call

    async def take(call: Call) -> None:
        assert isinstance(call, AsteriskCall)
        call.introduce(await _with_headers(call, names))
        await on_call(call)

    return take


async def _with_headers(call: AsteriskCall, names: Sequence[str]) -> CallInfo:
    commands = [wire.read_variable(call.channel, f"PJSIP_HEADER(read,{name})") for name in names]
    try:
        async with asyncio.timeout(READ_WITHIN):
            values = await asyncio.gather(*(_read(call.exchange, command) for command in commands))
    except TimeoutError:
        return call.info
    found = {flow_name(name): value for name, value in zip(names, values, strict=True) if value}
    return replace(call.info, headers={**found, **call.info.headers})


async def _read(exchange: Exchange, command: wire.Command) -> str:
    try:
        return answers.read_value(await exchange.send(command))[:LONGEST]
    except AdapterError:
        return ""
