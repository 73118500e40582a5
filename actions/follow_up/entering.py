"""What is written of a follow-up, and what is still missing of it: the day, the grams, who gave the opinion."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Iterator, Mapping

from actions.conversation.say import Button, answer_button
from actions.follow_up import sentences
from actions.follow_up.heard import Said
from actions.follow_up.history import outstanding, phase_of
from actions.follow_up.summary import EFFECTS, french
from actions.record.entries import COURSE, EFFECT, MEASURE, OPINION, TOLERANCE, Draft
from actions.record.read import CaseFile
from actions.wording import table
from actions.wording.said import all_said
from actions.wording.text import listing, number
from rules.follow_up import tolerance
from rules.follow_up.load import reactions

DAYS = (answer_button("aujourd'hui", "aujourd'hui"), answer_button("hier", "hier"))


@dataclass(frozen=True)
class Missing:
    """What has to be asked before an entry is complete; `pending` travels to the next message."""

    text: str
    buttons: tuple[Button, ...]
    pending: Mapping[str, Any]


@dataclass(frozen=True)
class Entered:
    """The entries of one message, the line that confirms each, and what is still missing of another."""

    drafts: tuple[Draft, ...] = ()
    lines: tuple[str, ...] = ()
    missing: Missing | None = None


def enter(case: CaseFile, said: Said, today: date) -> Entered:
    """What a message adds to a case."""
    if said.day is not None and said.day > today:
        kept = enter(case, replace(said, day=None), today).missing
        pending = kept.pending if kept else {}
        return Entered(missing=Missing(sentences.FUTURE.format(day=french(said.day)), DAYS, pending))
    found = list(_complete(case, said, today))
    missing = next((item for item in found if isinstance(item, Missing)), None)
    written = [item for item in found if not isinstance(item, Missing)]
    return Entered(tuple(draft for draft, _ in written), tuple(line for _, line in written), missing)


def _complete(case: CaseFile, said: Said, today: date) -> Iterator[tuple[Draft, str] | Missing]:
    if said.course:
        yield _course(case, said)
    if said.opinion:
        yield from _opinions(case, said)
    day = (said.day or today).isoformat()
    if said.effect:
        yield Draft(EFFECT, {"effect": said.effect, "day": day}, case.reference), f"effet : {EFFECTS[said.effect]}."
    if said.tolerated or said.reactions:
        yield _tolerance(case, said, day)
    if said.measures:
        content = {"facts": dict(said.measures), "day": day}
        yield Draft(MEASURE, content, case.reference), f"mesure : {', '.join(all_said(said.measures))}."


def _course(case: CaseFile, said: Said) -> tuple[Draft, str] | Missing:
    day = said.day.isoformat() if said.day else None
    if said.grams is not None and said.grams <= 0:
        return Missing(sentences.NO_GRAMS, _planned(case), {"kind": COURSE, "day": day})
    if day is None or said.day is None:
        return Missing(sentences.DAY, DAYS, {"kind": COURSE, "grams": said.grams})
    if said.grams is None:
        return Missing(sentences.GRAMS, _planned(case), {"kind": COURSE, "day": day})
    draft = Draft(COURSE, {"day": day, "grams": said.grams}, case.reference)
    counted = f"{len(case.courses) + 1} en tout"
    planned = _grams(case)
    other = f" {sentences.DIFFERENT.format(grams=number(planned))}" if planned not in (None, said.grams) else ""
    return draft, f"cure du {french(said.day)}, {number(said.grams)} g ({counted}).{other}"


def _planned(case: CaseFile) -> tuple[Button, ...]:
    grams = _grams(case)
    return () if grams is None else (answer_button(f"{number(grams)} g", f"{number(grams)} g"),)


def _grams(case: CaseFile) -> float | None:
    """The grams of one course as decided, in vials, where it is one figure."""
    found = (case.decision["regimen"] or {}).get("grams_in_vials")
    return found if isinstance(found, (int, float)) else None


def _opinions(case: CaseFile, said: Said) -> Iterator[tuple[Draft, str] | Missing]:
    if not said.bodies:
        asked = tuple(body for opinion in outstanding(case) for body in opinion.bodies)
        buttons = tuple(answer_button(table.body(body), table.body(body)) for body in dict.fromkeys(asked))
        kept = {"day": said.day.isoformat() if said.day else None, "favourable": said.favourable}
        yield Missing(sentences.BODY, buttons, {"kind": OPINION, **kept})
    elif said.day is None:
        pending = {"kind": OPINION, "bodies": list(said.bodies), "favourable": said.favourable}
        yield Missing(sentences.DAY, DAYS, pending)
    else:
        words = {True: "favorable", False: "défavorable", None: "obtenu"}[said.favourable]
        content = {"day": said.day.isoformat(), "favourable": said.favourable, "phase": phase_of(case)}
        for body in said.bodies:
            line = f"avis {table.body(body)}, {words} le {french(said.day)}."
            yield Draft(OPINION, {**content, "body": body}, case.reference), line


def _tolerance(case: CaseFile, said: Said, day: str) -> tuple[Draft, str]:
    known = reactions(tolerance())
    grave = {item.id for item in tolerance().severe} & set(said.reactions)
    severity = "severe" if grave else "minor" if said.reactions else "none"
    content = {"day": day, "severity": severity, "reactions": list(said.reactions), "outcomes": list(said.outcomes)}
    labels = [known[item].label for item in (*said.reactions, *said.outcomes)]
    line = f"tolérance : {listing(labels) if said.reactions else 'bien toléré'}."
    return Draft(TOLERANCE, content, case.reference), f"{line}\n! {tolerance().severe_notice}" if grave else line
