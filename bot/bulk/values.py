"""What one cell says: numbers with their units, dates, ages, words. The cell itself is never quoted in an error."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, Mapping

from actions.wording.questions import words as fact_words
from actions.wording.text import fold
from bot.commands.cells import BOUNDS
from bot.nlu.terms import load_yaml
from bot.nlu.units import Quantity, fold_unit, table
from rules import parse_value, vocabulary
from rules.model import CaseError, Value
from rules.vocabulary import Fact

EMPTY = frozenset(
    fold(text) for text in ("", "-", "—", "?", "na", "n/a", "nr", "nd", "nsp", "non renseigné", "inconnu")
)
YES, NO = frozenset(("oui", "o", "x", "vrai", "true", "yes", "1")), frozenset(("non", "n", "faux", "false", "no", "0"))
NUMBER = re.compile(r"(?P<sign><=|>=|[<>≤≥])?\s*(?P<number>[+-]?\d[\d .,'\u00a0\u202f]*?)\s*(?P<unit>[^\d\s.,][^<>]*)?")
THOUSANDS = re.compile(r"\d{1,3}(?:[ '\u00a0\u202f]\d{3})+(?:[.,]\d+)?")
DATES = {
    "JJ/MM/AAAA": re.compile(r"(?P<d>\d{1,2})[/.\- ](?P<m>\d{1,2})[/.\- ](?P<y>\d{4}|\d{2})(?:[ T].*)?"),
    "MM/JJ/AAAA": re.compile(r"(?P<m>\d{1,2})[/.\- ](?P<d>\d{1,2})[/.\- ](?P<y>\d{4}|\d{2})(?:[ T].*)?"),
    "AAAA-MM-JJ": re.compile(r"(?P<y>\d{4})[/.\-](?P<m>\d{1,2})[/.\-](?P<d>\d{1,2})(?:[ T].*)?"),
    "AAAAMMJJ": re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    "tableur": re.compile(r"(?P<serial>\d{5})(?:[.,]\d+)?"),
}
FORMATS = ("JJ/MM/AAAA", "AAAA-MM-JJ", "AAAAMMJJ", "tableur")  # tried in this order where none is named
SPREADSHEET_EPOCH = date(1899, 12, 30)


class Unread(Exception):
    """A cell that cannot be taken; the message, in French, says what is wrong with it, without quoting it."""


@lru_cache(maxsize=20_000)
def is_empty(cell: str) -> bool:
    """Whether a cell says nothing."""
    return fold(cell) in EMPTY


def number(text: str) -> float:
    """A number as French or a spreadsheet writes it ("1 234,5", "1.234,5", "72.5"). Raises `Unread`."""
    text = text.strip()
    if THOUSANDS.fullmatch(text):
        text = re.sub(r"[ '\u00a0\u202f]", "", text)
    if "." in text and "," in text and text.rindex(",") > text.rindex("."):
        text = text.replace(".", "")
    try:
        return float(text.replace(",", "."))
    except ValueError as error:
        raise Unread("nombre illisible") from error


def day(cell: str, form: str | None, latest: date | None = None) -> date:
    """A date. A year of two figures is the last such one not after `latest` (today where None). Raises `Unread`."""
    for name in (form,) if form else FORMATS:
        match = DATES[name].fullmatch(cell.strip())
        if match:
            return _day(match.groupdict(), latest or date.today())
    raise Unread("date illisible")


def _day(parts: Mapping[str, str], latest: date) -> date:
    try:
        if "serial" in parts:
            return SPREADSHEET_EPOCH + timedelta(days=int(parts["serial"]))
        year = int(parts["y"])
        if year < 100:
            year += latest.year - latest.year % 100
            year -= 100 if year > latest.year else 0
        return date(year, int(parts["m"]), int(parts["d"]))
    except ValueError as error:
        raise Unread("date impossible") from error


def age(born: date, today: date) -> float:
    """Years from birth to `today`, in months below three years, in days below one month. Raises `Unread`."""
    if born > today:
        raise Unread("date de naissance après la prescription")
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if years >= 3:
        return years
    return round(months / 12, 3) if months else round((today - born).days / 365.25, 3)


def fact_value(name: str, cell: str, unit: str | None, own_words: Mapping[str, Any]) -> Value:
    """The value of the fact that a cell writes; `unit` is that of a number without one. Raises `Unread`."""
    fact = vocabulary().facts[name]
    folded = fold(cell)
    if folded in own_words:
        return parse_value(name, own_words[folded])
    if fact.kind == "number":
        return _checked(fact, _number(name, cell, unit))
    known = _words(name)
    if folded not in known:
        raise Unread("mot inconnu ; ajoutez-le aux « words » de la correspondance")
    return parse_value(name, known[folded])


def _checked(fact: Fact, value: Any) -> Value:
    try:
        return parse_value(fact.name, value)
    except CaseError as error:
        ends = f"{fact.low:.10g} à {fact.high:.10g} {fact.unit_label or ''}".replace(".", ",").strip()
        kind = "nombre entier attendu" if fact.integer else "valeur hors des bornes"
        raise Unread(f"{kind} ({ends})") from error


def _number(name: str, cell: str, unit: str | None) -> Any:
    match = NUMBER.fullmatch(cell.strip())
    if match is None:
        raise Unread("nombre illisible")
    value = _scaled(name, number(match["number"]), match["unit"] or unit)
    sign = match["sign"]
    return {BOUNDS[sign]: value} if sign else value


def _scaled(name: str, value: float, unit: str | None) -> float:
    """The number in the vocabulary's unit; without a unit, as the terminology reads a bare number."""
    quantity = table().quantities.get(name)
    if name == "age_years" and unit:
        return _years(value, unit)
    if unit:
        return _tidy(value * factor(name, unit))
    if quantity is None:
        return value
    scale = next((factor for low, high, factor in quantity.bare if low <= value <= high), None)
    if scale is None and _own_unit(quantity, value):
        scale = 1.0
    if scale is None:
        raise Unread("unité à préciser (« unit » de la correspondance)")
    return _tidy(value * scale)


def _own_unit(quantity: Quantity, value: float) -> bool:
    """A number below or above every bare range, and still of the vocabulary's range, is not of another unit."""
    return not quantity.bare or (quantity.fact == "age_years" and 0 <= value < 1)


def factor(name: str, unit: str) -> float:
    """What turns `unit` into the vocabulary's unit of the fact. Raises `Unread`."""
    quantity, folded = table().quantities.get(name), fold_unit(unit)
    own = vocabulary().facts[name]
    if folded in (fold_unit(own.unit or ""), fold_unit(own.unit_label or "")):
        return 1.0
    if quantity is None or folded not in quantity.units:
        raise Unread("unité inconnue pour cette grandeur")
    return quantity.units[folded]


@lru_cache(maxsize=1)
def _age_units() -> Mapping[str, float]:
    data = load_yaml("durations.yml")
    days = data["days_in"]
    return {fold(word): days[unit] / days["years"] for unit, words in data["units"].items() for word in words}


def _years(value: float, unit: str) -> float:
    found = _age_units().get(fold(unit))
    if found is None:
        raise Unread("unité d'âge inconnue")
    return round(value * found, 3)


def _tidy(value: float) -> float:
    return float(f"{value:.10g}")


@cache
def _words(name: str) -> Mapping[str, Any]:
    """The words of a boolean, a choice or a trial: identifiers, the conversation's labels, the terminology's."""
    fact, said = vocabulary().facts[name], fact_words(name)
    if fact.kind == "boolean":
        yes, no = {fold(said.yes)} - {""}, {fold(said.no)} - {""}
        return {**dict.fromkeys(NO | no, False), **dict.fromkeys(YES | yes, True)}
    found = {fold(label): value for value, label in said.choices.items()}
    if fact.kind == "trial":
        answers = load_yaml("statuses.yml")["answers"].items()
        found = {**{fold(word): status for status, words in answers for word in words}, **found}
    if name == "phase":
        found |= {"initial": "initiation", "premiere": "initiation", "renouv": "renewal"}
    return {**found, **{fold(value): value for value in fact.choices}}
