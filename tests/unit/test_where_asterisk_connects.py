"""Where the engine waits for Asterisk: an address that is not this machine's is told at once, as it is."""

import asyncio

import pytest

from flowengine.errors import AdapterError
from telephony_adapters.asterisk import AsteriskAdapter
from telephony_adapters.asterisk.settings import AsteriskSettings


def adapter_at(listen):
    return AsteriskAdapter(AsteriskSettings(mode="outbound", listen=listen, password="x"))


async def no_flow(_call):
    raise AssertionError("nobody calls")


@pytest.mark.parametrize("listen", ["192.0.2.1:8090", "no-such-host.invalid:8090"])
async def test_an_address_of_another_machine_is_no_other_program(listen):
    for begin in (adapter_at(listen).succeed, lambda: adapter_at(listen).listen(no_flow)):
        with pytest.raises(AdapterError) as refused:
            await begin()
        assert refused.value.code == "listen_failed"
        assert listen in refused.value.message.zh
        assert "program" not in refused.value.message.en


async def test_a_port_that_is_free_needs_no_asking():
    await adapter_at("127.0.0.1:0").succeed()


async def test_a_port_is_free_again_after_it_was_looked_at():
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    adapter = adapter_at(f"127.0.0.1:{port}")
    await adapter.succeed()
    again = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", port)
    again.close()
    await again.wait_closed()
