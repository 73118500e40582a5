"""What the loader alone cannot see: a row that nothing can reach, a situation or a row without a case.

`check` builds every possible world (about half a second); `decide` does so one situation at a time
and refuses a situation that holds a dead row (`rules.consult`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

from rules import reader
from rules.facts import effective
from rules.knowledge import Knowledge
from rules.load import HEADER, UNJUSTIFIED, latest, load
from rules.model import Case, RuleBaseError
from rules.reader import Node
from rules.tables import Hierarchy
from rules.worlds import Worlds


def check(cases_folder: Path | None = None, folder: Path | None = None) -> None:
    """Check one version of the table (the latest by default), and that `cases_folder` covers it where one is given.

    Raises RuleBaseError: one line `file:line: message` for each fault found.
    """
    folder = folder or latest()
    table = load(folder)
    places = dict(_places(folder))
    faults = [*_unreachable(table, places)]
    if cases_folder is not None:
        faults += _uncovered(cases_folder, table, places)
    if faults:
        raise RuleBaseError("\n".join(faults))


def _places(folder: Path) -> Iterator[tuple[str, Node]]:
    """Where each situation and each row (`row:<id>`) is written."""
    for file in sorted(folder.glob("*.yml")):
        for document in reader.documents(file) if file.name not in (HEADER, UNJUSTIFIED) else ():
            for situation in document.child("situations").items():
                yield situation.child("id").text(), situation.child("id")
                yield from (
                    (f"row:{row.child('id').text()}", row.child("id")) for row in situation.child("rows").items()
                )
    top = reader.document(folder / UNJUSTIFIED)
    for group in top.child("unjustified").items():
        yield from ((node.child("id").text(), node.child("id")) for node in group.child("situations").items())


def _unreachable(table: Hierarchy, places: dict[str, Node]) -> Iterator[str]:
    knowledge = Knowledge(table)
    for situation in table.situations.values():
        for row in Worlds(situation, knowledge).unreachable(effective(Case(situation.id), table)):
            yield f"{places[f'row:{row}'].where()}: aucun patient ne peut atteindre la ligne « {row} »"


def _uncovered(cases_folder: Path, table: Hierarchy, places: dict[str, Node]) -> Iterator[str]:
    if not cases_folder.is_dir():
        raise RuleBaseError(f"{cases_folder}:1: dossier de cas absent")
    situations: set[str] = set()
    rows: set[str] = set()
    for case in _cases(cases_folder):
        situations.add(str(case.child("case").child("indication").value))
        row = case.child("expect").child("row")
        if row.value is not None and f"row:{row.value}" not in places:
            yield f"{row.where()}: ligne inconnue : « {row.value} »"
        rows.add(str(row.value))
    for name in (*table.situations, *table.unjustified):
        if name not in situations:
            yield f"{places[name].where()}: la situation « {name} » n'a aucun cas dans {cases_folder}"
    for row_id in (row.id for situation in table.situations.values() for row in situation.rows):
        if row_id not in rows:
            yield f"{places[f'row:{row_id}'].where()}: aucun cas de {cases_folder} ne remplit la ligne « {row_id} »"


def _cases(folder: Path) -> Iterator[Node]:
    for file in sorted(folder.glob("*.yml")):
        for document in reader.documents(file):
            for case in document.items():
                case.keys("name case expect")
                case.child("case").keys("indication", "facts")
                if not isinstance(case.child("expect").value, dict):
                    case.child("expect").error("un dictionnaire est attendu ici")
                yield case
