"""What a message says of a score: which one, its items, the numbers that it needs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Mapping

from actions.conversation.ask import SCORE
from actions.conversation.bind import PAYLOAD
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.validate import refusal
from actions.understanding import Understanding
from actions.wording.text import fold
from rules.protocols.scores import AGE, Choice, Line, Score, scores

OPEN, LINE, CHOICE, NOTHING = SCORE, "line", "choice", "nothing_else"
SIZE = ("weight_kg", "height_cm")
AGE_FACT = "age_years"
NUMBERS = (*SIZE, AGE_FACT)
HISTORY = 8  # answers that "retour" can undo


@dataclass(frozen=True)
class State:
    """A score under way: what was answered (line to choice), what is not known, what was asked, the numbers said.

    `narrowed` are the choices that a mention leaves to a line ("hématurie macroscopique": with or without anaemia).
    """

    score: str
    answers: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    asked: str | None = None
    numbers: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    narrowed: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    history: tuple[Mapping[str, Any], ...] = ()

    def remember(self, before: State) -> State:
        """The same, from which "retour" leads to `before`."""
        past = {key: value for key, value in before.to_json().items() if key != "history"}
        return replace(self, history=(*before.history, past)[-HISTORY:])

    def to_json(self) -> dict[str, Any]:
        """What is kept in the slot."""
        return {
            "score": self.score,
            "answers": dict(self.answers),
            "unknown": list(self.unknown),
            "asked": self.asked,
            "numbers": dict(self.numbers),
            "narrowed": dict(self.narrowed),
            "history": list(self.history),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> State:
        """The inverse of `to_json`."""
        return State(
            score=data["score"],
            answers=MappingProxyType(dict(data["answers"])),
            unknown=tuple(data["unknown"]),
            asked=data["asked"],
            numbers=MappingProxyType(dict(data["numbers"])),
            narrowed=MappingProxyType(dict(data["narrowed"])),
            history=tuple(data["history"]),
        )


def asked_for(conversation: Conversation, message: Understanding) -> Score | None:
    """The score that a message asks for, by a button or in words."""
    for item in message.unbound:
        if item.kind == PAYLOAD and isinstance(item.value, str) and item.value.startswith(OPEN):
            return scores().scores.get(item.value.removeprefix(OPEN))
    typed = fold(message.text)
    named = next((one for one in scores().scores.values() if typed in {fold(words) for words in one.openers}), None)
    if not typed or named or (message.intent == "explain_term" and not _calculates(typed)):
        return named  # "c'est quoi le Khellaf ?" asks what it is; "calcule le Khellaf" does not, whatever was guessed
    asked = scores().of_fact(str(conversation.asked)) if conversation.asked else None
    if asked and typed in {fold(words) for words in scores().calculate}:
        return asked
    return next((one for one in scores().scores.values() if _names(one, typed) and one.fact not in message.facts), None)


def _calculates(typed: str) -> bool:
    return any(typed.startswith(f"{fold(words)} ") for words in scores().calculate)


def _names(score: Score, typed: str) -> bool:
    verbs = _any(scores().verbs).pattern
    return bool(
        re.match(rf"(?:.{{0,24}}\s)?{verbs}\s(?:.{{0,12}}\s)?(?:l'|d'|du |de )?{_any(score.names).pattern}", typed)
    )


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    found = sorted((fold(word) for word in words), key=len, reverse=True)
    return re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, found))})s?(?![a-z])")


def heard(of: Score, state: State, message: Understanding) -> tuple[State, tuple[Notice, ...]]:
    """The state with the message in it: numbers, buttons, typed labels, items in words."""
    numbers, notices = dict(state.numbers), []
    for fact, value in _numbers(state, message).items():
        refused = refusal(fact, value)
        if refused:
            notices.append(refused)
        elif isinstance(value, (int, float)):
            numbers[fact] = value
    answers = {**state.answers, **_tapped(of, message), **_typed(of, state, message)}
    narrowed = {**state.narrowed, **_mentioned(of, answers, message)}
    if _any(scores().nothing_else).search(fold(message.text)) or _sent(message) == {LINE: NOTHING, CHOICE: of.id}:
        answers = {**{line.id: line.choices[0].id for line in of.lines if line.id not in narrowed}, **answers}
    told = {*answers, *numbers, *(set(narrowed) - set(state.narrowed))}
    after = replace(
        state,
        answers=MappingProxyType(answers),
        numbers=MappingProxyType(numbers),
        narrowed=MappingProxyType(narrowed),
        unknown=tuple(name for name in state.unknown if name not in told),
    )
    return after, tuple(notices)


def _mentioned(of: Score, answers: Mapping[str, str], message: Understanding) -> dict[str, list[str]]:
    """The lines that are mentioned without saying how much."""
    typed = fold(message.text)
    return {
        line.id: list(mention.choices)
        for line in of.lines
        if line.id not in answers
        for mention in line.mentions
        if (match := _any(mention.aliases).search(typed)) and not _denied(typed, match.start())
    }


def _numbers(state: State, message: Understanding) -> dict[str, Any]:
    facts = {fact: message.facts[fact] for fact in NUMBERS if fact in message.facts}
    asked = AGE_FACT if state.asked == AGE else state.asked
    for item in message.unbound:
        if asked in NUMBERS and asked not in facts and item.kind in ("number", PAYLOAD):
            facts[str(asked)] = item.value
    return facts


def _sent(message: Understanding) -> Any:
    return next((item.value for item in message.unbound if item.kind == PAYLOAD), None)


def _tapped(of: Score, message: Understanding) -> dict[str, str]:
    """The choice of a button, where it is one of this score: another one's, tapped late, answers nothing."""
    sent = _sent(message)
    if not isinstance(sent, dict):
        return {}
    line = next((one for one in of.lines if one.id == sent.get(LINE)), None)
    choice = next((one.id for one in line.choices if one.id == sent.get(CHOICE)), None) if line else None
    return {line.id: choice} if line and choice else {}


def _typed(of: Score, state: State, message: Understanding) -> dict[str, str]:
    """The items that the words say, the longest name of each line; "oui" and "non" of the line in hand."""
    typed = fold(message.text)
    found = {line.id: choice.id for line in of.lines if (choice := _said(line, typed))}
    asked = next((line for line in of.lines if line.id == state.asked), None)
    if asked is None:
        return found
    labels = {fold(choice.label): choice.id for choice in asked.choices}
    if typed in labels:
        return {**found, asked.id: labels[typed]}
    if message.intent == "deny":
        return {**found, asked.id: asked.choices[0].id}
    if message.intent == "affirm" and len(asked.choices) == 2:
        return {**found, asked.id: asked.choices[1].id}
    if typed.isdigit() and typed in {choice.id for choice in asked.choices}:
        return {**found, asked.id: typed}
    return found


def _said(line: Line, typed: str) -> Choice | None:
    matches = [
        (match.end() - match.start(), choice)
        for choice in line.choices
        for alias in choice.aliases
        if (match := _any((alias,)).search(typed)) and not (choice.points and _denied(typed, match.start()))
    ]
    return max(matches, key=lambda pair: pair[0])[1] if matches else None


def _denied(typed: str, place: int) -> bool:
    return bool(re.search(r"(?:pas|sans|aucune?|ni)\s+(?:d'|de |du |des )?$", typed[:place]))
