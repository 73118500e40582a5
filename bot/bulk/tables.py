"""What a file of prescriptions is, whatever its format: named columns, and rows one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Iterable, Iterator, NamedTuple, Protocol, Sequence


class UnreadableFile(Exception):
    """Nothing can be read: the message, in French, says why and what to do."""


class Place(NamedTuple):
    """Where reading stands: `offset` in bytes (CSV) or rows (Parquet), `line` the last line read."""

    offset: int = 0
    line: int = 0


class Record(NamedTuple):
    """One row: `line` is where it starts; its cells, or why they cannot be read; `place` is just after it."""

    line: int
    place: Place
    cells: Sequence[str] = ()
    problem: str | None = None


class Table(Protocol):
    """A file of prescriptions. `size` is in the unit of `Place.offset`."""

    columns: tuple[str, ...]
    size: int

    def records(self, start: Place, wanted: Sequence[int]) -> Iterator[Record]:
        """The rows after `start` (the first one: `Place()`); only the `wanted` columns need have a value."""


@dataclass(frozen=True)
class Headers:
    """The columns of a file, found by name whatever the accents, capitals and spaces."""

    names: tuple[str, ...]
    fold: Callable[[str], str]

    def index(self, name: str) -> int | None:
        """Where the column is, or None."""
        folded = self.fold(name)
        return next((at for at, own in enumerate(self.names) if self.fold(own) == folded), None)

    def doubles(self) -> Iterable[str]:
        """The names that two columns share."""
        seen: set[str] = set()
        for name in self.names:
            folded = self.fold(name)
            if folded and folded in seen:
                yield name
            seen.add(folded)
