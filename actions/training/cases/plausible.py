"""What no case may be: French that is not written so, a patient who does not exist."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any, Iterator, Mapping

from actions.training.cases import phrases
from actions.training.cases.model import Vignette
from actions.training.cases.patient import growth
from rules import CaseError, decide, parse_case
from rules.load import hierarchy

FEMALE, MALE = "F", "M"
PRETERM = "preterm_infection_prevention"


def faults(case: Vignette) -> tuple[str, ...]:
    """Every fault of a case, in French: its language, its patient, facts that contradict one another."""
    return (*language(case.text), *patient(case.indication, case.facts), *_undecidable(case))


def language(text: str) -> tuple[str, ...]:
    """The faults of the French of a case."""
    data = phrases.load("checks")
    found = list(_matches(text, "language"))
    sex = sex_of(text)
    found += list(_matches(text, "agreement", sex)) if sex else []
    shortest, longest = data["patient"]["shortest"], data["patient"]["longest"]
    if not shortest <= len(text) <= longest:
        found.append(f"longueur : {len(text)} signes, de {shortest} à {longest} attendus")
    return tuple(found)


def sex_of(text: str) -> str | None:
    """The sex that the first words for a person give; None where there is none."""
    match = _openings().search(text.lower())
    return None if match is None else FEMALE if match[1] else MALE


@lru_cache(maxsize=1)
def _openings() -> re.Pattern[str]:
    data = phrases.load("checks")["openings"]
    female, male = ("|".join(re.escape(word.lower()) for word in data[sex]) for sex in (FEMALE, MALE))
    return re.compile(rf"(?<!\w)(?:({female})|({male}))(?!\w)")


@cache
def _patterns(part: str, sex: str | None) -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str], ...]:
    data = phrases.load("checks")[part]
    items = data[sex] if sex else data
    return tuple(
        (re.compile(item["pattern"]), re.compile(item["unless"]) if "unless" in item else None, item["says"])
        for item in items
    )


def _matches(text: str, part: str, sex: str | None = None) -> Iterator[str]:
    for pattern, unless, says in _patterns(part, sex):
        match = pattern.search(text)
        if match and not (unless and unless.search(text)):
            yield f"{says} : « …{text[max(0, match.start() - 15) : match.end() + 15]}… »"


def patient(indication: str | None, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """What makes a patient implausible: age, pregnancy, weight and height for the age."""
    return tuple(_patient(indication, facts))


def _patient(indication: str | None, facts: Mapping[str, Any]) -> Iterator[str]:
    data, age = phrases.load("checks")["patient"], facts.get("age_years")
    if not isinstance(age, (int, float)):
        return
    if facts.get("pregnant") is True and not data["pregnant_ages"][0] <= age <= data["pregnant_ages"][1]:
        yield f"grossesse à {age} ans"
    if facts.get("newborn_liver_failure") is True and age >= data["newborn_liver_failure_below"]:
        yield f"nouveau-né de {age} ans"
    for fact, (low, high) in _limits(indication, age).items():
        value = facts.get(fact)
        if isinstance(value, (int, float)) and not low <= value <= high:
            yield f"{fact} : {value} à {age:g} ans ({low:.3g} à {high:.3g} attendus)"
    weight, height = facts.get("weight_kg"), facts.get("height_cm")
    if isinstance(weight, (int, float)) and isinstance(height, (int, float)) and age >= _adult_from():
        low, high = data["adult_bmi"]
        if not low <= weight / (height / 100) ** 2 <= high:
            yield f"IMC impossible : {weight} kg pour {height} cm"


def _adult_from() -> float:
    return float(phrases.load("patients")["adult_from"])


def _limits(indication: str | None, age: float) -> Mapping[str, tuple[float, float]]:
    """The weights (kg) and heights (cm) that are plausible at an age."""
    data = phrases.load("checks")["patient"]
    if indication == PRETERM:
        return {"weight_kg": tuple(data["preterm_weight"])}
    if age >= _adult_from():
        return {"weight_kg": tuple(data["adult_weight"]), "height_cm": tuple(data["adult_height"])}
    usual = growth(age)
    found = {}
    for fact, name in (("weight_kg", "weight"), ("height_cm", "height")):
        low, high = data[f"child_{name}_times"]
        found[fact] = (usual[name][0] * low, usual[name][1] * high)
    return found


def _undecidable(case: Vignette) -> Iterator[str]:
    try:
        answer = decide(parse_case({"indication": case.indication, "facts": dict(case.facts)}))
    except CaseError as error:
        yield error.message
        return
    if case.indication in hierarchy().situations and "dose" in case.asks and answer.dose is None:
        yield "une dose est demandée là où le tableau n'en donne pas"
