"""A question, as text with buttons and as the object `question` of the interface."""

from __future__ import annotations

import re
from typing import Any, Iterable, Mapping

from actions.conversation import rulebook
from actions.conversation.say import DONT_KNOW, SKIP, Button, Say, answer_button
from actions.conversation.state import Conversation
from actions.wording import questions, table
from actions.wording.card import WORDS
from actions.wording.questions import INDICATION, NOT_LISTED, NOT_LISTED_LABEL
from actions.wording.text import capital, listing
from rules.model import Decision, Finding, State
from rules.protocols.scores import scores
from rules.vocabulary import vocabulary

NOT_TRIED = "not_tried"
SCORE = "score:"  # what a button that opens the computation of a score sends, before its identifier
YES_NO = {True: "oui", False: "non"}
START = (
    "Quelle est la situation ? Écrivez-la avec ce que vous savez déjà, par exemple :\n"
    "« PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg »\n"
    "« Guillain-Barré, 45 ans, échanges plasmatiques indisponibles »\n"
    "Ou choisissez un domaine :"
)
AGAIN = "Quelle est la situation ? Écrivez-la, ou choisissez un domaine :"


def asks_possible(conversation: Conversation, fact: str) -> bool:
    """Whether the question about a treatment is the second one: never tried, but could it be given?"""
    return questions.words(fact).kind == "trial" and conversation.facts.get(fact) == NOT_TRIED


def choices(conversation: Conversation, fact: str) -> Mapping[Any, str]:
    """The values that answer the question in hand, each with its label; none for a number."""
    words = questions.words(fact)
    if words.kind == "boolean":
        return YES_NO
    if asks_possible(conversation, fact):
        return questions.possible(fact).choices
    return words.choices


def offered(conversation: Conversation, fact: str) -> Mapping[Any, str]:
    """The values to offer. "Jamais essayé" is left out where it would only lead to a second question."""
    every = choices(conversation, fact)
    if NOT_TRIED not in every:
        return every
    tried = rulebook.decide(conversation.with_facts({fact: NOT_TRIED}))
    settles = fact not in tried.missing_facts
    return {value: label for value, label in every.items() if settles or value != NOT_TRIED}


def fact_question(conversation: Conversation, decision: Decision, fact: str) -> Say:
    """The question about one fact; skippable where the decision no longer depends on it."""
    words, values = questions.words(fact), offered(conversation, fact)
    object_ = {
        "type": "question",
        "fact": fact,
        "kind": words.kind,
        "unit": vocabulary().facts[fact].unit,
        "unit_label": words.unit,
        "choices": [{"value": value, "label": label} for value, label in values.items()] or None,
    }
    way_out = DONT_KNOW if fact in decision.missing_facts else SKIP
    compute = computed(fact)
    buttons = (*(answer_button(label, value, fact) for value, label in values.items()), *compute, way_out)
    text = _text(conversation, decision, fact, values, way_out)
    return Say("\n".join((*_settled(decision), text)), buttons, (object_,))


def computed(fact: str) -> tuple[Button, ...]:
    """The button that computes a score item by item, where this fact is one."""
    found = scores().of_fact(fact)
    return (answer_button(scores().calculate[0], f"{SCORE}{found.id}"),) if found and found.lines else ()


def _settled(decision: Decision) -> tuple[str, ...]:
    """Where every answer gives the same priority, it is said before the question: only the row is still open."""
    if not decision.missing_facts or len(decision.possible_statuses) != 1:
        return ()
    return (f"{capital(WORDS[decision.possible_statuses[0]])} dans tous les cas ; reste à choisir la dose et l'avis.",)


def _text(conversation: Conversation, decision: Decision, fact: str, values: Mapping[Any, str], way_out: Button) -> str:
    words = questions.words(fact)
    renewal = conversation.facts.get("phase") == "renewal"
    form = questions.possible(fact) if asks_possible(conversation, fact) else words
    text = form.at_start if renewal else form.question
    if words.criterion:
        labels = [finding.label for finding in criteria(decision, fact)]
        text = f"{text} Le tableau dit : {labels[0]}." if labels else text
    options = " / ".join((*values.values(), way_out.title))
    return f"{text}\n({options})" if values else f"{text} {_hint(words, way_out)}"


def _hint(words: questions.FactWords, way_out: Button) -> str:
    compute = "".join(f" ; « {button.title} » pour l'établir" for button in computed(words.name))
    return f"(par exemple {words.examples}{compute} ; sinon « {way_out.title} »)"


def criteria(decision: Decision, fact: str) -> tuple[Finding, ...]:
    """The criteria of the situation that read a fact, the open ones first."""
    found = [f for f in decision.explanation if re.search(rf"\b{fact}\b", f.criterion)]
    unique = {finding.label: finding for finding in found}
    return tuple(sorted(unique.values(), key=lambda finding: finding.state is not State.UNKNOWN))


def indication_question(candidates: Iterable[str], *, again: bool = False) -> Say:
    """Which situation? All of the table's, or those that the text fits; one alone is to be confirmed.

    `again`: the examples were just given, they are not repeated.
    """
    chosen = tuple(candidates)
    text = _indication_text(chosen, AGAIN if again else START)
    return Say(text, _indication_buttons(chosen), (indication_object(chosen or table.situations()),))


def indication_object(names: Iterable[str]) -> Mapping[str, Any]:
    """The object `question` on the situation; it always offers `not_listed`."""
    listed = [{"value": name, "label": table.situation(name)} for name in names]
    listed.append({"value": NOT_LISTED, "label": NOT_LISTED_LABEL})
    return {"type": "question", "fact": INDICATION, "kind": "choice", "unit": None, "choices": listed}


def _indication_text(candidates: tuple[str, ...], start: str) -> str:
    if not candidates:
        names = [table.section(section) for section in table.sections()]
        return f"{start}\n{listing(names, 'ou')}. Sinon : « {NOT_LISTED_LABEL} »."
    if len(candidates) == 1:
        return f"S'agit-il bien de cette situation : {table.situation(candidates[0])} ?\n(oui / non)"
    lines = [f"- {capital(table.situation(name))}" for name in candidates]
    return "\n".join(("De quelle situation s'agit-il ?", *lines, f"- {capital(NOT_LISTED_LABEL)}"))


def _indication_buttons(candidates: tuple[str, ...]) -> tuple[Button, ...]:
    last = answer_button(NOT_LISTED_LABEL, NOT_LISTED)
    if not candidates:
        sections = (answer_button(table.section(section), section) for section in table.sections())
        return (*sections, last)
    if len(candidates) == 1:
        return answer_button("oui", candidates[0]), Button("non", "/deny")
    return (*(answer_button(table.situation(name), name) for name in candidates), last)
