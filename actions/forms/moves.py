"""Moves in an open form: to a section or a visit, on, back, how far one is, what was noted, leaving, deleting."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Callable, Mapping

from actions.conversation.say import Say
from actions.forms import asking
from actions.forms.labels import visit_named, visit_pattern
from actions.forms.session import Reply, Session
from actions.forms.text import fold
from actions.wording import forms as wording

DELETE = "delete"
SECTION = re.compile(r"\s*(?:section|partie|chapitre)\s+(\d{1,2})\s*$")


def visit_of(session: Session, text: str) -> str | None:
    """The visit that the whole text names, or None."""
    said = fold(text)
    found = visit_pattern(tuple(session.form.visits)).search(said)
    rest = f"{said[: found.start()]}{said[found.end() :]}" if found else ""
    return visit_named(found, session.form.visits) if found and rest.strip(" .!?") in ("", "visite", "a") else None


def go(session: Session, text: str) -> Reply | None:
    """ "section 5", "visite M6", or the title of a section."""
    number = SECTION.match(fold(text))
    sections = session.form.sections.values()
    found = next((one for one in sections if number and one.number == int(number[1])), None)
    found = found or next((one for one in sections if fold(one.title) == fold(text)), None)
    if session.where.waiting and found:
        return None
    if found:
        return place(session, found.id, None)
    if number:
        session.lines.append(f"Ce formulaire n'a pas de section {number[1]}.")
        return session.reply(Say(wording.sections(session.form)))
    visit = visit_of(session, text)
    return place(session, None, visit) if visit and not session.where.waiting else None


def place(session: Session, section: str | None, visit: str | None) -> Reply:
    if section is None:
        section = next(name for name, one in session.form.sections.items() if one.by_visit)
    session.go(section, visit)
    return session.reply()


def _skip(session: Session) -> Reply:
    session.go(session.where.section, session.where.visit, session.where.asked)
    return session.reply()


def _back(session: Session) -> Reply:
    stop = asking.previous(session.record, session.where.section, session.where.visit, session.where.asked)
    session.where = replace(session.where, asked=stop or session.where.asked, waiting=None)
    return session.reply()


def _status(session: Session) -> Reply:
    session.lines.append(wording.progress(session.record))
    return session.reply()


def _inclusion(session: Session) -> Reply:
    session.lines.append(wording.enters(session.record))
    return session.reply()


def _sections(session: Session) -> Reply:
    session.lines.append(wording.sections(session.form))
    return session.reply()


def _show(session: Session) -> Reply:
    session.lines.append(wording.reread(session.record, session.where.section, session.where.visit))
    return session.reply()


def _page(session: Session) -> Reply:
    if not session.where.reference:
        session.lines.append("La page s'ouvre dès que les initiales, l'année de naissance et le sexe sont notés.")
        return session.reply()
    address = wording.address(session.where.reference)
    session.lines.append(f"Page, courbes et export de ce formulaire : {address}")
    return session.reply()


def _help(session: Session) -> Reply:
    session.lines.append(wording.HELP)
    return session.reply()


def _leave(session: Session) -> Reply:
    reference = session.where.reference
    if not reference:
        return Reply(session.where, (Say(wording.NOTHING),), active=False)
    text = wording.LEFT.format(reference=reference)
    back = asking.typing(f"continuer le formulaire {reference}")
    return Reply(replace(session.where, waiting=None), (Say(text, (back,)),), active=False)


def ask_delete(session: Session) -> Reply:
    if not session.where.reference:
        return Reply(None, (Say(wording.NOT_DELETED),), active=False)
    count = len(session.record.answers)
    reference = session.where.reference
    text = wording.DELETE.format(key=session.record.key(), reference=reference, count=count)
    session.where = replace(session.where, waiting=DELETE)
    buttons = (
        asking.payload("oui, supprimer", {asking.PAYLOAD: DELETE, "value": True, asking.RECORD: reference}),
        asking.payload("non", {asking.PAYLOAD: DELETE, "value": False, asking.RECORD: reference}),
    )
    return session.reply(Say(f"{text}\n(oui / non)", buttons))


def delete(session: Session, sure: bool) -> Reply:
    asked = session.where.waiting == DELETE
    session.where = replace(session.where, waiting=None)
    if not (sure and asked):
        session.lines.append(wording.NOT_DELETED)
        return session.reply()
    session.store.delete(session.where.reference)
    return Reply(None, (Say(wording.DELETED.format(reference=session.where.reference)),), active=False)


HANDLERS: Mapping[str, Callable[[Session], Reply]] = {
    "delete": ask_delete,
    "leave": _leave,
    "status": _status,
    "skip": _skip,
    "back": _back,
    "sections": _sections,
    "inclusion": _inclusion,
    "show": _show,
    "export": _page,
    "page": _page,
    "help": _help,
}
