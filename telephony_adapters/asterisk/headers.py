"""SIP headers of a call in, as flows see them: those that the settings name, and no others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import wire

if TYPE_CHECKING:
    from flowengine.call import CallInfo
    from telephony_adapters.asterisk.exchange import Exchange

READ_WITHIN = 2.0  # seconds; then the call goes on without
LONGEST = 1000  # characters of a value


def flow_name(header: str) -> str:
    """Return how FEEL can name a header: `X-Order-Id` is `x_order_id`."""
    return header.lower().replace("-", "_").replace(".", "_")


async def with_headers(exchange: Exchange, info: CallInfo, names: Sequence[str]) -> CallInfo:
    """Return who calls whom with the headers that the caller's INVITE has; a channel that is not SIP has none."""
    commands = [wire.read_variable(exchange.channel_of(info.id), f"PJSIP_HEADER(read,{name})") for name in names]
    try:
        async with asyncio.timeout(READ_WITHIN):
            values = await asyncio.gather(*(_read(exchange, command) for command in commands))
    except TimeoutError:
        return info
    found = {flow_name(name): value for name, value in zip(names, values, strict=True) if value}
    return replace(info, headers={**found, **info.headers})


async def _read(exchange: Exchange, command: wire.Command) -> str:
    try:
        return wire.read_value(await exchange.send(command))[:LONGEST]
    except AdapterError:
        return ""
