"""What is wrong with a folder of written cases: each problem with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

from actions.training.cases.hand import FOLDER, PREFIX, files, nodes, vignette
from actions.training.cases.model import Vignette
from actions.training.cases.plausible import language
from actions.training.cases.reading import compare
from actions.understanding import Understanding
from actions.wording.said import said
from actions.wording.table import situation
from rules.model import RuleBaseError
from rules.reader import Node

ERROR, WARNING = "error", "warning"
Reader = Callable[[str], Understanding]


@dataclass(frozen=True)
class Problem:
    """`place` is `file:line`; `level` is error (the case is not used) or warning; `message` is French."""

    place: str
    level: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {'attention, ' if self.level == WARNING else ''}{self.message}"


def check(folder: Path, read: Reader | None = None) -> tuple[Problem, ...]:
    """Every problem of a folder of written cases. `read`, where there is one, reads each text again on its own.

    A folder that does not exist, or holds no case, is one error.
    """
    if not files(folder):
        return (Problem(f"{folder}:1", ERROR, "aucun fichier de cas (.yml) dans ce dossier"),)
    known = {} if folder.resolve() == FOLDER.resolve() else _identifiers(FOLDER)
    return tuple(problem for file in files(folder) for problem in _file(file, known, read))


def _identifiers(folder: Path) -> dict[str, Node]:
    return {f"{PREFIX}{node.child('id').value}": node for file in files(folder) for node in nodes(file)}


def _file(file: Path, known: dict[str, Node], read: Reader | None) -> Iterator[Problem]:
    try:
        found = list(nodes(file))
    except RuleBaseError as error:
        yield _problem(error)
        return
    for node in found:
        try:
            case = vignette(node)
        except RuleBaseError as error:
            yield _problem(error)
            continue
        if case.id in known:
            where = f"identifiant déjà employé : {known[case.id].where()}"
            yield Problem(node.child("id").where(), ERROR, where)
        known.setdefault(case.id, node)
        yield from _warnings(node, case, read)


def _problem(error: RuleBaseError) -> Problem:
    place, _, message = str(error).partition(": ")
    return Problem(place, ERROR, message)


def _warnings(node: Node, case: Vignette, read: Reader | None) -> Iterator[Problem]:
    for name in ("learning_point", "hint"):
        if not getattr(case, name).endswith((".", "!", "?")):
            yield Problem(node.child(name).where(), WARNING, "une phrase entière est attendue, avec son point final")
    found = [*language(case.text), *(_read_again(case, read(case.text)) if read else ())]
    if found:
        # Only then: to find a line, the whole file is composed again.
        where = node.child("text").where()
        yield from (Problem(where, WARNING, message) for message in found)


def _read_again(case: Vignette, understood: Understanding) -> Iterator[str]:
    """What an independent reader of the text does not find there, or finds otherwise."""
    found = compare(case, understood)
    if not found.situation:
        seen = situation(understood.indication) if understood.indication else "aucune"
        yield f"situation lue dans le texte : {seen} ; attendue : {situation(case.indication)}"
    for fact in found.denied:
        shown = f"« {said(fact, understood.facts[fact])} » ; les faits disent « {said(fact, case.facts[fact])} »"
        yield f"le texte se lit {shown}"
    for fact in found.missed:
        yield f"« {said(fact, case.facts[fact])} » est dans les faits et ne se lit pas dans le texte"
