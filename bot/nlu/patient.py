"""Who the patient is: adult or child, by an age or by a word, and what follows for the facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Mapping

from actions.understanding import Problem
from bot.nlu.context import Context
from bot.nlu.match import Mention
from bot.nlu.numbers import tidy, words_pattern
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text

NAMED_AFTER_AGE = frozenset({"itp_adult", "itp_child"})


@dataclass(frozen=True)
class Patient:
    """`group` is adult, child or None; `word` what the words alone say, with its `bound` on age.

    `conflict`: an age denies the word; `both`: adult and child are said.
    """

    group: str | None = None
    word: str | None = None
    bound: Mapping[str, float] = field(default_factory=dict)
    conflict: bool = False
    both: bool = False


def _people() -> Mapping[str, Any]:
    data: Mapping[str, Any] = _load()
    return data


@lru_cache(maxsize=1)
def _load() -> Any:
    return load_yaml("people.yml")


def born() -> frozenset[str]:
    """The situations in which a term in weeks is the patient's birth, not a pregnancy."""
    return frozenset(_people()["born"])


def group_of(age: Any) -> str | None:
    """adult or child for an age or a bound on it; None where both remain possible."""
    limit = _people()["limit_years"]
    if not isinstance(age, Mapping):
        return None if age is None else "adult" if age >= limit else "child"
    low, high = age.get("at_least", age.get("above", 0)), age.get("below", age.get("at_most"))
    if low >= limit:
        return "adult"
    if high is not None and (high < limit or (high == limit and "below" in age)):
        return "child"
    return None


def patient(mentions: list[Mention], context: Context, age: Any, corrected: bool = False) -> Patient:
    """Read the words for persons (`mentions` of the `person` layer) against the stated age.

    Where both groups are said, the last one holds in a correction ("enfant, pardon adulte"); otherwise neither does.
    """
    words = [item.sense.kind for item in mentions if item.sense.kind != "neutral" and not context.negated(item)]
    exact = [kind for kind in words if kind in ("adult", "child")]
    by_age = group_of(age)
    both = len(set(exact)) > 1
    word = exact[-1] if exact and (corrected or not both) else None
    implied = {"adult_by_sex": "adult", "child_by_birth": "child"}
    hinted = {implied[kind] for kind in words if kind in implied}
    group = word or (hinted.pop() if len(hinted) == 1 else None)
    bound = dict(_people()[word]["age"]) if word else {}
    return Patient(by_age or group, word, bound, bool(by_age and word and by_age != word), both and not corrected)


def conflict(found: Patient) -> Problem:
    """What to say where the age and the word do not agree."""
    said = "adulte" if found.word == "adult" else "enfant"
    return Problem(
        "contradiction", f"L'âge indiqué ne correspond pas à « {said} » : quel est l'âge du patient ?", "age_years"
    )


@lru_cache(maxsize=1)
def _unvaccinated() -> re.Pattern[str]:
    said = words_pattern(_people()["measles"]["unvaccinated"])
    return re.compile(
        rf"(?<![a-z])(?:{said}|(?:pas|jamais|non|ni|sans|ss)\W+(?:\w+\W+){{0,2}}?(?:vacc|vax|immunis|ror)\w*)(?![a-z])"
    )


_MOTHER = re.compile(r"(?<![a-z])(?:mere|maman)(?![a-z])")


def measles_group(text: Text, facts: Mapping[str, Any]) -> str | None:
    """The group of the measles row that age, pregnancy and vaccination describe; None where they do not settle it."""
    unvaccinated = bool(_unvaccinated().search(text.folded))
    if facts.get("pregnant") is True and unvaccinated:
        return "pregnant_not_immune"
    months = _months(facts.get("age_years"))
    if (
        months is not None
        and months < _people()["measles"]["under_months"]
        and unvaccinated
        and _MOTHER.search(text.folded)
    ):
        return "under_6_months_mother_not_immune"
    if (
        months is not None
        and _people()["measles"]["under_months"] <= months < _people()["measles"]["last_month"]
        and unvaccinated
    ):
        return "from_6_to_11_months_not_vaccinated"
    if facts.get("immunodepressed") is True:
        return "immunodepressed"
    return None


def _months(age: Any) -> float | None:
    return None if age is None or isinstance(age, Mapping) else float(tidy(age * 12))
