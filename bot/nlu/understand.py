"""What one French message says: `extract(text)` gives the situation, the facts and the moves that are certain.

No model is needed here; Rasa's classifier only settles the intent of what carries no fact (`bot.nlu.component`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions.understanding import Problem, Unbound, Understanding
from bot.nlu import moves
from bot.nlu.courses import courses
from bot.nlu.durations import take as take_durations
from bot.nlu.findings import combined, findings
from bot.nlu.intent import Said, by_words
from bot.nlu.match import LONG_MESSAGE, Mention, every_mention, mentions
from bot.nlu.mistakable import mistakable
from bot.nlu.numbers import scan
from bot.nlu.patient import NAMED_AFTER_AGE, Patient, born, conflict, measles_group, patient
from bot.nlu.protocol import protocol
from bot.nlu.quantities import leftovers, quantities
from bot.nlu.reading import Reading, concepts_said, names_of, read_message
from bot.nlu.situations import NOT_LISTED, Evidence, Situation, other_organ, situation
from bot.nlu.terms import lexicon
from bot.nlu.text import Text, read
from bot.nlu.trials import Trials, trials

SHORT_ANSWER = 4  # words of an answer to a question about a treatment ("en échec", "non, jamais essayé")
LONGEST = 20_000  # characters read; the channels accept less
TRANSPLANT = frozenset(
    {
        "antibody_mediated_rejection",
        "rejection_prophylaxis",
        "desensitisation_before_transplant",
        "humoral_rejection_other_organ",
    }
)
_PLACEHOLDER = re.compile(r"\[(nom|NIR|date de naissance|téléphone|IPP|courriel|adresse)\]")
# A case of the record ("T0-819"): no trough level of 819.
_REFERENCE = re.compile(r"\b[a-z]\d+\s?[-‐-―]\s?\d{3}\b|\bt0\s?\d{3}\b", re.IGNORECASE)
_MASKED = {
    "nom": "name",
    "NIR": "nir",
    "date de naissance": "birth_date",
    "téléphone": "phone",
    "IPP": "ipp",
    "courriel": "email",
    "adresse": "address",
}


def extract(text: str) -> Understanding:
    """What a message says. Never raises: what cannot be taken is a Problem, in French.

    Facts are in the JSON form and units of `rules/vocabulary.yml`. A payload ("/answer{…}") is left untouched.
    """
    if text.lstrip().startswith("/"):
        return Understanding(text, "answer")
    body = _PLACEHOLDER.sub(" ", text[:LONGEST])
    return replace(_understood(text, body), protocol=protocol(_REFERENCE.sub(" ", body)))


def _understood(text: str, body: str) -> Understanding:
    """The same, of the table alone; `body` is the text without its placeholders of masked identities."""
    masked = tuple(dict.fromkeys(_MASKED[name] for name in _PLACEHOLDER.findall(text)))
    whole = moves.whole_move(text)
    if whole:
        return Understanding(text, whole, unbound=_bare_answer(text, whole), masked=masked)
    reading = read_message(body)
    said, who = _situation(reading)
    facts = _facts(reading, said, who)
    said.to_confirm = said.to_confirm or mistakable(reading.text, said, facts)
    problems = tuple(reading.found.problems) + _too_long(text) + _situation_problems(said)
    return _record(text, reading, said, who, facts, problems, masked)


def _too_long(text: str) -> tuple[Problem, ...]:
    if len(text) <= LONGEST:
        return ()
    return (Problem("too_long", f"Le message est trop long : seuls ses {LONGEST} premiers caractères ont été lus."),)


def _situation(reading: Reading) -> tuple[Situation, Patient]:
    """Numbers first (an age decides between adult and child), then the situation."""
    text, found = reading.text, reading.found
    numbers = scan(text.folded)
    courses(text, found)
    names = names_of(reading)
    said_names = frozenset(name for item in names for name in _meant(reading, item))
    take_durations(text, found, said_names)
    quantities(text, numbers, found, reading.correction)
    people = mentions(text, "person", reading.terms, reading.guessed)
    who = patient(people, reading.context, found.facts.get("age_years"), reading.correction)
    evidence = Evidence(
        text, reading.context, reading.terms, names, concepts_said(reading), None if who.conflict else who.group
    )
    said = situation(evidence, reading.phrases)
    _by_age(said, who)
    if len(text.words) <= LONG_MESSAGE:
        leftovers(text, numbers, found, _inside_terms(reading, names))
    return said, who


def _meant(reading: Reading, item: Mention) -> tuple[str, ...]:
    """The situations that a name may mean, for what depends on them in the reading of lengths of time."""
    if item.sense.kind != "ambiguous":
        return (str(item.sense.value),)
    candidates = [name for name in reading.terms.ambiguous[int(item.sense.value)].candidates if name != NOT_LISTED]
    return tuple(candidates) if len(candidates) == 1 else (str(item.sense.value),)


def _by_age(said: Situation, who: Patient) -> None:
    """A situation named after an age gives way to what is said of the patient: both are asked where they disagree."""
    if not said.candidates or not set(said.candidates) <= NAMED_AFTER_AGE:
        return
    if who.conflict or who.both:
        said.candidates = tuple(sorted(NAMED_AFTER_AGE))
    elif who.word:
        said.candidates = (f"itp_{who.word}",)


def _inside_terms(reading: Reading, names: list[Mention]) -> set[int]:
    """Where numbers that belong to a term stand ("type 2", "6 à 11 mois")."""
    spans = names + reading.phrases
    return {reading.text.words[index].start for item in spans for index in range(item.first, item.last + 1)}


def _facts(reading: Reading, said: Situation, who: Patient) -> dict[str, Any]:
    situations = frozenset(said.candidates)
    facts = dict(reading.found.facts)
    stood = trials(reading.text, reading.therapy, reading.context)
    facts.update(stood.facts)
    phrases, contradicted, _ = findings(reading.phrases, situations, reading.context)
    for fact in contradicted:
        if not reading.correction:
            phrases.pop(fact, None)
            reading.found.problems.append(
                Problem("contradiction", "Le message dit une chose et son contraire : merci de préciser.", fact)
            )
    silent = [item for item in reading.phrases if any(sense.kind == "neutral" for sense in item.senses)]
    parts = [
        item
        for item in every_mention(reading.text, "part", reading.terms, reading.guessed)
        if not any(item.inside(phrase) for phrase in silent)
    ]
    implied = combined(parts, reading.terms.data["together"], situations, reading.context)
    facts = {**{fact: value for fact, value in implied.items() if fact not in contradicted}, **phrases, **facts}
    other_organ(said, facts)
    _plasmapheresis(reading, situations, stood, facts)
    _complete(reading, situations, who, facts)
    return facts


def _plasmapheresis(reading: Reading, situations: frozenset[str], stood: Trials, facts: dict[str, Any]) -> None:
    """In the transplant situations, plasma exchange is the boolean `plasmapheresis` (readings of the table)."""
    if not situations or not situations <= TRANSPLANT or "plasma_exchange" not in stood.named:
        return
    status = facts.pop("plasma_exchange", None)
    named = [
        item for item in reading.therapy if item.sense.kind == "treatment" and item.sense.value == "plasma_exchange"
    ]
    denied = any(reading.context.negated(item) or _STOPPED.match(_following(reading, item)) for item in named)
    facts["plasmapheresis"] = not (denied or status in ("not_tried", "unavailable", "contraindicated"))


_STOPPED = re.compile(r"\s*(?:sont |ont ete |est |a ete )?(?:arret|stopp|interrompu|suspendu|terminee?s?\b|finie?s?\b)")


def _following(reading: Reading, item: Mention) -> str:
    return reading.text.folded[reading.text.words[item.last].end :]


def _complete(reading: Reading, situations: frozenset[str], who: Patient, facts: dict[str, Any]) -> None:
    """What the stated facts imply by definition, and the bound on age that a word gives."""
    if situations == {"preterm_infection_prevention"} and not facts.get("pregnant"):
        facts.pop("gestational_weeks", None)  # the term at which the child was born
    mother = situations == {"fetomaternal_platelet_alloimmunisation"}  # there, "enfant" is one that she had
    if "gestational_weeks" in facts and (mother or who.word != "child") and not situations & born():
        facts.setdefault("pregnant", True)
    if who.conflict:
        facts.pop("age_years", None)
        reading.found.problems.append(conflict(who))
    elif (
        who.word
        and not (who.word == "child" and (mother or facts.get("pregnant")))
        and "age_years" not in facts
        and not situations & NAMED_AFTER_AGE
    ):
        facts["age_years"] = dict(who.bound)
    if situations == {"measles_exposure"} and "measles_group" not in facts:
        group = measles_group(reading.text, facts)
        if group:
            facts["measles_group"] = group


def _situation_problems(said: Situation) -> tuple[Problem, ...]:
    if not said.several or len(said.candidates) < 2:
        return ()
    return (
        Problem(
            "two_situations",
            "Plusieurs situations sont citées : pour laquelle demandez-vous les immunoglobulines ?",
            "indication",
        ),
    )


def _bare_answer(text: str, move: str) -> tuple[Unbound, ...]:
    """ "oui" and "non" also answer the question just asked; so do a few words for a status."""
    if move in ("affirm", "deny"):
        return (Unbound("boolean", move == "affirm", None, text.strip()),)
    terms = lexicon()
    answers = mentions(read(text, terms.small), "answer", terms, frozenset()) if move == "dont_know" else []
    return tuple(Unbound("trial", item.sense.kind, None, text.strip()) for item in answers[:1])


def _unbound(reading: Reading, said: Situation, who: Patient, facts: dict[str, Any]) -> tuple[Unbound, ...]:
    """Answers without their question: numbers, "oui", "échec", "IgM", "adulte"."""
    items = list(reading.found.unbound)
    start = re.match(
        r"\s*(oui|ouais|ok|non|nan)(?=\s*(?:[,.;:!]|$|c'est|il |elle |pas |mais |et |je ))", reading.text.folded
    )
    if start and not moves.hedged(reading.text.original):
        items.append(Unbound("boolean", start.group(1) in ("oui", "ouais", "ok"), None, start.group(1)))
    if not said.candidates and not any(item.sense.kind in ("treatment", "whole") for item in reading.therapy):
        answers = (
            mentions(reading.text, "answer", reading.terms, reading.guessed)
            if len(reading.text.words) <= SHORT_ANSWER
            else []
        )
        items.extend(Unbound("trial", item.sense.kind, None, _quote(reading.text, item)) for item in answers[:1])
    if not said.candidates and moves.none_of_these(reading.text.original):
        items.append(Unbound("choice", "not_listed", None, reading.text.original.strip()))
    isotype = re.fullmatch(r"\W*ig\s?([gam])\W*", reading.text.folded)
    if isotype:
        items.append(Unbound("choice", f"Ig{isotype.group(1).upper()}", None, reading.text.original.strip()))
    if who.word and not said.candidates and not who.conflict:
        items.append(Unbound("choice", who.word, None, "adulte" if who.word == "adult" else "enfant"))
    return tuple(items)


def _hints(reading: Reading) -> tuple[str, ...]:
    """The situations that the words of a short answer point to, where a choice is open (`hints.yml`)."""
    if len(reading.text.words) > 2 * SHORT_ANSWER:
        return ()
    said = concepts_said(reading)
    return tuple(dict.fromkeys(name for concept, name in reading.terms.data["hints"].items() if concept in said))


def _quote(text: Text, item: Mention) -> str:
    return text.quote(text.words[item.first].start, text.words[item.last].end)


def _record(
    text: str,
    reading: Reading,
    said: Situation,
    who: Patient,
    facts: dict[str, Any],
    problems: tuple[Problem, ...],
    masked: tuple[str, ...],
) -> Understanding:
    unbound = _unbound(reading, said, who, facts)
    named = any(item.sense.kind == "treatment" for item in reading.therapy)
    refused = bool(problems or said.ignored)
    hints = () if said.candidates else _hints(reading)
    intent, term = by_words(text, Said(said.candidates, frozenset(facts), unbound, refused, named or bool(hints)))
    return Understanding(
        text=text,
        intent=intent,
        indication=said.decided,
        candidates=said.candidates,
        facts=facts,
        to_confirm=said.to_confirm and bool(said.candidates),
        not_listed=said.not_listed,
        unbound=unbound,
        problems=problems,
        term=term,
        masked=masked,
        ignored=tuple(said.ignored),
        hints=hints,
        long=len(reading.text.words) > LONG_MESSAGE,
        correction=reading.correction and bool(said.candidates or facts or unbound),
    )
