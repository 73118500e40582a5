"""YAML to a form. An unknown key, a double identifier, a name that leads nowhere: RuleBaseError with file and line."""

from __future__ import annotations

import os
import re
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping

from rules import reader
from rules.forms.load_questions import read_questions
from rules.forms.model import Criterion, Form, Order, Question, Rows, Section, Visit
from rules.protocols.classification import classifications
from rules.reader import Node
from rules.vocabulary import vocabulary

FOLDER = Path(__file__).parent
TOP = "form version title short source openers key sections"
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@cache
def forms() -> Mapping[str, Form]:
    """Every form of this folder, and of the centre's own (`PRIOIG_FORMS`), by its identifier. Raises RuleBaseError."""
    own = os.environ.get("PRIOIG_FORMS")
    found: dict[str, Form] = {}
    for file in (*sorted(FOLDER.glob("*.yml")), *(sorted(Path(own).glob("*.yml")) if own else ())):
        one = load(file)
        if one.id in found:
            reader.document(file).child("form").error(f"identifiant en double : « {one.id} »")
        found[one.id] = one
    return MappingProxyType(found)


def form(name: str) -> Form:
    """The form of that identifier. Raises KeyError."""
    return forms()[name]


def load(file: Path) -> Form:
    """Read one form. Raises RuleBaseError."""
    top = reader.document(file)
    top.keys(TOP, "visits pictures inclusion checks offered_for")
    visits = {one.id: one for one in map(_visit, top.child("visits").items())} if top.has("visits") else {}
    sections, questions, rows = _sections(top, tuple(visits))
    names = _Names(questions, visits)
    checks = list(top.child("checks").items()) if top.has("checks") else []
    return Form(
        id=top.child("form").text(),
        version=top.child("version").text(),
        title=top.child("title").text(),
        short=top.child("short").text(),
        source=top.child("source").text(),
        openers=tuple(node.text() for node in top.child("openers").items()),
        key=tuple(names.question(node) for node in top.child("key").items()),
        visits=MappingProxyType(visits),
        sections=MappingProxyType(sections),
        questions=MappingProxyType(questions),
        rows=MappingProxyType(rows),
        orders=tuple(names.order(node) for node in checks if node.has("order")),
        increasing=next((names.question(node.child("increasing")) for node in checks if node.has("increasing")), None),
        inclusion=tuple(map(names.criterion, top.child("inclusion").items())) if top.has("inclusion") else (),
        offered_for=_situations(top.child("offered_for")),
        pictures=tuple(names.question(node) for node in top.child("pictures").items()) if top.has("pictures") else (),
    )


def _situations(node: Node) -> tuple[str, ...]:
    """Situations of the consultation after which the form is offered."""
    known = (*vocabulary().indications, *vocabulary().unjustified)
    return tuple(one.one_of(known, "situation") for one in node.items())


def _visit(node: Node) -> Visit:
    node.keys("id label months")
    return Visit(node.child("id").text(), node.child("label").text(), int(node.child("months").number()))


def _sections(top: Node, visits: tuple[str, ...]) -> tuple[dict[str, Section], dict[str, Question], dict[str, Rows]]:
    sections: dict[str, Section] = {}
    questions: dict[str, Question] = {}
    rows: dict[str, Rows] = {}
    for node in top.child("sections").items():
        section = _section(node, visits, questions, rows)
        if section.id in sections:
            node.child("id").error(f"identifiant en double : « {section.id} »")
        sections[section.id] = section
    for name, question in questions.items():
        for other in (*(one.question for one in question.conditions), *filter(None, (question.beside,))):
            if other not in questions:
                top.child("sections").error(f"« {name} » renvoie à « {other} », qui n'existe pas")
    return sections, questions, rows


def _section(node: Node, visits: tuple[str, ...], questions: dict[str, Question], rows: dict[str, Rows]) -> Section:
    node.keys("id number title questions", "gate by_visit rows")
    name, gate = _identifier(node.child("id")), node.optional("gate", Node.text)
    by_visit = bool(node.optional("by_visit", Node.flag))
    own = read_questions(node.child("questions"), name, gate, visits if by_visit else ())
    _add(own, node, questions)
    group = node.child("rows") if node.has("rows") else None
    if group is not None:
        group.keys("id label max questions")
        found = read_questions(group.child("questions"), name, gate, (), _identifier(group.child("id")))
        _add(found, group, questions)
        largest = int(group.child("max").number())
        rows[group.child("id").text()] = Rows(
            group.child("id").text(), name, group.child("label").text(), largest, tuple(found)
        )
    number = int(node.child("number").number())
    rows_id = group.child("id").text() if group is not None else None
    return Section(name, number, node.child("title").text(), tuple(own), rows_id, by_visit, gate)


def _add(own: Mapping[str, Question], node: Node, questions: dict[str, Question]) -> None:
    for name, question in own.items():
        if name in questions:
            node.child("questions").error(f"identifiant en double : « {name} »")
        questions[name] = question


def _identifier(node: Node) -> str:
    name = node.text()
    if not IDENTIFIER.fullmatch(name):
        node.error(f"identifiant attendu (minuscules, chiffres, _) : « {name} »")
    return name


class _Names:
    """Reads what refers to questions and visits."""

    def __init__(self, questions: Mapping[str, Question], visits: Mapping[str, Any]) -> None:
        self.questions, self.visits = questions, visits

    def question(self, node: Node) -> str:
        return node.one_of(self.questions, "question")

    def order(self, node: Node) -> Order:
        node.keys("order", "visits")
        first, second = (self.question(item) for item in node.child("order").items())
        at = tuple(item.one_of(self.visits, "visite") for item in node.child("visits").items())
        return Order(first, second, at)

    def criterion(self, node: Node) -> Criterion:
        node.keys("id kind label declared", "score dates")
        dates = node.child("dates")
        scores = classifications()
        if node.has("dates"):
            dates.keys("questions from to")
        return Criterion(
            id=_identifier(node.child("id")),
            kind=node.child("kind").one_of(("inclusion", "exclusion"), "critère"),
            label=node.child("label").text(),
            declared=self.question(node.child("declared")),
            score=node.optional("score", lambda part: part.one_of(scores, "classification")),
            date_questions=tuple(map(self.question, dates.child("questions").items())) if node.has("dates") else (),
            date_from=dates.child("from").text() if node.has("dates") else "",
            date_to=dates.child("to").text() if node.has("dates") else "",
        )
