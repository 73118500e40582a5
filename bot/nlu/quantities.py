"""Quantities of a message: which fact a number is, in the unit of the vocabulary (`quantities.yml`).

The units are a closed table of our own. A number that is only plausible in another unit, or outside
what the vocabulary allows, becomes a Problem and never a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Mapping

from actions.understanding import Problem, Unbound
from bot.nlu.numbers import Number, scan, tidy, to_float, words_pattern
from bot.nlu.terms import HOME, YAML, load_yaml
from bot.nlu.text import Text, fold

_FILLER_REACH = 60


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


@dataclass
class Found:
    """What the numbers of a message say. `spans` are the places already read."""

    facts: dict[str, Any] = field(default_factory=dict)
    unbound: list[Unbound] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    stated: dict[str, list[Any]] = field(default_factory=dict)

    def state(self, fact: str, value: Any) -> None:
        """Record a value of a fact; several are compared at the end."""
        self.stated.setdefault(fact, []).append(value)
        self.facts[fact] = value

    def free(self, start: int, end: int) -> bool:
        """Whether nothing has been read at folded[start:end] yet."""
        return all(end <= first or last <= start for first, last in self.spans)


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


@lru_cache(maxsize=1)
def _family() -> re.Pattern[str]:
    context, people = load_yaml("context.yml"), load_yaml("people.yml")
    return re.compile(rf"(?<![a-z])(?:{words_pattern([*context['family']['before'], *people['siblings']])})(?![a-z])")


def about_family(folded: str, place: int) -> bool:
    """Whether the clause before a number speaks of somebody else ("le père pèse 90 kg", "un aîné à 12 G/L")."""
    return bool(_family().search(re.split(r"[,;:.!?\n]", folded[:place])[-1]))


def fold_unit(unit: str) -> str:
    """A unit as it is compared: folded, without spaces around the bar."""
    return re.sub(r"\s*/\s*", "/", fold(unit)).strip()


def _squeeze(term: str) -> str:
    return re.sub(r"[\s'-]+", " ", fold(term)).strip()


def _quantity(fact: str, entry: Mapping[str, Any], vocabulary: Mapping[str, Any]) -> Quantity:
    limits = vocabulary["facts"][fact]
    units = {fold_unit(unit): float(factor) for unit, factor in entry["units"].items()}
    bare = tuple((float(item["from"]), float(item["to"]), float(item["factor"])) for item in entry["bare"])
    return Quantity(fact, units, frozenset(map(fold_unit, entry.get("sole", ()))),
                    {fold_unit(unit): float(low) for unit, low in entry.get("sole_from", {}).items()}, bare, entry["unit"], bool(entry.get("grouped")),
                    float(limits["min"]), float(limits["max"]), bool(limits.get("integer")))  # fmt: skip


@lru_cache(maxsize=1)
def table() -> Table:
    """The closed table of units and labels, built once."""
    data, derived, context = load_yaml("quantities.yml"), load_yaml("derived.yml"), load_yaml("context.yml")
    with (HOME.parent / "vocabulary.yml").open(encoding="utf-8") as stream:
        vocabulary = YAML(typ="safe").load(stream)
    entries = {fact: entry for fact, entry in data.items() if not fact.startswith("other_")}
    quantities = {fact: _quantity(fact, entry, vocabulary) for fact, entry in entries.items()}
    label_facts = {_squeeze(label): fact for fact, entry in entries.items() for label in entry["labels"]}
    label_facts.update({_squeeze(label): f"derived:{index}" for index, entry in enumerate(derived) for label in entry.get("labels", ())})
    for label in data["other_labels"]:
        label_facts.setdefault(_squeeze(label), "other")
    units = [unit for item in quantities.values() for unit in item.units] + [fold_unit(unit) for unit in data["other_units"]]
    labels = re.compile(rf"(?<![a-z0-9])(?:{words_pattern(label_facts)})(?![a-z])")
    pattern = "|".join(re.escape(unit).replace(r"\ ", r"\s+").replace("/", r"\s*/\s*") for unit in sorted(set(units), key=len, reverse=True))
    filler = re.compile(rf"(?:[\s:=,(+?~@→>-]|(?<![a-z])(?:{words_pattern(item for item in context['fillers'] if fold(item)[0].isalpha())})(?![a-z]))*$")
    return Table(quantities, labels, label_facts, re.compile(rf"\s*(?:{pattern})(?![a-z0-9])"), filler, tuple(derived), frozenset(map(fold_unit, data["other_units"])))


_METRES = re.compile(r"(?<![a-z0-9])(?<!\d[.,])(?P<m>[0-2])\s*(?:m|metres?)\s*(?P<cm>\d{2})(?!\d)")
_HALF_KILO = re.compile(r"(?<![a-z0-9])(?<!\d[.,])(?P<kg>\d{1,3})\s?(?:kg|kilos?)\s+et\s+demi")
_KILOS = re.compile(r"(?<![a-z0-9])(?<!\d[.,])(?P<kg>\d{1,2})\s?(?:kg\s?(?P<g>\d{3}|(?<=kg)\d{1,2})(?![\d\w/])|kilos?\s(?P<h>\d{3}|\d)(?=\s*(?:[,.;)]|$)))")
_LETTER = re.compile(r"(?<![a-z0-9])j\s?\+?\s?\d+\b")


def quantities(text: Text, numbers: list[Number], found: Found, correction: bool) -> None:
    """Read every number of a message that has a label or a unit. `found` is completed."""
    _heights(text, found)
    labels = [(match.start(), match.end(), table().label_facts[_squeeze(match.group())]) for match in table().labels.finditer(text.folded)]
    for number in numbers:
        if found.free(number.start, number.end):
            _read(text, number, labels, found)
    for fact, values in found.stated.items():
        _settle(fact, values, found, correction)


def _heights(text: Text, found: Found) -> None:
    for match in _HALF_KILO.finditer(text.folded):
        found.state("weight_kg", int(match["kg"]) + 0.5)
        found.spans.append(match.span())
    for match in _KILOS.finditer(text.folded):
        found.state("weight_kg", to_float(f"{match['kg']}.{match['g'] or match['h']}"))
        found.spans.append(match.span())
    for match in _METRES.finditer(text.folded):
        found.state("height_cm", int(match["m"]) * 100 + int(match["cm"]))
        found.spans.append(match.span())


def _label_before(text: Text, number: Number, labels: list[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    for start, end, fact in reversed(labels):
        if number.opens - _FILLER_REACH <= end <= number.opens:
            gap = text.folded[end : number.opens]
            return (start, end, fact) if table().filler.fullmatch(gap) or _near_enough(text, number, gap, fact) else None
    return None


def _near_enough(text: Text, number: Number, gap: str, fact: str) -> bool:
    """A few other words may stand between a label and its number where the unit is the label's own."""
    unit = table().units.match(text.folded, number.end)
    fits = unit is not None and fact in table().quantities and fold_unit(unit.group()) in table().quantities[fact].units
    return fits and not re.search(r"[\d;.!?\n]", gap) and len(gap.split()) <= 5


def _label_after(text: Text, end: int, labels: list[tuple[int, int, str]]) -> str | None:
    for start, stop, fact in labels:
        if start >= end:
            near = re.fullmatch(r"\s*(?:de|d'|d)?\s*", text.folded[end:start])
            if near is None:
                return None
            return None if re.match(r"\s*(?:[:=<>]|a\s|est\s)?\s*\d", text.folded[stop:]) else fact
    return None


def _read(text: Text, number: Number, labels: list[tuple[int, int, str]], found: Found) -> None:
    unit_match = table().units.match(text.folded, number.end)
    if unit_match and _squeeze(unit_match.group()) in table().label_facts and re.match(r"\s*(?:[:=<>]|a\s)?\s*\d", text.folded[unit_match.end() :]):
        unit_match = None  # "IgG 3,2 MFI 12000": the label of the next number
    unit = fold_unit(unit_match.group()) if unit_match else None
    end = unit_match.end() if unit_match else number.end
    before = _label_before(text, number, labels)
    fact = before[2] if before else None
    if fact is None or (unit and fact in table().quantities and unit not in table().quantities[fact].units and _sole(text, number, unit)):
        fact = _label_after(text, end, labels) or _sole(text, number, unit)
    if fact == "age_years":
        fact = None if unit else fact
    if fact == "igg_g_per_l" and _RESIDUAL.search(text.folded[max(0, number.start - 40) : end + 30]):
        fact = "igg_trough_g_per_l"
    if fact is None and unit in table().other_units:
        fact = "other"
    if fact is None:
        return
    found.spans.append((number.start, end))
    if _was(text.folded, number.opens, end):
        found.problems.append(Problem("contradiction", "Plusieurs valeurs de dates différentes : merci de donner la valeur actuelle.", fact))
        return
    if about_family(text.folded, number.opens) or (fact == "weight_kg" and _PAST.search(text.folded[: number.opens])):
        return
    _take(text, number, unit, fact, found)


def _was(folded: str, opens: int, end: int) -> bool:
    """Whether a measurement is of before and another one is told after it ("était à 12 hier, il est à 5 aujourd'hui")."""
    clause = re.split(r"[,;:.!?\n](?!\d)", folded[:opens])[-1]
    told = re.search(r"\b(?:etait|etaient|avait|avaient)\b", clause) or _BEFORE.match(folded[end:])
    return bool(told and _NOW.search(folded[end:]))


_BEFORE = re.compile(r"\s*(?:\(?(?:hier|avant-hier|avant|auparavant|initialement|au depart|a l'entree|il y a \d+ \w+)\)?)\s*(?:[,;.)]|et\b|puis\b|mais\b)")
_NOW = re.compile(r"\d[^.;\n]{0,20}(?:maintenant|aujourd'?hui|ce matin|ce jour|ce soir|actuellement|desormais)|(?:maintenant|aujourd'?hui|ce matin|ce jour|ce soir|actuellement|desormais|est)\W+(?:a\W+)?\d")
_PAST = re.compile(r"(?:pesait|ancien poids|poids anterieur|poids habituel|poids sec|poids de forme)[^,;.]*$")
_RESIDUAL = re.compile(r"residuel|sous substitution|sous traitement substitutif")


def _sole(text: Text, number: Number, unit: str | None) -> str | None:
    """The fact that a unit is enough to name. "8 g/L" is not "8 G/L": there the capital counts."""
    for fact, quantity in table().quantities.items():
        if unit in quantity.sole_from and number.value >= quantity.sole_from[unit]:
            return fact
        if unit in quantity.sole:
            if unit == "g/l":
                typed = text.quote(number.end, min(len(text.folded), number.end + 5)).strip()
                return fact if typed.startswith("G") else None
            return fact
    return None


def _take(text: Text, number: Number, unit: str | None, fact: str, found: Found) -> None:
    if fact == "other":
        return
    if fact.startswith("derived:"):
        rule = table().derived[int(fact.split(":")[1])]
        if number.bound in (None, "below", "at_most") and number.value < rule["below"] + (number.bound == "below"):
            found.facts.update(rule["facts"])
        return
    quantity = table().quantities[fact]
    number = _grouping(number, quantity)
    factor = quantity.units.get(unit, 0.0) if unit else _bare_factor(number, quantity)
    if not factor:
        found.problems.append(_other_unit(number, unit, quantity))
        return
    _check(number, factor, quantity, found)


def _grouping(number: Number, quantity: Quantity) -> Number:
    """ "8.000" of a count is eight thousand; "9 120" of a score is not."""
    if quantity.grouped and re.fullmatch(r"\d{1,3}[.,]\d{3}", number.raw):
        return Number(number.start, number.end, number.raw, float(re.sub(r"[.,]", "", number.raw)), number.bound, number.opens, number.upper)
    return number


def _bare_factor(number: Number, quantity: Quantity) -> float:
    for low, high, factor in quantity.bare:
        if low <= number.value <= high:
            return factor
    return 0.0


def show(value: float) -> str:
    """A number in French ("7,5")."""
    return str(tidy(value)).replace(".", ",")


def _name(quantity: Quantity) -> str:
    return quantity.unit


def _other_unit(number: Number, unit: str | None, quantity: Quantity) -> Problem:
    """A number that is not plausible as it stands: name the unit in which it would be."""
    said = f"{show(number.value)} {unit or quantity.unit}"
    for other, factor in quantity.units.items():
        value = number.value * factor
        if factor != 1 and unit is None and any(low <= value <= high for low, high, _ in quantity.bare):
            return Problem("wrong_unit", f"« {said} » n'est pas plausible. Vouliez-vous dire {show(number.value)} {pretty(other)}, soit {show(value)} {quantity.unit} ?"
                           " Merci de retaper la valeur avec son unité.", quantity.fact)  # fmt: skip
    code = "wrong_unit" if unit else "out_of_range"
    return Problem(code, f"« {said} » ne peut pas être lu. Merci de donner cette valeur en {quantity.unit}.", quantity.fact)


_PRETTY = {"g/l": "g/L", "g/dl": "g/dL", "mg/dl": "mg/dL", "10^9/l": "G/L"}


def pretty(unit: str) -> str:
    """A folded unit as it is written."""
    return _PRETTY.get(unit, unit)


def _check(number: Number, factor: float, quantity: Quantity, found: Found) -> None:
    ends = [number.value * factor] + ([number.upper * factor] if number.upper is not None else [])
    whole = not quantity.integer or all(end == int(end) for end in ends)
    if whole and all(quantity.low <= round(end, 6) <= quantity.high for end in ends):
        found.state(quantity.fact, number.stated(factor))
        return
    said = show(number.value * factor)
    limits = f"entre {show(quantity.low)} et {show(quantity.high)} {quantity.unit}"
    message = f"« {said} {quantity.unit} » n'est pas possible : une valeur {'entière ' if quantity.integer else ''}{limits} est attendue."
    found.problems.append(Problem("out_of_range", message, quantity.fact))


def _settle(fact: str, values: list[Any], found: Found, correction: bool) -> None:
    """Several values of one fact: the same, corrected by the last, bounds of an interval, or a contradiction."""
    distinct = [value for index, value in enumerate(values) if value not in values[:index]]
    if len(distinct) == 1 or correction:
        found.facts[fact] = values[-1]
        return
    if all(isinstance(value, dict) for value in distinct) and len({key for value in distinct for key in value}) == sum(map(len, distinct)):
        found.facts[fact] = {key: bound for value in distinct for key, bound in value.items()}
        return
    del found.facts[fact]
    said = " et ".join(show_stated(value) for value in distinct[:3])
    unit = table().quantities[fact].unit if fact in table().quantities else ""
    found.problems.append(Problem("contradiction", f"Plusieurs valeurs dans le même message ({said} {unit}) : laquelle faut-il retenir ?", fact))


_SIGNS = {"below": "<", "above": ">", "at_most": "≤", "at_least": "≥"}


def show_stated(value: Any) -> str:
    """A stated value in French ("< 4")."""
    if isinstance(value, dict):
        return " ".join(f"{_SIGNS[key]} {show(bound)}" for key, bound in value.items())
    return show(float(value))


def concepts_of(facts: Mapping[str, Any]) -> set[str]:
    """What the measurements say about the situation itself (`derived.yml`, entries with a `concept`)."""
    return {str(rule["concept"]) for rule in table().derived if "concept" in rule and _within(facts.get(rule["fact"]), rule)}


def _within(value: Any, rule: Mapping[str, Any]) -> bool:
    if value is None:
        return False
    low = value if not isinstance(value, dict) else value.get("at_least", value.get("above", float("-inf")))
    high = value if not isinstance(value, dict) else value.get("at_most", value.get("below", float("inf")))
    if "below" in rule:
        return bool(high < rule["below"] or (isinstance(value, dict) and value.get("below") == rule["below"]))
    return bool(low >= rule["at_least"])


def leftovers(text: Text, numbers: list[Number], found: Found, consumed: set[int]) -> None:
    """Numbers with no fact: kept unbound, with their unit where one was said."""
    for number in numbers:
        if not found.free(number.start, number.end) or number.start in consumed:
            continue
        unit_match = re.match(r"\s*(g\s*/\s*l|mg\s*/\s*dl|/\s*mm3|mg|g|%)(?![a-z])", text.folded[number.end :])
        unit = pretty(fold_unit(unit_match.group())) if unit_match else None
        if _LETTER.search(text.folded[max(0, number.start - 3) : number.end]):
            continue
        found.unbound.append(Unbound("number", number.stated(1.0), unit, text.quote(number.opens, number.end)))


__all__ = ["Found", "leftovers", "quantities", "scan", "table", "to_float"]
