"""Moves that explain the case: why, details, what would change, the dose, the network, a word."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Iterable

from actions.conversation import ask, rulebook
from actions.conversation.reply import Turn, beside, opened, pending, respond, waiting
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.conversation.take import Taken, take
from actions.understanding import Understanding
from actions.wording import card, details, dose, glossary, opinions, questions, sentences, table
from actions.wording.questions import INDICATION, NOT_LISTED
from actions.wording.text import capital
from rules.load import hierarchy
from rules.model import CaseError, Decision, Opinion

EXAMPLES = ("P", "UF", "NP", "RCP", "CeReCAI", "FILNEMUS", "Khellaf", "PNDS")


def why(conversation: Conversation, message: Understanding) -> Turn:
    """Why the question in hand matters, with the criterion that it serves; or why this answer."""
    asked = conversation.asked
    if asked == INDICATION:
        return beside(conversation, questions.INDICATION_WHY, "why", INDICATION)

    def text(decision: Decision) -> str:
        return _because(conversation, decision) if asked is None else _why(conversation, decision, asked)

    return _on_decision(conversation, lambda found: beside(conversation, text(found), "why", asked))


def _why(conversation: Conversation, decision: Decision, asked: str) -> str:
    words = questions.possible(asked) if ask.asks_possible(conversation, asked) else questions.words(asked)
    return " ".join(part for part in (words.why, details.reasons(ask.criteria(decision, asked))) if part)


def _because(conversation: Conversation, decision: Decision) -> str:
    lines = [f"- {line}" for line in details.criteria(decision)] or [sentences.BECAUSE.get(decision.status, "")]
    parts = (card.verdict(decision, conversation.unlisted), *lines, card.source(decision))
    return "\n".join(part for part in parts if part)


def show_details(conversation: Conversation, message: Understanding) -> Turn:
    """Everything that the answer rests on."""
    taken = take(conversation, message)
    return _told(taken, lambda decision: details.details(decision, taken.conversation.unlisted))


def what_would_change(conversation: Conversation, message: Understanding) -> Turn:
    """The single facts that would change the answer; with a fact to try, what it gives."""
    taken = take(conversation, message)
    if conversation.indication is not None and taken.words:
        return respond(replace(taken, lines=(*taken.lines, sentences.HYPOTHESIS)))
    conversation = taken.conversation

    def text(decision: Decision) -> Turn:
        lines = details.changes(rulebook.changes(conversation))
        said = "\n".join((sentences.CHANGES, *lines)) if lines else sentences.NO_CHANGE
        return beside(
            waiting(conversation, decision),
            f"{card.verdict(decision, conversation.unlisted)}\n{said}",
            "what_would_change",
        )

    return _on_decision(conversation, text)


def dose_only(conversation: Conversation, message: Understanding) -> Turn:
    """Only the dose, as soon as the answer allows one; the question in hand until then."""
    taken = take(conversation, message)
    case = taken.conversation
    if case.candidates or case.indication is None:
        return respond(taken)
    try:
        decision = rulebook.decide(case)
    except CaseError:
        return respond(taken)
    if decision.status != "incomplete":
        return _dose(taken, decision)
    later = sentences.DOSE_LATER if decision.missing_facts and len(decision.possible_statuses) > 1 else ""
    return respond(replace(taken, lines=tuple(line for line in (*taken.lines, later) if line)))


def _dose(taken: Taken, decision: Decision) -> Turn:
    conversation = taken.conversation
    lines = dose.lines(decision) or (sentences.NO_DOSE,)
    text = "\n".join((card.verdict(decision, conversation.unlisted), *lines))
    changed, says = pending(waiting(conversation, decision))
    return changed, opened((Say(text, (), (rulebook.to_json(decision),)), *says), taken)


def network_only(conversation: Conversation, message: Understanding) -> Turn:
    """Whom to ask for a situation, without deciding anything; the case in hand is not touched."""
    names = message.candidates or ((message.indication,) if message.indication else ())
    names = names or ((conversation.indication,) if conversation.indication else conversation.candidates)
    known = tuple(name for name in names if name in hierarchy().situations)
    if not known:
        explained = glossary.explain(message.term, message.text)
        which = sentences.NO_BODY if names else sentences.WHICH_NETWORK
        return beside(conversation, explained or which, "network_only")
    own = () if message.candidates or message.indication else _own_opinions(conversation)
    lines = (_listed(known[0], own),) if own else (_network(name) for name in known)
    return beside(conversation, "\n".join(lines), "network_only")


def _own_opinions(conversation: Conversation) -> tuple[Opinion, ...]:
    """The opinions of the row that the case in hand meets, if it meets one."""
    try:
        return rulebook.decide(conversation).opinions
    except CaseError:
        return ()


def _network(name: str) -> str:
    printed = {
        opinion.bodies: Opinion(opinion.bodies, "initiation", opinion.strength, None)
        for row in hierarchy().situations[name].rows
        for listed in row.opinions.values()
        for opinion in listed
    }
    if not printed:
        return sentences.NO_NETWORK.format(situation=table.situation(name))
    return _listed(name, printed.values())


def _listed(name: str, found: Iterable[Opinion]) -> str:
    lines = (f"- {capital(opinions.bodies(opinion, long=True))}" for opinion in found)
    return "\n".join((sentences.NETWORK.format(situation=table.situation(name)), *lines))


def explain_term(conversation: Conversation, message: Understanding) -> Turn:
    """What a word of the table means."""
    found = glossary.explain(message.term, message.text)
    return beside(conversation, found or sentences.UNKNOWN_TERM.format(terms=", ".join(EXAMPLES)), "explain_term")


def _told(taken: Taken, words: Callable[[Decision], str]) -> Turn:
    def tell(decision: Decision) -> Turn:
        changed, says = pending(waiting(taken.conversation, decision))
        return changed, opened((Say(words(decision), (), (rulebook.to_json(decision),)), *says), taken)

    return _on_decision(taken.conversation, tell)


def _on_decision(conversation: Conversation, then: Callable[[Decision], Turn]) -> Turn:
    """Explain the decision in hand; without a situation, or with a contradiction, ask first."""
    if conversation.indication is None or conversation.candidates:
        return _no_case(conversation)
    try:
        decision = rulebook.decide(conversation)
    except CaseError:
        return pending(conversation)
    return then(decision)


def _no_case(conversation: Conversation) -> Turn:
    changed = replace(conversation, asked=INDICATION)
    question = ask.indication_question(conversation.candidates)
    return changed, (Notice("no_case", sentences.NO_CASE).say(), question)


__all__ = ["NOT_LISTED", "dose_only", "explain_term", "network_only", "show_details", "what_would_change", "why"]
