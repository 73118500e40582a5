"""A Parquet file, read in batches by DuckDB: only the columns that the mapping names leave the file."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any, Iterator, Sequence

from bot.bulk.tables import Place, Record, UnreadableFile

BATCH = 2000  # rows held at once
MAGIC = b"PAR1"
DAMAGED = "ce fichier Parquet est abîmé ou incomplet"
MISSING = "duckdb est absent de cette installation ; relancez « ./prioig version », puis recommencez"


def is_parquet(path: Path) -> bool:
    """Whether the file says that it is Parquet, whatever its name. Raises OSError."""
    with path.open("rb") as stream:
        return stream.read(len(MAGIC)) == MAGIC


class ParquetTable:
    """A Parquet file; its rows are numbered from 1."""

    def __init__(self, path: Path) -> None:
        """Raises `UnreadableFile` where the file is damaged."""
        self.path = path
        self._file = str(path.resolve())
        try:
            found = self._connect().execute("SELECT * FROM read_parquet(?) LIMIT 0", [[self._file]])
            self.columns = tuple(str(column[0]) for column in found.description)
            counted = self._connect().execute("SELECT count(*) FROM read_parquet(?)", [[self._file]]).fetchone()
        except _damage() as error:
            raise UnreadableFile(DAMAGED) from error
        self.size = int(counted[0]) if counted else 0

    def _connect(self) -> Any:
        """A connection that reads this one file, on one core, and never asks the network for anything."""
        connection = _duckdb().connect(":memory:", config={"threads": "1", "memory_limit": "512MB"})
        connection.execute("SET autoinstall_known_extensions = false")
        connection.execute("SET autoload_known_extensions = false")
        return connection

    def records(self, start: Place, wanted: Sequence[int]) -> Iterator[Record]:
        """The rows after `start`; the cells of columns that are not wanted are empty."""
        names = ", ".join(_quoted(self.columns[index]) for index in wanted) or "1"
        query = f"SELECT {names} FROM read_parquet(?) LIMIT ALL OFFSET ?"
        try:
            found = self._connect().execute(query, [[self._file], start.offset])
            number = start.line
            while rows := found.fetchmany(BATCH):
                for row in rows:
                    number += 1
                    cells = [""] * len(self.columns)
                    for index, value in zip(wanted, row):
                        cells[index] = _text(value)
                    yield Record(number, Place(number, number), cells)
        except _damage() as error:
            raise UnreadableFile(DAMAGED) from error


def _quoted(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def _duckdb() -> Any:
    try:
        import duckdb
    except ImportError as error:
        raise UnreadableFile(MISSING) from error
    return duckdb


def _damage() -> tuple[type[Exception], ...]:
    """What DuckDB raises for a file that is not whole."""
    duckdb = _duckdb()
    return duckdb.IOException, duckdb.InvalidInputException, duckdb.SerializationException


def _text(value: Any) -> str:
    """A typed cell as a CSV would write it."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
