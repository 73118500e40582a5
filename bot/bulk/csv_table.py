"""A CSV export read line by line from its bytes: one broken line costs that line, never the rest of the file."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import BinaryIO, Iterator, Sequence

from bot.bulk.decoding import BOM, WIDE, decoded
from bot.bulk.tables import Place, Record, UnreadableFile

DELIMITERS = ";,\t|"  # a French spreadsheet writes semicolons
LONGEST = 1_000_000  # bytes of a line
LOOK_AHEAD = 40  # lines that a quoted cell may run over


class CsvTable:
    """A CSV file with a first line of column names."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, or `UnreadableFile` where the first line names no columns."""
        self.path = path
        self.size = path.stat().st_size
        with path.open("rb") as stream:
            raw = stream.readline(LONGEST)
        if raw.startswith(WIDE) or b"\0" in raw:
            raise UnreadableFile("ce fichier est en UTF-16 ; enregistrez-le en « CSV UTF-8 », puis relancez")
        header = decoded(raw.removeprefix(BOM)).strip("\r\n")
        self._first = len(raw)
        self._delimiter = max(DELIMITERS, key=header.count)
        self.columns = tuple(name.strip() for name in next(csv.reader([header], delimiter=self._delimiter), []))
        if "\r" in header or len(self.columns) < 2:
            raise UnreadableFile("la première ligne doit nommer les colonnes, séparées par des points-virgules")

    def records(self, start: Place, wanted: Sequence[int]) -> Iterator[Record]:
        """Every row after `start`, blank ones left out; a row that cannot be read says why."""
        offset, line = (start.offset, start.line) if start.offset else (self._first, 1)
        with self.path.open("rb") as stream:
            stream.seek(offset)
            while raw := stream.readline(LONGEST + 1):
                number, line, offset = line + 1, line + 1, offset + len(raw)
                if len(raw) > LONGEST:
                    offset += _skip(stream, raw)
                    yield Record(number, Place(offset, line), problem=f"ligne de plus de {LONGEST} octets")
                    continue
                cells, problem, more = self._parsed(raw, stream)
                if more:
                    offset, line = offset + len(more), line + more.count(b"\n")
                if cells is None or "".join(cells).strip():
                    yield Record(number, Place(offset, line), cells or (), problem)

    def _parsed(self, raw: bytes, stream: BinaryIO) -> tuple[list[str] | None, str | None, bytes]:
        """The cells of a line, or what is wrong, and the further bytes that belong to it."""
        if b"\0" in raw:
            return None, "octets nuls dans la ligne", b""
        cells = self._cells(raw)
        more = b""
        if cells is None:
            cells, more = self._over_lines(raw, stream)
        if cells is None:
            return None, "guillemets mal fermés", b""
        if len(cells) != len(self.columns) and "".join(cells).strip():
            few = "moins" if len(cells) < len(self.columns) else "plus"
            return None, f"{few} de cellules que de colonnes", more
        return cells, None, more

    def _cells(self, raw: bytes) -> list[str] | None:
        """The cells of a whole record, None where its quotes are not closed."""
        text = decoded(raw)
        if '"' not in text:
            return text.rstrip("\r\n").split(self._delimiter)
        try:
            rows = list(csv.reader([text], delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        return rows[0] if len(rows) == 1 else None

    def _over_lines(self, raw: bytes, stream: BinaryIO) -> tuple[list[str] | None, bytes]:
        """A quoted cell may hold line ends: the next lines are tried with this one, and given back if it is broken."""
        place, more = stream.tell(), b""
        for _ in range(LOOK_AHEAD):
            following = stream.readline(LONGEST)
            more += following
            if not following or (raw + more).count(b'"') % 2 == 0:
                break
        cells = self._cells(raw + more) if more else None
        if cells is None or len(cells) != len(self.columns):
            stream.seek(place)
            return None, b""
        return cells, more


def _skip(stream: BinaryIO, raw: bytes) -> int:
    """Read to the end of a line that is too long; how many bytes that took."""
    skipped = 0
    while raw and not raw.endswith(b"\n"):
        raw = stream.readline(LONGEST)
        skipped += len(raw)
    return skipped
