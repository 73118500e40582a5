"""Ages and other lengths of time: years, months, weeks, days, hours (`durations.yml`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Mapping

from actions.understanding import Problem, Unbound
from bot.nlu.numbers import comparator_before, tidy, to_float, words_pattern
from bot.nlu.quantities import Found, about_family
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text, fold
from bot.nlu.units import table

_NUM = r"(?<![a-z0-9^])(?<![a-z]-)(?<!\d[.,/])(?P<n>\d{1,9}(?:[.,]\d{1,9})?)"
_SMALL_WORDS = re.compile(r"[\s'(:]*(?:de|d|des|les|le|la|a|plus|environ|deja|bien|une|un)?[\s'(:]*")
_DAY = re.compile(r"(?<![a-z0-9])j\s?\+?\s?(?P<n>\d{1,4})(?![\w])(?P<life>\s*de vie)?")
_WEEK = re.compile(r"(?<![a-z0-9])(?P<n>\d{1,2})\s?(?:e|eme|ieme)\s+(?:semaine|sem|sa)(?![a-z])")
_WEEK_LETTER = re.compile(r"(?<![a-z0-9^.,/])(?P<n>\d{1,2})\s?s(?![a-z0-9])")
_ADULT = re.compile(r"(?<![a-z])(?:femme|homme|adulte|adlt|monsieur|madame)(?![a-z])")
_PREGNANT_AT = re.compile(r"(?<![a-z])enceinte\s+(?:de\s+)?$")  # "femme enceinte de 31 ans"
_OF = re.compile(
    r"\s*(?:de\s+|d')(?!sexe|race|pere|mere|origine|poids|taille|la |l'|notre|mon )[a-z]"
)  # "six mois de colchicine": no age
_NEWBORN = re.compile(r"(?<![a-z])(?:nouveau[\s-]nee?|nn)(?![a-z])")
_TYPE = re.compile(r"(?<![a-z])(?:type|stade|grade|classe|groupe|hpa)\s?$")  # "type 2A"
_HOUR = re.compile(r"(?<![a-z0-9])h\s?\+?\s?(?P<n>\d{1,3})(?![\w])")  # "H48" after a contact
_BARE_DRUG = re.compile(r"\s*(?!d(?:e\s|')|sous\s|ttt|traitement)[a-z]")
_PERSON = re.compile(
    r"(?<![a-z])(?:enft?|enfant|gosse|fille|fillette|garcon|gamine?|ado|homme|femme|patiente?|h|f|adt|adlt|adulte)\s+(?:de\s+)?$"
)
_TO = re.compile(r"\d+(?:[.,]\d+)?\s+a\s+\d")  # "3 a 4 g/L": from three to four, no age


@dataclass(frozen=True)
class Patterns:
    """The compiled words of `durations.yml`."""

    span: re.Pattern[str]
    unit_of: Mapping[str, str]
    days_in: Mapping[str, float]
    cues: Mapping[str, re.Pattern[str]]
    bare_day: frozenset[str]
    treatment_counts: frozenset[str]
    contact_counts: frozenset[str]


@lru_cache(maxsize=1)
def patterns() -> Patterns:
    """The patterns, built once."""
    data = load_yaml("durations.yml")
    unit_of = {fold(word): unit for unit, words in data["units"].items() for word in words if word != "m"}
    span = re.compile(
        rf"{_NUM}\s?(?P<unit>{words_pattern(unit_of)})(?![a-z])(?!(?<=j)\d)(?P<half>\s*(?:et\s*demie?|1/2)(?![a-z]))?"
        r"(?:\s*(?:et\s*)?(?P<months>\d{1,2})\s?mois)?"
    )
    cues = {}
    for name in ("age", "not_age", "treatment", "generic_treatment", "symptom", "contact", "pregnancy"):
        cues[name] = re.compile(rf"(?<![a-z])(?:{words_pattern(data[name])})(?![a-z])")
        if f"{name}_after" in data:
            cues[f"{name}_after"] = re.compile(rf"\s*(?:{words_pattern(data[f'{name}_after'])})(?![a-z])")
    drugs = load_yaml("treatments.yml")
    named = words_pattern(
        name for fact in ("corticosteroids", "immunosuppressants", "rituximab") for name in drugs[fact]
    )
    cues["treatment_after"] = re.compile(rf"{cues['treatment_after'].pattern}|\s*d(?:e\s+|')(?:{named})(?![a-z])")
    sets = (data["bare_day"]["situations"], data["treatment_situations"], data["contact_situations"])
    return Patterns(span, unit_of, data["days_in"], cues, *map(frozenset, sets))


@dataclass(frozen=True)
class Duration:
    """A length of time at folded[start:end], in days, with what it measures."""

    start: int
    end: int
    days: float
    unit: str
    bound: str | None
    measures: str  # age | treatment | symptom | contact | pregnancy | none


@dataclass(frozen=True)
class Around:
    """The words around a length of time."""

    before: str  # of the same clause
    after: str
    unit: str
    whole: str  # the whole message
    situations: frozenset[str]

    def says(self, cue: str) -> bool:
        """Whether a cue stands anywhere before, in the same clause."""
        return bool(patterns().cues[cue].search(self.before))

    def leads(self, cue: str) -> bool:
        """Whether a cue stands right before."""
        near = self.before[-26:]
        return any(_SMALL_WORDS.fullmatch(near[match.end() :]) for match in patterns().cues[cue].finditer(near))

    def follows(self, cue: str) -> bool:
        """Whether a cue stands right after."""
        return bool(patterns().cues[f"{cue}_after"].match(self.after))


def durations(text: Text, situations: frozenset[str]) -> list[Duration]:
    """The lengths of time of a message. `situations` are those said, for "J6" and "depuis 6 jours"."""
    found = [
        _duration(text, match, situations)
        for match in patterns().span.finditer(text.folded)
        if not _TO.match(match.group() + text.folded[match.end() :]) and not _TYPE.search(text.folded[: match.start()])
    ]
    found.extend(_ranked_day(text, match, situations) for match in _ranked_days().finditer(text.folded))
    found.extend(_day(text, match, situations) for match in _DAY.finditer(text.folded))
    found.extend(_hours(text, situations))
    pregnant = patterns().cues["pregnancy"].search(text.folded)
    weeks = [*_WEEK.finditer(text.folded), *(_WEEK_LETTER.finditer(text.folded) if pregnant else ())]
    found.extend(
        Duration(match.start(), match.end(), 7 * float(match["n"]), "weeks", None, "pregnancy" if pregnant else "none")
        for match in weeks
    )
    return sorted(found, key=lambda item: item.start)


@lru_cache(maxsize=1)
def _ranked_days() -> re.Pattern[str]:
    """ "cinquième jour", "12e jour"."""
    return re.compile(
        rf"(?<![a-z0-9])(?:(?P<n>\d{{1,2}})\s?(?:e|eme|ieme)|(?P<rank>{words_pattern(_ranks())}))\s+jour(?![a-z])"
    )


@lru_cache(maxsize=1)
def _ranks() -> Mapping[str, int]:
    return {fold(str(word)): int(rank) for rank, said in load_yaml("courses.yml")["ordinals"].items() for word in said}


def _ranked_day(text: Text, match: re.Match[str], situations: frozenset[str]) -> Duration:
    counts = situations & patterns().bare_day or patterns().cues["symptom_after"].match(text.folded, match.end())
    days = float(match["n"] or _ranks()[match["rank"]])
    return Duration(match.start(), match.end(), days, "days", None, "symptom" if counts else "none")


def _day(text: Text, match: re.Match[str], situations: frozenset[str]) -> Duration:
    fever = patterns().cues["symptom"].search(_clause(text, match.start()))
    measures = "age" if match["life"] else "symptom" if fever or situations & patterns().bare_day else "none"
    if measures == "none" and situations and situations <= patterns().contact_counts:
        measures = "contact"
    return Duration(match.start(), match.end(), float(match["n"]), "days", None, measures)


def _hours(text: Text, situations: frozenset[str]) -> list[Duration]:
    """ "H48" after a contact with measles."""
    if not situations or not situations <= patterns().contact_counts:
        return []
    return [
        Duration(match.start(), match.end(), float(match["n"]) * patterns().days_in["hours"], "hours", None, "contact")
        for match in _HOUR.finditer(text.folded)
    ]


def _duration(text: Text, match: re.Match[str], situations: frozenset[str]) -> Duration:
    pattern = patterns()
    unit = pattern.unit_of[re.sub(r"[\s-]+", " ", match["unit"])]
    amount = to_float(match["n"]) + (0.5 if match["half"] else 0.0)
    days = amount * pattern.days_in[unit] + (
        float(match["months"]) * pattern.days_in["months"] if match["months"] else 0.0
    )
    bound, opens = comparator_before(text.folded, match.start())
    if text.folded[opens : match.start()].strip().startswith("sous"):
        bound, opens = None, match.start()
    around = Around(_clause(text, opens), text.folded[match.end() :], unit, text.folded, situations)
    measures = "none" if about_family(text.folded, opens) else _measures(around)
    return Duration(match.start(), match.end(), days, unit, bound, measures)


def _clause(text: Text, opens: int) -> str:
    return re.split(r"[,;.!?\n]", text.folded[:opens])[-1]


def _measures(around: Around) -> str:
    """What a length of time measures, from the words around it."""
    short = around.unit in ("hours", "days")
    if around.follows("contact") or (
        short
        and (around.says("contact") or (around.leads("not_age") and around.situations & patterns().contact_counts))
    ):
        return "contact"
    if around.unit == "weeks" and (around.follows("pregnancy") or around.says("pregnancy")):
        return "pregnancy"
    if around.follows("age") or around.leads("age") or (around.unit == "years" and _PREGNANT_AT.search(around.before)):
        return "age"
    if around.unit in ("days", "weeks") and (
        around.follows("symptom")
        or around.says("symptom")
        or (around.leads("not_age") and around.situations & patterns().bare_day)
    ):
        return "symptom"
    if around.unit == "years" and (_PERSON.search(around.before) or _aged_before_a_drug(around)):
        return "age"
    if around.unit != "hours" and (around.follows("treatment") or around.leads("treatment")):
        return "treatment"
    return _elapsed_or_age(around)


def _aged_before_a_drug(around: Around) -> bool:
    """ "AHAI 8a ctc échec": years typed right before a drug, with no word that joins them, are the patient's."""
    joined = around.leads("treatment") or around.leads("not_age")
    return not joined and around.follows("treatment") and _BARE_DRUG.match(around.after) is not None


def _elapsed_or_age(around: Around) -> str:
    if around.leads("not_age"):
        counts = not around.situations or around.situations & patterns().treatment_counts
        named = around.says("treatment") or (counts and around.says("generic_treatment"))
        return "treatment" if named and around.unit != "hours" else "none"
    if around.follows("not_age") or _OF.match(around.after):
        return "none"
    if around.unit == "days":
        return (
            "symptom" if around.situations & patterns().bare_day else "age" if _NEWBORN.search(around.whole) else "none"
        )
    if around.unit in ("weeks", "hours") or (around.unit == "months" and _ADULT.search(around.whole)):
        return "none"
    return "age"


def take(text: Text, found: Found, situations: frozenset[str]) -> None:
    """Turn the lengths of time of a message into facts. `found` is completed."""
    for item in durations(text, situations):
        if not found.free(item.start, item.end) or text.folded[item.end :].lstrip().startswith(
            ("d'amenorrhee", "d amenorrhee")
        ):
            continue
        found.spans.append((item.start, item.end))
        _state(item, found)
        if text.folded.strip() == text.folded[item.start : item.end]:
            found.unbound.append(
                Unbound("number", tidy(item.days / patterns().days_in[item.unit]), item.unit, text.original.strip())
            )


_FACTS = {
    "age": "age_years",
    "treatment": "treatment_months",
    "symptom": "days_since_first_symptom",
    "contact": "hours_since_contact",
    "pregnancy": "gestational_weeks",
}
_UNIT = {
    "age_years": "years",
    "treatment_months": "months",
    "days_since_first_symptom": "days",
    "hours_since_contact": "hours",
    "gestational_weeks": "weeks",
}


def _state(item: Duration, found: Found) -> None:
    fact = _FACTS.get(item.measures)
    if fact is None:
        return
    value: Any = _scaled(item, fact)
    oldest = table().quantities["age_years"].high
    if fact == "age_years" and value > oldest:
        message = f"« {value} ans » n'est pas possible : un âge entre 0 et {oldest:g} ans est attendu."
        found.problems.append(Problem("out_of_range", message, fact))
        return
    found.state(fact, {item.bound: value} if item.bound else value)


def _scaled(item: Duration, fact: str) -> float | int:
    """The length in the unit of the fact: a year has twelve months; weeks of treatment give months with one decimal."""
    days_in = patterns().days_in
    if fact == "age_years" and item.unit == "months":
        return tidy(item.days / days_in["months"] / 12)
    if fact == "treatment_months" and item.unit == "years":
        return tidy(item.days / days_in["years"] * 12)
    value = item.days / days_in[_UNIT[fact]]
    return tidy(round(value, 1) if fact == "treatment_months" and item.unit in ("weeks", "days") else value)
