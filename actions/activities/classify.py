"""A classification by points as a conversation: items in any order, or one by one, until the verdict is certain."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Mapping

from actions.activities.base import Context, Outcome
from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Button, Say
from actions.conversation.state import Conversation
from actions.forms import asking
from actions.forms.labels import labels_of
from actions.forms.reading import Place, Read, answer, read
from actions.forms.text import is_one_of, pattern, typed
from actions.understanding import Unbound, Understanding
from actions.wording import classification as wording
from rules.forms import Cell, Form, Question, Record, Section
from rules.forms.model import UNKNOWN
from rules.protocols.classification import OPEN as STILL_OPEN
from rules.protocols.classification import Classification, Item, Standing, classifications, standing

SECTION = "items"
ITEM = "item"  # the key of our payloads: {"item": <id>, "value": true}


@dataclass(frozen=True)
class Classifying:
    """A score under way. What is remembered: which, the items that were stated, the one that was asked."""

    name: str = "classification"
    of_patient: bool = True

    def owns(self, sent: Unbound) -> bool:
        """A button of an item."""
        return isinstance(sent.value, dict) and ITEM in sent.value

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether a message names a classification, or taps a button of the one under way."""
        if _tapped(message) is not None:
            return self.name in conversation.activities
        return bool(message.text) and _named(message.text) is not None

    def step(
        self, state: Mapping[str, Any] | None, conversation: Conversation, message: Understanding, context: Context
    ) -> Outcome | None:
        """Take a message: it opens, answers, or is for the consultation."""
        opened = _named(message.text) if message.text else None
        if opened is not None:
            return _said(opened, {}, None, _rest(opened, message.text), context, conversation)
        of = classifications().get(str((state or {}).get("id")))
        if of is None or state is None:
            return None
        if is_one_of(message.text, "move:leave"):
            return Outcome((Say(wording.LEFT),), state, active=False)
        known, asked = dict(state["stated"]), state.get("asked")
        tapped = _tapped(message)
        if tapped is not None:
            known[str(tapped[ITEM])] = tapped.get("value")
            return _outcome(of, known, conversation)
        if message.intent in ("dont_know", "skip") and asked or is_one_of(message.text, "move:skip"):
            return _outcome(of, {**known, **({asked: None} if asked else {})}, conversation)
        if not message.text or (message.indication and not _read(of, asked, message.text, context).answers):
            return None
        return _said(of, known, asked, message.text, context, conversation)


def _tapped(message: Understanding) -> Mapping[str, Any] | None:
    sent = next((one.value for one in message.unbound if one.kind == PAYLOAD), None)
    return sent if isinstance(sent, dict) and ITEM in sent else None


def _named(text: str) -> Classification | None:
    said = typed(text).folded.strip()
    return next((one for one in classifications().values() if pattern(one.openers).match(said)), None)


def _rest(of: Classification, text: str) -> str:
    """What a message says after the name of the classification."""
    said = typed(text)
    found = pattern(of.openers).search(said.folded)
    return said.part(found.end() if found else 0, len(said.folded)).raw


def _form(of: Classification) -> Form:
    """The items as questions, so that they are read as a form's are."""
    questions = {item.id: _question(item) for item in of.items.values()}
    empty: Mapping[str, Any] = MappingProxyType({})
    section = Section(SECTION, 1, of.title, tuple(questions))
    return Form(
        id=of.id, version="", title=of.title, short=of.title, source=of.source, openers=(), key=(), visits=empty,
        sections={SECTION: section}, questions=questions, rows=empty, orders=(), increasing=None, inclusion=(),
        pictures=(), offered_for=(),
    )  # fmt: skip


def _question(item: Item) -> Question:
    return Question(item.id, SECTION, item.label, "boolean", item.question, item.aliases)


def _read(of: Classification, asked: str | None, text: str, context: Context) -> Read:
    form, today = _form(of), context.now.date()
    record = Record(form, of.id)
    if asked:
        direct = answer(record, Cell(asked), text, today)
        if direct.answers and not direct.left:
            return direct
    return read(record, text, Place(SECTION), today, labels_of(form))


def _said(
    of: Classification, known: Mapping[str, Any], asked: str | None, text: str, context: Context, case: Conversation
) -> Outcome:
    """Items that were said: with oui or non, or alone (then present)."""
    found = _read(of, asked, text, context) if text.strip() else Read()
    said = {cell.question: None if value == UNKNOWN else value for cell, value in found.answers.items()}
    alone = {cell.question: True for cell in found.named}
    notes = [one.message for one in found.problems] + [f"Non compris : « {words} »." for words in found.left]
    return _outcome(of, {**known, **alone, **said}, case, notes)


def _outcome(
    of: Classification, known: Mapping[str, Any], case: Conversation, notes: list[str] | None = None
) -> Outcome:
    """Where the score stands now, and the next item that can still change it."""
    stated = {name: value for name, value in known.items() if isinstance(value, bool) and name in of.items}
    found = standing(of, stated)
    item = _next(of, found, known)
    state = {"id": of.id, "stated": dict(known), "asked": item.id if item else None}
    lines = "\n".join(notes or ())
    if item is not None:
        text = wording.question(of, found, item)
        return Outcome((Say(f"{lines}\n{text}".strip(), _buttons(item), (_asked(item),)),), state)
    text = "\n".join(filter(None, (lines, wording.verdict(of, found), wording.explained(of, found), wording.DONE)))
    return Outcome((Say(text, _carry(of, stated, case), (_object(of, found, stated),)),), state)


def _next(of: Classification, found: Standing, known: Mapping[str, Any]) -> Item | None:
    """The first item, not passed, that can still raise its category, while the verdict is open."""
    if found.verdict != STILL_OPEN:
        return None
    able = (
        item
        for one in found.counted
        for item in sorted(one.category.items, key=lambda item: -item.points)
        if item.id not in known and item.points > one.low
    )
    return next(able, None)


def _buttons(item: Item) -> tuple[Button, ...]:
    values = (("oui", True), ("non", False), ("je ne sais pas", None))
    return tuple(asking.payload(title, {ITEM: item.id, "value": value}) for title, value in values)


def _asked(item: Item) -> dict[str, Any]:
    choices = [{"value": True, "label": "oui"}, {"value": False, "label": "non"}]
    return {
        "type": "question",
        "fact": item.id,
        "kind": "boolean",
        "unit": None,
        "label": item.label,
        "choices": choices,
    }


def _object(of: Classification, found: Standing, stated: Mapping[str, bool]) -> dict[str, Any]:
    reasons = {name: reason for one in found.counted for name, reason in one.of_item.items()}
    return {
        "type": "score",
        "id": of.id,
        "verdict": found.verdict,
        "points": [found.low, found.high],
        "threshold": of.threshold,
        "sufficient": found.sufficient,
        "items": reasons,
        "stated": dict(stated),
        "source": of.source,
    }


def _carry(of: Classification, stated: Mapping[str, bool], case: Conversation) -> tuple[Button, ...]:
    """A button that writes the items into the form in hand."""
    if not stated or not (case.activities.get("form") or {}).get("reference"):
        return ()
    return (asking.payload("reporter dans le formulaire", {asking.PAYLOAD: f"items:{of.id}", "value": dict(stated)}),)
