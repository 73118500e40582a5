"""`milestones.yml` and `tolerance.yml` as records; an error names the file and the line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Mapping

from rules import reader
from rules.reader import Node
from rules.vocabulary import vocabulary

FOLDER = Path(__file__).parent
SETTLERS = ("opinion", "effect", "measure", "decision")
MAINTAINED = "maintained"
SEVERITIES = ("minor", "severe")


@dataclass(frozen=True)
class Milestone:
    """Something that falls due. `rows` empty: every row whose regimen is repeated. Months and weeks are the calendar's.

    Which of `courses`, `within_months`, `months`, `every_months` are set says when (milestones.yml).
    """

    id: str
    rows: tuple[str, ...]
    say: str
    place: str
    settled_by: tuple[str, ...]
    courses: int | None
    within_months: int | None
    months: int | None
    every_months: int | None
    early_weeks: int


@dataclass(frozen=True)
class Reaction:
    """A reaction, or what came of it: `words` are folded, longest first."""

    id: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Tolerance:
    """The reactions by severity, what may come of them, and the sentence that a severe one calls for."""

    minor: tuple[Reaction, ...]
    severe: tuple[Reaction, ...]
    outcomes: tuple[Reaction, ...]
    severe_notice: str


@cache
def milestones() -> tuple[Milestone, ...]:
    """All milestones, in the order of the file. Raises RuleBaseError."""
    top = reader.document(FOLDER / "milestones.yml")
    top.keys("milestones")
    return tuple(_milestone(node) for node in top.child("milestones").items())


def _milestone(node: Node) -> Milestone:
    node.keys("id rows say place settled_by", "courses within_months months every_months early_weeks")
    figures = {name: node.optional(name, _whole) for name in ("courses", "within_months", "months", "every_months")}
    if not any(figures.values()) or (figures["within_months"] and not figures["courses"]):
        node.error("il faut dire quand : courses, courses et within_months, months ou every_months")
    return Milestone(
        id=node.child("id").text(),
        rows=_rows(node.child("rows")),
        say=node.child("say").text(),
        place=node.child("place").text(),
        settled_by=tuple(item.one_of(SETTLERS, "ce qui règle") for item in node.child("settled_by").items()),
        early_weeks=node.optional("early_weeks", _whole) or 0,
        **figures,
    )


def _rows(node: Node) -> tuple[str, ...]:
    if node.value == MAINTAINED:
        return ()
    known = [row for rows in vocabulary().indications.values() for row in rows]
    return tuple(item.one_of(known, "ligne") for item in node.items())


def _whole(node: Node) -> int:
    value = node.number()
    if not isinstance(value, int) or value < 1:
        node.error("un nombre entier d'au moins 1 est attendu ici")
    return int(value)


@cache
def tolerance() -> Tolerance:
    """The reactions to record. Raises RuleBaseError."""
    top = reader.document(FOLDER / "tolerance.yml")
    top.keys("place minor severe outcomes severe_notice")
    lists = {name: _reactions(top.child(name)) for name in (*SEVERITIES, "outcomes")}
    return Tolerance(**lists, severe_notice=top.child("severe_notice").text())


def _reactions(node: Node) -> tuple[Reaction, ...]:
    found = []
    for identifier in node.value:
        one = node.child(identifier)
        one.keys("label words")
        words = sorted((item.text() for item in one.child("words").items()), key=len, reverse=True)
        found.append(Reaction(identifier, one.child("label").text(), tuple(words)))
    return tuple(found)


def reactions(found: Tolerance) -> Mapping[str, Reaction]:
    """Every reaction and outcome by its identifier."""
    return {item.id: item for item in (*found.minor, *found.severe, *found.outcomes)}
