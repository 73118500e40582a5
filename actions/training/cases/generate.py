"""Cases by the thousand: one for each boundary and seed, the same ones for the same seeds."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from types import MappingProxyType

from actions.training.cases import lessons
from actions.training.cases.build import build, parse
from actions.training.cases.compose import Writer
from actions.training.cases.limits import Key, Limit, key
from actions.training.cases.model import NOT_LISTED, Boundary, NoSuchCase, Vignette
from actions.training.cases.reach import limits
from rules import Decision, decide

PREFIX = "gen"


def expected(vignette: Vignette) -> Decision:
    """The answer of a case: always what the rules conclude today, never stored. Raises CaseError, EngineError."""
    return decide(parse(vignette.indication, vignette.facts))


def generate(seed: int) -> Vignette:
    """The case of a seed. Any run of as many seeds as there are boundaries, from a multiple of it, reaches them all."""
    return _vignette(limits()[key_of(seed)], seed)


def key_of(seed: int) -> Key:
    """The limit of a seed: its situation, row, criterion and side."""
    keys = tuple(limits())
    return keys[_order(seed // len(keys), len(keys))[seed % len(keys)]]


def generate_for(boundary: Boundary, seed: int) -> Vignette:
    """A case on a boundary. Raises NoSuchCase where no plausible patient stands on it."""
    return _vignette(_limit(key(boundary)), seed)


def replay(identifier: str) -> Vignette:
    """The generated case of an identifier. Raises NoSuchCase."""
    parts = identifier.split(":")
    if len(parts) != 6 or parts[0] != PREFIX or not parts[5].lstrip("-").isdecimal():
        raise NoSuchCase(f"Cas inconnu : « {identifier[:80]} ».")
    return _vignette(_limit((parts[1], parts[2], parts[3], parts[4])), int(parts[5]))


def _limit(wanted: Key) -> Limit:
    found = limits().get(wanted)
    if found is None:
        raise NoSuchCase(f"Le tableau n'a pas, ou n'a plus, cette limite : « {' · '.join(wanted)[:160]} ».")
    return found


@lru_cache(maxsize=64)
def _order(block: int, count: int) -> tuple[int, ...]:
    found = list(range(count))
    Random(f"order:{block}").shuffle(found)
    return tuple(found)


def _vignette(limit: Limit, seed: int) -> Vignette:
    draft = build(limit, seed)
    name = ":".join((PREFIX, *key(limit.boundary), str(seed)))
    return Vignette(
        id=name,
        text=Writer(draft, Random(name)).text(),
        indication=None if limit.boundary.situation == NOT_LISTED else limit.boundary.situation,
        facts=MappingProxyType(dict(draft.facts)),
        asks=lessons.asks(draft.decision),
        families=lessons.families(draft),
        learning_point=lessons.learning_point(draft),
        hint=lessons.hint(draft),
        source=lessons.source(draft.decision),
    )
