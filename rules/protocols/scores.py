"""Scores computed from their items, a grade, or weight and height. The points and the words stand in `scores.yml`.

Nothing is inferred from silence: an item that was not stated may still count, so a total is a range.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Sequence

from rules import reader
from rules.protocols import body
from rules.reader import Node
from rules.vocabulary import vocabulary

PATH = Path(__file__).with_name("scores.yml")
AGE = "age_years"
FORMULAS = {"bmi": body.bmi_kg_m2, "surface": body.surface_m2}


@dataclass(frozen=True)
class Choice:
    """One answer of a line, or one grade; `above` bounds a band of the age (years)."""

    id: str
    label: str
    points: int
    aliases: tuple[str, ...] = ()
    above: float | None = None


@dataclass(frozen=True)
class Mention:
    """Words that leave some choices of a line possible: "hématurie macroscopique" does not say whether with anaemia."""

    aliases: tuple[str, ...]
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Line:
    """One line of a score: a single choice counts."""

    id: str
    label: str
    question: str
    choices: tuple[Choice, ...]
    mentions: tuple[Mention, ...] = ()

    def choice(self, identifier: str) -> Choice:
        """The choice of this identifier. Raises KeyError."""
        return {choice.id: choice for choice in self.choices}[identifier]


@dataclass(frozen=True)
class Score:
    """A score. `fact` is where its result goes (None: only a dose needs it); `formula`: from weight and height."""

    id: str
    name: str
    source: str
    unchecked: str | None
    direct: str | None  # how to give the score without computing it
    fact: str | None
    names: tuple[str, ...]
    openers: tuple[str, ...]
    lines: tuple[Line, ...]
    age: tuple[Choice, ...]
    formula: str | None
    decimals: int

    def line(self, identifier: str) -> Line:
        """The line of this identifier. Raises KeyError."""
        return {line.id: line for line in self.lines}[identifier]


@dataclass(frozen=True)
class Total:
    """The points that are certain and those still possible; what counted, line by line (label, points)."""

    low: int
    high: int
    counted: tuple[tuple[str, int], ...]


def total(
    score: Score,
    answers: Mapping[str, str],
    age_years: float | None,
    narrowed: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Total:
    """The points of these answers (line to choice); what is unknown leaves a range.

    `narrowed` are the choices that a mention leaves to a line; without an age, every band is possible.
    """
    counted = []
    low = high = 0
    for line in score.lines:
        possible = (answers[line.id],) if line.id in answers else narrowed.get(line.id, ())
        options = tuple(map(line.choice, possible)) or line.choices
        low, high = low + min(one.points for one in options), high + max(one.points for one in options)
        if line.id in answers and options[0].points:
            counted.append((options[0].label, options[0].points))
    if not score.age:
        return Total(low, high, tuple(counted))
    bands = score.age if age_years is None else (band(score, age_years),)
    if age_years is not None and bands[0].points:
        counted.append((bands[0].label, bands[0].points))
    least, most = min(one.points for one in bands), max(one.points for one in bands)
    return Total(low + least, high + most, tuple(counted))


def band(score: Score, age_years: float) -> Choice:
    """The band of the age that counts."""
    return next(one for one in score.age if one.above is None or age_years > one.above)


def measured(score: Score, weight_kg: float, height_cm: float) -> Decimal:
    """What a formula gives, rounded to the decimals of the score. Raises KeyError for a score without one."""
    value = FORMULAS[score.formula or ""](weight_kg, height_cm)
    return round(value, score.decimals)


@dataclass(frozen=True)
class Scores:
    """All the scores, and the words that they share."""

    scores: Mapping[str, Score]
    calculate: tuple[str, ...]
    verbs: tuple[str, ...]
    nothing_else: tuple[str, ...]

    def of_fact(self, fact: str) -> Score | None:
        """The score whose result is this fact."""
        return next((one for one in self.scores.values() if one.fact == fact), None)


@cache
def scores() -> Scores:
    """The scores of `scores.yml`. Raises RuleBaseError."""
    top = reader.document(PATH)
    top.keys("scores calculate verbs nothing_else")
    found = [_score(node) for node in top.child("scores").items()]
    shared = {key: _texts(top.child(key)) for key in ("calculate", "verbs", "nothing_else")}
    return Scores(MappingProxyType({one.id: one for one in found}), **shared)


def _texts(node: Node) -> tuple[str, ...]:
    return tuple(item.text() for item in node.items())


def _score(node: Node) -> Score:
    node.keys("id name source names openers", "fact unchecked direct age lines grades mentions formula decimals")
    lines = tuple(_line(item) for item in node.child("lines").items())
    if node.has("grades"):
        lines = (_grades(node),)
    return Score(
        id=node.child("id").text(),
        name=node.child("name").text(),
        source=node.child("source").text(),
        unchecked=node.optional("unchecked", Node.text),
        direct=node.optional("direct", Node.text),
        fact=node.optional("fact", lambda part: part.one_of(vocabulary().facts, "fait")),
        names=_texts(node.child("names")),
        openers=_texts(node.child("openers")),
        lines=lines,
        age=tuple(_choice(item) for item in node.child("age").child("bands").items()) if node.has("age") else (),
        formula=node.optional("formula", lambda part: part.one_of(FORMULAS, "formule")),
        decimals=int(node.optional("decimals", Node.number) or 0),
    )


def _line(node: Node) -> Line:
    node.keys("id label question choices", "mentions")
    choices = tuple(_choice(item) for item in node.child("choices").items())
    known = {choice.id for choice in choices}
    return Line(
        id=node.child("id").text(),
        label=node.child("label").text(),
        question=node.child("question").text(),
        choices=choices,
        mentions=tuple(_mention(item, known) for item in node.child("mentions").items()),
    )


def _mention(node: Node, known: set[str]) -> Mention:
    node.keys("aliases choices")
    choices = tuple(item.one_of(known, "choix") for item in node.child("choices").items())
    return Mention(_texts(node.child("aliases")), choices)


def _grades(node: Node) -> Line:
    name = node.child("name").text()
    grades = tuple(map(_choice, node.child("grades").items()))
    mentions = tuple(_mention(item, {grade.id for grade in grades}) for item in node.child("mentions").items())
    return Line("grade", name, f"Quel est le grade du {name} ?", grades, mentions)


def _choice(node: Node) -> Choice:
    node.keys("points label", "id aliases above")
    points = int(node.child("points").number())
    return Choice(
        id=node.optional("id", Node.text) or str(points),
        label=node.child("label").text(),
        points=points,
        aliases=_texts(node.child("aliases")) if node.has("aliases") else (),
        above=node.optional("above", Node.number),
    )
