"""The reply to a case: the question that comes next, or the answer with what its grams still need."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable

from actions.conversation import ask, conflict, rulebook
from actions.conversation.offers import offer
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.conversation.take import Taken
from actions.wording import card, table
from actions.wording.incomplete import incomplete, still_open
from actions.wording.questions import INDICATION, NOT_LISTED
from actions.wording.said import said
from rules.model import CaseError, Decision

Turn = tuple[Conversation, tuple[Say, ...]]


def respond(taken: Taken, *, declined: str | None = None, skipped: bool = False) -> Turn:
    """Say what was understood and what follows.

    `declined` is a fact just answered "je ne sais pas"; after "passer" (`skipped`) the answer is not repeated
    while another question follows.
    """
    conversation, notices = taken.conversation, tuple(notice.say() for notice in taken.notices)
    if taken.asked_back:
        return _ask_back(conversation, taken.asked_back, taken)
    if notices and not taken.changed and (conversation.asked or conversation.shown):
        changed, says = pending(conversation)
        return changed, (*notices, *says)
    if conversation.candidates or conversation.indication is None:
        turn = _ask_situation(conversation)
    else:
        try:
            turn = _decided(conversation, rulebook.decide(conversation), declined)
            if skipped and len(turn[1]) > 1:
                turn = replace(turn[0], shown=conversation.shown), turn[1][-1:]
        except CaseError as error:
            changed, say = conflict.question(conversation, error)
            turn = changed, (say,)
    return turn[0], opened(turn[1], taken)


def _ask_back(conversation: Conversation, fact: str, taken: Taken) -> Turn:
    """A message that contradicts itself on a fact: ask that fact; its answer wins over what it contradicts."""
    question = ask.fact_question(conversation, rulebook.decide(conversation), fact)
    declined = tuple(name for name in conversation.declined if name != fact)
    changed = replace(conversation, asked=fact, conflict=(fact, INDICATION), declined=declined)
    return changed, opened((question,), taken)


def _ask_situation(conversation: Conversation) -> Turn:
    question = ask.indication_question(conversation.candidates, again=conversation.asked == INDICATION)
    return replace(conversation, asked=INDICATION), (question,)


def _decided(conversation: Conversation, decision: Decision, declined: str | None) -> Turn:
    if decision.missing_facts:
        question = ask.fact_question(conversation, decision, decision.missing_facts[0])
        before = (_so_far(conversation, decision, declined),) if declined else ()
        return replace(conversation, asked=decision.missing_facts[0]), (*before, question)
    if decision.status == "incomplete":
        changed = replace(conversation, asked=None, shown=signature(decision, ()))
        return changed, (_incomplete(conversation, decision),)
    return _final(conversation, decision)


def _so_far(conversation: Conversation, decision: Decision, fact: str) -> Say:
    """The open answer after one "je ne sais pas", before the next question."""
    branches = ((fact, rulebook.outcomes(conversation, fact)),)
    return Say("\n".join(still_open(decision, branches)), (), (rulebook.to_json(decision),))


def _incomplete(conversation: Conversation, decision: Decision) -> Say:
    branches = ((fact, rulebook.outcomes(conversation, fact)) for fact in conversation.declined)
    return Say(incomplete(decision, branches), (), (rulebook.to_json(decision),))


def remaining(conversation: Conversation, decision: Decision) -> tuple[str, ...]:
    """The facts still worth asking once the verdict is final."""
    passed = {*conversation.skipped, *conversation.declined}
    return tuple(fact for fact in decision.dose_facts if fact not in passed)


def _final(conversation: Conversation, decision: Decision) -> Turn:
    pending = remaining(conversation, decision)
    changed = replace(conversation, asked=pending[0] if pending else None, shown=signature(decision, pending))
    answer = Say(answer_text(conversation, decision, pending), (), (rulebook.to_json(decision),))
    first = conversation.shown[:1] != changed.shown[:1]
    beside = offer(decision) if first else None
    offered = (beside,) if beside else ()
    if not pending:
        return changed, (answer, *offered)
    return changed, (answer, *offered, ask.fact_question(conversation, decision, pending[0]))


def waiting(conversation: Conversation, decision: Decision) -> Conversation:
    """The same case, asking what is still to be asked: the question in hand if it is one of them."""
    left = decision.missing_facts or remaining(conversation, decision)
    asked = conversation.asked if conversation.asked in left else left[0] if left else None
    return replace(conversation, asked=asked)


def signature(decision: Decision, pending: Iterable[str]) -> tuple[str, ...]:
    """What makes an answer the same as the last one, then the warnings and the regimen that were told with it."""
    told = (warning.code for warning in card.warnings(decision, pending))
    parts = (decision.indication, decision.row, decision.status, decision.start, decision.facts.get("phase"))
    return ("|".join(map(str, parts)), *told, card.regimen(decision))


def answer_text(conversation: Conversation, decision: Decision, pending: tuple[str, ...]) -> str:
    """The card; short where the same answer was just given."""
    if conversation.shown[:1] == signature(decision, pending)[:1]:
        return card.again(decision, pending, conversation.shown[1:], conversation.unlisted)
    return card.card(decision, pending, conversation.unlisted)


def opened(says: tuple[Say, ...], taken: Taken) -> tuple[Say, ...]:
    """The reply with what comes first: what was refused, masked, changed, noted, understood."""
    lines = [*taken.lines]
    if taken.words and not any(item.get("type") == "decision" for item in says[0].objects):
        lines.append(f"Compris : {', '.join(taken.words)}.")
    unused = [said(fact, taken.conversation.facts[fact]) for fact in taken.facts if _unused(taken.conversation, fact)]
    if unused:
        lines.append(f"Noté, mais non utilisé ici : {', '.join(unused)}.")
    first = replace(says[0], text="\n".join((*lines, says[0].text)))
    return (*(notice.say() for notice in taken.notices), first, *says[1:])


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
        return conversation, (ask.indication_question(conversation.candidates, again=True),)
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


__all__ = ["Turn", "beside", "opened", "pending", "respond", "waiting"]
