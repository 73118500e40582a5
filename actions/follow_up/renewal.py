"""The case of the record under the renewal column: what was recorded since counts as stated."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any, Iterator

from actions.conversation.state import Conversation
from actions.follow_up.history import history_of
from actions.record.read import CaseFile
from actions.wording import table
from rules.follow_up.due import months_after

YEAR = 12  # months in which `courses_in_12_months` counts
RESPONSES = {"improved": True, "none": False, "worsened": False}  # "stable" may be either: it stays unknown


def renewed(case: CaseFile, today: date) -> Conversation:
    """The conversation that asks for the renewal; its decisions go on under the same reference."""
    indication = case.decision["indication"]
    facts = {**case.decision["facts"], "phase": "renewal"}
    facts.update((name, value) for name, value in _recorded(case, today) if table.uses(str(indication), name))
    return Conversation(
        indication=indication,
        facts=MappingProxyType(facts),
        declined=tuple(case.decision.get("declined", ())),
        skipped=tuple(case.decision.get("skipped", ())),
        record=MappingProxyType({"reference": case.reference}),
    )


def _recorded(case: CaseFile, today: date) -> Iterator[tuple[str, Any]]:
    """The facts that the record counts; those courses that it cannot date are added to the total alone."""
    history = history_of(case)
    if history.courses:
        yield "courses_given", len(history.courses) + history.before
        recent = [course for course in history.courses if course.day > months_after(today, -YEAR)]
        yield "courses_in_12_months", len(recent) + 1  # the one asked for included
    if case.effects and (response := RESPONSES.get(case.effects[-1].content["effect"])) is not None:
        yield "responds_to_current_ivig", response
    for entry in case.measures[-1:]:
        yield from ((name, value) for name, value in entry.content["facts"].items() if name == "igg_trough_g_per_l")
