"""The words of `sirolimus.yml`, compiled once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Iterable, Mapping

from bot.nlu.numbers import words_pattern
from bot.nlu.terms import load_yaml
from bot.nlu.text import fold

Pattern = re.Pattern[str]
NUMBER = r"(?<![a-z0-9^.,/])(?P<n>\d{1,4}(?:[.,]\d{1,3})?)(?![.,]?\d)"


def anywhere(terms: Iterable[str]) -> Pattern:
    """Any of the terms as whole words, plurals included."""
    return re.compile(rf"(?<![a-z0-9])(?:{words_pattern(terms)})s?(?![a-z0-9])")


@dataclass(frozen=True)
class Forms:
    """How a boolean fact is said; a `yes` that is denied means no."""

    yes: Pattern
    no: Pattern | None

    def read(self, folded: str, denied: Pattern) -> bool | None:
        """What the message says of the fact, or None."""
        if self.no and self.no.search(folded):
            return False
        match = self.yes.search(folded)
        return None if match is None else not denied.search(folded[: match.start()])


@dataclass(frozen=True)
class Words:
    """The patterns of the protocol."""

    names: Pattern
    starts: Pattern
    changes: Pattern
    spelt_date: Pattern
    months: Mapping[str, int]
    per_surface: Pattern
    number: Pattern
    level: Pattern
    level_unit: Pattern
    other_unit: Pattern
    not_level: Pattern
    control: Pattern
    milligrams: Pattern
    response: Mapping[str, Pattern]
    length: Pattern
    unit_of: Mapping[str, str]
    ranked: Pattern
    ranks: Mapping[str, str]
    days_in: Mapping[str, float]
    then_time: Pattern
    lasting: Pattern
    of_response: Pattern
    disease: Pattern
    treatment: Pattern
    at_time: Pattern
    of_treatment: Pattern
    facts: Mapping[str, Forms]
    denied: Pattern
    values: Mapping[str, tuple[tuple[Pattern, Any], ...]]
    topics: Mapping[str, Pattern]
    effects: Mapping[str, Pattern]
    drugs: Mapping[str, Pattern]
    leave: Pattern
    not_it: Pattern


def _units(units: Iterable[str]) -> Pattern:
    found = sorted({re.sub(r"\s*/\s*", "/", fold(unit)) for unit in units}, key=len, reverse=True)
    joined = "|".join(re.escape(unit).replace("/", r"\s*/\s*").replace(r"\ ", r"\s+") for unit in found)
    return re.compile(rf"\s*(?:{joined})(?![a-z0-9])")


def _times(data: Mapping[str, Any]) -> dict[str, Any]:
    unit_of = {fold(word): unit for unit, said in data["units"].items() for word in said}
    ranks = {fold(word): unit for word, unit in data["ranked"].items()}
    length = rf"{NUMBER}\s?(?P<unit>{words_pattern(unit_of)})(?![a-z0-9/])"
    ranked = rf"(?<![a-z0-9])(?P<unit>{words_pattern(ranks)})\s?\+?(?P<n>\d{{1,4}})(?![\w/]|[.,]\d)"
    durations = load_yaml("durations.yml")
    return {
        "length": re.compile(length),
        "unit_of": unit_of,
        "ranked": re.compile(ranked),
        "ranks": ranks,
        "days_in": durations["days_in"],
        "then_time": re.compile(rf"\s*(?:a|au)\s+(?:{ranked.replace('?P<unit>', '?:').replace('?P<n>', '?:')}|\d)"),
    }


def _dates(data: Mapping[str, Any]) -> dict[str, Any]:
    months = {fold(name): number for number, name in enumerate(data["month_names"], 1)}
    spelt = rf"(?P<d>\d{{1,2}})(?:er)?\s+(?P<m>{words_pattern(months)})(?:\s+(?P<y>20\d{{2}}))?(?!\d)"
    opened = {key: anywhere_open(data[key]) for key in ("starts", "changes")}
    return {**opened, "spelt_date": re.compile(spelt), "months": months}


def anywhere_open(terms: Iterable[str]) -> Pattern:
    """Any of the terms, beginning as a word; what follows is free ("début : 12/10")."""
    return re.compile(rf"(?<![a-z0-9])(?:{words_pattern(terms)})")


def _names(data: Mapping[str, Any]) -> dict[str, Pattern]:
    """The drugs of the protocol by its own names, each with its other names."""
    rules = load_yaml("../protocols/sirolimus.yml")
    listed = [str(drug) for item in rules["interactions"] for drug in item["drugs"]]
    return {drug: anywhere([drug, *data["drugs"].get(drug, ())]) for drug in listed}


def _denied(data: Mapping[str, Any]) -> Pattern:
    small = words_pattern(data["small"])
    return re.compile(rf"(?<![a-z])(?:{words_pattern(data['denials'])})(?:[\s']+(?:{small}))*[\s']*$")


def _facts(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "facts": {
            fact: Forms(anywhere(forms["yes"]), anywhere(forms["no"]) if "no" in forms else None)
            for fact, forms in data["facts"].items()
        },
        "denied": _denied(data),
        "values": {
            **{
                fact: tuple((anywhere(said), choice) for choice, said in choices.items())
                for fact, choices in data["choices"].items()
            },
            **{
                fact: tuple((anywhere(item["words"]), dict(item["value"])) for item in bounds)
                for fact, bounds in data["bounds"].items()
            },
        },
    }


@lru_cache(maxsize=1)
def words() -> Words:
    """The patterns, built once."""
    data = load_yaml("sirolimus.yml")
    level = data["level"]
    return Words(
        names=anywhere(data["names"]),
        per_surface=re.compile(rf"{NUMBER}\s*mg\s*/\s*m(?:2|²)(?:\s*/\s*j(?:our)?)?"),
        number=re.compile(NUMBER),
        level=anywhere([*level["labels"], *level["controls"]]),
        level_unit=_units(level["units"]),
        other_unit=_units(level["others"]),
        not_level=anywhere(level["not_labels"]),
        control=anywhere(level["controls"]),
        milligrams=re.compile(rf"{NUMBER}\s*mg(?:\s*(?:/|par)\s*(?:j|jour|24\s?h))?(?![a-z0-9]|\s*/)"),
        response={value: anywhere(said) for value, said in data["response"].items()},
        lasting=anywhere(data["lasting"]),
        of_response=re.compile(rf"\s*(?:{words_pattern(data['of_response'])})(?![a-z])"),
        disease=anywhere(data["disease"]),
        treatment=anywhere(data["treatment"]),
        at_time=re.compile(rf"(?<![a-z])(?:{words_pattern(data['at_time'])})[\s:=]*$"),
        of_treatment=re.compile(rf"\s*(?:{words_pattern(data['of_treatment'])})(?![a-z])"),
        topics={name: anywhere(said) for name, said in data["topics"].items()},
        effects={name: anywhere(said) for name, said in data["effects"].items()},
        drugs=_names(data),
        leave=anywhere(data["leave"]),
        not_it=anywhere(data["not_it"]),
        **_times(data),
        **_dates(data),
        **_facts(data),
    )
