"""A typed message as answers of a form, in any order: "Rodnan M6 18, CRP 12 mg/L, ulcères digitaux oui 03/2009".

What cannot be taken is never guessed: it comes back as a problem, or as something to ask with the words it was said in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Iterable

from actions.forms import dates, rows, values
from actions.forms.labels import Labels, Target, labels, unit_pattern, visit_named, visit_pattern
from actions.forms.text import Typed, is_one_of, typed, word_pattern
from rules.forms import Cell, FormProblem, Question, Record
from rules.forms.values import checked, expected

NO_VISIT = ""  # a visit was named that the form does not have


@dataclass(frozen=True)
class Place:
    """Where the conversation is: what a label without a visit or a section is taken for."""

    section: str
    visit: str | None = None


@dataclass(frozen=True)
class Unclear:
    """Words that fit several places: `options` are sections or visits (`by`), to be asked."""

    words: str
    by: str  # section | visit
    options: tuple[str, ...]


@dataclass
class Read:
    """What a message says. `named` are cells named without an answer; `left` words that nothing took."""

    answers: dict[Cell, Any] = field(default_factory=dict)
    problems: list[FormProblem] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    named: list[Cell] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Whether nothing of the form was recognised."""
        return not (self.answers or self.problems or self.unclear or self.named or self.visits)


@dataclass(frozen=True)
class _Label:
    """A label in the text, with the piece that follows it."""

    targets: tuple[Target, ...]
    before: Typed
    words: str
    piece: Typed
    last: bool


def read(record: Record, text: str, place: Place, today: date, known: Labels | None = None) -> Read:
    """Read one message about a record."""
    reading = _Reading(record, place, today, known or labels(record.form.id))
    reading.message(typed(text))
    return reading.found


def answer(record: Record, cell: Cell, text: str, today: date) -> Read:
    """Read a message as the answer to a question that was asked. Nothing is left unread, or nothing is read."""
    found, question = Read(), record.form.questions[cell.question]
    _fill(record, found, question, cell, typed(text), today)
    return found


class _Reading:
    def __init__(self, record: Record, place: Place, today: date, known: Labels) -> None:
        self.record, self.place, self.today, self.labels = record, place, today, known
        self.found = Read()
        self.visit = place.visit
        self.visits = visit_pattern(tuple(record.form.visits))

    def message(self, text: Typed) -> None:
        marks = self._labels(text)
        self._head(text.part(0, marks[0][0] if marks else len(text.folded)), alone=not marks)
        for index, (start, end, targets) in enumerate(marks):
            following = marks[index + 1][0] if index + 1 < len(marks) else len(text.folded)
            before = text.part(marks[index - 1][1] if index else 0, start)
            last = index + 1 == len(marks)
            self._label(_Label(targets, before, text.part(start, end).raw, text.part(end, following), last))

    def _labels(self, text: Typed) -> list[tuple[int, int, tuple[Target, ...]]]:
        """The labels, without those that only are choices of the one before, or words of a text."""
        marks: list[tuple[int, int, tuple[Target, ...]]] = []
        silent_until = 0
        for found in self.labels.found.finditer(text.folded):
            if found.start() < silent_until or (marks and self._is_choice(marks[-1][2], found.group())):
                continue
            targets = self.labels.of(found.group())
            marks.append((found.start(), found.end(), targets))
            if all(self._question(target).kind == "text" for target in targets):
                stop = text.folded.find(";", found.end())
                silent_until = stop if stop >= 0 else len(text.folded)
        return marks

    def _question(self, target: Target) -> Question:
        return self.record.form.questions[target.question]

    def _is_choice(self, targets: tuple[Target, ...], words: str) -> bool:
        """Whether a label only answers the one before: one of its choices, or a word of the row that it opens."""
        if any(rows.is_word(self.record.form, one.question, words) for one in targets if one.row_key):
            return True
        choosing = [self._question(one) for one in targets if one.row_key is None]
        return any(
            one.kind in ("choice", "multiple") and values.choice_words(one.choices)[0].fullmatch(words)
            for one in choosing
        )

    def _head(self, piece: Typed, alone: bool) -> None:
        """What stands before the first label: a visit, perhaps with its date, or words that say nothing here."""
        for visit, part in self._by_visit(piece):
            question = self.record.form.increasing
            if visit and question and dates.find(part):
                self._fill(self._dated(question), Cell(question, visit), part)
            elif not word_pattern("new_row").search(part.folded):
                _leave(self.found, _until_absence(part))

    def _dated(self, question: str) -> Question:
        return self.record.form.questions[question]

    def _by_visit(self, piece: Typed, only_first: bool = False) -> Iterable[tuple[str | None, Typed]]:
        """The piece cut at the visits that it names; each part with its visit. An unknown visit is a problem.

        `only_first`: a visit that stands in the middle of a text belongs to the text.
        """
        units = [found.span() for found in unit_pattern(self.record.form).finditer(piece.folded)]
        marks = [
            mark
            for mark in self.visits.finditer(piece.folded)
            if not any(start <= mark.start() < end for start, end in units)  # the m2 of "mL/min/1,73 m2"
        ]
        if only_first:
            marks = [mark for mark in marks[:1] if _silent(piece.part(0, mark.start()))]
        yield None, piece.part(0, marks[0].start() if marks else len(piece.folded))
        for index, mark in enumerate(marks):
            end = marks[index + 1].start() if index + 1 < len(marks) else len(piece.folded)
            visit = visit_named(mark, self.record.form.visits)
            if visit is None:
                known = ", ".join(self.record.form.visits)
                said = piece.part(*mark.span()).raw
                message = f"La visite « {said} » n'existe pas dans ce formulaire : {known}."
                self.found.problems.append(FormProblem("unknown_visit", message))
                yield NO_VISIT, piece.part(mark.end(), end)
                continue
            self.visit = visit
            self.found.visits.append(visit)
            yield visit, piece.part(mark.end(), end)

    def _label(self, label: _Label) -> None:
        negated = re.search(rf"{word_pattern('absence').pattern}\s*$", label.before.folded.rstrip("' ") + " ")
        at = self.visit
        texts = all(self._question(one).kind == "text" for one in label.targets)
        parts = list(self._by_visit(_until_absence(label.piece), texts))
        said = [(visit, part) for visit, part in parts if not _silent(part)]
        if label.last and len(said) == 1 and said[0][0] is None and parts[-1][0]:
            said = [(parts[-1][0], said[0][1])]  # "Rodnan 18 à M6": nothing follows that the visit could be about
        if negated and not said:
            said = [(parts[-1][0], typed("non"))]
        for visit, part in said or [(parts[-1][0], label.piece.part(0, 0))]:
            self._answer(label, visit, part, at)

    def _answer(self, label: _Label, visit: str | None, part: Typed, before: str | None) -> None:
        """One answer: at the visit that the piece names, else at the one named before, else where we are."""
        targets = self._fitting(label.targets, visit or before, visit is not None)
        if len(targets) != 1 or visit == NO_VISIT:
            self._unclear(label, targets or label.targets, part, None if visit == NO_VISIT else visit)
            return
        target = targets[0]
        question = self._question(target)
        if target.row_key is not None:
            new = bool(word_pattern("new_row").search(label.before.folded))
            rows.fill(self.record, self.found, target.question, target.row_key, part, self.today, new)
            return
        at = (visit or before) if question.visits else None
        if question.visits and at not in question.visits:
            self._unclear(label, targets, part, None)
            return
        self._fill(question, Cell(question.id, at), part)

    def _fitting(self, targets: tuple[Target, ...], visit: str | None, said: bool) -> tuple[Target, ...]:
        """The targets that the place leaves: those of the visit, else of the section in hand, else all."""
        by_visit = [one for one in targets if visit in self._question(one).visits]
        here = [one for one in targets if self._question(one).section == self.place.section]
        if said or (self.found.visits and by_visit):
            return tuple(by_visit) or tuple(one for one in targets if self._question(one).visits)
        if here:
            visited = [one for one in here if one in by_visit]
            return tuple(visited or here)
        able = [one for one in targets if self._able(one)]
        return tuple(able if len(able) == 1 else targets)

    def _able(self, target: Target) -> bool:
        """Whether nothing that is known, or not known yet, keeps the question from being asked."""
        question = self._question(target)
        return all(self.record.applies(Cell(question.id, visit)) for visit in question.visits or (None,))

    def _unclear(self, label: _Label, targets: tuple[Target, ...], part: Typed, visit: str | None) -> None:
        words = " ".join(filter(None, (label.words, visit, part.raw)))
        sections = tuple(dict.fromkeys(self._question(one).section for one in targets))
        if len(sections) > 1:
            self.found.unclear.append(Unclear(words, "section", sections))
            return
        known = tuple(dict.fromkeys(name for one in targets for name in self._question(one).visits))
        if known and visit is None:
            self.found.unclear.append(Unclear(words, "visit", known))
            return
        label_ = self._question(targets[0]).label
        at = f" à {visit}" if visit else ""
        self.found.problems.append(FormProblem("unknown_visit", f"« {label_} » n'est pas demandé{at}."))

    def _fill(self, question: Question, cell: Cell, piece: Typed) -> None:
        _fill(self.record, self.found, question, cell, piece, self.today)


def _fill(record: Record, found: Read, question: Question, cell: Cell, piece: Typed, today: date) -> None:
    """Read a piece as the answer of a cell, and what follows it as that of the question beside."""
    if piece.blank and not is_one_of(piece.raw, "unknown"):
        found.named.append(cell)
        return
    try:
        said = values.read(question, piece)
        if said is None:
            raise FormProblem(
                "wrong_value", f"{question.label} : « {piece.raw} » n'est pas lu. Répondez {expected(question)}."
            )
        found.answers[cell] = checked(question, said.value, today, cell)
    except FormProblem as problem:
        found.problems.append(FormProblem(problem.code, problem.message, str(cell)))
        return
    _beside(record, found, question, cell, said.rest, today)


def _beside(record: Record, found: Read, question: Question, cell: Cell, rest: Typed, today: date) -> None:
    if rest.blank:
        return
    beside = record.form.questions[question.beside] if question.beside else None
    at = cell._replace(question=beside.id) if beside else cell
    if beside is None or not record.with_answers(found.answers).applies(at) or values.read(beside, rest) is None:
        _leave(found, rest)
        return
    _fill(record, found, beside, at, rest, today)


def _until_absence(piece: Typed) -> Typed:
    """The piece without the "pas de" at its end, which belongs to the label that follows."""
    for found in word_pattern("absence").finditer(piece.folded):
        if piece.part(found.end(), len(piece.folded)).blank:
            return piece.part(0, found.start())
    return piece


def _silent(piece: Typed) -> bool:
    """Whether a piece says nothing: blanks, punctuation, little words."""
    return piece.without(*(word.span() for word in word_pattern("little").finditer(piece.folded))).blank


def _leave(found: Read, piece: Typed) -> None:
    """Keep what nobody read, unless it says nothing."""
    if not _silent(piece):
        found.left.append(piece.raw)
