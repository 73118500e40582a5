"""A bare duration ("4 mois", "2 ans") answers the question in hand when that question asks for a duration.

Alone, it would be an age: the understanding says both, and only the conversation knows what was asked.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Mapping

from actions.conversation.state import Conversation
from actions.understanding import Unbound, Understanding
from actions.wording.questions import INDICATION
from rules import vocabulary

AGE = "age_years"
# unit of the vocabulary -> how many of it one unit that people say makes
CONVERSIONS: Mapping[str, Mapping[str, float]] = {
    "months": {"months": 1, "years": 12},
    "days": {"days": 1, "weeks": 7},
    "h": {"h": 1, "hours": 1, "days": 24},
    "weeks of amenorrhoea": {"weeks": 1},
}


def answered(conversation: Conversation, message: Understanding) -> Understanding:
    """The message with its bare duration as the answer to the question in hand, where that is what was asked."""
    asked = conversation.asked
    if asked in (None, INDICATION) or asked in message.facts:
        return message
    factors = CONVERSIONS.get(vocabulary().facts[str(asked)].unit or "", {})
    items = tuple(item for item in message.unbound if item.kind == "number" and item.unit in factors)
    if len(items) != 1 or set(message.facts) - {AGE}:
        return message
    value = items[0].value * factors[str(items[0].unit)]
    return replace(message, facts=MappingProxyType({str(asked): value}), unbound=_others(message, items[0]))


def _others(message: Understanding, taken: Unbound) -> tuple[Unbound, ...]:
    return tuple(item for item in message.unbound if item is not taken)


def is_age(item: Unbound, message: Understanding) -> bool:
    """Whether an unbound duration is the age that the same message states."""
    return AGE in message.facts and item.unit in ("years", "months", "weeks", "days")
