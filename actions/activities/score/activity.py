"""Scores as conversations: Khellaf, Buchanan, BMI, body surface. The result goes into the case, which then goes on."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Any, Callable, Iterable, Mapping

from actions.activities.base import Context, Outcome
from actions.activities.score.hear import (
    AGE_FACT,
    CHOICE,
    LINE,
    NOTHING,
    SIZE,
    State,
    asked_for,
    heard,
)
from actions.conversation.reply import pending, respond
from actions.conversation.say import DONT_KNOW, Notice, Say, answer_button
from actions.conversation.state import Conversation
from actions.conversation.take import Taken
from actions.understanding import Unbound, Understanding
from actions.wording import questions
from actions.wording import scores as wording
from actions.wording.said import said
from rules.model import CaseError
from rules.protocols import intake, sirolimus
from rules.protocols.scores import AGE, Score, measured, scores, total
from rules.vocabulary import vocabulary

TALK = (
    "greet",
    "thank",
    "goodbye",
    "help",
    "insult",
    "english",
    "version",
    "explain_term",
    "network_only",
    "dose_only",
)


class ScoreActivity:
    """Every score of `rules/protocols/scores.yml`."""

    name = "score"
    of_patient = True

    def owns(self, sent: Unbound) -> bool:
        """A button of a line, or the one that opens a score."""
        return isinstance(sent.value, dict) and LINE in sent.value

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether the message asks for a score, by a button or in words."""
        return asked_for(conversation, message) is not None

    def step(
        self, state: Mapping[str, Any] | None, conversation: Conversation, message: Understanding, context: Context
    ) -> Outcome | None:
        """Take a message; None where it gives the score directly, or is about something else."""
        score = asked_for(conversation, message)
        known = State(score.id, MappingProxyType({})) if score else State.from_json(state) if state else None
        if known is None:
            return None
        of = scores().scores[known.score]
        if of.fact in message.facts:
            return None
        move = None if score else MOVES.get(message.intent)
        if move is not None and known.asked:
            return move(of, known, conversation)
        after, notices = heard(of, known, message)
        if score is None and after == known and not notices:
            return None if _elsewhere(message) else _not_understood(of, known)
        return _go_on(of, after.remember(known) if score is None else after, conversation, notices)


def _not_understood(of: Score, state: State) -> Outcome:
    lost = Notice("not_understood", wording.NOT_UNDERSTOOD).say()
    return Outcome((lost, _question(of, state)), state.to_json())


def _elsewhere(message: Understanding) -> bool:
    """Whether a message that says nothing of the score is for the consultation."""
    return bool(message.candidates or message.indication or message.facts or message.intent in TALK)


def _back(of: Score, state: State, case: Conversation) -> Outcome:
    """Undo the last answer; before the first one, back to the consultation."""
    if not state.history:
        _, says = pending(case)
        return Outcome((Notice("left", wording.LEFT).say(), *says), None, active=False)
    before = State.from_json({**state.history[-1], "history": state.history[:-1]})
    return Outcome((_question(of, before),), before.to_json())


def _unknown(of: Score, state: State, case: Conversation) -> Outcome:
    """An item that is not known leaves the total a range."""
    after = replace(state, unknown=(*state.unknown, str(state.asked)))
    return _go_on(of, after.remember(state), case, ())


def _go_on(of: Score, state: State, case: Conversation, notices: Iterable[Notice]) -> Outcome:
    """The next item to ask, or the result and the consultation."""
    first = tuple(notice.say() for notice in notices)
    missing = _missing(of, state, case)
    if missing:
        asked = replace(state, asked=missing)
        opening = () if state.asked or state.answers or of.formula else (_opening(of),)
        return Outcome((*first, *opening, _question(of, asked)), asked.to_json())
    if of.formula and any(_value(fact, state, case) is None for fact in SIZE):
        return _left(case, (*first, Say(wording.NO_SIZE)))
    try:
        return _finished(of, state, case, first)
    except CaseError as error:  # a surface that no body has: one of the two numbers is to be said again
        again = replace(state, asked=SIZE[0])
        return Outcome((Notice(error.code, error.message, SIZE[0]).say(), _question(of, again)), again.to_json())


def _missing(of: Score, state: State, case: Conversation) -> str | None:
    wanted = [fact for fact in SIZE if of.formula and _value(fact, state, case) is None]
    left = [line.id for line in of.lines if line.id not in state.answers]
    wanted += sorted(left, key=lambda name: name not in state.narrowed)
    wanted += [AGE] if of.age and _value(AGE_FACT, state, case) is None else []
    return next((name for name in wanted if name not in state.unknown), None)


def _value(fact: str, state: State, case: Conversation) -> float | None:
    value = state.numbers.get(fact, case.facts.get(fact))
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _opening(of: Score) -> Say:
    return Say(wording.opening(of), (), (Notice("score", of.name).to_json(),))


def _question(of: Score, state: State) -> Say:
    """The question about one line, with its choices as buttons, or about a number."""
    asked = str(state.asked)
    if asked in (*SIZE, AGE):
        words = questions.words(AGE_FACT if asked == AGE else asked)
        return Say(f"{words.question} (par exemple {words.examples})", (DONT_KNOW,), (_number_object(words),))
    line = of.line(asked)
    possible = state.narrowed.get(line.id) or [choice.id for choice in line.choices]
    sent = [({LINE: line.id, CHOICE: choice.id}, choice.label) for choice in line.choices if choice.id in possible]
    buttons = [answer_button(label, value) for value, label in sent]
    rest = (
        [answer_button("rien d'autre", {LINE: NOTHING, CHOICE: of.id})]
        if len(of.lines) > 1 and line.id not in state.narrowed
        else []
    )
    object_: dict[str, Any] = {"type": "question", "fact": of.fact, "kind": "choice", "unit": None, "label": line.label,
               "choices": [{"value": value, "label": label} for value, label in sent]}  # fmt: skip
    titles = [button.title for button in (*buttons, *rest, DONT_KNOW)]
    return Say(wording.line(line, titles), (*buttons, *rest, DONT_KNOW), (object_,))


def _number_object(words: questions.FactWords) -> dict[str, Any]:
    return {
        "type": "question",
        "fact": words.name,
        "kind": "number",
        "unit": vocabulary().facts[words.name].unit,
        "unit_label": words.unit,
        "choices": None,
    }


def _finished(of: Score, state: State, case: Conversation, first: tuple[Say, ...]) -> Outcome:
    facts: dict[str, Any] = dict(state.numbers)
    if of.formula:
        weight, height = (_value(fact, state, case) or 0.0 for fact in SIZE)
        if of.formula == "surface":
            intake.surface(weight, height, sirolimus.rules().protocol.figures)
        value = float(measured(of, weight, height))
        text = wording.measured(of, value, weight, height)
        result: Any = value
        facts |= {of.fact: value} if of.fact else {}
    else:
        found = total(of, state.answers, _value(AGE_FACT, state, case), state.narrowed)
        text = wording.total(of, found)
        result = [found.low, found.high]
        facts[str(of.fact)] = found.low if found.low == found.high else {"at_least": found.low, "at_most": found.high}
    object_ = {"type": "score", "id": of.id, "fact": of.fact, "result": result, "source": of.source}
    return _left(case, (*first, Say(text, (), (object_,))), facts)


def _left(case: Conversation, says: tuple[Say, ...], facts: Mapping[str, Any] | None = None) -> Outcome:
    """The result, then the consultation with it."""
    after = case.with_facts(facts).remember(case) if facts else case
    if after.indication is None and not after.candidates:
        _, more = pending(after)
        return Outcome((*says, *more), None, active=False, case=after)
    words = tuple(said(fact, value) for fact, value in (facts or {}).items())
    asked = replace(after, asked=None) if after.asked in (facts or {}) else after
    turn, more = respond(Taken(asked, case, words=words, facts=tuple(facts or ()), understood=True))
    return Outcome((*says, *more), None, active=False, case=turn)


MOVES: Mapping[str, Callable[[Score, State, Conversation], Outcome]] = {
    "back": _back,
    "dont_know": _unknown,
    "skip": _unknown,
}
