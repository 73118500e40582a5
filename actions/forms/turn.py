"""What a message does in an open form: a move, an answer to the question in hand, or answers in any order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Mapping

from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Say
from actions.forms import asking, moves, reading, rows
from actions.forms.session import Reply, Session
from actions.forms.text import fold, is_one_of, pattern, typed, word_pattern
from actions.understanding import Understanding
from actions.wording import forms as wording
from rules.forms import Cell, FormProblem
from rules.forms.model import UNKNOWN
from rules.forms.values import checked
from rules.protocols.classification import classification

INTENTS = {"skip": "skip", "back": "back", "help": "help", "goodbye": "leave"}  # what other buttons send (`/skip`)


def turn(session: Session, message: Understanding) -> Reply | None:
    """Take one message. None: it is for the consultation."""
    sent = next((one.value for one in message.unbound if one.kind == PAYLOAD), None)
    if sent is not None:
        return _sent(session, sent)
    text = message.text
    if session.where.waiting == moves.DELETE:
        return moves.delete(session, is_one_of(text, "yes"))
    name = next((one for one in moves.HANDLERS if is_one_of(text, f"move:{one}")), None)
    name = name or (INTENTS.get(message.intent) if not text else None)
    if name:
        return moves.HANDLERS[name](session)
    return moves.go(session, text) or _erase(session, text) or _waiting(session, text) or _said(session, message)


def _sent(session: Session, sent: Any) -> Reply | None:
    """A button of ours, or a value alone (a page's own field, a program): it answers the question in hand."""
    if isinstance(sent, dict):
        return _tapped(session, sent) if asking.PAYLOAD in sent else None
    asked = session.where.asked
    if asked is None:
        return None
    return _payload(session, {asking.PAYLOAD: asked, "value": sent})


def _tapped(session: Session, sent: Mapping[str, Any]) -> Reply | None:
    """A button; one of another record, tapped late, answers nothing."""
    reference = sent.get(asking.RECORD, session.where.reference)
    if reference == session.where.reference:
        return _payload(session, sent)
    session.lines.append(wording.OTHER_RECORD.format(reference=str(reference)[:20]))
    return session.reply()


def _payload(session: Session, sent: Mapping[str, Any]) -> Reply | None:
    """A button of ours: {"form": <cell, rows, section, visit or delete>, "value": …}."""
    what, value = str(sent[asking.PAYLOAD]), sent.get("value")
    kind, _, name = what.partition(":")
    if what == moves.DELETE:
        return moves.delete(session, value is True)
    if kind == "section" and name in session.form.sections:
        return moves.place(session, name, None)
    if kind == "visit" and name in session.form.visits:
        return moves.place(session, None, name)
    if kind == "words":
        return _labelled(session, str(value), {name: str(sent.get(name))})
    if kind == "items" and isinstance(value, dict):
        return _taken(session, _of_items(session, value))
    if kind == "rows" and name in session.form.rows and isinstance(value, str):
        return _row(session, name, value, "")
    try:
        cell = Cell.named(what)
        question = session.form.check(cell)
        value = _combined(session, cell, value) if question.kind == "multiple" else value
        return _taken(session, {cell: checked(question, value, session.now.date(), cell)})
    except FormProblem as problem:
        session.notices.append(problem)
        return session.reply()


def _of_items(session: Session, stated: Mapping[str, Any]) -> dict[Cell, Any]:
    """What a classification was told, as the answers of the questions that state its items or whole categories."""
    groups = {
        one.id: [item.id for item in one.items]
        for criterion in session.form.inclusion
        if criterion.score
        for one in classification(criterion.score).categories
    }
    found: dict[Cell, Any] = {}
    for question in session.form.questions.values():
        members = groups.get(question.item or "", [question.item])
        values = [stated.get(str(name)) for name in members]
        if question.item and (True in values or all(value is False for value in values)):
            found[Cell(question.id)] = True in values
    return found


def _combined(session: Session, cell: Cell, value: Any) -> Any:
    """A button of a question with several answers adds its own; one that excludes the others stands alone."""
    known = session.record.answers.get(cell)
    exclusive = session.form.questions[cell.question].exclusive
    if not isinstance(value, str) or value == UNKNOWN or value in exclusive or not isinstance(known, list):
        return value
    return [*(one for one in known if one not in exclusive), value]


def _taken(session: Session, answers: Mapping[Cell, Any], problems: tuple[FormProblem, ...] = ()) -> Reply:
    session.take(answers, problems)
    if not session.refused():
        session.follow(answers)
    return session.reply()


def _said(session: Session, message: Understanding) -> Reply | None:
    """An answer to the question in hand, else answers with their labels, else words for somebody else."""
    text, asked = message.text, session.where.asked
    if asked and asked.startswith(asking.ROWS):
        found = _read(session, text, session.where.section, session.where.visit)
        if found.empty and not message.indication and text.strip():
            return _row(session, asked[len(asking.ROWS) :], "", text)
        return _answers(session, found) if not found.empty else None
    direct = _direct(session, text) if asked else None
    if direct is not None and not (direct.problems or direct.left or direct.named):
        return _taken(session, direct.answers)
    found = _read(session, text, session.where.section, session.where.visit)
    if not found.empty:
        return _answers(session, found)
    if message.indication or message.candidates:
        return None
    if direct is not None and direct.problems:
        return _taken(session, {}, tuple(direct.problems))
    if not text.strip():
        return session.reply()
    session.lines.append(wording.NOT_READ.format(words=text.strip()[:60]))
    return session.reply()


def _direct(session: Session, text: str) -> reading.Read | None:
    """The message as the answer to the question in hand; a text gives way to labels that are read without a fault."""
    cell = Cell.named(str(session.where.asked))
    if session.form.questions[cell.question].kind == "text":
        found = _read(session, text, session.where.section, session.where.visit)
        if found.answers and not (found.problems or found.unclear or found.left):
            return None
    return reading.answer(session.record, cell, text, session.now.date())


def _read(session: Session, text: str, section: str, visit: str | None) -> reading.Read:
    place = reading.Place(section, visit if session.form.sections[section].by_visit else None)
    return reading.read(session.record, text, place, session.now.date())


def _answers(session: Session, found: reading.Read) -> Reply:
    session.take(found.answers, tuple(found.problems))
    if found.left:
        session.lines.append(wording.NOT_READ.format(words="», «".join(found.left)[:120]))
    if found.unclear:
        return _unclear(session, found.unclear[0])
    if not session.refused():
        if found.named and not found.answers:
            cell = found.named[0]
            section = session.form.questions[cell.question].section
            session.where = replace(session.where, section=section, visit=cell.visit, asked=str(cell))
        elif found.visits and not found.answers:
            return moves.place(session, None, found.visits[-1])
        else:
            session.follow(found.answers)
    return session.reply()


def _unclear(session: Session, unclear: reading.Unclear) -> Reply:
    """Ask at which visit, or in which section, what was said stands."""
    session.where = replace(session.where, waiting=unclear.words)
    titles = {name: f"{one.number}. {one.title}" for name, one in session.form.sections.items()}
    by_visit = unclear.by == "visit"
    text = f"« {unclear.words} » : {'à quelle visite' if by_visit else 'dans quelle section'} ?"
    buttons = tuple(
        asking.payload(
            name if by_visit else titles[name],
            {asking.PAYLOAD: f"words:{unclear.by}", "value": unclear.words, unclear.by: name},
        )
        for name in unclear.options
    )
    listed = " / ".join(button.title for button in buttons)
    choices = [{"value": name, "label": button.title} for name, button in zip(unclear.options, buttons)]
    label = "visite" if by_visit else "section"
    object_ = {"type": "question", "fact": label, "kind": "choice", "unit": None, "label": label, "choices": choices}
    return session.reply(Say(f"{text}\n({listed})", buttons, (object_,)))


def _labelled(session: Session, words: str, place: Mapping[str, str]) -> Reply:
    """Words read again once their visit or section is known."""
    section, visit = place.get("section"), place.get("visit")
    if visit in session.form.visits:
        by_visit = (name for name, one in session.form.sections.items() if one.by_visit)
        section = next(by_visit, session.where.section)
    if section not in session.form.sections:
        return session.reply()
    session.where = replace(session.where, waiting=None)
    found = _read(session, words, str(section), visit)
    if found.unclear and not found.answers:  # the words mean nothing there: go there, and say that they were not noted
        session.lines.append(wording.NOT_READ.format(words=words))
        return moves.place(session, str(section), visit)
    return _answers(session, found)


def _waiting(session: Session, text: str) -> Reply | None:
    """A visit or a section typed after "à quelle visite ?"."""
    words = session.where.waiting
    if not words:
        return None
    visit = moves.visit_of(session, text)
    if visit:
        return _labelled(session, words, {"visit": visit})
    number = re.match(r"\s*(?:section\s+)?(\d)\b", fold(text))
    section = next((n for n, one in session.form.sections.items() if number and one.number == int(number[1])), None)
    return _labelled(session, words, {"section": section}) if section else None


def _erase(session: Session, text: str) -> Reply | None:
    """ "effacer CRP M3": an answer taken away; a whole row with "effacer méthotrexate"."""
    said = typed(text)
    found = word_pattern("erase").match(said.folded)
    if found is None:
        return None
    rest = said.part(found.end(), len(said.folded))
    if is_one_of(rest.raw, "whole"):
        return moves.ask_delete(session)
    read = _read(session, rest.raw, session.where.section, session.where.visit)
    cells = {*read.named, *read.answers}
    row = next((cell for cell in read.answers if cell.row), None)
    if row is not None:
        group = session.form.rows[str(session.form.questions[row.question].rows)]
        cells = {Cell(name, None, row.row) for name in group.questions}
    known: dict[Cell, Any] = {cell: None for cell in session.record.answers if cell in cells}
    if not known:
        session.lines.append(f"Rien de noté pour « {rest.raw} ».")
        return session.reply()
    return _taken(session, known)


def _row(session: Session, name: str, value: str, text: str) -> Reply:
    """A new row of a group: its key by a button, or what was typed as the choice that is to be specified."""
    group, found = session.form.rows[name], reading.Read()
    key = session.form.questions[group.key]
    other = next((one.value for one in key.choices if pattern(("autre",)).search(fold(one.label))), None)
    value = value or other or ""
    if key.choice(value) is None:
        session.lines.append(wording.NOT_READ.format(words=text.strip()[:60]))
        return session.reply()
    rows.fill(session.record, found, group.key, value, typed(text), session.now.date())
    session.take(found.answers, tuple(found.problems))
    if not session.refused():
        first = next(iter(found.answers), None)
        session.go(group.section, None, str(first) if first else None)
    return session.reply()
