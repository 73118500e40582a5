"""One answer out of a piece of typed text, by the kind of its question; what it leaves unread comes back with it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Callable, NamedTuple

from actions.forms import dates
from actions.forms.text import Typed, fold, pattern, same, word_pattern
from rules.forms import FormProblem, Question
from rules.forms.model import UNKNOWN, Choice
from rules.forms.values import number

NUMBER = re.compile(
    r"\s*(?:[:=]|est\s+(?:a\s+)?|a\s+)?\s*(?P<bound>[<>]=?|≤|≥)?\s*(?P<number>-?\d{1,3}(?:\s\d{3})+(?![\d])|-?\d+)(?P<decimals>[.,]\d+)?"
)
UNIT = re.compile(r"\s*(?P<unit>/?[a-z%]+[0-9]*(?:\s*/\s*[a-z0-9][a-z0-9.,]*(?:\s*m2)?)*|/\s*\d+|/\s*[a-z]+\d*)")


class Answer(NamedTuple):
    """The answer, still to be checked, and what was not read."""

    value: Any
    rest: Typed


def read(question: Question, piece: Typed) -> Answer | None:
    """The answer that begins a piece, or None where there is none. Raises FormProblem."""
    unknown = word_pattern("unknown").search(piece.folded)
    if unknown and piece.part(0, unknown.start()).blank:
        return Answer(UNKNOWN, piece.part(unknown.end(), len(piece.folded)))
    return READERS[question.kind](question, piece)


def _boolean(question: Question, piece: Typed) -> Answer | None:
    for value, name in ((True, "yes"), (False, "no")):
        found = _leading(word_pattern(name), piece)
        if found:
            return Answer(value, piece.part(found.end(), len(piece.folded)))
    found = re.match(r"\s*(?:[:=]\s*)?([+-])(?=\s|$|,)", piece.folded)
    return Answer(found[1] == "+", piece.part(found.end(), len(piece.folded))) if found else None


def _leading(words: re.Pattern[str], piece: Typed) -> re.Match[str] | None:
    found = words.search(piece.folded)
    return found if found and piece.part(0, found.start()).blank else None


@cache
def choice_words(choices: tuple[Choice, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """The words of the choices, as a pattern and by what they say."""
    said = {same(term): one.value for one in choices for term in (*one.aliases, one.label)}
    return pattern(said), said


def _choice(question: Question, piece: Typed) -> Answer | None:
    words, values = choice_words(question.choices)
    found = words.search(piece.folded)
    return Answer(values[same(found.group())], piece.without(found.span())) if found else None


def _multiple(question: Question, piece: Typed) -> Answer | None:
    words, values = choice_words(question.choices)
    found = list(words.finditer(piece.folded))
    chosen = dict.fromkeys(values[same(one.group())] for one in found)
    return Answer(list(chosen), piece.without(*(one.span() for one in found))) if found else None


def _date(question: Question, piece: Typed) -> Answer | None:
    found = dates.find(piece)
    return Answer(dates.iso(found), piece.without(found.span())) if found else None


def _number(question: Question, piece: Typed) -> Answer | None:
    start = 0
    if question.prefix:
        prefix = re.match(rf"\s*(?:[:=]|est|a|au)?\s*{re.escape(question.prefix).replace('/', ' */ *')}", piece.folded)
        start = prefix.end() if prefix else 0
    found = NUMBER.match(piece.folded, start)
    if found is None:
        return None
    if found["bound"]:
        message = f"{question.label} : écrivez la valeur seule, sans « {found['bound']} », ou « inconnu »."
        raise FormProblem("wrong_value", message)
    value = float(re.sub(r"\s", "", found["number"]) + (found["decimals"] or "").replace(",", "."))
    unit = UNIT.match(piece.folded, found.end())
    factor, end = _factor(question, unit, piece.folded, found.end())
    _plausible(question, value, unit is None or end == found.end())
    scaled = round(value * factor, 6)
    return Answer(int(scaled) if scaled % 1 == 0 else scaled, piece.part(end, len(piece.folded)))


def _unit(text: str) -> str:
    return re.sub(r"\s", "", fold(text)).replace(",", ".")


def _factor(question: Question, unit: re.Match[str] | None, text: str, after: int) -> tuple[float, int]:
    """The factor of the unit that was written, and where it ends. Raises FormProblem for a unit that does not fit."""
    own = {_unit(name): factor for name, factor in question.units.items()}
    if question.unit:
        own[_unit(question.unit)] = 1.0
    for name in sorted(own, key=len, reverse=True):
        spaced = r"\s*".join(map(re.escape, name)).replace(r"\.", "[.,]")
        found = re.compile(rf"\s*{spaced}(?![a-z0-9/])").match(text, after)
        if found:
            return own[name], found.end()
    if unit is None or _word(unit["unit"]):
        return 1.0, after
    units = ", ".join(dict.fromkeys(filter(None, (question.unit, *question.units)))) or "sans unité"
    raise FormProblem("wrong_unit", f"{question.label} : unité « {unit['unit'].strip()} » inattendue. Unité : {units}.")


def _word(text: str) -> bool:
    """Whether what follows a number is a word of the sentence and not a unit."""
    return "/" not in text and "%" not in text and text.strip() not in UNITS


UNITS = frozenset(["g", "mg", "ug", "ng", "kg", "l", "dl", "ml", "ul", "m", "cm", "mm", "mois", "jours", "mmhg", "kpa"])


def _plausible(question: Question, value: float, bare: bool) -> None:
    """Ask for the unit where a bare number is impossible in the form's and possible in another. Raises FormProblem."""
    if not bare or question.low is None or question.high is None or question.low <= value <= question.high:
        return
    for name, factor in question.units.items():
        if factor != 1 and question.low <= value * factor <= question.high:
            said = f"{number(value)} {question.unit}"
            message = f"{question.label} : « {said} » n'est pas possible. Vouliez-vous dire {number(value)} {name} ?"
            raise FormProblem("wrong_unit", f"{message} Écrivez la valeur avec son unité.")


def _text(question: Question, piece: Typed) -> Answer | None:
    raw = piece.raw
    return Answer(raw, piece.part(len(piece.folded), len(piece.folded))) if raw else None


def _code(question: Question, piece: Typed) -> Answer | None:
    """A code written alone, in any case, with or without dots and spaces."""
    said = re.sub(r"[\s.]", "", piece.raw.upper())
    return Answer(said, piece.part(0, 0)) if said else None


READERS: dict[str, Callable[[Question, Typed], Answer | None]] = {
    "boolean": _boolean,
    "choice": _choice,
    "multiple": _multiple,
    "number": _number,
    "date": _date,
    "text": _text,
    "code": _code,
}
