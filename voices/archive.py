"""Texts and recordings of all prompts as one zip file; hostile archives are refused before anything is unpacked."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import IO

from voices.decode import LARGEST_FILE
from voices.media import ENDINGS
from voices.message import Message, VoiceError
from voices.names import RECORDING_ENDINGS, language_fault, name_fault
from voices.prompts_folder import PromptsFolder
from voices.table import Table, read_table, write_table

TABLE = "prompts.csv"
MOST_ENTRIES = 4000
MOST_BYTES = 600_000_000
"""Unpacked, all entries together: an hour and a half of studio quality, or ten hours for telephones."""

_IGNORED = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini")
_TRICKS = Message(
    "The zip file was not made to be unpacked safely, and nothing was taken from it.",
    "该压缩包不安全，未导入任何内容。",
)


@dataclass
class Archive:
    """An open archive: its table, and its recordings by prompt name and language."""

    table: Table
    file: zipfile.ZipFile | None = None
    entries: dict[tuple[str, str], zipfile.ZipInfo] = field(default_factory=dict)

    def recording(self, name: str, language: str) -> bytes:
        """Return the file of a recording; `VoiceError` when it is damaged."""
        assert self.file is not None
        info = self.entries[name, language]
        try:
            with self.file.open(info) as entry:
                data = entry.read(info.file_size + 1)
        except (
            zipfile.BadZipFile,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
            zlib.error,
        ) as error:
            raise VoiceError("The zip file is damaged.", "压缩包已损坏。") from error
        if len(data) > info.file_size:
            raise VoiceError(_TRICKS.en, _TRICKS.zh)
        return data


def write_archive(prompts: PromptsFolder, target: IO[bytes]) -> None:
    """Write the table and every recording that is there, as `<language>/<name>.<ending>`."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(TABLE, write_table(prompts.catalogue))
        for prompt in prompts.catalogue.prompts.values():
            for language, variant in prompt.variants.items():
                try:
                    path = prompts.recording(variant.recording) if variant.recording else None
                except VoiceError:
                    continue  # a recording that is missing is reported elsewhere
                if path is not None:
                    archive.write(path, f"{language}/{prompt.name}{path.suffix.lower()}")


@contextmanager
def opened(file: IO[bytes]) -> Iterator[Archive]:
    """Open a table or a zip file of both; `VoiceError` for what is neither, or what would do harm."""
    magic = file.read(4)
    file.seek(0)
    if not magic.startswith(b"PK"):
        yield Archive(read_table(file.read()))
        return
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise VoiceError("The zip file is damaged.", "压缩包已损坏。") from error
    with archive:
        yield _listed(archive)


def _listed(archive: zipfile.ZipFile) -> Archive:
    infos = archive.infolist()
    if len(infos) > MOST_ENTRIES:
        raise VoiceError(
            f"The zip file has more than {MOST_ENTRIES:,} files.", f"压缩包内的文件超过 {MOST_ENTRIES} 个。"
        )
    if any(_is_trick(info) for info in infos) or sum(info.file_size for info in infos) > MOST_BYTES:
        raise VoiceError(_TRICKS.en, _TRICKS.zh)
    files = [info for info in infos if not info.is_dir() and not _is_ignored(info.filename)]
    inside = _common_folder([info.filename for info in files])
    found = Archive(Table(), archive)
    for info in files:
        _enter(found, PurePosixPath(_name(info)[len(inside) :]), info)
    return found


def _enter(found: Archive, path: PurePosixPath, info: zipfile.ZipInfo) -> None:
    if str(path) == TABLE:
        found.entries[TABLE, ""] = info
        found.table = _merged(read_table(found.recording(TABLE, "")), found.table)
        del found.entries[TABLE, ""]
        return
    language, name = str(path.parent), path.stem
    fault = _fault(path, language, name)
    if fault is None and (name, language) in found.entries:
        fault = Message("there is a second file for this prompt", "该提示音有两个文件")
    if fault:
        found.table.faults.append(Message(f"“{path}”: {fault.en}", f"“{path}”：{fault.zh}"))
    else:
        found.entries[name, language] = info


def _merged(table: Table, before: Table) -> Table:
    table.faults.extend(before.faults)
    return table


def _fault(path: PurePosixPath, language: str, name: str) -> Message | None:
    if len(path.parts) != 2 or path.suffix.lower() not in (*RECORDING_ENDINGS, *ENDINGS):
        return Message(
            "recordings are named LANGUAGE/PROMPT.wav, for example zh-CN/welcome.wav",
            "录音应命名为“语言/名称.wav”，例如 zh-CN/welcome.wav",
        )
    return language_fault(language) or name_fault(name)


def _is_trick(info: zipfile.ZipInfo) -> bool:
    """Whether an entry leads outside, is a link or a secret, or unpacks to more than a recording may have."""
    name = info.filename
    parts = name.rstrip("/").split("/")
    outside = name.startswith("/") or "\\" in name or ":" in name or ".." in parts
    odd = not name.isprintable() or any(not part for part in parts)
    kind = stat.S_IFMT(info.external_attr >> 16)
    special = kind not in (0, stat.S_IFREG, stat.S_IFDIR) or bool(info.flag_bits & 0x1)
    return outside or odd or special or info.file_size > LARGEST_FILE


def _is_ignored(name: str) -> bool:
    return any(part in _IGNORED or part.startswith("._") for part in name.split("/"))


def _name(info: zipfile.ZipInfo) -> str:
    return unicodedata.normalize("NFC", info.filename)


def _common_folder(names: list[str]) -> str:
    """Return the folder that was packed instead of what is in it ("" for none)."""
    tops = {name.partition("/")[0] for name in names}
    is_packed = any(name.count("/") > 1 or name.endswith("/" + TABLE) for name in names)
    return f"{next(iter(tops))}/" if is_packed and len(tops) == 1 else ""
