"""What training reads from its data files: words, pseudonyms, points."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping

from ruamel.yaml import YAML

FOLDER = Path(__file__).parent
Lists = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Names:
    """Animals by gender, and the colours that agree with them."""

    animals: Lists
    colours: Lists


@dataclass(frozen=True)
class Scoring:
    """What an answer is worth; every figure is a share of one question's points, percents apart."""

    hint_cost: float
    near: Mapping[frozenset[str], float]
    timing: float
    network: float
    right_percent: float
    partial_percent: float
    partial: float
    days_share: float
    confidence: Mapping[int, str]
    ages: Mapping[str, int]
    learned: float
    seen: int


@dataclass(frozen=True)
class Words:
    """The words that are recognised, folded: `commands` by what they ask, then those of each question."""

    commands: Lists
    priority: Lists
    timing: Lists
    bodies: Lists
    confidence: Mapping[int, tuple[str, ...]]


def _read(name: str) -> Any:
    return YAML(typ="safe").load((FOLDER / name).read_text(encoding="utf-8"))


def _lists(data: Mapping[Any, Any]) -> Mapping[Any, tuple[str, ...]]:
    return MappingProxyType({key: tuple(str(item) for item in items) for key, items in data.items()})


@lru_cache(maxsize=1)
def names() -> Names:
    """The pseudonyms to suggest."""
    data = _read("names.yml")
    return Names(_lists(data["animals"]), _lists(data["colours"]))


@lru_cache(maxsize=1)
def words() -> Words:
    """The words that are recognised."""
    data = _read("words.yml")
    commands = {key: value for key, value in data.items() if isinstance(value, list)}
    return Words(_lists(commands), *(_lists(data[name]) for name in ("priority", "timing", "bodies", "confidence")))


@lru_cache(maxsize=1)
def scoring() -> Scoring:
    """What answers are worth."""
    data = _read("scoring.yml")
    near = {frozenset(item["between"]): float(item["points"]) for item in data["priority"]["near"]}
    dose = {name: float(value) for name, value in data["dose"].items()}
    opinion = {name: float(value) for name, value in data["opinion"].items()}
    return Scoring(
        hint_cost=float(data["hint_cost"]),
        near=MappingProxyType(near),
        confidence=MappingProxyType(dict(data["confidence"])),
        ages=MappingProxyType(dict(data["neighbours"])),
        learned=float(data["learned"]),
        seen=int(data["seen"]),
        **opinion,
        **dose,
    )
