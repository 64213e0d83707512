"""`asterisk-config`: write the configuration that an Asterisk and the engine need to find each other."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic import ValidationError

from telephony_adapters.asterisk.config import fragments, write_fragments
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.fastagi.config import files as fastagi_files
from telephony_adapters.settings_file import first_complaint

ENGINE_SETTINGS = """\
# The engine's settings: dialoom engine --adapter asterisk --settings {folder}/asterisk.yaml
url: {url}
user: {user}
password_file: asterisk.password
app: {app}
dial: {dial}
recordings: /var/spool/asterisk/recording
transfer_context: {transfer}
fallback_context: {fallback}
machine_context: {machine}
"""
WHO_CONNECTS = """\
mode: outbound   # Asterisk connects to us here, with the same user and password
listen: {listen}
"""


@click.command("asterisk-config")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write into."
)
@click.option("--app", default="dialoom", show_default=True, help="Name of the application in Asterisk.")
@click.option("--user", default="dialoom", show_default=True, help="The engine's user in ari.conf.")
@click.option(
    "--url", default="http://127.0.0.1:8088", show_default=True, help="Where Asterisk will serve ARI."
)
@click.option(
    "--mode",
    type=click.Choice(["outbound", "inbound"]),
    default="outbound",
    show_default=True,
    help="Who connects for events: Asterisk to the engine, or the engine to Asterisk.",
)
@click.option(
    "--listen", default="127.0.0.1:8090", show_default=True, help="Where Asterisk will find the engine."
)
@click.option("--name", default="", help="Name of this Asterisk, where an engine has several.")
@click.option("--dial", default="PJSIP/{target}", show_default=True, help="How a target is dialled.")
@click.option(
    "--fastagi", metavar="HOST:PORT", help="Connect by FastAGI instead of ARI: where the engine listens."
)
def asterisk_config(*, out: Path, fastagi: str | None, **chosen: str) -> None:
    """Write what Asterisk needs to find the engine: pieces of its configuration, and the engine's own settings.

    \b
    Copy the pieces into /etc/asterisk and reload; the password is made anew and stands in files that
    only you can read.  FastAGI needs extensions.conf alone.
    """  # noqa: D301 - \b is click's mark for a paragraph that keeps its lines
    try:
        files = fastagi_files(fastagi, chosen["dial"], out) if fastagi else _ari_files(out, chosen)
        written = write_fragments(out, files)
    except ValidationError as error:
        raise click.UsageError(f"--{first_complaint(error, ()).en}") from None
    except FileExistsError as error:
        raise click.UsageError(f"{error.args[0]} is there already; give an empty folder") from None
    except OSError as error:
        raise click.UsageError(f"{out} cannot be written: {error.strerror}") from None
    for path in written:
        click.echo(path)


def _ari_files(out: Path, chosen: Mapping[str, str]) -> dict[str, str]:
    password = secrets.token_urlsafe(24)
    contexts = {f"{kind}_context": f"{chosen['app']}-{kind}" for kind in ("transfer", "fallback", "machine")}
    settings = AsteriskSettings.model_validate({**chosen, **contexts, "password": password})
    address = urlsplit(settings.url)
    if address.scheme == "https":
        raise click.UsageError(
            "--url: certificates are yours to set up; give http:// and change it in the files"
        )
    files = fragments(settings, password=password, host=address.hostname or "", port=address.port or 80)
    files["asterisk.password"] = password + "\n"
    files["asterisk.yaml"] = _engine_settings(settings, out)
    return files


def _engine_settings(settings: AsteriskSettings, folder: Path) -> str:
    text = ENGINE_SETTINGS.format(
        folder=folder,
        url=settings.url,
        user=settings.user,
        app=settings.app,
        dial=settings.dial,
        transfer=settings.transfer_context,
        fallback=settings.fallback_context,
        machine=settings.machine_context,
    )
    if settings.name:
        text += f"name: {settings.name}\n"
    return text + (WHO_CONNECTS.format(listen=settings.listen) if settings.mode == "outbound" else "")


COMMANDS = (asterisk_config,)
