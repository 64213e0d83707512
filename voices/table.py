"""The texts of all prompts as a CSV table that spreadsheets read and write: a row a prompt, a column a language."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from voices.catalogue import LONGEST_TEXT, Catalogue
from voices.message import Message
from voices.names import language_fault, name_fault

NAME, NOTE = "name", "note"
LARGEST = 4_000_000
MOST_ROWS = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell begins that a spreadsheet would run, not show (https://owasp.org/www-community/attacks/CSV_Injection)."""


@dataclass
class Table:
    """What a table says; a cell that is empty says nothing, and changes nothing."""

    notes: dict[str, str] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    """By name and language."""

    faults: list[Message] = field(default_factory=list)


def write_table(catalogue: Catalogue) -> bytes:
    """Return the table of a catalogue: UTF-8 with the mark by which spreadsheets know it."""
    languages = sorted({tag for one in catalogue.prompts.values() for tag in one.variants})
    target = io.StringIO(newline="")
    rows = csv.writer(target)
    rows.writerow([NAME, NOTE, *languages])
    for one in catalogue.prompts.values():
        texts = [one.variants[tag].text if tag in one.variants else "" for tag in languages]
        rows.writerow([_shielded(cell) for cell in (one.name, one.note, *texts)])
    return target.getvalue().encode("utf-8-sig")


def read_table(data: bytes) -> Table:
    """Return what a table says, with every fault by its line; separators are commas, semicolons or tabs."""
    table = Table()
    if len(data) > LARGEST or b"\0" in data:
        table.faults.append(Message("This is no CSV table of prompts.", "这不是提示音文字的 CSV 表格。"))
        return table
    text = _decoded(data)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        _read_rows(rows, table)
    except csv.Error:
        table.faults.append(
            Message("The table is broken: a quote is not closed.", "表格格式有误：引号没有闭合。")
        )
    return table


def _read_rows(rows: Iterator[list[str]], table: Table) -> None:
    head = [cell.strip() for cell in next(rows, [])]
    languages = [(index, tag) for index, tag in enumerate(head) if index and tag and tag.lower() != NOTE]
    faults = [fault for _, tag in languages if (fault := language_fault(tag))]
    if not head or head[0].lower() != NAME or faults or len({tag for _, tag in languages}) != len(languages):
        table.faults.append(
            Message(
                "The first line must be: name, note, and a column for each language such as zh-CN and en.",
                "第一行应为：name、note，以及每种语言一列，例如 zh-CN、en。",
            )
        )
        return
    note = next((index for index, cell in enumerate(head) if cell.lower() == NOTE), None)
    for line, row in enumerate(rows, 2):
        cells = [_unshielded(cell.strip()) for cell in row]
        if line > MOST_ROWS:
            table.faults.append(
                Message(f"A table may have {MOST_ROWS:,} lines.", f"表格不能超过 {MOST_ROWS} 行。")
            )
            return
        if any(cells):
            _read_row(line, cells, languages, note, table)


def _read_row(
    line: int, cells: list[str], languages: list[tuple[int, str]], note: int | None, table: Table
) -> None:
    name = cells[0]
    fault = name_fault(name)
    if fault is None and name in table.notes:
        fault = Message(f"“{name}” stands here twice.", f"“{name}”重复出现。")
    if fault is None and any(len(cell) > LONGEST_TEXT for cell in cells):
        fault = Message(
            f"A text may have {LONGEST_TEXT:,} characters.", f"文字不能超过 {LONGEST_TEXT} 个字符。"
        )
    if fault:
        table.faults.append(Message(f"Line {line}: {fault.en}", f"第 {line} 行：{fault.zh}"))
        return
    table.notes[name] = cells[note] if note is not None and note < len(cells) else ""
    for index, tag in languages:
        if index < len(cells) and cells[index]:
            table.texts[name, tag] = cells[index]


def _decoded(data: bytes) -> str:
    """Return the text; Chinese spreadsheets write GB 18030 where they do not write UTF-8."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def _shielded(cell: str) -> str:
    return "'" + cell if cell.startswith(_FORMULA) else cell


def _unshielded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
