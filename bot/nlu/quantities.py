"""Quantities of a message: which fact a number is, in the unit of the vocabulary (`quantities.yml`).

The units are a closed table of our own. A number that is only plausible in another unit, or outside
what the vocabulary allows, becomes a Problem and never a fact.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from actions.understanding import Problem, Unbound
from bot.nlu.around import former, residual, set_aside, was
from bot.nlu.numbers import Number, to_float, words_pattern
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text
from bot.nlu.units import Quantity, fold_unit, other_unit, pretty, show, show_stated, squeeze, table

_FILLER_REACH = 60


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


@lru_cache(maxsize=1)
def _family() -> re.Pattern[str]:
    context, people = load_yaml("context.yml"), load_yaml("people.yml")
    return re.compile(rf"(?<![a-z])(?:{words_pattern([*context['family']['before'], *people['siblings']])})(?![a-z])")


def about_family(folded: str, place: int) -> bool:
    """Whether the clause before a number speaks of somebody else ("le père pèse 90 kg", "un aîné à 12 G/L")."""
    return bool(_family().search(re.split(r"[,;:.!?\n]", folded[:place])[-1]))


_HALF_KILO = re.compile(r"(?<![a-z0-9])(?<!\d[.,])(?P<kg>\d{1,3})\s?(?:kg|kilos?)\s+et\s+demi")
_KILOS = re.compile(
    r"(?<![a-z0-9])(?<!\d[.,])(?P<kg>\d{1,2})\s?(?:kg\s?(?P<g>\d{3}|(?<=kg)\d{1,2})(?![\d\w/])(?!\s*(?:cm|centim|m(?![a-z])))|kilos?\s(?P<h>\d{3}|\d)(?=\s*(?:[,.;)]|$)))"
)
_METRES = re.compile(r"(?<![a-z0-9])(?<!\d[.,])(?P<m>[0-2])\s*(?:m|metres?)\s*(?P<cm>\d{2})(?!\d)")
_LETTER = re.compile(r"(?<![a-z0-9])j\s?\+?\s?\d+\b")


def quantities(text: Text, numbers: list[Number], found: Found, correction: bool) -> None:
    """Read every number of a message that has a label or a unit. `found` is completed."""
    _heights(text, found)
    labels = [
        (match.start(), match.end(), table().label_facts[squeeze(match.group())])
        for match in table().labels.finditer(text.folded)
    ]
    last = None
    for number in numbers:
        if found.free(number.start, number.end):
            last = _read(text, number, labels, found) or _again(text, number, last, found)
    for fact, values in found.stated.items():
        _settle(fact, values, found, correction)


def _again(text: Text, number: Number, last: str | None, found: Found) -> str | None:
    """ "Khellaf 7, finalement 10", "IgG 5 puis 3": a second value of the number just read."""
    if last not in table().quantities or not _SECOND.search(text.folded[: number.opens]):
        return last
    if set_aside(text.folded[: number.opens]):
        found.spans.append((number.start, number.end))
        return last
    unit, end = _unit(text, number)
    if (unit and unit not in table().quantities[str(last)].units) or text.folded[end:].startswith(("/", "e ", "%")):
        return last
    found.spans.append((number.start, end))
    _take(text, number, unit, str(last), found)
    return last


_SECOND = re.compile(
    r"(?:finalement|pardon|en fait|plutot|erreur|correction|je corrige|non|puis|ensuite|->|→)"
    r"[\s,:]*(?:(?:a|de|est|c'est|le|au|score)\s+)*$"
)


def _heights(text: Text, found: Found) -> None:
    """Weights and heights that are typed in two parts ("3kg200", "1m75")."""
    for match in _HALF_KILO.finditer(text.folded):
        _two_parts(match, "weight_kg", int(match["kg"]) + 0.5, found)
    for match in _KILOS.finditer(text.folded):
        _two_parts(match, "weight_kg", to_float(f"{match['kg']}.{match['g'] or match['h']}"), found)
    for match in _METRES.finditer(text.folded):
        _two_parts(match, "height_cm", int(match["m"]) * 100 + int(match["cm"]), found)


def _two_parts(match: re.Match[str], fact: str, value: float, found: Found) -> None:
    found.spans.append(match.span())
    _check(Number(match.start(), match.end(), match.group(), value), 1.0, table().quantities[fact], found)


def _label_before(text: Text, number: Number, labels: list[tuple[int, int, str]]) -> tuple[int, int, str] | None:
    for start, end, fact in reversed(labels):
        if number.opens - _FILLER_REACH <= end <= number.opens:
            gap = text.folded[end : number.opens]
            return (
                (start, end, fact) if table().filler.fullmatch(gap) or _near_enough(text, number, gap, fact) else None
            )
    return None


def _labelled(text: Text, number: Number, labels: list[tuple[int, int, str]]) -> bool:
    """Whether the label of a fact of the table stands right before a number."""
    before = _label_before(text, number, labels)
    return before is not None and before[2] in table().quantities


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


def _unit(text: Text, number: Number) -> tuple[str | None, int]:
    """The unit after a number, and where it ends. "IgG 3,2 MFI 12000": MFI is the label of the next number."""
    found = table().units.match(text.folded, number.end)
    if found is None:
        return None, number.end
    label = squeeze(found.group()) in table().label_facts
    if label and re.match(r"\s*(?:[:=<>]|a\s)?\s*\d", text.folded[found.end() :]):
        return None, number.end
    return fold_unit(found.group()), found.end()


def _fact(text: Text, number: Number, unit: str | None, end: int, labels: list[tuple[int, int, str]]) -> str | None:
    """Which fact a number is: by the label before it, by the one after it, or by its unit alone."""
    before = _label_before(text, number, labels)
    fact = before[2] if before else None
    known = table().quantities
    if fact is None or (unit and fact in known and unit not in known[fact].units and _sole(text, number, unit)):
        after = _label_after(text, end, labels)
        fits = unit is None or after not in known or unit in known[str(after)].units
        fact = (after if fits else None) or _sole(text, number, unit)  # "71 kg DSA +" is a weight
    if fact == "age_years" and unit:
        fact = None
    if fact == "igg_g_per_l" and residual(text.folded, number.start, end):
        return "igg_trough_g_per_l"
    return "other" if fact is None and unit in table().other_units else fact


def _read(text: Text, number: Number, labels: list[tuple[int, int, str]], found: Found) -> str | None:
    """Take a number for the fact that its words name, and say which; None where they name none."""
    unit, end = _unit(text, number)
    if unit in table().other_units and re.fullmatch(r"[a-z ]{6,}", unit or "") and _labelled(text, number, labels):
        unit, end = None, number.end  # "IgG 2,5 pneumopathies": what follows begins something else
    fact = _fact(text, number, unit, end, labels)
    if fact is None:
        return None
    found.spans.append((number.start, end))
    if set_aside(text.folded[: number.opens]):
        return fact
    if was(text.folded, number.opens, end):
        message = "Plusieurs valeurs de dates différentes : merci de donner la valeur actuelle."
        found.problems.append(Problem("contradiction", message, fact))
        return fact
    past = fact == "weight_kg" and former(text.folded[: number.opens])
    if not past and not about_family(text.folded, number.opens):
        _take(text, number, unit, fact, found)
    return fact


def _sole(text: Text, number: Number, unit: str | None) -> str | None:
    """The fact that a unit is enough to name. "8 g/L" is not "8 G/L": there the capital counts."""
    if unit is None:
        return None
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
    if not factor or (unit and number.value < quantity.plausible_from.get(unit, 0.0)):
        found.problems.append(other_unit(number, unit, quantity))
        return
    _check(number, factor, quantity, found)


def _grouping(number: Number, quantity: Quantity) -> Number:
    """ "8.000" of a count is eight thousand; "9 120" of a score is not."""
    if quantity.grouped and re.fullmatch(r"\d{1,3}[.,]\d{3}", number.raw):
        return Number(
            number.start,
            number.end,
            number.raw,
            float(re.sub(r"[.,]", "", number.raw)),
            number.bound,
            number.opens,
            number.upper,
        )
    return number


def _bare_factor(number: Number, quantity: Quantity) -> float:
    for low, high, factor in quantity.bare:
        if low <= number.value <= high:
            return factor
    return 0.0


def _check(number: Number, factor: float, quantity: Quantity, found: Found) -> None:
    ends = [number.value * factor] + ([number.upper * factor] if number.upper is not None else [])
    whole = not quantity.integer or all(end == int(end) for end in ends)
    if whole and all(quantity.low <= round(end, 6) <= quantity.high for end in ends):
        found.state(quantity.fact, number.stated(factor))
        return
    said = show(number.value * factor)
    limits = f"entre {show(quantity.low)} et {show(quantity.high)} {quantity.unit}"
    kind = "une valeur entière" if quantity.integer else "une valeur"
    message = f"« {said} {quantity.unit} » n'est pas possible : {kind} {limits} est attendue."
    found.problems.append(Problem("out_of_range", message, quantity.fact))


def _settle(fact: str, values: list[Any], found: Found, correction: bool) -> None:
    """Several values of one fact: the same, corrected by the last, bounds of an interval, or a contradiction."""
    distinct = [value for index, value in enumerate(values) if value not in values[:index]]
    if len(distinct) == 1 or correction:
        found.facts[fact] = values[-1]
        return
    if all(isinstance(value, dict) for value in distinct) and len({key for value in distinct for key in value}) == sum(
        map(len, distinct)
    ):
        found.facts[fact] = {key: bound for value in distinct for key, bound in value.items()}
        return
    del found.facts[fact]
    said = " et ".join(show_stated(value) for value in distinct[:3])
    unit = table().quantities[fact].unit if fact in table().quantities else ""
    found.problems.append(
        Problem(
            "contradiction",
            f"Plusieurs valeurs dans le même message ({said} {unit}) : laquelle faut-il retenir ?",
            fact,
        )
    )


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
