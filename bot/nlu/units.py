"""The closed table of units and labels (`quantities.yml`), and what to say of a number that it cannot take."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Mapping

from ruamel.yaml import YAML

from actions.understanding import Problem
from bot.nlu.numbers import Number, tidy, words_pattern
from bot.nlu.terms import HOME, load_yaml
from bot.nlu.text import fold


@dataclass(frozen=True)
class Quantity:
    """One fact that is a number: how it is labelled and in which units it is said."""

    fact: str
    units: Mapping[str, float]
    sole: frozenset[str]
    sole_from: Mapping[str, float]
    bare: tuple[tuple[float, float, float], ...]
    unit: str
    grouped: bool
    low: float
    high: float
    integer: bool
    plausible_from: Mapping[str, float] = field(default_factory=dict)  # by unit; below, the unit is in doubt


@dataclass(frozen=True)
class Table:
    """The quantities and the patterns built from them."""

    quantities: Mapping[str, Quantity]
    labels: re.Pattern[str]
    label_facts: Mapping[str, str]
    units: re.Pattern[str]
    filler: re.Pattern[str]
    derived: tuple[Mapping[str, Any], ...]
    other_units: frozenset[str]


def fold_unit(unit: str) -> str:
    """A unit as it is compared: folded, without spaces around the bar."""
    return re.sub(r"\s*/\s*", "/", fold(unit)).strip()


def squeeze(term: str) -> str:
    return re.sub(r"[\s'-]+", " ", fold(term)).strip()


def _quantity(fact: str, entry: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Quantity:
    limits = vocabulary["facts"][fact]
    units = {fold_unit(unit): float(factor) for unit, factor in entry["units"].items()}
    bare = tuple((float(item["from"]), float(item["to"]), float(item["factor"])) for item in entry["bare"])
    return Quantity(
        fact,
        units,
        frozenset(map(fold_unit, entry.get("sole", ()))),
        {fold_unit(unit): float(low) for unit, low in entry.get("sole_from", {}).items()},
        bare,
        entry["unit"],
        bool(entry.get("grouped")),
        float(limits["min"]),
        float(limits["max"]),
        bool(limits.get("integer")),
        {fold_unit(unit): float(low) for unit, low in entry.get("plausible_from", {}).items()},
    )


@lru_cache(maxsize=1)
def table() -> Table:
    """The closed table of units and labels, built once."""
    data, derived, context = load_yaml("quantities.yml"), load_yaml("derived.yml"), load_yaml("context.yml")
    with (HOME.parent / "vocabulary.yml").open(encoding="utf-8") as stream:
        vocabulary = YAML(typ="safe").load(stream)
    entries = {fact: entry for fact, entry in data.items() if not fact.startswith("other_")}
    quantities = {fact: _quantity(fact, entry, vocabulary) for fact, entry in entries.items()}
    label_facts = {squeeze(label): fact for fact, entry in entries.items() for label in entry["labels"]}
    label_facts.update(
        {squeeze(label): f"derived:{index}" for index, entry in enumerate(derived) for label in entry.get("labels", ())}
    )
    for label in data["other_labels"]:
        label_facts.setdefault(squeeze(label), "other")
    units = [unit for item in quantities.values() for unit in item.units] + [
        fold_unit(unit) for unit in data["other_units"]
    ]
    labels = re.compile(rf"(?<![a-z0-9])(?:{words_pattern(label_facts)})(?![a-z])")
    pattern = "|".join(
        re.escape(unit).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*")
        for unit in sorted(set(units), key=len, reverse=True)
    )
    fillers = [item for item in context["fillers"] if fold(item)[0].isalpha()]
    filler = re.compile(rf"(?:[\s:=,(+?~@→>-]|(?<![a-z])(?:{words_pattern(fillers)})(?![a-z]))*$")
    return Table(
        quantities,
        labels,
        label_facts,
        re.compile(rf"\s*(?:{pattern})(?![a-z0-9])"),
        filler,
        tuple(derived),
        frozenset(map(fold_unit, data["other_units"])),
    )


def show(value: float) -> str:
    """A number in French ("7,5")."""
    return str(tidy(value)).replace(".", ",")


def other_unit(number: Number, unit: str | None, quantity: Quantity) -> Problem:
    """A number that is not plausible as it stands: name the unit in which it would be."""
    said = f"{show(number.value)} {unit or quantity.unit}"
    for other, factor in quantity.units.items():
        value = number.value * factor
        if factor != 1 and unit is None and any(low <= value <= high for low, high, _ in quantity.bare):
            meant = f"{show(number.value)} {pretty(other)}, soit {show(value)} {quantity.unit}"
            return Problem(
                "wrong_unit",
                f"« {said} » n'est pas plausible. Vouliez-vous dire {meant} ?"
                " Merci de retaper la valeur avec son unité.",
                quantity.fact,
            )
    code = "wrong_unit" if unit else "out_of_range"
    return Problem(
        code, f"« {said} » ne peut pas être lu. Merci de donner cette valeur en {quantity.unit}.", quantity.fact
    )


_PRETTY = {"g/l": "g/L", "g/dl": "g/dL", "mg/dl": "mg/dL", "10^9/l": "G/L"}


def pretty(unit: str) -> str:
    """A folded unit as it is written."""
    return _PRETTY.get(unit, unit)


_SIGNS = {"below": "<", "above": ">", "at_most": "≤", "at_least": "≥"}


def show_stated(value: Any) -> str:
    """A stated value in French ("< 4")."""
    if isinstance(value, dict):
        return " ".join(f"{_SIGNS[key]} {show(bound)}" for key, bound in value.items())
    return show(float(value))


def concepts_of(facts: Mapping[str, Any]) -> set[str]:
    """What the measurements say about the situation itself (`derived.yml`, entries with a `concept`)."""
    return {
        str(rule["concept"]) for rule in table().derived if "concept" in rule and _within(facts.get(rule["fact"]), rule)
    }


def _within(value: Any, rule: Mapping[str, Any]) -> bool:
    if value is None:
        return False
    low = value if not isinstance(value, dict) else value.get("at_least", value.get("above", float("-inf")))
    high = value if not isinstance(value, dict) else value.get("at_most", value.get("below", float("inf")))
    if "below" in rule:
        return bool(high < rule["below"] or (isinstance(value, dict) and value.get("below") == rule["below"]))
    return bool(low >= rule["at_least"])
