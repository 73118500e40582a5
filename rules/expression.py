"""The grammar of criteria: one line per test, `all`, `any`, `not`, `unknown`, `unless` around them.

A test is what a pharmacist writes and reads: `igg_g_per_l < 4`, `corticosteroids in FAILED`,
`gammopathy_isotype is IgG`, `not emergency`. Its state is met, not met or unknown.
`unknown: x` is met while x is unknown; `unless: x` is met while x is not (not met or unknown).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterator, Union

from rules.vocabulary import Fact, Vocabulary

NUMBER_TEST = re.compile(r"^(\w+) (<=|>=|<|>|is) (-?\d+(?:\.\d+)?)$")
CHOICE_TEST = re.compile(r"^(\w+) (?:is (\w+)|in \[([\w, ]+)\]|in (\w+))$")
BOOLEAN_TEST = re.compile(r"^(not )?(\w+)$")


@dataclass(frozen=True)
class NumberTest:
    """`fact operator threshold`, the threshold in the unit of the fact."""

    text: str
    fact: str
    operator: str
    threshold: float


@dataclass(frozen=True)
class ValueTest:
    """`fact` is one of `met`; a value of `open` settles nothing yet (a treatment not tried that might be possible)."""

    text: str
    fact: str
    met: frozenset[str]
    open: frozenset[str]


Test = Union[NumberTest, ValueTest]


@dataclass(frozen=True)
class Leaf:
    """A test with its label in French."""

    test: Test
    label: str


@dataclass(frozen=True)
class Group:
    """`all` or `any` of several expressions."""

    kind: str
    parts: tuple[Expression, ...]


@dataclass(frozen=True)
class Modal:
    """`not`, `unknown` or `unless` of one expression."""

    kind: str
    part: Expression


Expression = Union[Leaf, Group, Modal]
ALWAYS = Group("all", ())


class GrammarError(ValueError):
    """A test that cannot be read; the message says what was expected."""


def parse_test(text: str, vocabulary: Vocabulary) -> Test:
    """Read one line of the grammar. Raises GrammarError for an unknown fact, value or form."""
    match = BOOLEAN_TEST.match(text)
    if match:
        fact = _fact(match[2], vocabulary, "boolean")
        return ValueTest(text, fact.name, frozenset({"no" if match[1] else "yes"}), frozenset())
    match = NUMBER_TEST.match(text)
    if match and (match[2] != "is" or vocabulary.kind(match[1]) == "number"):
        return _number(text, _fact(match[1], vocabulary, "number"), match[2], float(match[3]))
    match = CHOICE_TEST.match(text)
    if match:
        return _values(text, _fact(match[1], vocabulary, "choice", "trial"), match, vocabulary)
    forms = "« fait < 4 », « fait in FAILED », « fait is valeur », « fait » ou « not fait »"
    raise GrammarError(f"test illisible « {text} » : attendu {forms}")


def _fact(name: str, vocabulary: Vocabulary, *kinds: str) -> Fact:
    fact = vocabulary.facts.get(name)
    if fact is None:
        raise GrammarError(f"« {name} » n'est pas un fait du vocabulaire")
    if fact.kind not in kinds:
        raise GrammarError(f"« {name} » est de type {fact.kind}, ce test demande {' ou '.join(kinds)}")
    return fact


def _number(text: str, fact: Fact, operator: str, threshold: float) -> NumberTest:
    if not fact.low <= threshold <= fact.high:
        raise GrammarError(f"seuil de « {text} » hors des bornes du vocabulaire ({fact.low} à {fact.high})")
    return NumberTest(text, fact.name, operator, threshold)


def _values(text: str, fact: Fact, match: re.Match[str], vocabulary: Vocabulary) -> ValueTest:
    names = [match[2]] if match[2] else [match[4]] if match[4] else [name.strip() for name in match[3].split(",")]
    met: set[str] = set()
    undecided: set[str] = set()
    for name in names:
        named = vocabulary.trial_sets.get(name) if fact.kind == "trial" else None
        met |= named.values if named else {name}
        undecided |= named.undecided if named else set()
    stray = met - set(fact.choices)
    if stray:
        raise GrammarError(f"« {', '.join(sorted(stray))} » n'est pas une valeur de {fact.name}")
    return ValueTest(text, fact.name, frozenset(met), frozenset(undecided - met))


def leaves(expression: Expression) -> Iterator[Leaf]:
    """Every leaf, in reading order."""
    if isinstance(expression, Leaf):
        yield expression
    elif isinstance(expression, Modal):
        yield from leaves(expression.part)
    else:
        for part in expression.parts:
            yield from leaves(part)


def facts_of(*expressions: Expression) -> tuple[str, ...]:
    """The facts that the expressions read, each once, in reading order."""
    return tuple(dict.fromkeys(leaf.test.fact for expression in expressions for leaf in leaves(expression)))
