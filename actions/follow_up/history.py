"""A case of the record as the history of a treatment, and what it still needs."""

from __future__ import annotations

from datetime import date
from typing import Any, Mapping

from actions.record.entries import EFFECT, MEASURE, OPINION, Entry
from actions.record.read import CaseFile
from rules.follow_up import Course, Due, History, due
from rules.model import Opinion

RENEWAL = "renewal"


def local_day(entry: Entry) -> date:
    """The day of an entry: the one that was said, or the one on which it was written."""
    said = entry.content.get("day")
    return date.fromisoformat(said) if said else entry.at.astimezone().date()


def history_of(case: CaseFile) -> History:
    """What the milestones need to know of a case."""
    chosen = case.decision["regimen"] or {}
    weeks = chosen.get("interval_weeks")
    stated = case.decisions[0].content["facts"].get("courses_given")
    renewed = [entry for entry in case.decisions if entry.content["facts"].get("phase") == RENEWAL]
    return History(
        row=case.decision["row"],
        decided=case.decisions[0].at.astimezone().date(),
        interval_weeks=tuple(weeks) if isinstance(weeks, list) else weeks,
        courses_max=chosen.get("courses_max"),
        courses=tuple(Course(local_day(entry), entry.content["grams"]) for entry in case.courses),
        before=int(stated) if isinstance(stated, (int, float)) else 0,
        settled={
            OPINION: [local_day(entry) for entry in case.opinions if entry.content["favourable"] is not False],
            EFFECT: [local_day(entry) for entry in case.effects],
            MEASURE: [local_day(entry) for entry in case.measures],
            "decision": [local_day(entry) for entry in renewed],
        },
    )


def opinions_of(decision: Mapping[str, Any]) -> tuple[Opinion, ...]:
    """The opinions that a recorded decision asks for."""
    return tuple(
        Opinion(tuple(item["bodies"]), item["when"], item["strength"], item["note"]) for item in decision["opinions"]
    )


def obtained(case: CaseFile, opinion: Opinion) -> Entry | None:
    """The last opinion of one of these bodies, for the phase of the decision in force; None where there is none."""
    phase = phase_of(case)
    given = [item for item in case.opinions if item.content["body"] in opinion.bodies]
    return next((item for item in reversed(given) if item.content["phase"] == phase), None)


def outstanding(case: CaseFile) -> tuple[Opinion, ...]:
    """The opinions that are still to be obtained, or that were unfavourable."""
    found = ((opinion, obtained(case, opinion)) for opinion in opinions_of(case.decision))
    return tuple(opinion for opinion, entry in found if entry is None or entry.content["favourable"] is False)


def severe_days(case: CaseFile) -> tuple[date, ...]:
    """The days of the severe reactions that no favourable opinion has followed."""
    favourable = [local_day(entry) for entry in case.opinions if entry.content["favourable"] is not False]
    grave = (local_day(entry) for entry in case.tolerances if entry.content["severity"] == "severe")
    return tuple(day for day in grave if not any(given > day for given in favourable))


def phase_of(case: CaseFile) -> str:
    """initiation or renewal, as the decision in force has it."""
    return str(case.decision["facts"].get("phase", "initiation"))


def due_of(case: CaseFile, today: date) -> tuple[Due, ...]:
    """The milestones of a case that are due or coming."""
    return due(history_of(case), today)
