"""The figures of one month, counted by SQLite in the record; nothing is written in it."""

from __future__ import annotations

import json
import sqlite3
from typing import Any, Sequence

MOST = 40  # sentences not understood that are shown
BAND = 10  # kilograms of one band of weights in the tables
LATEST = """
CREATE TEMP TABLE month AS
SELECT seq, reference, indication, status, phase, opinions_required, grams, weight_kg, questions, ms, channel,
    table_version || ', ' || rules || ', ' || program AS versions, max(revision)
FROM decisions WHERE at >= ? AND at < ? GROUP BY reference
"""
WAITING = """
SELECT bodies, count(DISTINCT reference) FROM (
    SELECT month.reference AS reference, json_extract(needed.value, '$.bodies') AS bodies
    FROM month JOIN entries ON entries.seq = month.seq, json_each(entries.content, '$.opinions') AS needed
    WHERE month.opinions_required > 0 AND json_extract(needed.value, '$.strength') IN ('required', 'urgent')
        AND coalesce((
            SELECT favourable FROM given WHERE given.reference = month.reference AND given.phase = month.phase
                AND given.body IN (SELECT value FROM json_each(needed.value, '$.bodies'))
            ORDER BY seq DESC LIMIT 1), 0) = 0)
GROUP BY bodies ORDER BY 2 DESC, 1
"""
# One that is not said to be favourable or not counts as obtained, as in the conversation.
GIVEN = """
CREATE TEMP TABLE given AS
SELECT seq, reference, json_extract(content, '$.phase') AS phase, json_extract(content, '$.body') AS body,
    coalesce(json_extract(content, '$.favourable'), 1) AS favourable
FROM entries WHERE kind = 'opinion' AND seq NOT IN (SELECT seq FROM cancelled)
"""


class Figures:
    """What is counted between two moments of the record (texts of its `at`, the second one left out)."""

    def __init__(self, connection: sqlite3.Connection, since: str, until: str) -> None:
        """Raises sqlite3.Error."""
        self._connection, self._ends = connection, (since, until)
        for name in ("month", "given"):
            connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
        connection.execute(LATEST, self._ends)
        connection.execute(GIVEN)
        connection.execute("CREATE INDEX temp.given_reference ON given (reference)")
        self.total = int(self._rows("SELECT count(*) FROM month")[0][0])
        self.statuses: dict[str, int] = dict(self._rows("SELECT status, count(*) FROM month GROUP BY 1"))
        self.situations = self._situations()
        self.waiting = [(tuple(json.loads(bodies)), count) for bodies, count in self._rows(WAITING)]
        self.waiting_cases = self._waiting_cases()
        self._doses()
        self._talk()
        self._how()

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def _situations(self) -> list[tuple[str | None, dict[str, int]]]:
        """Situations with their counts by status, the most frequent first."""
        found: dict[str | None, dict[str, int]] = {}
        for name, status, count in self._rows("SELECT indication, status, count(*) FROM month GROUP BY 1, 2"):
            found.setdefault(name, {})[status] = count
        return sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0] or ""))

    def _waiting_cases(self) -> int:
        """Cases with at least one opinion to wait for: one case may wait for two."""
        query = WAITING.replace("SELECT bodies, count(DISTINCT reference)", "SELECT count(DISTINCT reference)")
        return int(self._rows(query.partition("GROUP BY bodies")[0])[0][0])

    def _doses(self) -> None:
        """`bands`: (lowest kilogram, cases, mean grams, grams in all)."""
        self.grams = float(self._rows("SELECT coalesce(sum(grams), 0) FROM month")[0][0])
        self.bands: list[tuple[int, int, float, float]] = self._rows(
            f"SELECT CAST(weight_kg / {BAND} AS INTEGER) * {BAND}, count(*), round(avg(grams), 1), sum(grams) "
            "FROM month WHERE grams IS NOT NULL AND weight_kg IS NOT NULL GROUP BY 1 ORDER BY 1"
        )

    def _talk(self) -> None:
        """`unanswered` and `corrections` by fact; `lost`: how many sentences; `sentences`: the most frequent."""
        within = "WHERE at >= ? AND at < ?"
        by_fact = f"SELECT fact, count(*) FROM {{}} {within} GROUP BY 1 ORDER BY 2 DESC, 1"
        self.unanswered = self._rows(by_fact.format("unanswered"), self._ends)
        self.corrections = self._rows(by_fact.format("corrections"), self._ends)
        self.lost = int(self._rows(f"SELECT count(*) FROM not_understood {within}", self._ends)[0][0])
        query = f"SELECT sentence, count(*) FROM not_understood {within} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST}"
        self.sentences = self._rows(query, self._ends)

    def _how(self) -> None:
        """Channels, versions, questions per case, median milliseconds."""
        self.channels = self._rows("SELECT coalesce(channel, '–'), count(*) FROM month GROUP BY 1 ORDER BY 2 DESC")
        self.versions = self._rows("SELECT versions, count(*) FROM month GROUP BY 1 ORDER BY 2 DESC")
        self.questions = float(self._rows("SELECT coalesce(avg(questions), 0) FROM month")[0][0])
        known = "FROM month WHERE ms IS NOT NULL"
        middle = f"SELECT ms {known} ORDER BY ms LIMIT 1 OFFSET (SELECT count(*) / 2 {known})"
        self.median_ms = float((self._rows(middle) or [(0,)])[0][0])
