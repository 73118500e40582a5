"""The reply to a case: the question that comes next, or the answer with what its grams still need."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

from actions.conversation import ask, conflict, rulebook
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.conversation.take import Taken
from actions.wording import card, questions, table
from actions.wording.incomplete import incomplete
from actions.wording.questions import INDICATION, NOT_LISTED
from actions.wording.said import said
from actions.wording.text import listing
from rules.model import CaseError, Decision

Turn = tuple[Conversation, tuple[Say, ...]]


def respond(taken: Taken, *, declined: str | None = None) -> Turn:
    """Say what was understood and what follows. `declined` is a fact just answered "je ne sais pas"."""
    conversation, notices = taken.conversation, tuple(notice.say() for notice in taken.notices)
    if conversation.candidates or conversation.indication is None:
        turn = _ask_situation(conversation)
    else:
        try:
            turn = _decided(conversation, rulebook.decide(conversation), declined)
        except CaseError as error:
            changed, say = conflict.question(conversation, error)
            turn = changed, (say,)
    return turn[0], _opened(turn[1], taken, notices)


def _ask_situation(conversation: Conversation) -> Turn:
    return replace(conversation, asked=INDICATION), (ask.indication_question(conversation.candidates),)


def _decided(conversation: Conversation, decision: Decision, declined: str | None) -> Turn:
    if decision.missing_facts:
        question = ask.fact_question(conversation, decision, decision.missing_facts[0])
        before = (_incomplete(conversation, decision),) if declined else ()
        return replace(conversation, asked=decision.missing_facts[0]), (*before, question)
    if decision.status == "incomplete":
        return replace(conversation, asked=None), (_incomplete(conversation, decision),)
    return _final(conversation, decision)


def _incomplete(conversation: Conversation, decision: Decision) -> Say:
    branches = ((fact, rulebook.outcomes(conversation, fact)) for fact in conversation.declined)
    text = incomplete(decision, tuple((fact, found) for fact, found in branches if len(found) > 1))
    return Say(text, (), (rulebook.to_json(decision),))


def remaining(conversation: Conversation, decision: Decision) -> tuple[str, ...]:
    """The facts still worth asking once the verdict is final."""
    passed = {*conversation.skipped, *conversation.declined}
    return tuple(fact for fact in decision.dose_facts if fact not in passed)


def _final(conversation: Conversation, decision: Decision) -> Turn:
    pending = remaining(conversation, decision)
    changed = replace(conversation, asked=pending[0] if pending else None, shown=signature(decision, pending))
    answer = Say(answer_text(conversation, decision, pending), (), (rulebook.to_json(decision),))
    if not pending:
        return changed, (answer,)
    return changed, (answer, ask.fact_question(conversation, decision, pending[0]))


def signature(decision: Decision, pending: Iterable[str]) -> tuple[str, ...]:
    """What makes an answer the same as the last one, then the warnings that were told with it."""
    told = (warning.code for warning in card.warnings(decision, pending))
    parts = (decision.indication, decision.row, decision.status, decision.start, decision.facts.get("phase"))
    return ("|".join(map(str, parts)), *told)


def answer_text(conversation: Conversation, decision: Decision, pending: tuple[str, ...]) -> str:
    """The card; short where the same answer was just given."""
    if conversation.shown[:1] == signature(decision, pending)[:1]:
        return card.again(decision, pending, conversation.shown[1:])
    return card.card(decision, pending, conversation.unlisted)


def _opened(says: tuple[Say, ...], taken: Taken, notices: tuple[Say, ...]) -> tuple[Say, ...]:
    """The reply with what comes first: what was refused, masked, changed, noted, understood."""
    lines = [*taken.lines]
    if taken.words and not any(item.get("type") == "decision" for item in says[0].objects):
        lines.append(f"Compris : {listing(taken.words, 'et') if len(taken.words) == 2 else ', '.join(taken.words)}.")
    unused = [said(fact, taken.conversation.facts[fact]) for fact in taken.facts if _unused(taken.conversation, fact)]
    if unused:
        lines.append(f"Noté, mais non utilisé ici : {', '.join(unused)}.")
    first = replace(says[0], text="\n".join((*lines, says[0].text)))
    return (*notices, first, *says[1:])


def _unused(conversation: Conversation, fact: str) -> bool:
    name = conversation.indication
    if name in (None, NOT_LISTED) or conversation.candidates or fact not in conversation.facts:
        return False
    return not table.uses(str(name), fact)


def pending(conversation: Conversation) -> Turn:
    """The question in hand once more, after something else was said; nothing where none waits."""
    if conversation.asked is None:
        return conversation, ()
    if conversation.asked == INDICATION:
        return conversation, (ask.indication_question(conversation.candidates),)
    try:
        decision = rulebook.decide(conversation)
    except CaseError as error:
        changed, say = conflict.question(conversation, error)
        return changed, (say,)
    return conversation, (ask.fact_question(conversation, decision, conversation.asked),)


def beside(conversation: Conversation, text: str, code: str, field: str | None = None) -> Turn:
    """Say something beside the case, then the question in hand once more."""
    changed, says = pending(conversation)
    return changed, (Notice(code, text, field).say(), *says)


__all__ = ["Turn", "beside", "pending", "questions", "remaining", "respond"]
