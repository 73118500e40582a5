"""Is the record whole? Every hash is worked out again, and every gap must be one that a purge has signed for."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Callable, Mapping

from actions.record import chain, decision
from actions.record.entries import DECISION, PURGE
from actions.record.store import Record

ALL = f"""
SELECT entries.seq, content, hash, {", ".join(f"decisions.{name}" for name in decision.COLUMNS)}
FROM entries LEFT JOIN decisions ON decisions.seq = entries.seq ORDER BY entries.seq
"""
PURGES = "SELECT content FROM entries WHERE kind = ? ORDER BY seq"
STRAY = "SELECT count(*) FROM decisions WHERE seq NOT IN (SELECT seq FROM entries)"
SHOWN = 20  # problems told; the first ones say where it began


@dataclass(frozen=True)
class Head:
    """The end of the chain: the number of the last entry, and its hash. Written down elsewhere, it is an anchor."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


@dataclass(frozen=True)
class Verdict:
    """What the check found: `problems` are French sentences; `purged` entries are signed for.

    `clock_back` counts the entries before which the clock had gone back: no fault, but their times are wrong.
    """

    entries: int
    purged: int
    head: Head
    problems: tuple[str, ...]
    clock_back: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def verify(record: Record, anchor: Head | None = None, advance: Callable[[int], None] = lambda _: None) -> Verdict:
    """Check the file, the chain and the table of decisions. `anchor` is a head noted earlier; `advance` counts entries.

    Raises DatabaseProblem where the file cannot be read at all.
    """
    check = _Check(record, anchor)
    with record.sealed():
        check.integrity()
        check.chain(advance)
    return Verdict(check.entries, check.purged, check.head, tuple(check.problems[:SHOWN]), check.clock_back)


class _Check:
    def __init__(self, record: Record, anchor: Head | None) -> None:
        self.connection, self.anchor = record.connection, anchor
        self.problems: list[str] = []
        self.entries = self.purged = self.clock_back = 0
        self.head = Head(0, chain.START)

    def integrity(self) -> None:
        """SQLite's own check of the file."""
        rows = [row[0] for row in self.connection.execute("PRAGMA integrity_check")]
        if rows != ["ok"]:
            self.problems.append("Le fichier est abîmé : restaurez une sauvegarde.")

    def chain(self, advance: Callable[[int], None]) -> None:
        """Every entry after the one before it, with its line among the decisions."""
        runs = self._runs()
        for seq, text, digest, *line in self.connection.execute(ALL):
            self._gap(seq, runs)
            self._entry(seq, text, digest, tuple(line))
            self.entries += 1
            advance(1)
        stray = self.connection.execute(STRAY).fetchone()[0]
        if stray:
            self.problems.append(f"{stray} ligne(s) de décisions ne viennent d'aucune écriture.")
        if self.anchor and self.anchor.seq > self.head.seq:
            self.problems.append(f"La fin manque : l'écriture {self.anchor.seq} avait été notée.")

    def _runs(self) -> dict[int, tuple[int, str]]:
        """First purged entry -> last one and its hash, as the purges of the chain itself tell."""
        found: dict[int, tuple[int, str]] = {}
        for (text,) in self.connection.execute(PURGES, (PURGE,)):
            for first, last, digest in json.loads(text)["runs"]:
                found[first] = (last, digest)
        return found

    def _gap(self, seq: int, runs: Mapping[int, tuple[int, str]]) -> None:
        expected = self.head.seq + 1
        while expected < seq and expected in runs:
            last, digest = runs[expected]
            self.purged += last - expected + 1
            self._anchored(last, digest)
            self.head = Head(last, digest)
            expected = last + 1
        if expected != seq:
            self.problems.append(f"Écritures {expected} à {seq - 1} : elles manquent, sans purge qui le dise.")

    def _entry(self, seq: int, text: str, digest: str, line: tuple[Any, ...]) -> None:
        content = _content(text)
        self.clock_back += "clock_back_s" in content
        if chain.link(self.head.hash, text) != digest or content.get("seq") != seq:
            self.problems.append(f"Écriture {seq} : elle a été changée après coup.")
        elif line != (decision.columns(content) if content["kind"] == DECISION else (None,) * len(line)):
            self.problems.append(f"Écriture {seq} : sa ligne dans la table des décisions a été changée.")
        self._anchored(seq, digest)
        self.head = Head(seq, digest)

    def _anchored(self, seq: int, digest: str) -> None:
        if self.anchor and self.anchor.seq == seq and self.anchor.hash != digest:
            self.problems.append(f"Écriture {seq} : ce n'est pas celle qui avait été notée.")


def _content(text: str) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}
