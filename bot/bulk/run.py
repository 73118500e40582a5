"""The whole re-reading of one file: read, decide, count, write, and go on after an interruption."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from types import FrameType
from typing import Any, BinaryIO, Callable

from actions.wording.questions import words as fact_words
from actions.wording.text import listing
from bot import strict_json
from bot.bulk.assessment import Assessment, assess
from bot.bulk.prescription import NO_WARD, Prescription, Rows, Undecided
from bot.bulk.progress_file import Checkpoint, ProgressFile
from bot.bulk.tables import Place, Record, Table
from bot.bulk.tally import Tally
from bot.failures import report as report_failure
from rules import CaseError, Decision, EngineError, decision_json

EVERY = 2.0  # seconds between two points from which a run can go on
LOOK = 200  # rows between two looks at the clock
INCOMPLETE = "incomplete"
Advance = Callable[[int], None]


class Run:
    """One run over a table. `output` takes a JSON line for each row, where it is wanted."""

    def __init__(self, table: Table, rows: Rows, progress: ProgressFile, output: Path | None) -> None:
        self.table, self.rows, self.progress, self.output = table, rows, progress, output
        self.tally = Tally()
        self.read = self.taken_up = 0
        self.place = Place()
        self._stream: BinaryIO | None = None
        self._stopped = False

    def begin(self) -> int:
        """Take up what an earlier run had done; the number of rows that it had read. Raises OSError."""
        point = self.progress.read()
        whole = point is not None and self.output and not self._has(self.output, point.written)
        if point is None or whole:
            if self.output:
                self._stream = self.output.open("wb")
            return 0
        self.tally, self.place, self.read = point.tally, point.place, point.rows
        self.taken_up = point.rows
        if self.output:
            self._stream = self.output.open("r+b")
            self._stream.truncate(point.written)
            self._stream.seek(point.written)
        return point.rows

    @staticmethod
    def _has(output: Path, written: int) -> bool:
        return output.exists() and output.stat().st_size >= written

    def go(self, advance: Advance) -> Tally:
        """Read to the end. Raises OSError, and KeyboardInterrupt at Ctrl-C or a request to end, between two rows."""
        advance(self.place.offset)
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            self._go(advance)
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            if self._stream:
                self._stream.close()
        return self.tally

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopped = True

    def _go(self, advance: Advance) -> None:
        kept = time.monotonic()
        for record in self.table.records(self.place, self.rows.wanted):
            self._row(record)
            advance(record.place.offset - self.place.offset)
            self.place = record.place
            self.read += 1
            if self._stopped or (self.read % LOOK == 0 and time.monotonic() - kept > EVERY):
                self._keep()
                kept = time.monotonic()
            if self._stopped:
                raise KeyboardInterrupt

    def _keep(self) -> None:
        """Write the point reached, after the decisions that it counts."""
        if self._stream:
            self._stream.flush()
            os.fsync(self._stream.fileno())
        written = self._stream.tell() if self._stream else 0
        self.progress.write(Checkpoint(self.place, self.read, written, self.tally))

    def _row(self, record: Record) -> None:
        identifier: str | int = record.line
        try:
            if record.problem:
                raise Undecided(f"Ligne illisible : {record.problem}")
            identifier = self.rows.identifier(record.cells) or record.line
            prescription = self.rows.prescription(record.cells)
            found = _assessed(prescription)
        except Undecided as error:
            self.tally.undecided(record.line, error.reason, error.ward, error.grams)
            if self._stream:
                self._write(_error(identifier, record.line, error.reason))
            return
        self._count(record.line, prescription, found)
        if self._stream:
            self._write(_decided(identifier, record.line, prescription, found))

    def _count(self, line: int, prescription: Prescription, found: Assessment) -> None:
        if found.decision.status == INCOMPLETE:
            self.tally.undecided(line, _lacking(found.decision), prescription.ward, prescription.grams)
        else:
            self.tally.decided(line, prescription, found)

    def _write(self, data: dict[str, Any]) -> None:
        if self._stream:
            self._stream.write((strict_json.dumps(data) + "\n").encode())


def _assessed(prescription: Prescription) -> Assessment:
    try:
        return assess(prescription)
    except CaseError as error:
        raise Undecided(_contradiction(error), prescription.ward, prescription.grams) from error
    except EngineError as failure:
        report_failure("decide", failure)
        reason = "Le moteur n'a pas pu conclure : ligne à décider à la main"
        raise Undecided(reason, prescription.ward, prescription.grams) from failure


def _contradiction(error: CaseError) -> str:
    """The contradiction without its figures: the fact that carries it is named."""
    name = (error.field or "").removeprefix("facts.")
    try:
        return f"Faits contradictoires : {fact_words(name).label}"
    except KeyError:
        return "Faits contradictoires"


def _lacking(decision: Decision) -> str:
    facts = listing(fact_words(fact).label for fact in decision.missing_facts)
    return f"{decision.label} : il manque {facts}" if facts else f"{decision.label} : faits insuffisants"


def _error(identifier: str | int, line: int, reason: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "line": line,
        "error": {"code": "undecided_line", "field": None, "message": f"{reason}."},
    }


def _decided(identifier: str | int, line: int, prescription: Prescription, found: Assessment) -> dict[str, Any]:
    grams = found.grams
    missing = None if found.missing is None else [list(opinion.bodies) for opinion in found.missing]
    given = {
        "ward": None if prescription.ward == NO_WARD else prescription.ward,
        "grams": grams.prescribed,
        "grams_of_the_table": grams.reference,
        "grams_above": grams.excess,
        "comparison": grams.kind,
        "opinions_missing": missing,
    }
    return {"id": identifier, "line": line, **decision_json(found.decision), "prescription": given}
