"""The names on which every part agrees, read from `vocabulary.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Mapping

from ruamel.yaml import YAML

PATH = Path(__file__).with_name("vocabulary.yml")
BOUNDS = ("below", "at_most", "above", "at_least")


@dataclass(frozen=True)
class Fact:
    """One fact: `kind` is number, boolean, choice or trial; `low` and `high` bound a number in `unit`."""

    name: str
    kind: str
    unit: str | None = None
    low: float = 0.0
    high: float = 0.0
    integer: bool = False
    choices: tuple[str, ...] = ()
    unit_label: str | None = None  # the unit in a French sentence
    protocol: str | None = None  # the protocol whose own fact it is: no row of the table reads it


@dataclass(frozen=True)
class TrialSet:
    """A named set of trial values; `undecided` values leave its criterion unknown (readings.md)."""

    values: frozenset[str]
    undecided: frozenset[str]


@dataclass(frozen=True)
class Vocabulary:
    """Facts, outcomes, situations, bodies and strengths, by identifier."""

    facts: Mapping[str, Fact]
    statuses: Mapping[str, str]
    trial: tuple[str, ...]
    trial_sets: Mapping[str, TrialSet]
    not_tried_becomes: tuple[str, ...]  # what a treatment never tried turns out to be, once asked
    indications: Mapping[str, Mapping[str, str]]  # situation -> row -> priority
    not_justified: Mapping[str, tuple[str, ...]]  # section -> situations
    strengths: tuple[str, ...]
    bodies: tuple[str, ...]

    def kind(self, name: str) -> str | None:
        """The kind of a fact, or None where the vocabulary does not have it."""
        fact = self.facts.get(name)
        return fact.kind if fact else None

    @property
    def unjustified(self) -> frozenset[str]:
        """Every situation that is listed as not justified."""
        return frozenset(name for names in self.not_justified.values() for name in names)


def _fact(name: str, data: Mapping[str, Any], trial: tuple[str, ...], labels: Mapping[str, str]) -> Fact:
    kind = data["kind"]
    choices = trial if kind == "trial" else tuple(str(choice) for choice in data.get("choices", ()))
    low, high = float(data.get("min", 0)), float(data.get("max", 0))
    unit = data.get("unit")
    label = labels.get(unit, unit) if unit else None
    return Fact(name, kind, unit, low, high, bool(data.get("integer")), choices, label, data.get("protocol"))


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The vocabulary of this version, read once."""
    data = YAML(typ="safe").load(PATH.read_text(encoding="utf-8"))
    trial, labels = tuple(data["trial"]), data["unit_labels"]
    sets = {
        name: TrialSet(frozenset(item["values"]), frozenset(item["undecided"]))
        for name, item in data["trial_sets"].items()
    }
    return Vocabulary(
        facts=MappingProxyType({name: _fact(name, item, trial, labels) for name, item in data["facts"].items()}),
        statuses=MappingProxyType(dict(data["statuses"])),
        trial=trial,
        trial_sets=MappingProxyType(sets),
        not_tried_becomes=tuple(data["not_tried_becomes"]),
        indications=MappingProxyType({name: dict(item["rows"]) for name, item in data["indications"].items()}),
        not_justified=MappingProxyType({name: tuple(items) for name, items in data["not_justified"].items()}),
        strengths=tuple(data["strengths"]),
        bodies=tuple(data["bodies"]),
    )
