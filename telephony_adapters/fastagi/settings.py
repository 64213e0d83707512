"""What the engine must know to serve an Asterisk by FastAGI: where it listens, for whom, and names in the dialplan."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from flowengine.call import Feature
from telephony_adapters.settings_file import WrongSetting, checked, read_settings, with_one_target

CONTEXT = r"^[A-Za-z0-9_-]{1,79}$"
ALWAYS = frozenset({Feature.HOLD, Feature.SEND_KEYS, Feature.TAG})


class FastAgiSettings(BaseModel):
    """Our server, and the dialplan's side of it.  All times are in seconds.

    FastAGI knows no password: only addresses in `peers` (networks as 192.0.2.0/24) are served.  An empty `recordings`,
    `answered_context` or `transfer_context` says that Asterisk has none: flows then cannot record, dial or transfer.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    adapter: Literal["fastagi"] = "fastagi"
    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=4573, ge=0, le=65535)
    peers: tuple[str, ...] = ("127.0.0.0/8", "::1/128")
    dial: str = "PJSIP/{target}"
    recordings: Path | None = Path("/var/spool/asterisk/recording")
    recording_format: Literal["wav", "ulaw", "alaw", "gsm"] = "wav"
    answered_context: str = Field(default="dialoom-answered", pattern=rf"{CONTEXT}|^$")
    transfer_context: str = Field(default="dialoom-transfer", pattern=rf"{CONTEXT}|^$")
    music_class: str = Field(default="default", pattern=CONTEXT)
    answer_limit: float = Field(default=10.0, gt=0)
    drain_limit: float = Field(default=30.0, ge=0)

    @field_validator("dial")
    @classmethod
    def _has_target(cls, dial: str) -> str:
        return with_one_target(dial)

    @field_validator("peers")
    @classmethod
    def _are_networks(cls, peers: tuple[str, ...]) -> tuple[str, ...]:
        try:
            for peer in peers:
                ipaddress.ip_network(peer)
        except ValueError:
            raise WrongSetting(
                "are to be addresses or networks: [192.0.2.7, 192.0.2.0/24]",
                "应为地址或网段：[192.0.2.7, 192.0.2.0/24]",
            ) from None
        return peers

    @field_validator("recordings", mode="before")
    @classmethod
    def _may_be_empty(cls, folder: object) -> object:
        return folder or None

    def admits(self, address: str) -> bool:
        """Say whether a connection from this address is served."""
        found = ipaddress.ip_address(address.partition("%")[0])
        known = getattr(found, "ipv4_mapped", None) or found
        return any(known in ipaddress.ip_network(peer) for peer in self.peers)

    def features(self) -> frozenset[Feature]:
        """Return what calls can do; see README.md for what AGI itself cannot."""
        found = set(ALWAYS)
        if self.recordings:
            found.add(Feature.RECORD)
        if self.answered_context:
            found |= {Feature.DIAL, Feature.BRIDGE, Feature.DETECT}
        if self.transfer_context:
            found.add(Feature.TRANSFER)
        return frozenset(found)


def load_settings(path: Path) -> FastAgiSettings:
    """Read settings from a YAML file; AdapterError `settings_invalid` says what is wrong with which setting.

    Every scalar is read as text; a relative folder starts at the file's folder.
    """
    found = read_settings(path)
    folder = found.get("recordings")
    if isinstance(folder, str) and folder:
        found["recordings"] = str(path.parent.absolute() / folder)
    return checked(FastAgiSettings, found, path)
