"""One case of the record as a piece of HTML: what was decided, what followed, and what the table of today says.

`python -m bot.review.case REFERENCE` prints it; the review's page in the browser shows it.
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Iterator

from actions.database import DatabaseProblem
from actions.follow_up.summary import summary
from actions.record.entries import Entry
from actions.record.read import CaseFile, case_file, nearest
from actions.record.reference import read
from actions.record.replay import replay
from actions.record.store import Record
from actions.wording.text import listing
from bot.reports.page import heading, paragraph, table
from bot.review.comparison import rows, shown, verdict


def fragment(typed: str) -> str:
    """The case of a reference as typed; where there is none, why, and the nearest ones. Raises DatabaseProblem."""
    asked = read(typed)
    if asked is None:
        return paragraph("Une référence est une lettre et des chiffres, comme K7-482.")
    record = Record(readonly=True)
    try:
        found = case_file(record, asked.reference) if asked.reference else None
        if found is None:
            near = listing((case.reference for case in nearest(record, asked)), "ou")
            return paragraph(f"Aucune décision sous cette référence.{f' Peut-être {near} ?' if near else ''}")
    finally:
        record.close()
    return "\n".join(_case(found))


def _case(case: CaseFile) -> Iterator[str]:
    yield heading(f"Dossier {case.reference}", 1)
    yield from map(paragraph, summary(case, date.today()).splitlines())
    found = replay(case.decision)
    yield heading("Sous la table d'aujourd'hui")
    yield paragraph(verdict(found))
    yield table("Alors et aujourd'hui", ("", "Alors", "Aujourd'hui"), list(rows(found)), words=3)
    earlier = case.decisions[:-1]
    if earlier:
        said = [(_when(entry), shown("status", entry.content), shown("row", entry.content)) for entry in earlier]
        yield table("Décisions précédentes", ("Quand", "Réponse", "Ligne"), said, words=3)


def _when(entry: Entry) -> str:
    return f"{entry.at.astimezone():%d/%m/%Y à %H:%M}"


def main() -> int:
    """Print the case of the reference given. 1 where the record cannot be read."""
    try:
        print(fragment(sys.argv[1] if len(sys.argv) > 1 else ""))
    except DatabaseProblem as error:
        print(paragraph(str(error)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
