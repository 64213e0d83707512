"""What the engine must know of an Asterisk: where it is, who we are there, how targets are dialled."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    field_validator,
    model_validator,
)

from flowengine.errors import AdapterError
from flowengine.words import Words
from telephony_adapters.settings_file import (
    WrongSetting,
    checked,
    read_settings,
    settings_invalid,
    with_one_target,
)

RecordingFormat = Literal["wav", "ulaw", "alaw", "gsm"]


CONTEXT = r"^[A-Za-z0-9_-]{1,79}$"
HOST = r"(?:[A-Za-z0-9._-]+|\[[0-9a-fA-F:]+\])"
ADDRESS = re.compile(rf"{HOST}:(\d{{1,5}})")
URL = re.compile(rf"https?://{HOST}(:\d{{1,5}})?(/[^@?#;\s]*)?")


class AsteriskSettings(BaseModel):
    """One Asterisk and our place in it.

    In the mode `outbound` Asterisk connects to us, at `listen`, and keeps its events while we are away; in the mode
    `inbound` we connect to it.  Commands go to `url` in both.  `name` tells several Asterisks of one engine apart.

    The password comes from exactly one of `password`, `password_env` (the name of an environment variable) and
    `password_file`; the last two keep it out of the settings file.  Asterisk shows the same user and password when it
    connects to us.  All times are in seconds.

    An empty `machine_context` says that the dialplan has none: flows then cannot tell answering machines from people.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    adapter: Literal["asterisk"] = "asterisk"
    mode: Literal["inbound", "outbound"] = "inbound"
    listen: str = "127.0.0.1:8090"
    name: str = Field(default="", pattern=r"^([A-Za-z0-9_-]{1,20})?$")
    url: str = "http://127.0.0.1:8088"
    user: str = Field(default="dialoom", pattern=r"^[^\s:;\[\]]{1,64}$")
    password: SecretStr | None = None
    password_env: str | None = None
    password_file: Path | None = None
    app: str = Field(default="dialoom", pattern=r"^[A-Za-z0-9_-]{1,40}$")
    dial: str = "PJSIP/{target}"
    recordings: Path = Path("/var/spool/asterisk/recording")
    recording_format: RecordingFormat = "wav"
    transfer_context: str = Field(default="dialoom-transfer", pattern=CONTEXT)
    fallback_context: str = Field(default="dialoom-fallback", pattern=CONTEXT)
    machine_context: str = Field(default="dialoom-machine", pattern=rf"{CONTEXT}|^$")
    headers: tuple[str, ...] = Field(default=(), max_length=20)
    music_class: str = Field(default="default", pattern=CONTEXT)
    connections: int = Field(default=64, ge=2, le=400)
    request_limit: float = Field(default=10.0, gt=0)
    heartbeat: float = Field(default=5.0, gt=0)
    reconnect_limit: float = Field(default=15.0, gt=0)
    outage_patience: float = Field(default=30.0, ge=0)
    orphan_patience: float = Field(default=1.0, ge=0)
    quiet_patience: float = Field(default=1.0, ge=0)
    drain_limit: float = Field(default=30.0, ge=0)

    @field_validator("app", "user")
    @classmethod
    def _is_free(cls, name: str) -> str:
        if name.lower() in ("general", "globals"):
            raise WrongSetting("is a name of Asterisk's own", "是 Asterisk 自用的名称")
        return name

    @field_validator("listen")
    @classmethod
    def _is_address(cls, listen: str) -> str:
        found = ADDRESS.fullmatch(listen)
        if not found or int(found[1]) > 65535:
            raise WrongSetting("is to be a host and a port: 127.0.0.1:8090", "应为主机和端口：127.0.0.1:8090")
        return listen

    @field_validator("headers")
    @classmethod
    def _are_header_names(cls, headers: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[A-Za-z][A-Za-z0-9.-]{0,63}", name) for name in headers):
            raise WrongSetting(
                "are to be names of SIP headers: [X-Customer-Id]", "应为 SIP 头名称：[X-Customer-Id]"
            )
        return headers

    @field_validator("url")
    @classmethod
    def _is_web_address(cls, url: str) -> str:
        if not URL.fullmatch(url):
            raise WrongSetting(
                "is to be an address such as http://127.0.0.1:8088, without user or password",
                "应为 http://127.0.0.1:8088 形式的地址，不含用户名和密码",
            )
        return url.rstrip("/")

    @field_validator("dial")
    @classmethod
    def _has_target(cls, dial: str) -> str:
        return with_one_target(dial)

    @model_validator(mode="after")
    def _has_one_password(self) -> Self:
        ways = (self.password, self.password_env, self.password_file)
        if sum(way is not None for way in ways) != 1:
            raise WrongSetting(
                "give exactly one of password, password_env and password_file",
                "password、password_env、password_file 必须且只能有一项",
            )
        return self

    def secret(self) -> str:
        """Return the password; AdapterError `password_missing` names the place where it should be."""
        if self.password is not None:
            return self.password.get_secret_value()
        if self.password_env is not None:
            found = os.environ.get(self.password_env, "")
            place = Words(f"environment variable {self.password_env}", f"环境变量 {self.password_env} ")
        else:
            assert self.password_file is not None
            found = _first_line(self.password_file)
            place = Words(f"file {self.password_file}", f"文件 {self.password_file} ")
        if found:
            return found
        message = Words(
            f"The {place.en} holds no password of Asterisk.", f"{place.zh}中没有 Asterisk 的密码。"
        )
        raise AdapterError("password_missing", message)

    @property
    def door(self) -> tuple[str, int]:
        """Host and port where Asterisk connects to us."""
        host, _, port = self.listen.rpartition(":")
        return host.strip("[]"), int(port)


def _first_line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").partition("\n")[0].strip()
    except (OSError, UnicodeDecodeError):
        return ""


def load_servers(path: Path) -> tuple[AsteriskSettings, ...]:
    """Read the settings of each Asterisk from a YAML file.

    A file for several has a list `servers`; each of them has a `name` of its own, and what it does not say itself is
    taken from the rest of the file.  AdapterError `settings_invalid` says what is wrong with which setting.

    Every scalar is read as text (a password of digits stays one); relative paths start at the file's folder.
    """
    found = read_settings(path)
    if "servers" not in found:
        return (_validated(path, found),)
    own = found.pop("servers")
    if not isinstance(own, list) or not own or not all(isinstance(each, dict) for each in own):
        raise settings_invalid(
            path, Words("servers: a list with the settings of each", "servers：应为列表，逐台列出设置")
        )
    known = tuple(_validated(path, found | each) for each in own)
    names = {settings.name for settings in known}
    if "" in names or len(names) < len(known):
        raise settings_invalid(
            path, Words("servers: each needs a name of its own", "servers：每台都要有不同的 name")
        )
    if len({settings.listen for settings in known if settings.mode == "outbound"}) > 1:
        what = Words(
            "servers: listen is to be the same for all with the mode outbound",
            "servers：mode 为 outbound 的各台，listen 必须相同",
        )
        raise settings_invalid(path, what)
    return known


def _validated(path: Path, found: dict[str, object]) -> AsteriskSettings:
    for name in ("password_file", "recordings"):
        place = found.get(name)
        if isinstance(place, str):
            found[name] = str(path.parent.absolute() / place)
    return checked(AsteriskSettings, found, path)
