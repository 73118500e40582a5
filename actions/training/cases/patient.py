"""The patient of a case: age, sex, weight and height that go together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random
from typing import Any, Iterator, Mapping

from actions.training.cases import phrases
from actions.training.cases.needs import Needs, agree
from actions.training.cases.solve import NoWay, pick
from rules.expression import NumberTest, Test

FEMALE, MALE = "F", "M"


@dataclass(frozen=True)
class Patient:
    """`age` in years; `days`, `months` say how a young age is written; `weight` kg, `height` cm."""

    age: float
    sex: str
    pregnant: bool
    weight: float
    height: int
    days: int | None = None
    months: int | None = None
    preterm: bool = False

    @property
    def adult(self) -> bool:
        """Whether the patient is an adult of the growth tables."""
        return bool(self.age >= phrases.load("patients")["adult_from"])

    @property
    def bmi(self) -> float:
        """kg/m²."""
        return self.weight / (self.height / 100) ** 2


@dataclass(frozen=True)
class Profile:
    """One sort of patient of a situation."""

    low: float
    high: float
    sex: str | None
    preterm: bool


def profile(item: Mapping[str, Any]) -> Profile:
    """A sort of patient as it is written."""
    low, high = item["ages"]
    return Profile(low, high, item.get("sex"), bool(item.get("preterm")))


def profiles(found: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Profile]:
    """The sorts of patients that a situation has while these facts are stated. Raises NoWay where there is none."""
    kept = []
    for item in found["patients"]:
        if all(facts.get(fact) in expected for fact, expected in item.get("if", {}).items()):
            kept += [profile(item)] * item.get("weight", 1)
    if not kept:
        raise NoWay
    return kept


def draw(
    found: Mapping[str, Any], facts: Mapping[str, Any], needs: Mapping[str, Needs], tested: Test | None, chance: Random
) -> Patient:
    """A patient of the situation whose age and BMI meet the needs. Raises NoWay."""
    pregnant = facts.get("pregnant") is True
    sayable = [(sort, ages(sort, pregnant, needs)) for sort in profiles(found, facts)]
    sayable = [(sort, fitting) for sort, fitting in sayable if fitting and not (pregnant and sort.sex == MALE)]
    if not sayable:
        raise NoWay
    sort, fitting = chance.choice(sayable)
    age = pick("age_years", tuple(item[0] for item in fitting), tested, chance)
    _, days, months = next(item for item in fitting if item[0] == age)
    sex = FEMALE if pregnant else sort.sex or chance.choice((FEMALE, MALE))
    blank = Patient(age, sex, pregnant, 0, 0, days, months, sort.preterm)
    return _body(blank, needs.get("bmi_kg_m2", ()), chance)


Age = tuple[float, "int | None", "int | None"]


def ages(profile: Profile, pregnant: bool, needs: Mapping[str, Needs]) -> tuple[Age, ...]:
    """The ages of a profile that meet the needs: years, and the days or the months that say a young one."""
    low, high = profile.low, profile.high
    if pregnant:
        low, high = max(low, _data("pregnant_ages")[0]), min(high, _data("pregnant_ages")[1])
    if any(
        isinstance(test, NumberTest) and agree(((test, wanted),), _high(test))
        for test, wanted in needs.get("bmi_kg_m2", ())
    ):
        low = max(low, _data("high_bmi_from_age"))
    wanted_of_age = needs.get("age_years", ())
    return tuple(age for age in _every_age() if low <= age[0] <= high and agree(wanted_of_age, age[0]))


def _high(test: NumberTest) -> float:
    return test.threshold + 1


@lru_cache(maxsize=1)
def _every_age() -> tuple[Age, ...]:
    return tuple(_written_ages())


def _written_ages() -> Iterator[Age]:
    for days in range(1, round(_data("days_below_age") * 365.25)):
        yield round(days / 365.25, 3), days, None
    for months in range(1, _data("months_below_age") * 12):
        yield round(months / 12, 3), None, months
    for years in range(_data("months_below_age"), 100):
        yield years, None, None


def _body(patient: Patient, bmi_needs: Needs, chance: Random) -> Patient:
    if patient.preterm:
        return _scaled(patient, _data("preterm"), chance)
    if bmi_needs:
        return _with_bmi(patient, _bmi(bmi_needs, chance), chance)
    if not patient.adult:
        return _scaled(patient, growth(patient.age), chance)
    low, high = _data("pregnant_bmi") if patient.pregnant else _data("adult_bmi")
    return _with_bmi(patient, chance.uniform(low, high), chance)


def _bmi(needs: Needs, chance: Random) -> float:
    """A BMI on the wanted side of its limit, not far from it. Raises NoWay."""
    near, far = _data("bmi_distance")
    distance = chance.uniform(near, far)
    for test, _ in needs:
        assert isinstance(test, NumberTest)
        for value in (test.threshold + distance, test.threshold - distance):
            if agree(needs, value):
                return value
    raise NoWay


def _with_bmi(patient: Patient, bmi: float, chance: Random) -> Patient:
    span = _data("adult_height")[patient.sex] if patient.adult else growth(patient.age)["height"]
    height = chance.randint(*(round(end) for end in span))
    return replace(patient, height=height, weight=round(bmi * (height / 100) ** 2))


def growth(age: float) -> Mapping[str, tuple[float, float]]:
    """The usual span of weight (kg) and height (cm) at an age in years."""
    points = _data("growth")
    after = next((number for number, point in enumerate(points) if point["age"] > age), len(points) - 1)
    low, high = points[after - 1], points[after]
    share = min((age - low["age"]) / (high["age"] - low["age"]), 1)
    return {name: tuple(a + (b - a) * share for a, b in zip(low[name], high[name])) for name in ("weight", "height")}


def _scaled(patient: Patient, span: Mapping[str, Any], chance: Random) -> Patient:
    """Weight and height at about the same place of their spans."""
    place = chance.uniform(0.1, 0.9)
    beside = min(max(place + chance.uniform(-0.15, 0.15), 0), 1)
    weight = span["weight"][0] + (span["weight"][1] - span["weight"][0]) * place
    height = span["height"][0] + (span["height"][1] - span["height"][0]) * beside
    digits = 2 if patient.preterm else 1 if weight < 20 else 0
    return replace(patient, weight=round(weight, digits) if digits else round(weight), height=round(height))


def _data(name: str) -> Any:
    return phrases.load("patients")[name]
