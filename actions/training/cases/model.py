"""The typed records of a training case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

CRITERIA, EFFECT, END, LIST = "criteria", "effect", "end", "list"
MET, MISSED, UNSAID = "met", "missed", "unsaid"
UNJUSTIFIED, NOT_LISTED = "unjustified", "not_listed"


@dataclass(frozen=True)
class Boundary:
    """One side of one limit of the table.

    `situation` and `row` are identifiers of the vocabulary; outside the table `row` is "unjustified", or `situation` is
    "not_listed" and `row` a name of ours; "any" stands for no row in particular. `criterion` is the text of the test;
    `side` is met, missed or unsaid (the text does not tell). `part` says what the limit decides: criteria (the row),
    effect (dose, opinion or warning of a row that is met), end (the situation, whatever its rows) or list.
    """

    situation: str
    row: str
    criterion: str
    side: str
    part: str


@dataclass(frozen=True)
class Vignette:
    """A clinical case in French with the facts that a perfect reader would assert.

    `id` is "gen:<situation>:<row>:<criterion>:<side>:<seed>" or "hand:<slug>"; the same id gives the same case for as
    long as the table and the phrases stay. `facts` are in the JSON form of the vocabulary. The answer is not here:
    it is always computed (`expected`). `asks` are among priority, opinion and dose.
    """

    id: str
    text: str
    indication: str | None
    facts: Mapping[str, Any]
    asks: tuple[str, ...]
    families: tuple[str, ...]
    learning_point: str
    hint: str
    source: str


class NoSuchCase(KeyError):
    """An identifier that names no case; the message is French."""

    def __str__(self) -> str:
        return str(self.args[0])
