"""The only door from the conversation to the rules: any failure behind it becomes `Unavailable`."""

from __future__ import annotations

import logging
from typing import Any, Callable, Mapping, TypeVar

import rules
from actions.conversation.state import Conversation
from rules.model import Case, CaseError, Decision

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Unavailable(RuntimeError):
    """The rules gave no answer: nothing may be concluded, least of all a priority."""


def decide(conversation: Conversation) -> Decision:
    """The decision for the case in hand. Raises CaseError (contradiction…) and Unavailable."""
    return sealed(lambda: rules.decide(_case(conversation), unaskable=frozenset(conversation.declined)))


def check(conversation: Conversation) -> CaseError | None:
    """What makes the case in hand undecidable, or None. Raises Unavailable."""
    try:
        decide(conversation)
    except CaseError as error:
        return error
    return None


def changes(conversation: Conversation) -> tuple[rules.Change, ...]:
    """The single facts that would change the answer. Raises CaseError and Unavailable."""
    return sealed(lambda: rules.what_would_change(_case(conversation)))


def outcomes(conversation: Conversation, fact: str) -> tuple[rules.Outcome, ...]:
    """What each class of answers to an unknown fact would give. Raises CaseError and Unavailable."""
    return sealed(lambda: rules.possible_answers(_case(conversation), fact))


def check_value(fact: str, value: Any) -> CaseError | None:
    """What is wrong with one stated value, or None."""
    try:
        sealed(lambda: rules.parse_case({"indication": None, "facts": {fact: value}}))
    except CaseError as error:
        return error
    return None


def to_json(decision: Decision) -> Mapping[str, Any]:
    """The object `decision` of the interface."""
    return rules.decision_json(decision)


def _case(conversation: Conversation) -> Case:
    return rules.parse_case({"indication": conversation.indication, "facts": dict(conversation.facts)})


def sealed(call: Callable[[], T]) -> T:
    """The answer of the rules. Raises CaseError, and Unavailable for anything else."""
    try:
        return call()
    except CaseError:
        raise
    except Exception as error:  # whatever fails in the rules must end in no priority, never in silence
        logger.error("the rules failed: %s", type(error).__name__)  # the type only: a message could quote the case
        raise Unavailable from error
