"""What a turn of the consultation leaves in the record: its decisions, written before they are shown, and its misses.

The conversation itself knows of the record only what it carries from one message to the next (`Conversation.record`):
the reference of the case, the last decision written, the questions asked, when the case began.
"""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Iterator, Mapping

from actions.activities.base import Context
from actions.conversation.reply import Turn
from actions.conversation.say import Say
from actions.conversation.state import Conversation
from actions.conversation.turn import FORGETS
from actions.record import chain
from actions.record.decision import content_of
from actions.record.entries import DECISION, Draft, Entry, parsed, stamp
from actions.record.keeper import Unrecorded, sender_of, with_record
from actions.record.misses import misses
from actions.record.store import Record
from actions.record.versions import versions
from actions.understanding import Understanding
from actions.wording import sentences

logger = logging.getLogger(__name__)
REFERENCE, WRITTEN, ASKED, SINCE = "reference", "written", "asked", "since"  # the keys of `Conversation.record`
MANY = 60  # questions of one case that are kept


@dataclass(frozen=True)
class Heard:
    """One message of the consultation: the case before it, the message, the move, who speaks, when it was begun."""

    before: Conversation
    message: Understanding
    move: str
    context: Context
    started: float  # of time.perf_counter


def kept(started: float, before: Conversation, turn: Turn, message: Understanding, move: str, context: Context) -> Turn:
    """The turn with its decisions written and their reference said; without a word where there is nothing to write.

    Where the record cannot be written the answer stays, marked as unrecorded, with one line that says why. `started` is
    when the turn was begun (`time.perf_counter`).
    """
    return _kept(Heard(before, message, move, context, started), turn)


def _kept(heard: Heard, turn: Turn) -> Turn:
    after, says = turn
    case = _case(heard, after, says)
    changed = replace(after, record=MappingProxyType(case))
    fresh = [item for item in _decisions(says) if _fingerprint(item) != case.get(WRITTEN)]
    try:
        entry = _written(heard, changed, says, fresh)
    except Unrecorded as problem:
        logger.error("the record was not written")
        return (changed, tuple(unrecorded(say, str(problem)) for say in says)) if fresh else (changed, says)
    if entry is not None:
        case = {**case, REFERENCE: entry.reference, WRITTEN: _fingerprint(fresh[-1])}
    return replace(changed, record=MappingProxyType(case)), tuple(recorded(say, case.get(REFERENCE)) for say in says)


def _case(heard: Heard, after: Conversation, says: tuple[Say, ...]) -> dict[str, Any]:
    """What the conversation carries for the record, with the questions that are asked now."""
    begun = {} if heard.move in FORGETS else heard.before.record
    case = dict(after.record or begun)
    asked = [item["fact"] for say in says for item in say.objects if item["type"] == "question"]
    known = list(case.get(ASKED, ()))
    for fact in asked:
        if known[-1:] != [fact]:
            known.append(fact)
    return {SINCE: stamp(heard.context.now), **case, ASKED: known[-MANY:]}


def _decisions(says: tuple[Say, ...]) -> Iterator[Mapping[str, Any]]:
    return (item for say in says for item in say.objects if item["type"] == "decision")


def _fingerprint(decision: Mapping[str, Any]) -> str:
    """What tells two decisions of a case apart: shown once more (details, why), one is not written again."""
    return hashlib.sha256(chain.canonical(dict(decision)).encode()).hexdigest()[:12]


def _lost(says: tuple[Say, ...]) -> bool:
    """Whether it is said that the sentence was not understood."""
    return any(item.get("code") == "not_understood" for say in says for item in say.objects)


def _written(heard: Heard, after: Conversation, says: tuple[Say, ...], fresh: list[Mapping[str, Any]]) -> Entry | None:
    """Write the decisions, then what was missed, in one transaction; the last decision written, or None."""
    beside = misses(heard.before, after, heard.message, heard.move, understood=not _lost(says))
    if not fresh and not beside:
        return None
    common = {"channel": heard.context.channel, "sender": sender_of(heard.context.sender, heard.context.now)}

    def write(record: Record) -> Entry | None:
        about = {**common, **_about(heard, after)}
        with record.writing():
            reference, last = after.record.get(REFERENCE), None
            for decision in fresh:
                content = {**content_of(decision, versions()), **about}
                last = record.add_within((Draft(DECISION, content, reference, new=reference is None),))[0]
                reference = last.reference
            record.add_within([draft.of(reference, common) for draft in beside])
        return last

    return with_record(write)


def _about(heard: Heard, after: Conversation) -> dict[str, Any]:
    """How the decision came about: questions, what stayed unknown, milliseconds of the turn, seconds of the case."""
    case = after.record
    seconds = (heard.context.now - parsed(case[SINCE])).total_seconds()
    return {
        "asked": list(heard.before.record.get(ASKED, ())),  # the question that this reply adds is not answered yet
        "declined": list(after.declined),
        "skipped": list(after.skipped),
        "unlisted": after.unlisted,
        "ms": round((time.perf_counter() - heard.started) * 1000, 2),
        "case_seconds": round(max(seconds, 0.0), 1),
    }


def recorded(say: Say, reference: str | None) -> Say:
    """The bubble with the reference of its decision, for the reader and for programs."""
    if reference is None or not any(item["type"] == "decision" for item in say.objects):
        return say
    return _marked(say, sentences.REFERENCE.format(reference=reference), {"reference": reference, "recorded": True})


def unrecorded(say: Say, problem: str) -> Say:
    """The bubble of a decision that could not be written: the answer holds, and says so."""
    if not any(item["type"] == "decision" for item in say.objects):
        return say
    return _marked(say, sentences.UNRECORDED.format(problem=problem), {"reference": None, "recorded": False})


def _marked(say: Say, line: str, fields: Mapping[str, Any]) -> Say:
    objects = tuple({**item, **fields} if item["type"] == "decision" else item for item in say.objects)
    return replace(say, text=f"{say.text}\n{line}", objects=objects)
