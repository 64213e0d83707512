"""What the engine must know of a voice board: which library, which lines for what, which files it plays and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from telephony_adapters.settings_file import WrongSetting, checked, read_settings
from telephony_adapters.voicecard.busy_tone import Cadence

Use = Literal["in", "out", "both"]
LARGEST = 4095  # lines of one library


def _read_numbers(text: object) -> object:
    """Read `0-7, 9` as the numbers it names."""
    if not isinstance(text, str):
        return text
    found: list[int] = []
    for part in text.split(","):
        first, _, last = (one.strip() for one in part.partition("-"))
        if not first.isdecimal() or not (last or first).isdecimal():
            raise WrongSetting("are to be numbers and ranges: 0-7, 9", "应为编号和范围：0-7, 9")
        numbers = range(int(first), int(last or first) + 1)
        if not numbers or numbers[-1] > LARGEST:
            raise WrongSetting(
                f"a range goes upwards, to {LARGEST} at most", f"范围应由小到大，最大 {LARGEST}"
            )
        found.extend(numbers)
    return tuple(found)


def _address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if (
        not re.fullmatch(r"[A-Za-z0-9.-]+", host)
        or not re.fullmatch(r"[0-9]{1,5}", port)
        or int(port) > 65535
    ):
        raise WrongSetting("is to be a host and a port: 127.0.0.1:40000", "应为主机和端口：127.0.0.1:40000")
    return text


Numbers = Annotated[tuple[int, ...], BeforeValidator(_read_numbers), Field(min_length=1)]


class LineGroup(BaseModel):
    """Lines that are used alike; `number` is what their callers dialled where the board cannot tell."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    lines: Numbers
    number: str = Field(default="", pattern=r"^[0-9A-Za-z+*#._-]{0,64}$")
    use: Use = "both"


class BusyTone(BaseModel):
    """What a far end that hung up sounds like; milliseconds."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    hertz: float = Field(default=450.0, ge=200, le=1000)
    on_ms: int = Field(default=350, ge=100, le=2000)
    off_ms: int = Field(default=350, ge=100, le=2000)
    cycles: int = Field(default=3, ge=2, le=20)

    def cadence(self) -> Cadence:
        """Return it as the ear takes it."""
        return Cadence(self.hertz, self.on_ms, self.off_ms, self.cycles)


class SynCti(BaseModel):
    """Where the maker's library and its own configuration are, and what lines the board has."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    kind: Literal["trunk", "digital"] = "trunk"
    library: Path
    config: Path
    index: Path


class SimTarget(BaseModel):
    """What becomes of a call out; one that answers talks for so many seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    manner: Literal["answers", "busy", "rejects", "rings", "absent"] = "answers"
    talk: float = Field(default=60.0, ge=0)


class SimCallerPlan(BaseModel):
    """One caller of the simulated board; `keys` as in `dialoom call`, times in seconds."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    line: int = 0
    after: float = Field(default=0.0, ge=0)
    caller: str = "13800000000"
    called: str = ""
    keys: str = ""
    hang_up_after: float | None = Field(default=None, gt=0)


class SimBoard(BaseModel):
    """The simulated board: who calls, who is called, and where the sound of each line goes.

    `heard` is a folder: what each caller heard is written there as a WAV file.  `rtp` sends the sound of a line to an
    address HOST:PORT (G.711 mu-law) and takes the far end's voice and keys from there.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    kind: Literal["trunk", "digital"] = "digital"
    callers: tuple[SimCallerPlan, ...] = ()
    targets: Mapping[str, SimTarget] = Field(default_factory=dict)
    heard: Path | None = None
    rtp: Mapping[int, Annotated[str, AfterValidator(_address)]] = Field(default_factory=dict)


class VoiceCardSettings(BaseModel):
    """One board library and what its lines are for.  All times are in seconds.

    `inner` are telephones of our own on the board: the target of a transfer, and the number of its line.  `transfer` is
    `flash` where a switch in front of the board transfers on a flash of the hook.  `music` is the path of a sound
    without its ending.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    adapter: Literal["voicecard"] = "voicecard"
    driver: Literal["simcard", "syncti"] = "simcard"
    lines: tuple[LineGroup, ...] = Field(min_length=1)
    inner: Mapping[Annotated[str, Field(pattern=r"^[A-Za-z0-9+*#._-]{1,64}$")], int] = Field(
        default_factory=dict
    )
    outside_prefix: str = Field(default="", pattern=r"^[0-9*#,]{0,8}$")
    transfer: Literal["none", "flash"] = "none"
    flash_wait: float = Field(default=1.0, ge=0, le=10)
    play_format: Literal["ulaw", "wav"] = "ulaw"
    recordings: Path = Path("recordings")
    recording_format: Literal["wav", "ulaw", "alaw"] = "wav"
    music: Path | None = None
    rings: int = Field(default=2, ge=1, le=10)
    ring_gone: float = Field(default=8.0, gt=0)
    busy_tone: BusyTone = BusyTone()
    hang_limit: float = Field(default=5.0, gt=0)
    reopen_limit: float = Field(default=30.0, gt=0)
    sim: SimBoard = SimBoard()
    syncti: SynCti | None = None

    @model_validator(mode="after")
    def _names_lines_once(self) -> Self:
        named = [number for group in self.lines for number in group.lines] + list(self.inner.values())
        twice = sorted({number for number in named if named.count(number) > 1})
        if twice:
            raise WrongSetting(f"line {twice[0]} is named twice", f"线路 {twice[0]} 出现了两次")
        if self.driver == "syncti" and self.syncti is None:
            raise WrongSetting(
                "the driver syncti needs the section syncti: library, config, index",
                "driver 为 syncti 时需要 syncti 一节：library、config、index",
            )
        if self.driver == "syncti" and self.recording_format == "wav":
            raise WrongSetting(
                "the driver syncti records in ulaw or alaw", "driver 为 syncti 时录音格式为 ulaw 或 alaw"
            )
        return self

    def group_of(self, line: int) -> LineGroup | None:
        """Return the group of a line; None for an inner line or one that is not ours."""
        return next((group for group in self.lines if line in group.lines), None)

    def wanted(self) -> frozenset[int]:
        """Return the lines that the board must have."""
        return frozenset(n for group in self.lines for n in group.lines) | frozenset(self.inner.values())


PATHS = {"recordings", "music", "library", "config", "index", "heard"}


def load_settings(path: Path) -> VoiceCardSettings:
    """Read settings from a YAML file; AdapterError `settings_invalid` says what is wrong with which setting.

    Every scalar is read as text; relative paths start at the file's folder.
    """
    found = {"recordings": "recordings"} | read_settings(path)
    return checked(VoiceCardSettings, _rooted(found, path.parent.absolute()), path)


def _rooted(found: dict[str, object], folder: Path) -> dict[str, object]:
    """Let every relative path begin at the folder of the settings."""
    rooted: dict[str, object] = {}
    for name, value in found.items():
        if name in PATHS and isinstance(value, str) and value:
            rooted[name] = str(folder / value)
        elif name in ("sim", "syncti") and isinstance(value, dict):
            rooted[name] = _rooted(value, folder)
        else:
            rooted[name] = value
    return rooted
