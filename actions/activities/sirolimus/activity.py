"""The activity: which messages open it, and what it makes of one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Callable, Iterable, Mapping

from actions.activities.base import Context, Outcome
from actions.activities.sirolimus import answer, ask
from actions.activities.sirolimus.hear import DAYS, FUTURE, LEVEL, PATIENT, RESPONSE, TOPIC, UNIT, Heard, hear
from actions.activities.sirolimus.state import MENU, State
from actions.conversation.bind import PAYLOAD
from actions.conversation.reply import pending
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.understanding import Unbound, Understanding
from actions.wording import protocol as wording
from actions.wording import questions, sentences
from rules.model import CaseError
from rules.protocols import sirolimus
from rules.vocabulary import vocabulary

NAME = "sirolimus"
CHILD = "itp_child"
DRUG, FAILED = "immunosuppressants", vocabulary().trial_sets["FAILED"].values
TIMES = ("first_flare", "phase", "treatment_months")  # what the table may read in the protocol's own words
RESUMED = "resume"
BARE = 2  # words of a message that is hardly more than the name
OFF = ("suspend", "stay_off")  # what suspends the treatment: the next level is its control
OURS = (None, "itp_child", "itp_adult", "not_listed")
LEAVE_TOPIC = "leave"
LEFT = "Retour aux immunoglobulines. Ce qui a été dit du sirolimus est gardé : écrivez « sirolimus » pour y revenir."
NOT_UNDERSTOOD = (
    "Je n'ai pas compris. Écrivez par exemple « résiduel 8 ng/mL à J7 », « RC depuis 14 mois », « 28 kg, 130 cm », "
    "ou choisissez :"
)
ADJUSTED = (LEVEL, DAYS, RESPONSE, "sirolimus_response_months", "sirolimus_dose_mg", "sirolimus_maximal_response")
# Moves that belong to the consultation: it answers them, and what was said of sirolimus waits.
ELSEWHERE = (
    "thank", "goodbye", "greet", "insult", "english", "version", "history_2019", "contact_help", "start_training",
    "network_only", "explain_term", "renewal", "what_would_change",
)  # fmt: skip


class SirolimusActivity:
    """Everything about sirolimus. What it remembers is `State`."""

    name = NAME
    of_patient = True

    def owns(self, sent: Unbound) -> bool:
        """A button of a topic, or of a question that the table does not ask."""
        return _tapped_value(sent) is not None or sent.text in (UNIT, FUTURE)

    def opens(self, conversation: Conversation, message: Understanding) -> bool:
        """Whether the message names sirolimus, taps one of its buttons, or says a level or a lasting response."""
        if _tapped(message) is not None:
            return True
        if conversation.active not in (None, NAME):  # another activity has the floor: only the bare name takes it
            return bool(message.protocol.get("named")) and len(message.text.split()) <= BARE
        if message.protocol.get("named"):
            return not _of_the_table(conversation, message)
        other = message.candidates or message.indication is not None or conversation.indication not in (None, CHILD)
        known = NAME in conversation.activities or conversation.indication == CHILD
        bare = conversation.empty and set(message.facts) <= {"igg_trough_g_per_l"}
        return not other and _about(message.protocol, known or bare)

    def step(
        self,
        state: Mapping[str, Any] | None,
        conversation: Conversation,
        message: Understanding,
        context: Context,
    ) -> Outcome | None:
        """Take a message; None where it is about immunoglobulins after all."""
        before, today = State.from_json(state), context.now.date()
        if _leaves(message):
            return _left(before, conversation)
        patient = {fact: conversation.facts[fact] for fact in PATIENT if fact in conversation.facts}
        move = MOVES.get(message.intent)
        if move is not None and not message.protocol:
            after, says = move(before, patient, today)
            return Outcome(says, after.to_json())
        if _elsewhere(message):
            return None
        heard = hear(before, message, today)
        if not heard.understood and state is not None and before.topic != MENU:
            return _not_understood(before)
        return _replied(before, heard, message, patient, today)


def _of_the_table(conversation: Conversation, message: Understanding) -> bool:
    """Whether a message that names sirolimus is about immunoglobulins: "PTI adulte sous sirolimus, Khellaf 9"."""
    if conversation.active == NAME:
        return False
    if conversation.asked == DRUG or (conversation.indication and message.facts.get(DRUG) in FAILED):
        return True
    if set(message.facts) - {*PATIENT, *TIMES} and not _about(message.protocol, True):
        return True
    named = set(message.candidates) | ({message.indication} if message.indication else set())
    wanted = bool(message.protocol.get("facts") or message.protocol.get("topics"))
    return bool(named) and not (CHILD in named and wanted)


def _tapped(message: Understanding) -> str | None:
    found = (_tapped_value(item) for item in message.unbound if item.kind == PAYLOAD)
    return next((topic for topic in found if topic is not None), None)


def _tapped_value(sent: Unbound) -> str | None:
    own = isinstance(sent.value, str) and sent.value.startswith(TOPIC)
    return str(sent.value).removeprefix(TOPIC) if own else None


def _about(said: Mapping[str, Any], known: bool) -> bool:
    facts = said.get("facts", {})
    lasting = facts.get(RESPONSE) in ("complete", "partial") and (DAYS in facts or "sirolimus_response_months" in facts)
    return LEVEL in facts or lasting or ("unitless" in said and (known or DAYS in facts))


def _leaves(message: Understanding) -> bool:
    return _tapped(message) == LEAVE_TOPIC or bool(message.protocol.get("leave") and not message.protocol.get("named"))


def _elsewhere(message: Understanding) -> bool:
    """Whether a message is for the consultation: another situation, or a move that is not ours."""
    if message.protocol:
        return False
    return message.indication not in OURS or message.intent in ELSEWHERE or len(message.candidates) > 2


def _left(state: State, conversation: Conversation) -> Outcome:
    _, says = pending(conversation)
    return Outcome((Notice("left", LEFT).say(), *says), replace(state, asked=None).to_json(), active=False)


def _not_understood(state: State) -> Outcome:
    said = Notice("not_understood", NOT_UNDERSTOOD).say()
    again = ask.pending(state)
    says = (said, *again) if again else (Say(said.text, ask.topic_buttons(*ask.TOPICS), said.objects),)
    return Outcome(says, state.to_json())


def _replied(before: State, heard: Heard, message: Understanding, patient: Mapping[str, Any], today: date) -> Outcome:
    """The reply: what was refused first, what is asked back, then the topic."""
    state = replace(heard.state, topic=_topic(heard, message))
    state = _control(before, heard, state, message)
    notices = tuple(notice.say() for notice in heard.notices)
    if heard.asks:
        return Outcome((*notices, *ask.pending(state)), replace(state, shown="").remember(before).to_json())
    about = (*_named(message), *_effects(message))
    if about and state.content()[:-2] == before.content()[:-2]:
        return Outcome((*about, *_closing(before)), before.to_json())
    after, says = answer.respond(replace(state, asked=None), patient, today)
    return Outcome((*notices, *about, *_told(before, after, says)), after.remember(before).to_json())


def _closing(state: State) -> tuple[Say, ...]:
    """After a word on a drug or an effect: where it comes from, then the question in hand."""
    others = () if state.asked else ask.topic_buttons("interactions", "effects", "adjust")
    return (Say(wording.standing(), others), *ask.pending(state))


def _told(before: State, after: State, says: tuple[Say, ...]) -> tuple[Say, ...]:
    """A question comes after what the message was understood to say; an answer says it itself."""
    fresh = {fact: value for fact, value in after.facts.items() if before.facts.get(fact) != value}
    line = wording.understood(fresh)
    asks = bool(says) and any(item["type"] == "question" for item in says[0].objects)
    return _first(says, line) if line and asks else says


def _topic(heard: Heard, message: Understanding) -> str:
    """The topic that the message names, that its facts belong to, or that is in hand."""
    state, facts = heard.state, message.protocol.get("facts", {})
    tapped = _tapped(message)
    if tapped in answer.TOPICS:
        return str(tapped)
    if "unitless" in message.protocol or any(fact in facts for fact in ADJUSTED):
        return "adjust"
    if "change" in message.protocol:
        return "calendar"
    if heard.topic in answer.TOPICS:
        return str(heard.topic)
    if state.topic != MENU and (facts or not message.protocol.get("named")):
        return state.topic
    return "candidacy" if facts or state.facts else MENU


def _control(before: State, heard: Heard, state: State, message: Understanding) -> State:
    """A level said after a suspension, or called a control, is that of a suspended treatment until the next level."""
    if message.protocol.get("control") or (heard.level and before.status in OFF):
        return replace(state, suspended=True)
    said = message.protocol.get("facts", {})
    if before.status == RESUMED and not heard.level and any(fact in said for fact in (DAYS, RESPONSE)):
        return replace(state.without(LEVEL), suspended=False, status="")  # the treatment goes on: its level is to come
    confirmed = before.asked == UNIT  # the level was said in the message before
    return replace(state, suspended=False) if heard.level and not confirmed else state


def _named(message: Understanding) -> Iterable[Say]:
    """The drugs that the message asks about."""
    found = sirolimus.interactions(message.protocol.get("drugs", ()))
    if found:
        text = "\n".join(wording.interaction(found))
        yield Notice("interaction", text).say()


def _effects(message: Understanding) -> Iterable[Say]:
    """The adverse effects that the message names."""
    named = set(message.protocol.get("effects", ()))
    found = [item for item in wording.rules().adverse_effects if item.id in named]
    if found:
        text = "\n".join((*wording.effects(found), wording.rules().texts.adverse_effects))
        yield Notice("adverse_effect", text).say()


Turn = tuple[State, tuple[Say, ...]]
Move = Callable[[State, Mapping[str, Any], date], Turn]


def _back(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    if not state.history:
        return state, (Notice("at_start", sentences.AT_START).say(), *ask.pending(state))
    before = State.from_json({**state.history[-1], "history": list(state.history[:-1])})
    after, says = answer.respond(replace(before, asked=None, shown=""), patient, today)
    return replace(after, history=before.history), (_first(says, sentences.BACK))


def _first(says: tuple[Say, ...], line: str) -> tuple[Say, ...]:
    return (replace(says[0], text=f"{line}\n{says[0].text}"), *says[1:])


def _why(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    own = questions.words(str(state.asked)).why if state.asked in questions.facts() else wording.standing()
    why = wording.WHY.get(str(state.asked), own)
    return state, (Notice("why", why).say(), *ask.pending(state))


def _dont_know(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    if state.asked is None:
        return state, (Notice("nothing_asked", sentences.NOTHING_ASKED).say(),)
    if state.asked in ("unit", "future"):
        after = replace(state, unitless=None, future=None, asked=None)
    else:
        after = replace(state, declined=(*state.declined, state.asked), asked=None, shown="")
    after, says = answer.respond(after, patient, today)
    return after.remember(state), says


def _skip(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    if state.asked is None:
        return state, (Notice("nothing_asked", sentences.NOTHING_ASKED).say(),)
    after, says = answer.respond(replace(state, skipped=(*state.skipped, state.asked), asked=None), patient, today)
    return after.remember(state), says


def _help(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    after, says = answer.menu(state, patient, today)
    return replace(after, asked=state.asked), (*says, *ask.pending(state))


def _details(state: State, patient: Mapping[str, Any], today: date) -> Turn:
    try:
        lines = answer.criteria(state, patient, today)
    except CaseError as error:
        lines = (error.message,)
    text = "\n".join(lines or (wording.standing(),))
    return state, (Notice("details", text).say(), *ask.pending(state))


MOVES: Mapping[str, Move] = {
    "back": _back,
    "why": _why,
    "dont_know": _dont_know,
    "skip": _skip,
    "help": _help,
    "details": _details,
}
