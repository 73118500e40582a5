"""Courses already given, and which course is asked for ("3e cure dans l'année")."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from bot.nlu.numbers import words_pattern
from bot.nlu.quantities import Found
from bot.nlu.terms import load_yaml
from bot.nlu.text import Text, fold

_GIVEN = re.compile(
    r"\s+(?:d'ig\w*\s+)?(?:deja |bien |mal |tres )*"
    r"(?:toleree|faite|recue|efficace|inefficace|terminee|administree|sans |il y a )"
)  # "première cure bien tolérée"


_AFTER = re.compile(  # "pas de réponse à la première cure", "après la deuxième cure": it was given
    r"(?<![a-z])(?:repons\w+|repond\w*|echec|malgre|apres|post|depuis|suite|effet|amelior\w+)\s+(?:(?:a|de|du|au|avec|la|le|sa|une?)\s+)*$"
)


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str], dict[str, int]]:
    data = load_yaml("courses.yml")
    words, year = words_pattern(data["words"]), words_pattern(data["in_year"])
    ordinals = {fold(word): int(rank) for rank, said in data["ordinals"].items() for word in said}
    ranked = re.compile(rf"(?<![a-z0-9])(?P<rank>{words_pattern(ordinals)})\s+(?:{words})(?![a-z])")
    counted = re.compile(
        rf"(?<![\w.,/])(?P<n>\d{{1,3}})\s+(?:{words})(?![a-z])(?!\s+de\s+(?:rituximab|mabthera|chimio))"
    )
    yearly = re.compile(
        rf"(?<![a-z0-9])(?P<rank>{words_pattern(ordinals)})\s+(?:{words_pattern(data['year_words'])})(?![a-z])|(?<![a-z])annee\s+(?P<n>\d{{1,2}})(?!\d)"
    )
    return ranked, counted, yearly, re.compile(rf"(?<![a-z])(?:{year})(?![a-z])"), ordinals


def courses(text: Text, found: Found) -> None:
    """Complete `found` with phase, courses_given and courses_in_12_months."""
    ranked, counted, yearly, year, ordinals = _patterns()
    in_year = bool(year.search(text.folded))
    for match in ranked.finditer(text.folded):
        given = _GIVEN.match(text.folded, match.end()) or _AFTER.search(text.folded[: match.start()])
        found.facts.update(
            {"courses_given": ordinals[match["rank"]]} if given else _asked_for(ordinals[match["rank"]], in_year)
        )
        found.spans.append(match.span())
    for match in yearly.finditer(text.folded):
        found.facts["treatment_year"] = int(match["n"]) if match["n"] else ordinals[match["rank"]]
        found.spans.append(match.span())
    for match in counted.finditer(text.folded):
        if not found.free(*match.span()):
            continue
        found.facts["courses_in_12_months" if in_year else "courses_given"] = int(match["n"])
        found.spans.append(match.span())


def _asked_for(rank: int, in_year: bool) -> dict[str, Any]:
    """The second course asked for is a renewal after one course given."""
    if rank == 1:
        return {"phase": "initiation"}
    return {"phase": "renewal", **({"courses_in_12_months": rank} if in_year else {"courses_given": rank - 1})}
