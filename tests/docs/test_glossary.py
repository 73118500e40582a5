"""The glossary: each word once, and none of the identifiers that a program meets is missing."""

from __future__ import annotations

import re

from docs.generate import FOLDER
from rules import State, vocabulary

ROW = re.compile(r"^\| (?P<french>[^|`]+) \| `(?P<identifier>[\w-]+)` \| (?P<meaning>[^|]+) \|$")
LINES = (FOLDER / "glossary.md").read_text(encoding="utf-8").splitlines()
ROWS = [match for line in LINES if (match := ROW.match(line))]


def test_every_line_of_a_table_is_a_word() -> None:
    tables = [line for line in LINES if line.startswith("|") and not line.startswith(("|---", "| French"))]
    assert [line for line in tables if not ROW.match(line)] == []


def test_each_word_and_each_identifier_stands_once() -> None:
    for part in ("french", "identifier"):
        found = [row[part] for row in ROWS]
        assert [word for word in sorted(set(found)) if found.count(word) > 1] == []


def test_no_identifier_that_a_program_meets_is_missing() -> None:
    names = vocabulary()
    wanted = {*names.statuses, *names.trial, *names.trial_sets, *names.strengths, *names.bodies}
    wanted |= {
        *names.facts["phase"].choices,
        *(state.value for state in State),
        "now",
        "urgent_opinion",
        "after_opinion",
    }
    assert wanted - {row["identifier"] for row in ROWS} == set()
