"""Reading cases, one at a time, from JSON Lines or CSV: memory does not grow with the file."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import Any, BinaryIO, Iterator

from bot import strict_json
from bot.commands.cells import fact_value

LONGEST = 1_000_000  # bytes of a line
DELIMITERS = ";,\t"  # a French spreadsheet writes semicolons
OWN_COLUMNS = ("id", "indication")


class Unreadable(Exception):
    """Nothing can be read: the message, in French, says why."""


@dataclass(frozen=True)
class Line:
    """One line of the input: its case, or why it is not one, with the id where it can be read all the same.

    `size` is the length in bytes.
    """

    number: int
    size: int
    case: Any = None
    problem: str | None = None
    identifier: str | int | None = None


def json_lines(stream: BinaryIO) -> Iterator[Line]:
    """The cases of a JSON Lines stream; blank lines are skipped."""
    number = 0
    while raw := stream.readline(LONGEST + 1):
        number += 1
        size = len(raw)
        if size > LONGEST:
            size += _skip_line(stream, raw)
            yield Line(number, size, problem=f"la ligne dépasse {LONGEST} octets")
        elif raw.strip():
            yield _json_line(number, size, raw)


def _json_line(number: int, size: int, raw: bytes) -> Line:
    try:
        return Line(number, size, case=strict_json.loads(raw.rstrip()))
    except ValueError as error:
        return Line(number, size, problem=str(error), identifier=_identifier(raw))


def _identifier(raw: bytes) -> str | int | None:
    """The id of a line refused for a doubled key or a number, so that its sender finds it; None where there is none."""
    pairs: list[tuple[str, Any]] = []
    try:  # the outermost object is closed last
        json.loads(raw.decode("utf-8-sig"), object_pairs_hook=lambda each: pairs.__setitem__(slice(None), each))
    except (ValueError, RecursionError):
        return None
    found = [value for key, value in pairs if key == "id"]
    return found[0] if len(found) == 1 and type(found[0]) in (str, int) else None


def _skip_line(stream: BinaryIO, raw: bytes) -> int:
    skipped = 0
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LONGEST)
        skipped += len(raw)
    return skipped


def csv_lines(stream: BinaryIO) -> Iterator[Line]:
    """The cases of a CSV stream with one column per fact; an empty cell is a fact that is unknown.

    Raises `Unreadable` where the text is not UTF-8 or has no column `indication`.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    try:
        header = text.readline()
        columns = _columns(header)
        rows = csv.reader(text, delimiter=_delimiter(header), strict=True)
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _csv_line(rows.line_num + 1, columns, row)
    except UnicodeDecodeError as error:
        raise Unreadable("le fichier CSV n'est pas en UTF-8") from error
    except csv.Error as error:
        raise Unreadable(f"le fichier CSV est mal formé ({error})") from error


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _columns(header: str) -> list[str]:
    columns = [name.strip() for name in next(csv.reader([header], delimiter=_delimiter(header)), [])]
    if "indication" not in columns:
        raise Unreadable("la première ligne du CSV doit nommer les colonnes : id, indication, puis une par fait")
    if len(set(columns)) != len(columns):
        raise Unreadable("une colonne du CSV est nommée deux fois")
    return columns


def _csv_line(number: int, columns: list[str], row: list[str]) -> Line:
    size = sum(len(cell.encode()) + 1 for cell in row)
    if len(row) != len(columns):
        return Line(number, size, problem=f"la ligne a {len(row)} cellules pour {len(columns)} colonnes")
    cells = {name: cell.strip() for name, cell in zip(columns, row) if cell.strip()}
    facts = {name: fact_value(name, cell) for name, cell in cells.items() if name not in OWN_COLUMNS}
    own = {name: cells[name] for name in OWN_COLUMNS if name in cells}  # an empty situation is a mistake, not "none"
    return Line(number, size, case={**own, "facts": facts})
