"""What is due, case after case."""

from __future__ import annotations

from datetime import date
from typing import Iterator

from actions.follow_up.summary import reminders, title
from actions.record.read import case_file, references_in_use
from actions.record.store import Record
from bot.commands.progress import bar


def due_cases(record: Record, today: date, until: date) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The cases with something to do until a day: the title of each, and its lines."""
    found = references_in_use(record)
    with bar("Cas", len(found)) as advance:
        for reference in found:
            case = case_file(record, reference)
            if case is not None and (lines := reminders(case, today, until)):
                yield title(case), lines
            advance(1)
