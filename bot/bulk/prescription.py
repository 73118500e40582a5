"""One row of the file as a case to decide, with what was prescribed. Identities are never kept."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Callable, Mapping, Sequence, TypeVar

from actions.wording.questions import words as fact_words
from actions.wording.text import capital, fold
from bot.bulk.free_text import Reading, settled, situation_of, understood
from bot.bulk.mapping import ANY, NONE, Column, Columns
from bot.bulk.tables import Headers, UnreadableFile
from bot.bulk.values import Unread, age, day, fact_value, is_empty, number
from bot.privacy import mask
from rules import Case, CaseError, Interval
from rules.model import Value
from rules.vocabulary import vocabulary

T = TypeVar("T")
REMEMBERED = 20_000  # cells of one column whose reading is kept
NO_WARD, HIDDEN_WARD = "unité non renseignée", "unité illisible"
AGE, WEIGHT = "age_years", "weight_kg"
MEASURED = frozenset((AGE, WEIGHT, "height_cm", "bmi_kg_m2"))  # the column's figure counts where the text has another


class Undecided(Exception):
    """A row that cannot be decided; the message, in French, says why and quotes nothing of the row.

    `ward` and `grams` are what could be read of it all the same.
    """

    def __init__(self, reason: str, ward: str = NO_WARD, grams: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.ward, self.grams = reason, ward, grams


@dataclass(frozen=True)
class Prescription:
    """What was prescribed: the case; grams in all, for `courses` courses or over `weeks`; `obtained` opinions.

    `obtained` is None where the file does not say, `grams` where it gives none.
    """

    case: Case
    ward: str
    day: date | None
    grams: float | None
    courses: float
    weeks: float | None
    route: str | None
    obtained: frozenset[str] | None
    from_text: bool


@dataclass
class Cell:
    """One column of the file and how its cells are read; readings are remembered."""

    at: int
    column: Column
    memo: dict[str, Any]

    def read(self, cells: Sequence[str], how: Callable[[str], T]) -> T | None:
        """What the row's cell says, None where it is empty. Raises `Undecided`, naming the column."""
        text = cells[self.at].strip()
        found = self.memo.get(text, self)
        if found is self:
            found = self._made(text, how)
            if len(self.memo) >= REMEMBERED:
                self.memo.clear()
            self.memo[text] = found
        if isinstance(found, Unread):
            raise Undecided(f"Colonne « {self.column.name} » : {found}")
        return found  # type: ignore[no-any-return]

    def _made(self, text: str, how: Callable[[str], T]) -> T | Unread | None:
        try:
            return None if is_empty(text) else how(text)
        except Unread as error:
            return error


class Rows:
    """Turns the rows of one file into prescriptions, as its mapping says."""

    def __init__(self, columns: Columns, headers: Headers) -> None:
        """Raises `UnreadableFile` where the file lacks a column that the mapping names."""
        lost = [column.name for column in columns.named() if headers.index(column.name) is None]
        doubled = {fold(name) for name in headers.doubles()} & {fold(column.name) for column in columns.named()}
        if lost:
            known = ", ".join(f"« {name} »" for name in headers.names)
            named = ", ".join(f"« {name} »" for name in lost)
            raise UnreadableFile(f"la correspondance nomme {named}, absent du fichier ; ses colonnes : {known}")
        if doubled:
            raise UnreadableFile(f"deux colonnes du fichier portent le même nom ({', '.join(sorted(doubled))})")

        def cell(column: Column) -> Cell:
            return Cell(headers.index(column.name) or 0, column, {})

        self.indication = cell(columns.indication) if columns.indication else None
        self.text = tuple(cell(column) for column in columns.text)
        self.facts = {name: cell(column) for name, column in columns.facts.items()}
        self.others = {key: cell(column) for key, column in columns.others.items()}
        every = (*self.text, *self.facts.values(), *self.others.values())
        self.wanted = sorted({item.at for item in every} | ({self.indication.at} if self.indication else set()))

    def prescription(self, cells: Sequence[str]) -> Prescription:
        """The prescription of a row. Raises `Undecided`."""
        ward = self._ward(cells)
        grams: float | None = None
        try:
            facts = self._facts(cells)
            grams = self._grams(cells, facts.get(WEIGHT))
            return self._complete(cells, ward, grams, facts)
        except Undecided as error:
            raise Undecided(error.reason, ward, grams) from error

    def _complete(self, cells: Sequence[str], ward: str, grams: float | None, facts: dict[str, Value]) -> Prescription:
        when = self._day(cells)
        self._age(cells, when, facts)
        coded, said = self._coded(cells, facts.get(AGE)), self._said(cells, facts.get(AGE))
        indication = self._indication(coded, said)
        for reading in (coded, said):
            _merge(facts, reading.facts)
        known = None if indication == "not_listed" else indication
        return Prescription(
            case=Case(known, MappingProxyType(facts)),
            ward=ward,
            day=when,
            grams=grams,
            courses=self._number("courses", cells) or 1.0,
            weeks=self._number("weeks", cells),
            route=self._word("route", cells),
            obtained=self._obtained(cells),
            from_text=bool(said.indication or said.facts or coded.free),
        )

    def _facts(self, cells: Sequence[str]) -> dict[str, Value]:
        found: dict[str, Value] = {}
        for name, cell in self.facts.items():
            column = cell.column
            value = cell.read(cells, lambda text: fact_value(name, text, column.unit, column.words))  # noqa: B023
            if value is not None:
                found[name] = value
        return found

    def _number(self, key: str, cells: Sequence[str]) -> float | None:
        cell = self.others.get(key)
        found = cell.read(cells, number) if cell else None
        if cell and found is not None and found <= 0:
            raise Undecided(f"Colonne « {cell.column.name} » : un nombre positif est attendu")
        return found

    def _grams(self, cells: Sequence[str], weight: Value | None) -> float | None:
        """The grams prescribed, in all. Raises `Undecided`."""
        cell = self.others.get("grams")
        given = cell.read(cells, _grams_read) if cell else None
        if cell is None or given is None:
            return None
        unit = cell.column.unit or "g"
        total = given / 1000 if unit.startswith("mg") else given
        if unit.endswith("/kg"):
            if weight is None or isinstance(weight, (Interval, str)):
                return None
            total *= float(weight)
        if cell.column.per == "day":
            days = self._number("days", cells)
            return None if days is None else total * days
        return total

    def _day(self, cells: Sequence[str]) -> date | None:
        cell = self.others.get("date")
        return cell.read(cells, lambda text: day(text, cell.column.form)) if cell else None

    def _age(self, cells: Sequence[str], when: date | None, facts: dict[str, Value]) -> None:
        """The age on the day of the prescription: the birth date itself goes no further than here."""
        cell = self.others.get("birth_date")
        if cell is None or when is None or AGE in facts or is_empty(cells[cell.at]):
            return
        try:
            years = age(day(cells[cell.at], cell.column.form, when), when)
            facts[AGE] = fact_value(AGE, f"{years} ans", None, {})
        except Unread as error:
            raise Undecided(f"Colonne « {cell.column.name} » : {error}") from error

    def _coded(self, cells: Sequence[str], years: Value | None) -> Reading:
        cell = self.indication
        found = cell.read(cells, lambda text: situation_of(text, cell.column.words)) if cell else None
        return _by_age(cells[cell.at].strip(), found, years) if cell and found else Reading()

    def _said(self, cells: Sequence[str], years: Value | None) -> Reading:
        """What the free text says, its columns read as one message."""
        texts = [cells[item.at].strip() for item in self.text if not is_empty(cells[item.at])]
        return _by_age(". ".join(texts), understood(". ".join(texts)), years) if texts else Reading()

    def _indication(self, coded: Reading, said: Reading) -> str:
        """The one situation that is sure. Raises `Undecided`."""
        if coded.indication and said.indication and coded.indication != said.indication:
            raise Undecided("La colonne de l'indication et le texte libre nomment deux situations")
        for reading in (coded, said):
            if reading.doubt and not (reading is said and coded.indication):
                raise Undecided(reading.doubt)
        found = coded.indication or said.indication
        if not found:
            raise Undecided("Indication non renseignée" if not coded.read and not said.read else NOT_RECOGNISED)
        return found

    def identifier(self, cells: Sequence[str]) -> str | None:
        """The file's own number of the line, unless it looks like an identity."""
        cell = self.others.get("id")
        text = cells[cell.at].strip() if cell else ""
        if PLAIN.fullmatch(text):
            return text
        return text[:64] if text and not mask(f"n° {text}").kinds and not NIR.fullmatch(text) else None

    def _ward(self, cells: Sequence[str]) -> str:
        cell = self.others.get("ward")
        return (cell.read(cells, _ward_read) if cell else None) or NO_WARD

    def _word(self, key: str, cells: Sequence[str]) -> str | None:
        cell = self.others.get(key)
        return cell.read(cells, lambda text: _route_read(text, cell.column.words)) if cell else None

    def _obtained(self, cells: Sequence[str]) -> frozenset[str] | None:
        cell = self.others.get("opinions")
        if cell is None:
            return None
        return cell.read(cells, lambda text: _bodies_read(text, cell.column.words)) or frozenset()


NOT_RECOGNISED = "Indication non reconnue : complétez les « words » de la correspondance, ou l'écriture du fichier"
PLAIN = re.compile(r"(?=(?:\D*\d){0,9}\D*$)[\w/.-]{1,12}")  # too short for any identity that is masked
NIR = re.compile(r"[1-478][\s.]?\d{2}[\s.]?\d{2}[\s.\dAB]{8,14}")
DIGITS = re.compile(r"(?:\D*\d){7}")


def _by_age(text: str, reading: Reading, years: Value | None) -> Reading:
    """The reading, or the one that the patient's age settles."""
    exact = isinstance(years, (int, float)) and not isinstance(years, bool)
    return settled(text, float(years)) if reading.several and exact else reading  # type: ignore[arg-type]


def _merge(facts: dict[str, Value], said: Mapping[str, Value]) -> None:
    """Add what a text says. Raises `Undecided` where it contradicts a column, but for measurements."""
    for name, value in said.items():
        known = facts.setdefault(name, value)
        if known != value and name not in MEASURED and not _agree(known, value):
            label = capital(fact_words(name).label)
            raise Undecided(f"{label} : la colonne et le texte ne disent pas la même chose")


def _agree(column: Value, text: Value) -> bool:
    """Whether a bound of one holds the other's figure."""
    if isinstance(text, Interval) and isinstance(column, (int, float)):
        return text.low <= column <= text.high
    return isinstance(column, Interval) and isinstance(text, (int, float)) and column.low <= text <= column.high


def _grams_read(text: str) -> float:
    """Grams, with or without "g" behind. Raises `Unread`."""
    grams = number(re.sub(r"\s*(?:g|grammes?)\.?$", "", text, flags=re.IGNORECASE))
    if grams < 0:
        raise Unread("un nombre positif est attendu")
    return grams


def _ward_read(text: str) -> str:
    """The name of a unit, unless it looks like a person or a number of one."""
    return HIDDEN_WARD if mask(text).kinds or DIGITS.match(text) else " ".join(text.split())[:60]


def _route_read(text: str, own: Mapping[str, Any]) -> str | None:
    folded = fold(text)
    known = {"iv": "IV", "intraveineuse": "IV", "intraveineux": "IV", "sc": "SC", "sous cutanee": "SC", **own}
    return known.get(folded)


def _bodies_read(text: str, own: Mapping[str, Any]) -> frozenset[str]:
    """The bodies whose opinion a cell says to be obtained; words that say nothing known give none."""
    folded = fold(text)
    if folded in own:
        return frozenset({own[folded]} - {NONE})
    if folded in ("oui", "o", "obtenu", "favorable"):
        return frozenset({ANY})
    found = {body for body in vocabulary().bodies if re.search(rf"\b{re.escape(fold(body))}\b", folded)}
    words = {body for word, body in own.items() if word and re.search(rf"\b{re.escape(word)}\b", folded)}
    return frozenset((found | words) - {NONE})


__all__ = ["Prescription", "Rows", "Undecided", "CaseError"]
