"""What is said of each topic, from the state: the answer, then the question that comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Callable, Iterable, Mapping

from actions.activities.sirolimus import ask
from actions.activities.sirolimus.hear import DAYS, START
from actions.activities.sirolimus.state import MENU, State
from actions.conversation import rulebook
from actions.conversation.say import Notice, Say
from actions.wording import protocol as wording
from actions.wording.text import capital, number
from rules.expression import leaves
from rules.model import Case, CaseError
from rules.protocols import sirolimus
from rules.protocols.facts import case_of
from rules.protocols.intake import Intake
from rules.protocols.records import Conclusion
from rules.protocols.to_json import calendar_json, conclusion_json, intake_json

Turn = tuple[State, tuple[Say, ...]]
SIZE = ("weight_kg", "height_cm")
NO_SIZE = (
    "Sans le poids et la taille, la dose ne peut pas être calculée : {rate} mg/m²/jour en une prise, {most} mg au plus."
)
NO_START = "Sans date de début, voici le suivi en mois :"
SAME = "Noté. La réponse ne change pas."


def respond(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    """The reply to the topic in hand. `patient` are the facts of the consultation that the protocol reads."""
    try:
        return TOPICS[state.topic](state, known(state, patient, today), today)
    except CaseError as error:
        return _asked_back(state, error)


def known(state: State, patient: Mapping[str, Any], today: date) -> dict[str, Any]:
    """All the facts: the consultation's, then the protocol's own; the time under treatment by the day of the start."""
    facts = {**patient, **state.facts}
    if DAYS not in facts and state.start and date.fromisoformat(state.start) <= today:
        facts[DAYS] = sirolimus.elapsed(date.fromisoformat(state.start), today)
    return facts


def _asked_back(state: State, error: CaseError) -> Turn:
    fact = (error.field or "").removeprefix("facts.")
    question = ask.fact_question(fact, skippable=False)
    notice = Notice(error.code, error.message, fact)
    return replace(state, asked=fact, shown=""), (notice.say(), question)


def menu(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """What may be asked."""
    rules = wording.rules()
    text = "\n".join(
        (
            f"{rules.texts.title}.",
            "Écrivez ce que vous savez (« résiduel 16 ng/mL à J7 », « RC depuis 14 mois », « 28 kg, 130 cm »), "
            "ou choisissez :",
            wording.standing(),
        )
    )
    return replace(state, asked=None), (Say(text, ask.topic_buttons(*ask.TOPICS), (_notice("sirolimus", text),)),)


def _notice(code: str, text: str) -> Mapping[str, Any]:
    return Notice(code, text).to_json()


def candidacy(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """Whether the child is a candidate, then the first dose."""
    case = case_of(facts)
    found = rulebook.sealed(lambda: sirolimus.candidacy(case, frozenset(state.declined)))
    if found.missing:
        return _ask(state, found.missing[0])
    able = found.status in ("candidate", "good_candidate")
    dose = rulebook.sealed(lambda: sirolimus.dose(case)) if able else None
    wanted = (*found.useful, *(fact for fact in SIZE if fact not in facts)) if able else ()
    more = ("calendar", "interactions", "vaccines") if able else ("adjust",)
    return _answered(state, facts, today, found, dose, None, wanted, more)


def criteria(state: State, patient: Mapping[str, Any], today: date) -> tuple[str, ...]:
    """The criteria of the topic in hand, each with its state; none where the topic has none."""
    case, passed = case_of(known(state, patient, today)), frozenset(state.declined)
    if state.topic == "adjust":
        found = rulebook.sealed(
            lambda: sirolimus.adjust(case, after_suspension=state.suspended, unaskable=passed).conclusion
        )
    elif state.topic in CONCLUDED:
        found = rulebook.sealed(lambda: CONCLUDED[state.topic](case, passed))
    else:
        return ()
    return (wording.verdict(found), *wording.criteria(found), wording.standing())


def first_dose(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """The first dose from weight and height."""
    lacking = [fact for fact in SIZE if not isinstance(facts.get(fact), (int, float))]
    if lacking and not set(lacking) & set(state.declined):
        return _ask(state, lacking[0])
    if lacking:
        figures = wording.rules().figures
        line = NO_SIZE.format(rate=number(figures.start_mg_per_m2), most=number(figures.daily_max_mg))
        text = f"{line}\n{wording.standing()}"
        return replace(state, asked=None), (Say(text, ask.topic_buttons("candidacy"), (_notice("no_dose", text),)),)
    dose = rulebook.sealed(lambda: sirolimus.dose(case_of(facts)))
    text = "\n".join((*wording.doses(dose), wording.understood(_of(facts, ("age_years", *SIZE))), wording.standing()))
    objects = ({**_notice("sirolimus_dose", text), "dose": intake_json(dose)},)
    return replace(state, asked=None), (Say(text, ask.topic_buttons("candidacy", "calendar", "adjust"), objects),)


def adjust(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """What to do of a level and of a response."""
    case = case_of(facts)
    passed = frozenset(state.declined)
    found = rulebook.sealed(lambda: sirolimus.adjust(case, after_suspension=state.suspended, unaskable=passed))
    concluded = found.conclusion
    if concluded.missing:
        return _ask(state, concluded.missing[0])
    after = replace(state, status=concluded.status)
    return _answered(
        after, facts, today, concluded, found.dose, found.later, concluded.useful, ("calendar", "dose", "effects")
    )


def conclusion(
    conclude: Callable[[Case, frozenset[str]], Conclusion],
) -> Callable[[State, Mapping[str, Any], date], Turn]:
    """A topic that is one situation of the protocol."""

    def respond_to(state: State, facts: Mapping[str, Any], today: date) -> Turn:
        case, passed = case_of(facts), frozenset(state.declined)
        found = rulebook.sealed(lambda: conclude(case, passed))
        if found.missing:
            return _ask(state, found.missing[0])
        return _answered(state, facts, today, found, None, None, (), ("vaccines", "interactions"))

    return respond_to


def calendar(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """The follow-up as dates."""
    if state.start is None and START not in state.declined:
        return replace(state, asked=START), (ask.start_question(),)
    if state.start is None:
        lines = [NO_START, *_in_months(), wording.standing()]
        text = "\n".join(lines)
        return replace(state, asked=None), (
            Say(text, ask.topic_buttons("adjust", "effects"), (_notice("follow_up", text),)),
        )
    start = date.fromisoformat(state.start)
    events = sirolimus.calendar(start, tuple(map(date.fromisoformat, state.changes)))
    title = f"Surveillance du sirolimus, début le {start:%d/%m/%Y}"
    text = "\n".join((f"{title} :", *wording.calendar(events, today), wording.standing()))
    buttons = ask.topic_buttons("adjust", "effects", "interactions")
    return replace(state, asked=None), (Say(text, buttons, (calendar_json(title, events),)),)


def _in_months() -> Iterable[str]:
    follow = wording.rules().follow_up
    for item in (*follow.items, *follow.marks):
        marks = [*(f"J{days}" for days in item.days), *(f"M{months}" for months in item.months)]
        every = f", puis tous les {item.every_months} mois" if item.every_months else ""
        yield f"- {', '.join(marks)}{every} : {item.label}"


def contraindications(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """What forbids it, and what goes before it."""
    rows = wording.rules().situations["candidacy"].rows
    found = {row.id: row for row in rows}
    labels = tuple(f"- {capital(leaf.label)}" for leaf in leaves(found["contraindicated"].criteria))
    before = tuple(f"! {item.text}" for item in found["candidate"].warnings if item.condition is not None)[:2]
    return _told(state, (*labels, *before), "contraindications")


def interactions(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """Which drugs change the level, and which way."""
    return _told(state, (*wording.interactions(), wording.rules().texts.interactions), "interactions")


def effects(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """Adverse effects, with what to do."""
    rules = wording.rules()
    return _told(state, (*wording.effects(rules.adverse_effects), rules.texts.adverse_effects), "effects")


def vaccines(state: State, facts: Mapping[str, Any], today: date) -> Turn:
    """What may be vaccinated."""
    return _told(state, tuple(f"- {line}" for line in wording.rules().texts.vaccines), "vaccines")


def _told(state: State, lines: Iterable[str], code: str) -> Turn:
    text = "\n".join((f"{ask.TOPICS[code]} :", *lines, wording.standing()))
    others = tuple(name for name in ("interactions", "effects", "vaccines", "vzv", "pneumocystis") if name != code)
    return replace(state, asked=None), (Say(text, ask.topic_buttons(*others), (_notice(code, text),)),)


def _of(facts: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: facts[name] for name in names if name in facts}


def _ask(state: State, fact: str) -> Turn:
    """The next question."""
    return replace(state, asked=fact, shown=""), (ask.fact_question(fact, skippable=False),)


def _answered(
    state: State,
    facts: Mapping[str, Any],
    today: date,
    found: Conclusion,
    dose: Intake | None,
    later: Intake | None,
    wanted: Iterable[str],
    more: tuple[str, ...],
) -> Turn:
    """The answer, then the first fact that could still change its dose or its warnings."""
    left = [fact for fact in wanted if fact not in (*state.skipped, *state.declined)]
    text = wording.card(found, facts, today, dose, later)
    object_ = conclusion_json(wording.rules(), found, case_of(facts).facts, today)
    objects = ({**object_, "dose": intake_json(dose), "later": intake_json(later)},)
    buttons = () if left else ask.topic_buttons(*more)
    same = "\n".join(text.splitlines()[:-2]) == state.shown
    says: tuple[Say, ...] = (Say(f"{SAME}\n{wording.standing()}" if same and not left else text, buttons, objects),)
    if same and left:
        says = ()
    shown = "\n".join(text.splitlines()[:-2])
    if not left:
        return replace(state, asked=None, shown=shown), says
    return replace(state, asked=left[0], shown=shown), (*says, ask.fact_question(left[0], skippable=True))


CONCLUDED: Mapping[str, Callable[[Case, frozenset[str]], Conclusion]] = {
    "candidacy": sirolimus.candidacy,
    "pneumocystis": sirolimus.pneumocystis,
    "vzv": sirolimus.vzv,
}
TOPICS: Mapping[str, Callable[[State, Mapping[str, Any], date], Turn]] = {
    MENU: menu,
    "candidacy": candidacy,
    "dose": first_dose,
    "adjust": adjust,
    "calendar": calendar,
    "contraindications": contraindications,
    "interactions": interactions,
    "effects": effects,
    "vaccines": vaccines,
    "pneumocystis": conclusion(sirolimus.pneumocystis),
    "vzv": conclusion(sirolimus.vzv),
}
