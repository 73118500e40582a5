"""The questions of the sirolimus conversation, as text with buttons and as the object `question`."""

from __future__ import annotations

from datetime import date
from typing import Any, Mapping

from actions.activities.sirolimus.hear import FUTURE, LEVEL, START, TOPIC, UNIT, quoted
from actions.activities.sirolimus.state import State
from actions.conversation.say import DONT_KNOW, SKIP, Button, Say, answer_button
from actions.wording import questions
from actions.wording.protocol import day
from rules.vocabulary import vocabulary

YES_NO: Mapping[Any, str] = {True: "oui", False: "non"}
TOPICS = {
    "candidacy": "Cet enfant est-il candidat ?",
    "dose": "Dose",
    "adjust": "Résiduel, réponse : que faire ?",
    "calendar": "Calendrier de surveillance",
    "contraindications": "Contre-indications",
    "interactions": "Interactions",
    "effects": "Effets indésirables",
    "pneumocystis": "Pneumocystose",
    "vzv": "Varicelle",
    "vaccines": "Vaccins",
}
LEAVE = Button("Revenir aux immunoglobulines", '/answer{"value": "sirolimus:leave"}')
OTHER = Button("ce n'est pas du sirolimus", LEAVE.payload)
WHEN = "Quand le sirolimus a-t-il été débuté ? (par exemple « 12/10/2026 » ; sinon « je ne sais pas »)"


def topic_buttons(*names: str) -> tuple[Button, ...]:
    """Buttons that open these topics, then the way back."""
    return (*(answer_button(TOPICS[name], TOPIC + name) for name in names), LEAVE)


def fact_question(fact: str, *, skippable: bool) -> Say:
    """The question about one fact."""
    words = questions.words(fact)
    values = YES_NO if words.kind == "boolean" else words.choices
    way_out = SKIP if skippable else DONT_KNOW
    buttons = (*(answer_button(label, value, fact) for value, label in values.items()), way_out)
    if values:
        text = f"{words.question}\n({' / '.join((*values.values(), way_out.title))})"
    else:
        text = f"{words.question} (par exemple {words.examples} ; sinon « {way_out.title} »)"
    return Say(text, buttons, (_object(fact, words.kind, words.unit, values),))


def _object(fact: str, kind: str, unit_label: str | None, values: Mapping[Any, str]) -> Mapping[str, Any]:
    return {
        "type": "question",
        "fact": fact,
        "kind": kind,
        "unit": vocabulary().facts[fact].unit if fact in vocabulary().facts else None,
        "unit_label": unit_label,
        "choices": [{"value": value, "label": label} for value, label in values.items()] or None,
    }


def pending(state: State) -> tuple[Say, ...]:
    """The question in hand once more."""
    if state.asked == UNIT:
        return (unit_question(state.unitless),)
    if state.asked == FUTURE and state.future:
        return (future_question(date.fromisoformat(state.future)),)
    if state.asked == START:
        return (start_question(),)
    return (fact_question(state.asked, skippable=bool(state.shown)),) if state.asked else ()


def unit_question(value: Any) -> Say:
    """A level was said without its unit: is it in ng/mL?"""
    text = (
        f"Résiduel de sirolimus {quoted(value)} : est-ce en ng/mL (ou µg/L, même chiffre) ? L'unité n'est pas dite.\n"
        f"(oui, en ng/mL / non / {OTHER.title})"
    )
    buttons = (answer_button("oui, en ng/mL", True, UNIT), answer_button("non", False, UNIT), OTHER)
    return Say(text, buttons, (_object(LEVEL, "boolean", None, YES_NO),))


def future_question(found: date) -> Say:
    """A day to come: is it the day planned?"""
    text = f"Le {day(found)} est à venir. Est-ce la date prévue du début ?\n(oui / non)"
    buttons = (answer_button("oui", True, FUTURE), answer_button("non", False, FUTURE))
    return Say(text, buttons, (_object(START, "boolean", None, YES_NO),))


def start_question() -> Say:
    """The day of the start."""
    return Say(WHEN, (DONT_KNOW,), (_object(START, "date", None, {}),))
