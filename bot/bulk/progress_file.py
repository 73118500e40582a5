"""How far a run has come, kept beside its report, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from actions.record.versions import rules_hash
from bot import __version__
from bot.bulk.mapping import Columns
from bot.bulk.tables import Place
from bot.bulk.tally import Tally, tally_from
from bot.files import replace_text

SAMPLE = 1 << 20  # bytes of the file that its fingerprint reads at each end
SUFFIX = ".reprise"


@dataclass(frozen=True)
class Checkpoint:
    """A point that a run has reached: its place in the file, the rows read, the bytes of decisions written."""

    place: Place
    rows: int
    written: int
    tally: Tally


def fingerprint(path: Path, columns: Columns, output: Path | None) -> str:
    """What must not have changed for a run to go on: the file, the mapping, the table, the program. Raises OSError."""
    size = path.stat().st_size
    digest = hashlib.sha256(f"{size} {columns!r} {output} {rules_hash()} {__version__}".encode())
    with path.open("rb") as stream:
        digest.update(stream.read(SAMPLE))
        stream.seek(max(0, size - SAMPLE))
        digest.update(stream.read(SAMPLE))
    return digest.hexdigest()


class ProgressFile:
    """The file beside the report; written whole, then put in place, so that it is never half of itself."""

    def __init__(self, report: Path, mark: str) -> None:
        self.path = report.with_name(report.name + SUFFIX)
        self.mark = mark

    def read(self) -> Checkpoint | None:
        """Where the last run stopped; None where there is none, or it was of another file, mapping or version."""
        try:
            data = json.loads(self.path.read_text(encoding="utf-8"))
            if data["mark"] != self.mark:
                return None
            return Checkpoint(Place(*data["place"]), data["rows"], data["written"], tally_from(data["tally"]))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def write(self, point: Checkpoint) -> None:
        """Keep the point. Raises OSError."""
        data: dict[str, Any] = {"mark": self.mark, "place": list(point.place), "rows": point.rows}
        data |= {"written": point.written, "tally": point.tally.to_json()}
        replace_text(self.path, json.dumps(data, ensure_ascii=False))

    def remove(self) -> None:
        """The run is over."""
        self.path.unlink(missing_ok=True)
