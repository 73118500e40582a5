"""Ages and other lengths of time: years, months, days, hours (`durations.yml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping

from actions.understanding import Unbound
from bot.nlu.numbers import Number, _comparators, tidy, to_float, words_pattern
from bot.nlu.quantities import Found
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text

_NUM = r"(?<![\w.,/])(?P<n>\d+(?:[.,]\d+)?)"


@dataclass(frozen=True)
class Patterns:
    """The compiled words of `durations.yml`."""

    span: re.Pattern[str]
    unit_of: Mapping[str, str]
    days_in: Mapping[str, float]
    cues: Mapping[str, re.Pattern[str]]
    bare_day: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """The patterns, built once."""
    data = load_yaml("durations.yml")
    unit_of = {_plain(word): unit for unit, words in data["units"].items() for word in words if word not in ("m",)}
    units = words_pattern(unit_of)
    span = re.compile(rf"{_NUM}\s?(?P<unit>{units})(?![a-z])(?P<half>\s*(?:et\s*demie?|1/2)(?![a-z]))?(?:\s*(?:et\s*)?(?P<months>\d{{1,2}})\s?mois)?")
    cues = {}
    for name in ("age", "not_age", "treatment", "symptom", "contact", "pregnancy"):
        cues[name] = re.compile(rf"(?<![a-z])(?:{words_pattern(data[name])})(?![a-z])")
        if f"{name}_after" in data:
            cues[f"{name}_after"] = re.compile(rf"\s*(?:{words_pattern(data[f'{name}_after'])})(?![a-z])")
    return Patterns(span, unit_of, data["days_in"], cues, frozenset(data["bare_day"]["situations"]))


def _plain(word: str) -> str:
    from bot.nlu.text import fold

    return fold(word)


@dataclass(frozen=True)
class Duration:
    """A length of time at folded[start:end], in days, with what it measures."""

    start: int
    end: int
    days: float
    unit: str
    bound: str | None
    measures: str  # age | treatment | symptom | contact | day | none


def durations(text: Text, situations: frozenset[str]) -> list[Duration]:
    """The lengths of time of a message. `situations` are those said, for "J6" and "depuis 6 jours"."""
    found = [_duration(text, match, situations) for match in patterns().span.finditer(text.folded)]
    for match in re.finditer(r"(?<![a-z0-9])j\s?\+?\s?(?P<n>\d+)(?![\w])(?P<life>\s*de vie)?", text.folded):
        fever = patterns().cues["symptom"].search(_clause(text, match.start()))
        measures = "age" if match["life"] else "symptom" if fever or situations & patterns().bare_day else "none"
        found.append(Duration(match.start(), match.end(), float(match["n"]), "days", None, measures))
    return sorted(found, key=lambda item: item.start)


def _duration(text: Text, match: re.Match[str], situations: frozenset[str]) -> Duration:
    pattern = patterns()
    unit = pattern.unit_of[re.sub(r"[\s-]+", " ", match["unit"])]
    amount = to_float(match["n"]) + (0.5 if match["half"] else 0.0)
    days = amount * pattern.days_in[unit] + (float(match["months"]) * pattern.days_in["months"] if match["months"] else 0.0)
    begin = max(0, match.start() - 32)
    compared = _comparators().search(text.folded[begin : match.start()])
    bound = next((kind for kind, said in compared.groupdict().items() if said), None) if compared else None
    opens = begin + compared.start() if compared else match.start()
    if compared and compared.group().strip().startswith("sous"):
        bound, opens = None, match.start()
    return Duration(match.start(), match.end(), days, unit, bound, _measures(text, opens, match.end(), unit, situations))


def _clause(text: Text, opens: int) -> str:
    return re.split(r"[,;.!?\n]", text.folded[:opens])[-1]


def _measures(text: Text, opens: int, end: int, unit: str, situations: frozenset[str]) -> str:
    """What a length of time measures, from the words around it."""
    cues = patterns().cues
    before, after = _clause(text, opens), text.folded[end:]
    near = before[-26:]
    if cues["contact_after"].match(after) or (unit in ("hours", "days") and cues["contact"].search(before)):
        return "contact"
    if unit == "weeks" and (cues["pregnancy_after"].match(after) or cues["pregnancy"].search(before)):
        return "pregnancy"
    if cues["age_after"].match(after) or _ends(cues["age"], near):
        return "age"
    if cues["symptom_after"].match(after) and unit in ("days", "weeks"):
        return "symptom"
    if cues["treatment_after"].match(after) and unit != "hours":
        return "treatment"
    if unit in ("days", "weeks") and (cues["symptom"].search(before) or (_ends(cues["not_age"], near) and situations & patterns().bare_day)):
        return "symptom"
    if _ends(cues["not_age"], near):
        return "treatment" if cues["treatment"].search(before) and unit != "hours" else "none"
    if cues["not_age_after"].match(after):
        return "none"
    if unit in ("days", "weeks", "hours"):
        return "day" if unit == "days" else "none"
    return "age"


def _ends(pattern: re.Pattern[str], near: str) -> bool:
    """Whether a cue stands right before (small words between do not count)."""
    return any(re.fullmatch(r"[\s'(:]*(?:de|d|des|les|le|la|a|plus|environ|deja|bien|une|un)?[\s'(:]*", near[match.end() :]) for match in pattern.finditer(near))


def take(text: Text, found: Found, situations: frozenset[str]) -> None:
    """Turn the lengths of time of a message into facts. `found` is completed."""
    for item in durations(text, situations):
        if not found.free(item.start, item.end):
            continue
        found.spans.append((item.start, item.end))
        measures = item.measures
        if measures == "day":
            measures = "symptom" if situations & patterns().bare_day else "age" if re.search(r"nouveau[\s-]ne|(?<![a-z])nn(?![a-z])", text.folded) else "none"
        _state(item, measures, found)
        if text.folded.strip() == text.folded[item.start : item.end]:
            found.unbound.append(Unbound("number", _amount(item), item.unit, text.original.strip()))


def _amount(item: Duration) -> float | int:
    return tidy(item.days / patterns().days_in[item.unit])


def _state(item: Duration, measures: str, found: Found) -> None:
    days_in = patterns().days_in
    fact, scale = {"age": ("age_years", days_in["years"]), "treatment": ("treatment_months", days_in["months"]),
                   "symptom": ("days_since_first_symptom", 1.0), "contact": ("hours_since_contact", days_in["hours"]),
                   "pregnancy": ("gestational_weeks", days_in["weeks"])}.get(measures, (None, 1.0))  # fmt: skip
    if fact is None:
        return
    value: Any = _scaled(item, fact, scale)
    if item.bound:
        value = {item.bound: value}
    if fact == "age_years" and not isinstance(value, dict) and value > 120:
        from actions.understanding import Problem

        found.problems.append(Problem("out_of_range", f"« {value} ans » n'est pas possible : un âge entre 0 et 120 ans est attendu.", fact))
        return
    found.state(fact, value)


def _scaled(item: Duration, fact: str, scale: float) -> float | int:
    if fact == "age_years" and item.unit == "months":
        return tidy(item.days / patterns().days_in["months"] / 12)
    if fact == "treatment_months" and item.unit == "years":
        return tidy(item.days / patterns().days_in["years"] * 12)
    if fact == "treatment_months" and item.unit in ("weeks", "days"):
        return round(item.days / scale, 1) if round(item.days / scale, 1) % 1 else int(round(item.days / scale, 1))
    return tidy(item.days / scale)


__all__ = ["Number", "durations", "take"]
