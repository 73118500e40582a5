"""YAML to typed records: the table of one version, checked against the vocabulary.

Refused with file and line (RuleBaseError): an unknown key, a double id, a fact, value or unit that the
vocabulary does not have, a row or a situation that is missing or of another priority.
Rows that nothing can reach are found by `rules.check`, which needs the engine.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rules import reader
from rules.case import parse_value
from rules.expression import ALWAYS
from rules.load_header import read_header, read_warnings
from rules.load_parts import read_expression, read_opinions, read_regimens
from rules.model import CaseError, RuleBaseError
from rules.reader import Node
from rules.tables import Header, Hierarchy, Otherwise, Row, Situation, Unjustified
from rules.vocabulary import Vocabulary, vocabulary

FOLDER = Path(__file__).with_name("hierarchy")
HEADER, UNJUSTIFIED = "header.yml", "non_justifiees.yml"
RENAL = ("printed", "unchanged", "spread", "kept", "none")


@cache
def hierarchy(version: str | None = None) -> Hierarchy:
    """The table of a version (a folder's name), or the latest. Raises RuleBaseError where it is not valid."""
    versions = sorted(path.name for path in FOLDER.iterdir() if path.is_dir())
    if version is not None and version not in versions:
        raise RuleBaseError(f"{FOLDER}: version {version} absente ; versions connues : {', '.join(versions)}")
    return load(FOLDER / version if version else latest())


def latest() -> Path:
    """The folder of the latest version of the table."""
    return max(path for path in FOLDER.iterdir() if path.is_dir())


def load(folder: Path, names: Vocabulary | None = None) -> Hierarchy:
    """Read the folder of one version of the table."""
    names = names or vocabulary()
    top = reader.document(folder / HEADER)
    header = read_header(top, names)
    sections = {key: value for key, value in top.child("sections").value.items()}
    bodies = {str(key): str(value) for key, value in top.child("bodies").value.items()}
    situations: dict[str, Situation] = {}
    for file in sorted(folder.glob("*.yml")):
        if file.name not in (HEADER, UNJUSTIFIED):
            for document in reader.documents(file):
                _add(document, situations, sections, names)
    unjustified = _unjustified(folder / UNJUSTIFIED, sections, names)
    _complete(folder, situations, unjustified, bodies, names)
    return Hierarchy(
        document=top.child("document").text(),
        version=top.child("version").text(),
        header=header,
        bodies=MappingProxyType(bodies),
        sections=MappingProxyType(sections),
        situations=MappingProxyType({name: situations[name] for name in names.indications}),
        unjustified=MappingProxyType(unjustified),
    )


def _add(document: Node, into: dict[str, Situation], sections: dict[str, str], names: Vocabulary) -> None:
    document.keys("section situations")
    section = document.child("section").one_of(sections, "section")
    for node in document.child("situations").items():
        situation = read_situation(node, sections[section], names)
        if situation.id in into:
            node.child("id").error(f"identifiant en double : « {situation.id} »")
        into[situation.id] = situation


def read_situation(node: Node, section: str, names: Vocabulary) -> Situation:
    """One situation with its rows."""
    node.keys("id label rows", "otherwise implies warnings")
    id = node.child("id").one_of(names.indications, "situation")
    rows: list[Row] = []
    for item in node.child("rows").items():
        row = read_row(item, names.indications[id], names)
        if row.id in {other.id for other in rows}:
            item.child("id").error(f"identifiant en double : « {row.id} »")
        rows.append(row)
    absent = set(names.indications[id]) - {row.id for row in rows}
    if absent:
        node.child("rows").error(f"ligne absente : {', '.join(sorted(absent))}")
    return Situation(
        id=id,
        label=node.child("label").text(),
        section=section,
        rows=tuple(rows),
        otherwise=_otherwise(node, names),
        implies=_implies(node, names),
        warnings=read_warnings(node.child("warnings"), names),
    )


def _otherwise(node: Node, names: Vocabulary) -> tuple[Otherwise, ...]:
    found = []
    for item in node.child("otherwise").items():
        item.keys("status", "if")
        status = item.child("status").one_of(("not_justified", "criteria_not_met"), "statut")
        found.append(Otherwise(status, item.optional("if", lambda part: read_expression(part, names))))
    return tuple(found) or (Otherwise("criteria_not_met", None),)


def _implies(node: Node, names: Vocabulary) -> MappingProxyType[str, Any]:
    if not node.has("implies"):
        return MappingProxyType({})
    child = node.child("implies")
    for fact, value in child.value.items():
        if fact not in names.facts:
            child.child(fact).error(f"« {fact} » n'est pas un fait du vocabulaire")
        try:
            parse_value(fact, value)
        except CaseError as error:
            child.child(fact).error(error.message)
    return MappingProxyType(dict(child.value))


def read_row(node: Node, priorities: Any, names: Vocabulary) -> Row:
    """One row of the table."""
    node.keys(
        "id label priority labelled place renal opinions regimens",
        "criteria confirm repeats select_none warnings notes ask_after",
    )
    id = node.child("id").one_of(priorities, "ligne")
    priority = node.child("priority").one_of(("P", "UF", "NP"), "priorité")
    if priority != priorities[id]:
        node.child("priority").error(f"le vocabulaire donne {priorities[id]} à « {id} »")
    criteria = node.optional("criteria", lambda part: read_expression(part, names, labelled=True))
    return Row(
        id=id,
        label=node.child("label").text(),
        priority=priority,
        labelled=node.child("labelled").flag(),
        place=node.child("place").text(),
        confirm=node.optional("confirm", Node.text),
        criteria=criteria or ALWAYS,
        opinions=read_opinions(node.child("opinions"), names),
        regimens=read_regimens(node.child("regimens"), names),
        select_none=node.optional("select_none", lambda part: read_expression(part, names)),
        renal=node.child("renal").one_of(RENAL, "règle rénale"),
        repeats=int(node.optional("repeats", Node.number) or 0),
        warnings=read_warnings(node.child("warnings"), names),
        notes=tuple(item.text() for item in node.child("notes").items()),
        ask_after=_ask_after(node, names),
    )


def _ask_after(node: Node, names: Vocabulary) -> tuple[tuple[str, str | None], ...]:
    """Facts asked once the verdict is final: a list (both phases) or a mapping by phase."""
    if not node.has("ask_after"):
        return ()
    child = node.child("ask_after")
    by_phase = {None: child} if isinstance(child.value, list) else {key: child.child(key) for key in child.value}
    return tuple(
        (item.one_of(names.facts, "fait"), phase) for phase, facts in by_phase.items() for item in facts.items()
    )


def _unjustified(file: Path, sections: dict[str, str], names: Vocabulary) -> dict[str, Unjustified]:
    top = reader.document(file)
    top.keys("unjustified")
    found: dict[str, Unjustified] = {}
    for group in top.child("unjustified").items():
        group.keys("section situations")
        section = sections[group.child("section").one_of(sections, "section")]
        for node in group.child("situations").items():
            node.keys("id label", "warnings")
            id = node.child("id").one_of(names.unjustified, "situation non justifiée")
            if id in found:
                node.child("id").error(f"identifiant en double : « {id} »")
            warnings = read_warnings(node.child("warnings"), names)
            found[id] = Unjustified(id, node.child("label").text(), section, warnings)
    return found


def _complete(
    folder: Path,
    situations: dict[str, Situation],
    unjustified: dict[str, Unjustified],
    bodies: dict[str, str],
    names: Vocabulary,
) -> None:
    absent = {*names.indications, *names.unjustified, *names.bodies} - {*situations, *unjustified, *bodies}
    if absent:
        raise RuleBaseError(f"{folder}:1: entrée du vocabulaire absente de la table : {', '.join(sorted(absent))}")


__all__ = ["Header", "hierarchy", "load", "read_row", "read_situation"]
