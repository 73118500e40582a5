"""A message into the state: the facts of the protocol, the patient's, dates, answers to the question in hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Iterator, Mapping

from actions.activities.sirolimus.state import State
from actions.conversation.bind import PAYLOAD
from actions.conversation.durations import CONVERSIONS
from actions.conversation.say import Notice
from actions.conversation.validate import INVALID, refusal
from actions.understanding import Unbound, Understanding
from actions.wording import questions
from actions.wording.text import capital, fold, number
from rules.vocabulary import vocabulary

LEVEL, DAYS, RESPONSE = "sirolimus_trough_ng_per_ml", "sirolimus_days", "sirolimus_response"
PATIENT = ("age_years", "weight_kg", "height_cm", "corticosteroids", "immunosuppressants")
START, UNIT, FUTURE = "start", "unit", "future"
OLDEST = timedelta(days=3650)
TOPIC = "sirolimus:"  # what the buttons of the topics send, before the topic
NO_UNIT = "Jours, semaines ou mois ? Écrivez par exemple « J16 », « 3 semaines » ou « 2 mois »."
WRONG_DATE = "Cette date n'est pas possible. Écrivez-la comme « 12/10/2026 »."
WRONG_CHANGE = "La date d'un changement de dose n'est ni impossible ni à venir. Écrivez-la comme « 12/10/2026 »."
BEFORE_START = "Ce changement de dose serait avant le début du sirolimus. Vérifiez les deux dates."
OLD_DATE = "Cette date est trop ancienne pour un début de sirolimus. Vérifiez l'année."
WRONG_UNIT = "Un résiduel de sirolimus se donne en ng/mL (ou µg/L, même chiffre). Redonnez-le avec cette unité."


@dataclass(frozen=True)
class Heard:
    """The state with the message in it, what could not be taken, and whether anything was understood."""

    state: State
    notices: tuple[Notice, ...] = ()
    understood: bool = False
    topic: str | None = None
    level: bool = False  # whether the message gives a level
    asks: bool = False  # whether something is asked back

    def refuse(self, notice: Notice) -> Heard:
        """The same with something asked back: the question on it comes before anything else."""
        state = replace(self.state, asked=notice.field or self.state.asked)
        return replace(self, state=state, notices=(*self.notices, notice), understood=True, asks=True)

    def take(self, facts: Mapping[str, Any]) -> Heard:
        """The same with these facts, each checked; a value that its fact cannot have is said and left out."""
        heard = self
        for fact, value in facts.items():
            refused = refusal(fact, value)
            if refused:
                heard = heard.refuse(refused)
            else:
                state, level = heard.state.with_facts({fact: value}), heard.level or fact == LEVEL
                heard = replace(heard, state=state, understood=True, level=level)
        return heard


def hear(state: State, message: Understanding, today: date) -> Heard:
    """Take all that the message says. Nothing already said is lost; a later statement wins."""
    said = message.protocol
    heard = Heard(state, topic=_topic(message))
    asked_about = any(said.get(key) for key in ("named", "drugs", "effects"))
    heard = replace(heard, understood=heard.topic is not None or asked_about)
    heard = heard.take(_facts(state, message))
    heard = heard.take(_patient(message))
    if "start" in said:
        heard = _started(heard, said["start"], today)
    if "change" in said:
        heard = _changed(heard, said["change"], today)
    if "unitless" in said and LEVEL not in said.get("facts", {}):
        heard = _unitless(heard, said["unitless"])
    if "wrong_unit" in said:
        heard = heard.refuse(Notice("wrong_unit", WRONG_UNIT, LEVEL))
    for item in _loose(message, heard):
        heard = _answer(heard, item, today)
    return heard


def _facts(state: State, message: Understanding) -> dict[str, Any]:
    """The protocol's facts; a length of time alone ("15 mois") is what was asked for."""
    facts = dict(message.protocol.get("facts", {}))
    known = vocabulary().facts.get(state.asked or "")
    wanted = known.unit if known else None
    alone = [item for item in message.unbound if item.kind == "number" and item.unit]
    if set(facts) != {DAYS} or state.asked == DAYS or wanted not in ("months", "days") or len(alone) != 1:
        return facts
    return {str(state.asked): _whole(alone[0].value, str(state.asked), alone[0].unit)}


def _topic(message: Understanding) -> str | None:
    for item in message.unbound:
        if item.kind == PAYLOAD and isinstance(item.value, str) and item.value.startswith(TOPIC):
            return item.value.removeprefix(TOPIC)
    topics = message.protocol.get("topics")
    return str(topics[0]) if topics else None


def _patient(message: Understanding) -> dict[str, Any]:
    """The patient's own facts, read without the protocol's words where those were there."""
    facts = message.protocol.get("patient", message.facts)
    return {fact: facts[fact] for fact in PATIENT if fact in facts}


def _started(heard: Heard, said: Mapping[str, Any], today: date) -> Heard:
    found = _date(said, today)
    if found is None:
        return heard.refuse(Notice("invalid_date", WRONG_DATE, START))
    if today - found > OLDEST:
        return heard.refuse(Notice("invalid_date", OLD_DATE, START))
    if found > today:
        state = replace(heard.state, future=found.isoformat(), asked=FUTURE)
        return replace(heard, state=state, understood=True, asks=True)
    state = replace(heard.state.without(DAYS), start=found.isoformat(), asked=None)
    return replace(heard, state=state, understood=True)


def _changed(heard: Heard, said: Mapping[str, Any], today: date) -> Heard:
    """The day of a change of dose: neither to come nor before the start."""
    found = _date(said, today)
    if found is None or found > today:
        return heard.refuse(Notice("invalid_date", WRONG_CHANGE))
    if heard.state.start and found < date.fromisoformat(heard.state.start):
        return heard.refuse(Notice("invalid_date", BEFORE_START))
    changes = tuple(sorted({*heard.state.changes, found.isoformat()}))
    return replace(heard, state=replace(heard.state, changes=changes), understood=True)


def _date(said: Mapping[str, Any], today: date) -> date | None:
    """The day; without a year, the last one that is not to come."""
    years = [said["year"]] if said.get("year") else [today.year, today.year - 1]
    found = []
    for year in years:
        try:
            found.append(date(int(year), int(said["month"]), int(said["day"])))
        except ValueError:
            continue
    past = [day for day in found if day <= today]
    return past[0] if past else found[0] if found else None


def _unitless(heard: Heard, value: Any) -> Heard:
    """A level without its unit: kept until the unit is confirmed."""
    if heard.state.asked == LEVEL:
        return heard.take({LEVEL: value})
    return replace(heard, state=replace(heard.state, unitless=value, asked=UNIT), understood=True, asks=True)


def _loose(message: Understanding, heard: Heard) -> Iterator[Unbound]:
    """What answers the question in hand: buttons, "oui", a number, a typed label."""
    read = bool(message.protocol.get("facts") or message.protocol.get("start") or "unitless" in message.protocol)
    for item in message.unbound:
        if item.kind == PAYLOAD or (item.kind in ("boolean", "number") and not read):
            yield item
    typed, asked = fold(message.text), heard.state.asked
    if typed and asked in questions.facts():
        for value, label in questions.words(str(asked)).choices.items():
            if fold(label) == typed:
                yield Unbound(PAYLOAD, value, text=str(asked))


def _answer(heard: Heard, item: Unbound, today: date) -> Heard:
    state, asked = heard.state, heard.state.asked
    if item.kind == PAYLOAD and isinstance(item.value, str) and item.value.startswith(TOPIC):
        return heard
    if asked == UNIT and isinstance(item.value, bool):
        taken = {LEVEL: state.unitless} if item.value else {}
        return replace(heard, state=replace(state, unitless=None, asked=None), understood=True).take(taken)
    if asked == FUTURE and isinstance(item.value, bool):
        start = state.future if item.value else None
        return replace(heard, state=replace(state, start=start, future=None, asked=None), understood=True)
    fact = item.text if item.kind == PAYLOAD and item.text in vocabulary().facts else asked
    if fact not in vocabulary().facts:
        return heard
    return _bound(heard, str(fact), item)


def _bound(heard: Heard, fact: str, item: Unbound) -> Heard:
    kind = vocabulary().facts[fact].kind
    if fact == DAYS and item.kind == "number" and item.unit is None:
        return heard.refuse(Notice("missing_unit", NO_UNIT, DAYS))
    if item.kind == PAYLOAD or item.kind == kind:
        value = _whole(item.value, fact, item.unit)
        return heard.take({fact: value})
    if item.kind == "boolean":
        words = questions.words(fact)
        return heard.refuse(Notice(INVALID, f"{capital(words.label)} : choisissez l'une des réponses.", fact))
    return heard


def _whole(value: Any, fact: str, unit: str | None) -> Any:
    """A measure in another unit than the fact's ("2 ans" of months)."""
    wanted = vocabulary().facts[fact].unit or ""
    factor = CONVERSIONS.get(wanted, {}).get(unit or "", 1)
    return value * factor if factor != 1 and isinstance(value, (int, float)) else value


def quoted(value: Any) -> str:
    """A level as it was said: "16", "< 4"."""
    if isinstance(value, Mapping):
        signs = {"below": "<", "above": ">", "at_most": "≤", "at_least": "≥"}
        return " ".join(f"{signs[key]} {number(bound)}" for key, bound in value.items())
    return number(value)
