"""The files that `asterisk-config` writes, loaded into a real Asterisk, with names and ports of one's own."""

import asyncio
import socket

import pytest
import yaml
from click.testing import CliRunner

from telephony_adapters.asterisk import AsteriskAdapter, load_servers
from telephony_adapters.asterisk.commands import asterisk_config
from telephony_adapters.dialplan import LONGEST_CALL
from tests.lab import packages
from tests.lab.phone import Phone
from tests.lab.server import Asterisk, free_port

SHORT = 3  # seconds
TAKEN = ("http.conf", "ari.conf", "websocket_client.conf")


@pytest.fixture(params=["outbound", "inbound"], scope="module")
def configured(request, tmp_path_factory):
    """An Asterisk that runs on these files, and where they are; 17NUMBER is NUMBER with a short limit."""
    tmp_path = tmp_path_factory.mktemp("written")
    packages.ensure()
    asterisk = Asterisk(tmp_path / "asterisk", {}, free_port(socket.SOCK_STREAM))
    listen = f"127.0.0.1:{free_port(socket.SOCK_STREAM)}"
    written = tmp_path / "written"
    options = {
        "mode": request.param,
        "url": asterisk.url,
        "listen": listen,
        "app": "ivr_2",
        "user": "me",
        "name": "east",
    }
    arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
    done = CliRunner().invoke(asterisk_config, ["--out", str(written), *arguments])
    assert done.exit_code == 0, done.output
    asterisk.configuration |= {
        name: (written / name).read_text() for name in TAKEN if (written / name).exists()
    }
    dialplan = (written / "extensions.conf").read_text()
    short = dialplan.partition("\n\n")[0].replace("[ivr_2]", "[ivr_2_short]")
    limit = f"TIMEOUT(absolute)={LONGEST_CALL}"
    assert limit in short
    asterisk.configuration["extensions_dialoom.conf"] = "\n".join(
        [
            dialplan,
            "[dialoom]\nexten => _17.,1,Goto(ivr_2_short,${EXTEN:2},1)\ninclude => ivr_2",
            "[dialoom-agi]\n[dialoom-out]",
            short.replace(limit, f"TIMEOUT(absolute)={SHORT}"),
        ]
    )
    asterisk.start()
    yield asterisk, written / "asterisk.yaml"
    asterisk.stop()


async def serve(asterisk, settings, flow):
    text = yaml.safe_load(settings.read_text()) | {"recordings": str(asterisk.recordings)}
    settings.write_text(yaml.safe_dump(text))
    adapter = AsteriskAdapter(*load_servers(settings))
    listening = asyncio.create_task(adapter.listen(flow))
    async with asyncio.timeout(60):
        await adapter.is_connected.wait()
    return adapter, listening


async def test_calls_come_through_what_the_command_wrote(configured, book):
    asterisk, settings = configured
    ids = []

    async def flow(call):
        ids.append(call.info.id)
        await call.answer()
        await call.read_key(60)

    adapter, listening = await serve(asterisk, settings, flow)
    assert await adapter.health() == {"asterisk east": "ok", "application east": "ok"}
    async with Phone(book) as phone:
        call = await phone.dial(f"8000@{asterisk.sip}")
        assert ids[0].endswith("@east")
        adapter.take_no_more()
        with pytest.raises(Exception, match="503"):
            await phone.dial(f"8000@{asterisk.sip}")
        await call.hang_up()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    assert "ERROR" not in asterisk.log()


async def test_a_call_that_every_engine_forgot_is_ended_by_asterisk(configured, book):
    asterisk, settings = configured

    async def flow(call):
        await call.answer()
        await call.read_key(600)

    adapter, listening = await serve(asterisk, settings, flow)
    async with Phone(book) as phone:
        call = await phone.dial(f"178000@{asterisk.sip}")
        adapter.let_go()  # and no other engine comes
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await call.wait_over()
