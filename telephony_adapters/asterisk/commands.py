"""`asterisk-config`: write the configuration that an Asterisk and the engine need to find each other."""

from __future__ import annotations

import secrets
from pathlib import Path
from urllib.parse import urlsplit

import click
from pydantic import SecretStr, ValidationError

from telephony_adapters.asterisk.config import fragments, write_fragments
from telephony_adapters.asterisk.settings import AsteriskSettings
from telephony_adapters.fastagi.config import files as fastagi_files

ENGINE_SETTINGS = """\
# The engine's settings: dialoom engine --adapter asterisk --settings {folder}/asterisk.yaml
url: {url}
user: {user}
password_file: asterisk.password
app: {app}
dial: {dial}
recordings: /var/spool/asterisk/recording
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
@click.option("--dial", default="PJSIP/{target}", show_default=True, help="How a target is dialled.")
@click.option(
    "--fastagi", metavar="HOST:PORT", help="Connect by FastAGI instead of ARI: where the engine listens."
)
def asterisk_config(*, out: Path, app: str, user: str, url: str, dial: str, fastagi: str | None) -> None:
    """Write http.conf, ari.conf, extensions.conf and pjsip.conf for Asterisk, and the engine's own settings.

    \b
    Copy the pieces into /etc/asterisk and reload; the password is made anew and stands in files that
    only you can read.  FastAGI needs extensions.conf alone.
    """  # noqa: D301 - \b is click's mark for a paragraph that keeps its lines
    try:
        files = fastagi_files(fastagi, dial, out) if fastagi else _ari_files(app, user, url, dial, out)
        written = write_fragments(out, files)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise click.UsageError(f"--{first['loc'][0]}: {first['msg']}") from None
    except FileExistsError as error:
        raise click.UsageError(f"{error.args[0]} is there already; give an empty folder") from None
    except OSError as error:
        raise click.UsageError(f"{out} cannot be written: {error.strerror}") from None
    for path in written:
        click.echo(path)


def _ari_files(app: str, user: str, url: str, dial: str, out: Path) -> dict[str, str]:
    password = secrets.token_urlsafe(24)
    settings = AsteriskSettings(app=app, user=user, url=url, dial=dial, password=SecretStr(password))
    address = urlsplit(settings.url)
    files = fragments(settings, password=password, host=address.hostname or "", port=address.port or 8088)
    files["asterisk.password"] = password + "\n"
    files["asterisk.yaml"] = ENGINE_SETTINGS.format(
        folder=out, url=settings.url, user=user, app=app, dial=dial
    )
    return files


COMMANDS = (asterisk_config,)
