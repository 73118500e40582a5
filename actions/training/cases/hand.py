"""The cases written by hand, as YAML: the project's own and a teacher's (docs/training-cases.md)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Iterator, Mapping

from actions.paths import var_dir
from actions.training.cases import lessons
from actions.training.cases.model import Vignette
from actions.training.cases.plausible import patient
from rules import CaseError, decide, parse_case, vocabulary
from rules.model import RuleBaseError
from rules.reader import Node, documents

FOLDER = Path(__file__).parents[1] / "vignettes"
PREFIX = "hand:"
REQUIRED = "id indication facts text learning_point hint"
OPTIONAL = "families"


def teacher_folder() -> Path:
    """Where a hospital keeps its own cases; it need not exist."""
    return var_dir() / "training" / "vignettes"


def hand_written() -> tuple[Vignette, ...]:
    """The project's own cases, then the teacher's that are valid (`check` says what is wrong with the others)."""
    return _read(
        tuple((file, file.stat().st_mtime_ns) for folder in (FOLDER, teacher_folder()) for file in files(folder))
    )


@lru_cache(maxsize=4)
def _read(stamped: tuple[tuple[Path, int], ...]) -> tuple[Vignette, ...]:
    found: dict[str, Vignette] = {}
    for node in (node for file, _ in stamped for node in _readable(file)):
        try:
            case = vignette(node)
        except RuleBaseError:
            continue
        found.setdefault(case.id, case)
    return tuple(found.values())


def files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of cases, in order."""
    return tuple(sorted((*folder.glob("*.yml"), *folder.glob("*.yaml"))))


def nodes(file: Path) -> Iterator[Node]:
    """The cases of a file, not yet read. Raises RuleBaseError where it is not a list in YAML."""
    for document in documents(file):
        yield from document.items()


def _readable(file: Path) -> list[Node]:
    try:
        return list(nodes(file))
    except RuleBaseError:
        return []


def vignette(node: Node) -> Vignette:
    """One written case. Raises RuleBaseError, with the file and the line of what is wrong."""
    node.keys(REQUIRED, OPTIONAL)
    indication = _indication(node.child("indication"))
    facts = _facts(node.child("facts"), indication)
    try:
        answer = decide(parse_case({"indication": indication, "facts": facts}))
    except CaseError as error:
        _at(node, error.field).error(error.message)
    for fault in patient(indication, facts):
        node.child("facts").error(f"patient peu plausible : {fault}")
    return Vignette(
        id=PREFIX + _slug(node.child("id")),
        text=" ".join(node.child("text").text().split()),
        indication=indication,
        facts=MappingProxyType(facts),
        asks=lessons.asks(answer),
        families=tuple(item.one_of(lessons.known_families(), "famille") for item in node.child("families").items())
        if node.has("families")
        else (lessons.family_of(None),),
        learning_point=node.child("learning_point").text(),
        hint=node.child("hint").text(),
        source=lessons.source(answer),
    )


def _slug(node: Node) -> str:
    name = node.text()
    if not name.replace("-", "").isalnum() or not name.isascii() or name != name.lower():
        node.error("identifiant attendu en minuscules sans accent, chiffres et tirets : « pti-khellaf-8 »")
    return name


def _indication(node: Node) -> str | None:
    if node.value is None or node.value == "not_listed":
        return None
    names = vocabulary()
    return node.one_of((*names.indications, *names.unjustified), "situation")


def _facts(node: Node, indication: str | None) -> dict[str, Any]:
    if not isinstance(node.value, Mapping):
        node.error("les faits sont un dictionnaire : {age_years: 45, …}")
    for name in node.value:
        try:
            parse_case({"indication": indication, "facts": {name: node.value[name]}})
        except CaseError as error:
            node.child(name).error(error.message)
    return dict(node.value)


def _at(node: Node, field: str | None) -> Node:
    """Where the file writes what an error of the rules names."""
    fact = (field or "").removeprefix("facts.")
    facts = node.child("facts")
    return facts.child(fact) if fact in facts.value else facts


__all__ = ["FOLDER", "files", "hand_written", "nodes", "teacher_folder", "vignette"]
