"""One turn in a form: where the conversation is in it, what the message changes, what is said next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Mapping

from actions.conversation.say import Notice, Say
from actions.forms import asking
from actions.forms.fill import fill
from actions.forms.store import FormStore
from actions.wording import forms as wording
from rules.forms import Cell, Form, FormProblem, Record, forms
from rules.forms.inclusion import inclusion

DRAFT = ""  # the reference of a record that is not stored yet: its key is not known


@dataclass(frozen=True)
class Where:
    """The state of the activity: the record, the place in it, what was asked, what waits for an answer."""

    form: str
    reference: str = DRAFT
    section: str = ""
    visit: str | None = None
    asked: str | None = None
    waiting: str | None = None  # words that need a visit or a section, or "delete"
    draft: Mapping[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """The state as JSON; what is empty is left out."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__ if getattr(self, name)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Where:
        """The inverse of `to_json`."""
        return Where(**{name: data[name] for name in Where.__dataclass_fields__ if name in data})


@dataclass(frozen=True)
class Reply:
    """The state after a turn (None: forgotten), what is said, and whether the form keeps the floor."""

    where: Where | None
    says: tuple[Say, ...]
    active: bool = True


class Session:
    """A record in hand during one turn."""

    def __init__(self, store: FormStore, where: Where, record: Record, now: datetime) -> None:
        self.store, self.where, self.record, self.now = store, where, record, now
        self.lines: list[str] = []
        self.notices: list[FormProblem] = []

    @property
    def form(self) -> Form:
        """The form of the record."""
        return self.record.form

    def take(self, answers: Mapping[Cell, Any], problems: tuple[FormProblem, ...] = ()) -> bool:
        """Put answers into the record; say what was noted and what was not. Whether something was."""
        before = inclusion(self.record)
        filled = fill(self.record, answers)
        self.record = filled.record
        self.notices += [*problems, *filled.problems]
        kept = {cell: value for cell, value in filled.kept.items()}
        self._write(kept)
        said = (wording.noted(self.record, kept), wording.unasked(self.record, kept))
        changed = wording.verdict_changed(before, inclusion(self.record)) if self.form.inclusion else None
        self.lines += [line for line in (*said, changed) if line]
        return bool(kept)

    def _write(self, kept: Mapping[Cell, Any]) -> None:
        if self.where.reference:
            self.store.save(self.record.reference, kept, self.now)
            return
        if any(Cell(part) not in self.record.answers for part in self.form.key):
            draft = {str(cell): value for cell, value in self.record.answers.items()}
            self.where = replace(self.where, draft=draft)
            return
        known = self.store.of_key(self.form.id, self.record.key())
        self.record = self.store.create(self.form, self.record.answers, self.now)
        self.where = replace(self.where, reference=self.record.reference, draft=None)
        self.lines.append(f"{wording.title(self.record)}. Page et courbes : {wording.address(self.record.reference)}")
        if known:
            references = ", ".join(one.reference for one in known)
            self.lines.append(f"! Un autre formulaire a la même clé {self.record.key()} : {references}.")

    def go(self, section: str, visit: str | None = None, after: str | None = None) -> None:
        """Move to a section (and visit): its next question that is not filled, after a stop or from the start."""
        if self.form.sections[section].by_visit:
            visit = visit or self.where.visit or next(iter(self.form.visits))
        else:
            visit = None
        asked = asking.following(self.record, section, visit, after)
        self.where = replace(self.where, section=section, visit=visit, asked=asked, waiting=None)

    def follow(self, cells: Mapping[Cell, Any]) -> None:
        """Move to what comes after these answers; the key of a new record is asked first."""
        missing = [part for part in self.form.key if Cell(part) not in self.record.answers]
        if missing and not self.where.reference:
            section = self.form.questions[missing[0]].section
            self.where = replace(self.where, section=section, visit=None, asked=missing[0], waiting=None)
            return
        last = list(cells)[-1] if cells else None
        if last is None:
            return
        question = self.form.questions[last.question]
        rows = asking.ROWS + question.rows if question.rows else None
        self.go(question.section, last.visit, None if rows else str(last))

    def refused(self) -> bool:
        """Whether an answer was refused whose cell can be asked again; it then is the question in hand."""
        cell = next((Cell.named(one.cell) for one in self.notices if one.cell), None)
        if cell is None or not self.record.applies(cell):
            return False
        section = self.form.questions[cell.question].section
        self.where = replace(self.where, section=section, visit=cell.visit, asked=str(cell), waiting=None)
        return True

    def reply(self, *more: Say) -> Reply:
        """What is said: what happened, then the question in hand or the end of the section."""
        text = [*(wording.problem(self.record, one) for one in self.notices), *self.lines]
        objects = tuple(Notice(one.code, one.message, one.cell).to_json() for one in self.notices)
        question = more[0] if more else self._question()
        lines = "\n".join(line for line in text if line)
        body = f"{lines}\n\n{question.text}" if lines else question.text
        first = replace(question, text=body, objects=(*objects, *question.objects))
        return Reply(self.where, (first, *more[1:]))

    def _question(self) -> Say:
        if self.where.asked:
            return asking.question(self.record, self.where.asked)
        text = wording.section_end(self.record, self.where.section, self.where.visit)
        return Say(text, self._onward())

    def _onward(self) -> tuple[Any, ...]:
        """Where to go from the end of a section: what it lacks, the next visit, the next sections."""
        found = self.form.sections[self.where.section]
        buttons = []
        if asking.following(self.record, found.id, self.where.visit, None):
            buttons.append(asking.payload("ce qui manque ici", {asking.PAYLOAD: f"section:{found.id}"}))
        visits = list(self.form.visits)
        if found.by_visit and self.where.visit in visits[:-1]:
            following = visits[visits.index(self.where.visit) + 1]
            buttons.append(asking.payload(f"visite {following}", {asking.PAYLOAD: f"visit:{following}"}))
        after = next((one for one in self.form.sections.values() if one.number > found.number), None)
        if after:
            buttons.append(
                asking.payload(f"section {after.number} : {after.title}", {asking.PAYLOAD: f"section:{after.id}"})
            )
        return (*buttons, STATUS, LEAVE)


def in_hand(store: FormStore, where: Where, now: datetime) -> Session | None:
    """The session of a state, or None where its record is gone."""
    form = forms()[where.form]
    if where.reference:
        found = store.read(where.reference)
        return Session(store, where, found, now) if found else None
    draft = {Cell.named(name): value for name, value in (where.draft or {}).items()}
    return Session(store, where, Record(form, DRAFT).with_answers(draft), now)


STATUS = asking.typing("où en est-on ?")
LEAVE = asking.typing("quitter le formulaire")
