"""The forms of studies, filled by conversation in any order and over several conversations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping

from actions.activities.base import Context, Outcome
from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.database import DatabaseProblem
from actions.forms import asking
from actions.forms.opening import Wish, wish
from actions.forms.session import DRAFT, Reply, Session, Where, in_hand
from actions.forms.store import FormStore, opened
from actions.forms.turn import turn
from actions.understanding import Unbound, Understanding
from actions.wording import forms as wording
from rules.forms import Record, forms


@dataclass(frozen=True)
class FormActivity:
    """One form at a time. What is remembered is its reference and the place in it; the answers are in the store."""

    name: str = "form"
    of_patient: bool = True

    def owns(self, sent: Unbound) -> bool:
        """A button of a cell, or of a place in a form."""
        return isinstance(sent.value, dict) and asking.PAYLOAD in sent.value

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether a message names a form, or taps a button of one."""
        if _tapped(message) is not None:
            return self.name in conversation.activities
        return bool(message.text) and wish(message.text, Context().now.date()) is not None

    def step(
        self, state: Mapping[str, Any] | None, conversation: Conversation, message: Understanding, context: Context
    ) -> Outcome | None:
        """Open a form, or take a message in the one in hand."""
        try:
            with opened() as store:
                reply = _reply(store, state, message, context)
        except DatabaseProblem as problem:
            text = wording.UNAVAILABLE.format(cause=str(problem))
            return Outcome((Notice("form_unavailable", text).say(),), state)
        if reply is None:
            return None
        kept = reply.where.to_json() if reply.where else None
        return Outcome(reply.says, kept, reply.active)


def _tapped(message: Understanding) -> Mapping[str, Any] | None:
    sent = next((one.value for one in message.unbound if one.kind == PAYLOAD), None)
    return sent if isinstance(sent, dict) and asking.PAYLOAD in sent else None


def _reply(store: FormStore, state: Mapping[str, Any] | None, message: Understanding, context: Context) -> Reply | None:
    wished = wish(message.text, context.now.date()) if message.text else None
    if wished is not None:
        return _open(store, state, wished, context)
    if state is None or state.get("form") not in forms():
        return None
    where = Where.from_json(state)
    session = in_hand(store, where, context.now)
    if session is None:
        text = wording.GONE.format(reference=where.reference, short=forms()[where.form].short)
        return Reply(None, (Say(text),), active=False)
    return turn(session, message)


def _open(store: FormStore, state: Mapping[str, Any] | None, wished: Wish, context: Context) -> Reply:
    """Open what is wished for: a record by reference or key, a new one, or the one in hand."""
    if wished.reference:
        return _by_reference(store, wished, context)
    if len(wished.key) == len(wished.form.key):
        return _by_key(store, wished, context)
    if not wished.new and not wished.key and state and state.get("reference"):
        session = in_hand(store, Where.from_json(state), context.now)
        if session:
            return _resume(session)
    return _begin(store, wished, context)


def _by_reference(store: FormStore, wished: Wish, context: Context) -> Reply:
    record = store.read(str(wished.reference))
    if record is None:
        text = f"Aucun formulaire de référence {wished.reference} ici. Vérifiez-la, ou « {wished.form.short} »."
        return Reply(None, (Notice("no_form", text).say(),), active=False)
    return _resume(_session(store, record, context))


def _by_key(store: FormStore, wished: Wish, context: Context) -> Reply:
    key = Record(wished.form, DRAFT).with_answers(wished.key).key()
    known = store.of_key(wished.form.id, key)
    if wished.new or (not known and not wished.go_on):
        return _begin(store, wished, context)
    if not known:
        new = asking.typing(f"nouveau formulaire {key}")
        return Reply(None, (Say(wording.NONE_OF_KEY.format(key=key), (new,)),), active=False)
    if len(known) == 1:
        return _resume(_session(store, known[0], context))
    buttons = tuple(asking.typing(f"continuer le formulaire {one.reference}") for one in known)
    lines = "\n".join(f"- {button.title}" for button in buttons)
    return Reply(None, (Say(f"{wording.SEVERAL.format(key=key)}\n{lines}", buttons),), active=False)


def _session(store: FormStore, record: Record, context: Context) -> Session:
    where = Where(record.form.id, record.reference, next(iter(record.form.sections)))
    return Session(store, where, record, context.now)


def _resume(session: Session) -> Reply:
    """Go on where something is missing, after saying how far the form is."""
    session.lines.append(wording.progress(session.record))
    session.lines.append(f"Page et courbes : {wording.address(session.record.reference)}")
    if session.where.asked is None:
        missing = (one for one in session.form.sections if asking.following(session.record, one, None, None))
        session.go(next(missing, session.where.section))
    return session.reply()


def _begin(store: FormStore, wished: Wish, context: Context) -> Reply:
    """A record that is stored once its key is known."""
    form = wished.form
    where = Where(form.id, DRAFT, next(iter(form.sections)))
    session = Session(store, where, Record(form, DRAFT), context.now)
    if wished.key:
        session.take(wished.key)
    else:
        example = "-".join(_example(form, name) for name in form.key)
        text = wording.START.format(title=form.title, example=example, privacy=wording.PRIVACY)
        session.lines.append(text)
    session.go(session.where.section)
    return session.reply()


def _example(form: Any, name: str) -> str:
    question = form.questions[name]
    return question.example or (question.choices[0].value if question.choices else "1962")
