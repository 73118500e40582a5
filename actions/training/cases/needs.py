"""From an expression of the table to what a case must say: the criteria walked, no clinical number here.

A need is a test with the truth wanted of it: True (met), False (missed), or None (nothing said of its fact).
"""

from __future__ import annotations

import itertools
import operator
from functools import cache
from typing import Any, Iterable, Mapping

from rules.expression import Expression, Leaf, Modal, NumberTest, Test
from rules.vocabulary import vocabulary

Need = tuple[Test, "bool | None"]
Needs = tuple[Need, ...]
OPERATORS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "is": operator.eq}
NOTHING: tuple[Needs, ...] = ((),)


def ways(expression: Expression, wanted: bool) -> tuple[Needs, ...]:
    """Every way to make an expression true or false, each as the needs of the tests that it takes."""
    if isinstance(expression, Leaf):
        return (((expression.test, wanted),),)
    if isinstance(expression, Modal):
        if expression.kind != "unknown":
            return ways(expression.part, not wanted)
        return _silent(expression.part) if wanted else (*ways(expression.part, True), *ways(expression.part, False))
    parts = [ways(part, wanted) for part in expression.parts]
    if (expression.kind == "all") == wanted:
        return _together(parts)
    return tuple(itertools.chain.from_iterable(parts))


def turning(expression: Expression, leaf: Leaf) -> tuple[Needs, ...]:
    """Every way to make an expression turn on one of its leaves alone: the needs of the others."""
    if expression is leaf:
        return NOTHING
    if isinstance(expression, Leaf):
        return ()
    if isinstance(expression, Modal):
        return () if expression.kind == "unknown" else turning(expression.part, leaf)
    found: list[Needs] = []
    for at, part in enumerate(expression.parts):
        inside = turning(part, leaf)
        others = [
            ways(other, expression.kind == "all") for number, other in enumerate(expression.parts) if number != at
        ]
        found += _together([inside, *others])
    return tuple(found)


def _silent(expression: Expression) -> tuple[Needs, ...]:
    if isinstance(expression, Leaf):
        return (((expression.test, None),),)
    parts = [expression.part] if isinstance(expression, Modal) else expression.parts
    return _together([_silent(part) for part in parts])


def _together(parts: Iterable[tuple[Needs, ...]]) -> tuple[Needs, ...]:
    return tuple(tuple(itertools.chain.from_iterable(each)) for each in itertools.product(*parts))


def by_fact(needs: Needs) -> Mapping[str, Needs]:
    """The needs of each fact, in reading order."""
    found: dict[str, Needs] = {}
    for need in needs:
        found[need[0].fact] = (*found.get(need[0].fact, ()), need)
    return found


def holds(test: Test, value: Any) -> bool | None:
    """Whether a value meets a test; None where it settles nothing yet (a treatment never tried)."""
    if isinstance(test, NumberTest):
        return bool(OPERATORS[test.operator](value, test.threshold))
    spelled = ("yes" if value else "no") if isinstance(value, bool) else value
    if spelled in test.open:
        return None
    return spelled in test.met


def agree(needs: Needs, value: Any) -> bool:
    """Whether a value is what every need of its fact asks for."""
    return all(holds(test, value) is wanted for test, wanted in needs)


@cache
def values(fact: str) -> tuple[Any, ...]:
    """Every value of a fact that is not a number, in the order of the vocabulary."""
    found = vocabulary().facts[fact]
    return (True, False) if found.kind == "boolean" else found.choices
