"""The files that `asterisk-config` writes, loaded into a real Asterisk, with names and ports of one's own."""

import asyncio
import socket

import pytest
import yaml
from click.testing import CliRunner

from telephony_adapters.asterisk import AsteriskAdapter, load_servers
from telephony_adapters.asterisk.commands import asterisk_config
from tests.lab import packages
from tests.lab.phone import Phone
from tests.lab.server import Asterisk, free_port

TAKEN = ("http.conf", "ari.conf", "websocket_client.conf")


@pytest.fixture(params=["outbound", "inbound"])
def configured(request, tmp_path):
    """An Asterisk that runs on these files, and where they are."""
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
    asterisk.configuration["extensions_dialoom.conf"] = (
        written / "extensions.conf"
    ).read_text() + "\n[dialoom]\ninclude => ivr_2\n[dialoom-agi]\n[dialoom-out]\n"
    asterisk.start()
    yield asterisk, written / "asterisk.yaml"
    asterisk.stop()


async def test_calls_come_through_what_the_command_wrote(configured, book):
    asterisk, settings = configured
    text = yaml.safe_load(settings.read_text()) | {"recordings": str(asterisk.recordings)}
    settings.write_text(yaml.safe_dump(text))
    adapter = AsteriskAdapter(*load_servers(settings))
    ids = []

    async def flow(call):
        ids.append(call.info.id)
        await call.answer()
        await call.read_key(60)

    listening = asyncio.create_task(adapter.listen(flow))
    async with asyncio.timeout(60):
        await adapter.is_connected.wait()
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
