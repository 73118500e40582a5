"""What one line of a criterion means, read again from its text: nothing of the engine's reading is reused.

The words FAILED and NOT_POSSIBLE, and what `not_tried` leaves open, are those of `rules/vocabulary.yml`.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from rules.expression import Expression, Group, Leaf, Modal

FAILED = {"failed", "dependent", "not_tolerated", "contraindicated"}
NOT_POSSIBLE = {"contraindicated", "not_tolerated", "unavailable"}
# "Never given" says nothing of whether it could be: two worlds, told apart by whether it can be given now.
NEVER_POSSIBLE = "not_tried and impossible"
OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "is": operator.eq}

World = Mapping[str, Any]
Test = Callable[[World], bool]


@cache
def meaning(text: str) -> Test:
    """The line as a function of a world in which every fact is known."""
    words = re.split(r"\s+", text.strip(), maxsplit=2)
    if len(words) == 1:
        return lambda world: world[words[0]] is True
    if len(words) == 2 and words[0] == "not":
        return lambda world: world[words[1]] is False
    fact, sign, right = words
    if re.fullmatch(r"-?\d+(\.\d+)?", right):
        compare, threshold = OPERATORS[sign], float(right)
        return lambda world: bool(compare(world[fact], threshold))
    wanted = _values(right)
    return lambda world: world[fact] in wanted


def _values(right: str) -> set[str]:
    found: set[str] = set()
    for word in right.strip("[]").split(","):
        if word.strip() == "FAILED":
            found |= FAILED
        elif word.strip() == "NOT_POSSIBLE":
            found |= NOT_POSSIBLE | {NEVER_POSSIBLE}
        else:
            found.add(word.strip())
    return found


def threshold_of(text: str) -> tuple[str, float] | None:
    """The fact and the number that a line compares, where it compares one."""
    match = re.fullmatch(r"(\w+) (?:<=|>=|<|>|is) (-?\d+(?:\.\d+)?)", text.strip())
    return (match[1], float(match[2])) if match else None


def holds(expression: Expression, world: World) -> bool:
    """Whether the expression is met in a world in which every fact is known."""
    if isinstance(expression, Leaf):
        return meaning(expression.test.text)(world)
    if isinstance(expression, Modal):
        return expression.kind != "unknown" and not holds(expression.part, world)
    assert isinstance(expression, Group)
    found = [holds(part, world) for part in expression.parts]
    return all(found) if expression.kind == "all" else any(found)


def forced(exclusion: Expression, world: World) -> bool:
    """Whether the facts in sight break the exclusion by themselves: another fact can always be what it must."""
    if isinstance(exclusion, Leaf):
        return exclusion.test.fact in world and meaning(exclusion.test.text)(world)
    assert isinstance(exclusion, Group), "an exclusion is made of `all` and `any`"
    found = [forced(part, world) for part in exclusion.parts]
    return all(found) if exclusion.kind == "all" else any(found)
