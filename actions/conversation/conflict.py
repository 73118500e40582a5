"""Statements that contradict each other: which ones, what to ask, and who wins."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

from actions.conversation import ask, rulebook
from actions.conversation.say import Button, Notice, Say, answer_button
from actions.conversation.state import Conversation
from actions.wording import questions, table
from actions.wording.questions import INDICATION, NOT_LISTED
from actions.wording.said import said
from actions.wording.text import listing
from rules.model import CaseError
from rules.vocabulary import vocabulary


def involved(conversation: Conversation) -> tuple[str, ...]:
    """The statements of which any one, taken back, would end the contradiction; the situation first."""
    names = tuple(fact for fact in conversation.facts if rulebook.check(conversation.without_facts(fact)) is None)
    without = replace(conversation, indication=NOT_LISTED)
    return ((INDICATION,) if rulebook.check(without) is None else ()) + names


def in_words(conversation: Conversation, name: str) -> str:
    """A statement as it is said back."""
    if name == INDICATION:
        return table.situation(conversation.indication)
    return said(name, conversation.facts[name])


def question(conversation: Conversation, error: CaseError) -> tuple[Conversation, Say]:
    """Ask which statement is right; everything said is kept until then."""
    names = involved(conversation)
    disputed = tuple(name for name in conversation.conflict if name in names) or names
    facts = tuple(name for name in disputed if name != INDICATION)
    field = (error.field or "").removeprefix("facts.")
    asked = field if field in facts else facts[-1] if facts else INDICATION
    listed = listing(f"« {in_words(conversation, name)} »" for name in names)
    disagree = f"\nÀ départager : {listed}." if len(names) > 1 else ""
    buttons = _buttons(conversation, names, asked)
    options = f"\n({' / '.join(button.title for button in buttons)})" if buttons else ""
    text = f"{error.message}{disagree}\n{_question(conversation, asked)} Le reste est gardé.{options}"
    objects = (Notice("contradiction", error.message, asked).to_json(), _object(asked))
    changed = replace(conversation, asked=asked, conflict=disputed)
    return changed, Say(text, buttons, objects)


def _question(conversation: Conversation, asked: str) -> str:
    if asked == INDICATION:
        return "Quelle est la situation ?"
    words = questions.words(asked)
    return words.at_start if conversation.facts.get("phase") == "renewal" else words.question


def _choices(asked: str) -> Mapping[Any, str]:
    words = questions.words(asked)
    return ask.YES_NO if words.kind == "boolean" else words.choices


def _object(asked: str) -> Mapping[str, Any]:
    if asked == INDICATION:
        return ask.indication_object(table.situations())
    words = questions.words(asked)
    choices = [{"value": value, "label": label} for value, label in _choices(asked).items()]
    return {
        "type": "question",
        "fact": asked,
        "kind": words.kind,
        "unit": vocabulary().facts[asked].unit,
        "unit_label": words.unit,
        "choices": choices or None,
    }


def _buttons(conversation: Conversation, names: tuple[str, ...], asked: str) -> tuple[Button, ...]:
    situations = (str(conversation.indication), *siblings(conversation)) if INDICATION in names else ()
    buttons = [answer_button(table.situation(name), name) for name in situations]
    if asked == INDICATION:
        return tuple(buttons)
    if questions.words(asked).kind == "number":
        return (*buttons, answer_button(in_words(conversation, asked), conversation.facts[asked], asked))
    return (*buttons, *(answer_button(label, value, asked) for value, label in _choices(asked).items()))


def siblings(conversation: Conversation) -> tuple[str, ...]:
    """The situations that differ from the one in hand by what their names imply, and that the facts allow."""
    implied = table.implied(conversation.indication)
    near = (name for name in table.of_same_section(conversation.indication) if table.implied(name) & implied)
    return tuple(name for name in near if rulebook.check(replace(conversation, indication=name)) is None)


def settle(conversation: Conversation, stated: frozenset[str]) -> tuple[Conversation, tuple[str, ...]]:
    """The later statement wins: take back the one thing that contradicts it; of several, none is guessed.

    Returns the case, with what is still disputed, and what was taken back, in words.
    """
    if rulebook.check(conversation) is None:
        return replace(conversation, conflict=()), ()
    names = involved(conversation)
    left = tuple(name for name in conversation.conflict or names if name in names and name not in stated)
    if len(left) != 1:
        return replace(conversation, conflict=left), ()
    dropped = (in_words(conversation, left[0]),)
    return replace(_without(conversation, left[0]), conflict=()), dropped


def _without(conversation: Conversation, name: str) -> Conversation:
    if name != INDICATION:
        return conversation.without_facts(name)
    near = siblings(conversation)
    return replace(conversation, indication=near[0] if len(near) == 1 else None, candidates=())
