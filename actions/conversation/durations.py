"""A bare measure in another unit ("2 ans", "320 mg/dL") answers the question in hand when that is what it asks for.

Alone, a duration would be an age, and 80 g/L many things: only the conversation knows what was asked.
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
    "g/L": {"mg/dL": 0.01},
    "g/dL": {"g/L": 0.1},
    "G/L": {"/mm3": 0.001},
}
EXACT = 9  # decimals that a conversion keeps: 320 mg/dL is 3.2 g/L, not 3.2000000000000002


def answered(conversation: Conversation, message: Understanding) -> Understanding:
    """The message with its bare measure as the answer to the question in hand, where that is what was asked."""
    asked = conversation.asked
    if asked in (None, INDICATION) or asked in message.facts:
        return message
    factors = CONVERSIONS.get(vocabulary().facts[str(asked)].unit or "", {})
    items = tuple(item for item in message.unbound if item.kind == "number" and item.unit in factors)
    if len(items) != 1 or set(message.facts) - {AGE}:
        return message
    if not isinstance(items[0].value, (int, float)):
        return message
    value = round(items[0].value * factors[str(items[0].unit)], EXACT)
    return replace(message, facts=MappingProxyType({str(asked): value}), unbound=_others(message, items[0]))


def _others(message: Understanding, taken: Unbound) -> tuple[Unbound, ...]:
    return tuple(item for item in message.unbound if item is not taken)


def is_age(item: Unbound, message: Understanding) -> bool:
    """Whether an unbound duration is the age that the same message states."""
    return AGE in message.facts and item.unit in ("years", "months", "weeks", "days")
