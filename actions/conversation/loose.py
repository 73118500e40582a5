"""What a message says without naming its fact: which of it is an answer, and to which facts it may belong."""

from __future__ import annotations

from typing import Any, Iterable, Mapping

from actions.conversation import rulebook
from actions.conversation.bind import PAYLOAD
from actions.conversation.durations import is_age
from actions.conversation.state import Conversation
from actions.understanding import Unbound, Understanding
from actions.wording.questions import INDICATION, words
from rules.model import CaseError

AGE_WORDS = ("adult", "child")  # the age fact, or the situation's name, carries them


def items(conversation: Conversation, message: Understanding) -> tuple[Unbound, ...]:
    """The unbound items, with "oui" or "non" where only the intent says it."""
    found = tuple(item for item in message.unbound if not _said_otherwise(conversation, item, message))
    said = any(item.kind in ("boolean", PAYLOAD) for item in found)
    if message.intent not in ("affirm", "deny") or said or message.correction or conversation.asked in message.facts:
        return found
    if conversation.asked is None and not conversation.candidates:
        return found
    return (Unbound("boolean", message.intent == "affirm"), *found)


def _said_otherwise(conversation: Conversation, item: Unbound, message: Understanding) -> bool:
    """Whether an unbound item repeats a fact of its message ("6 ans", "adulte"), or is the "non" of a correction."""
    if item.kind == "choice" and item.value in AGE_WORDS:
        return True
    if item.kind == "boolean":
        return _only_a_word(conversation, message)
    return item.kind == "number" and (item.value in message.facts.values() or is_age(item, message))


def _only_a_word(conversation: Conversation, message: Understanding) -> bool:
    """Whether "oui" or "non" stands before something else that says it all: "non, 68 kg", "non, indisponibles"."""
    others = [item for item in message.unbound if item.kind != "boolean"]
    if not (message.facts or others or message.indication):
        return False
    asked = conversation.asked
    if asked == INDICATION and len(conversation.candidates) == 1 and not message.candidates:
        return False
    if asked in (None, INDICATION) or words(str(asked)).kind != "boolean" or asked in message.facts:
        return True
    return message.correction and _overrides(conversation, message)


def _overrides(conversation: Conversation, message: Understanding) -> bool:
    """Whether the message restates or contradicts something of the case in hand."""
    if any(fact in conversation.facts for fact in message.facts):
        return True
    other = message.indication not in (None, conversation.indication)
    return other or rulebook.check(conversation.with_facts(good(message.facts))) is not None


def bare_numbers(items: Iterable[Unbound]) -> tuple[Unbound, ...]:
    """Numbers without a unit, where there are several: none of them can be told to be the answer."""
    found = tuple(item for item in items if item.kind == "number" and item.unit is None)
    return found if len(found) > 1 else ()


def good(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The stated facts whose values their facts can have."""
    return {fact: value for fact, value in facts.items() if rulebook.check_value(fact, value) is None}


def open_facts(conversation: Conversation) -> tuple[str, ...]:
    """The facts that the case in hand could still be asked, and those that were left unknown: they may come later."""
    if conversation.indication is None:
        return ()
    try:
        decision = rulebook.decide(conversation)
    except CaseError:
        return ()
    return (*decision.missing_facts, *decision.dose_facts, *conversation.declined)
