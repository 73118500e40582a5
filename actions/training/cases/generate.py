"""Cases by the thousand: one for each boundary and seed, the same ones for the same seeds."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from types import MappingProxyType

from actions.training.cases import lessons
from actions.training.cases.build import build, parse
from actions.training.cases.compose import Writer
from actions.training.cases.limits import Limit, slug
from actions.training.cases.model import NOT_LISTED, Boundary, NoSuchCase, Vignette
from actions.training.cases.reach import Key, limits
from rules import Decision, decide

PREFIX = "gen"


def expected(vignette: Vignette) -> Decision:
    """The answer of a case: always what the rules conclude today, never stored. Raises CaseError, EngineError."""
    return decide(parse(vignette.indication, vignette.facts))


def generate(seed: int) -> Vignette:
    """The case of a seed. Any run of as many seeds as there are boundaries, from a multiple of it, reaches them all."""
    keys = tuple(limits())
    return _vignette(limits()[keys[_order(seed // len(keys), len(keys))[seed % len(keys)]]], seed)


def generate_for(boundary: Boundary, seed: int) -> Vignette:
    """A case on a boundary. Raises NoSuchCase where no plausible patient stands on it."""
    return _vignette(_limit((boundary.situation, boundary.row, slug(boundary.criterion), boundary.side)), seed)


def replay(identifier: str) -> Vignette:
    """The generated case of an identifier. Raises NoSuchCase."""
    parts = identifier.split(":")
    if len(parts) != 6 or parts[0] != PREFIX or not parts[5].lstrip("-").isdecimal():
        raise NoSuchCase(f"Cas inconnu : « {identifier[:80]} ».")
    return _vignette(_limit((parts[1], parts[2], parts[3], parts[4])), int(parts[5]))


def _limit(key: Key) -> Limit:
    found = limits().get(key)
    if found is None:
        raise NoSuchCase(f"Le tableau n'a pas, ou n'a plus, cette limite : « {' · '.join(key)[:160]} ».")
    return found


@lru_cache(maxsize=64)
def _order(block: int, count: int) -> tuple[int, ...]:
    found = list(range(count))
    Random(f"order:{block}").shuffle(found)
    return tuple(found)


def _vignette(limit: Limit, seed: int) -> Vignette:
    key = limit.boundary
    draft = build(limit, seed)
    name = f"{PREFIX}:{key.situation}:{key.row}:{slug(key.criterion)}:{key.side}:{seed}"
    return Vignette(
        id=name,
        text=Writer(draft, Random(name)).text(),
        indication=None if key.situation == NOT_LISTED else key.situation,
        facts=MappingProxyType(dict(draft.facts)),
        asks=lessons.asks(draft.decision),
        families=lessons.families(draft),
        learning_point=lessons.learning_point(draft),
        hint=lessons.hint(draft),
        source=lessons.source(draft.decision),
    )
