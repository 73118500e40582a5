"""What was said without its fact ("72", "oui", "échec"): which fact does it answer?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable

from actions.conversation import ask
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.validate import INVALID, expected, out_of_range, refusal, yes_or_no_is_unclear
from actions.understanding import Unbound
from actions.wording import questions, table
from actions.wording.questions import INDICATION, NOT_LISTED, NOT_LISTED_LABEL
from actions.wording.said import measure
from actions.wording.text import fold, listing, number
from rules import vocabulary

PAYLOAD = "payload"  # the kind of an Unbound that a button sent: it answers the question in hand and nothing else
BARE_NUMBER = re.compile(r"^[-−]?\d+(?:[.,]\d+)?$")  # with its sign: "-3" is refused, never read as 3
NONE_LABELS = ("aucune", "aucun", "aucune de ces situations", "autre situation", "aucune des situations")
SHORTEST_PREFIX = 4
QUOTED = 3  # numbers quoted back at most
BY_NAME = "Écrivez le fait avec son nom, par exemple"
OLD_BUTTON = "Ce bouton répond à une question qui n'est plus posée. Écrivez le fait avec son nom."
NOTHING_ASKED = f"Aucune question n'attend de réponse. {BY_NAME} « 72 kg »."


@dataclass(frozen=True)
class Bound:
    """What an answer says: a fact with its value, or why it cannot be taken."""

    fact: str | None = None
    value: Any = None
    notice: Notice | None = None


def typed_label(conversation: Conversation, text: str) -> Bound | None:
    """The answer whose label was typed by hand: one of the question in hand, or the full name of a situation."""
    asked, typed = conversation.asked, fold(text)
    if not typed:
        return None
    if asked in (None, INDICATION):
        return _typed_situation(typed, asked == INDICATION)
    return _typed_answer(conversation, str(asked), typed, text) or _typed_situation(typed, False)


def _typed_answer(conversation: Conversation, asked: str, typed: str, text: str) -> Bound | None:
    if questions.words(asked).kind == "number":
        plain = text.strip()
        return _checked(asked, float(plain.replace(",", ".").replace("−", "-"))) if BARE_NUMBER.match(plain) else None
    for value, label in ask.choices(conversation, asked).items():
        if fold(label) == typed:
            return Bound(asked, value)
    return None


def _typed_situation(typed: str, asked: bool) -> Bound | None:
    name = table.named(typed)
    if name:
        return Bound(INDICATION, name)
    if not asked:
        return None
    if typed in NONE_LABELS:
        return Bound(INDICATION, NOT_LISTED)
    named = tuple(key for key in table.sections() if _names_section(typed, fold(table.section(key))))
    return Bound(INDICATION, named) if named else None


def partly_named(candidates: Iterable[str], text: str) -> Bound | None:
    """The one candidate whose name holds what was typed ("après CAR-T")."""
    typed = fold(text)
    if len(typed) < SHORTEST_PREFIX:
        return None
    names = [name for name in candidates if typed in fold(table.situation(name))]
    return Bound(INDICATION, names[0]) if len(names) == 1 else None


def _names_section(typed: str, label: str) -> bool:
    if typed == label:
        return True
    return len(typed) >= SHORTEST_PREFIX and any(part.startswith(typed) for part in (label, *label.split()))


def payload(conversation: Conversation, value: Any, fact: str = "") -> Bound:
    """What a button's value answers: the question in hand, or the situation (or section) whose identifier it is.

    `fact` is the one that the button asked about, where it says so: tapped late, it corrects that fact if the case in
    hand was asked about it, and answers nothing otherwise (a button of the last patient).
    """
    if isinstance(value, str) and (value == NOT_LISTED or value in (*table.situations(), *table.unjustified())):
        return Bound(INDICATION, value)
    asked = conversation.asked
    if isinstance(value, str) and value in table.sections():
        return Bound(INDICATION, (value,))
    if fact and fact != asked:
        return _late(conversation, value, fact)
    if asked is None:
        return Bound(notice=Notice(INVALID, NOTHING_ASKED))
    if asked == INDICATION:
        message = f"Situation inconnue. Écrivez son nom, choisissez-la, ou répondez « {NOT_LISTED_LABEL} »."
        return Bound(notice=Notice(INVALID, message, INDICATION))
    return _checked(asked, value)


def _late(conversation: Conversation, value: Any, fact: str) -> Bound:
    if fact in (*conversation.facts, *conversation.declined, *conversation.skipped):
        return _checked(fact, value)
    return Bound(notice=Notice(INVALID, OLD_BUTTON))


def _checked(fact: str, value: Any) -> Bound:
    if value is None:  # a null fact is unknown to the rules, not an answer
        return Bound(notice=Notice(INVALID, expected(fact), fact))
    refused = refusal(fact, value)
    return Bound(notice=refused) if refused else Bound(fact, _whole(fact, value))


def _whole(fact: str, value: Any) -> Any:
    whole = vocabulary().facts[fact].integer and isinstance(value, float) and value.is_integer()
    return int(value) if whole else value


def bind(conversation: Conversation, item: Unbound, open_facts: Iterable[str], said: Iterable[str]) -> Bound:
    """The fact that an unbound item answers: the question in hand, else the only open fact that it can be, else the
    only stated one that has its unit ("13 jours", after an answer in days).

    "oui" and "non" answer the question in hand and nothing else: said to a question on the weight, they would
    otherwise settle whatever is still open. `said` are the facts that the message has already given.
    """
    asked, given = conversation.asked, frozenset(said)
    if asked not in (None, INDICATION) and asked not in given:
        answered = _to_asked(conversation, str(asked), item)
        if answered is not None:
            return answered
    if item.kind == "boolean":
        return Bound(notice=_unclear(conversation, item, []))
    free = [fact for fact in open_facts if fact not in given and _kind_fits(fact, item)]
    if item.unit and not free:
        free = [fact for fact in conversation.facts if fact not in given and _kind_fits(fact, item)]
    possible = [fact for fact in free if not out_of_range(fact, item.value)]
    if len(possible) == 1 or (item.unit and len(free) == 1):
        return _checked((possible or free)[0], item.value)
    return Bound(notice=_unclear(conversation, item, possible))


def _to_asked(conversation: Conversation, asked: str, item: Unbound) -> Bound | None:
    words = questions.words(asked)
    if item.kind == "boolean" and words.kind in ("trial", "choice"):
        return _yes_or_no(conversation, asked, bool(item.value))
    if item.kind != words.kind or not _unit_fits(asked, item):
        return None
    return _checked(asked, item.value)


def _yes_or_no(conversation: Conversation, asked: str, yes: bool) -> Bound:
    if ask.asks_possible(conversation, asked):
        return Bound(asked, "available" if yes else "unavailable")
    if "none" in questions.words(asked).choices and not yes:
        return Bound(asked, "none")
    return Bound(notice=Notice(INVALID, yes_or_no_is_unclear(asked, yes), asked))


def _unit_fits(fact: str, item: Unbound) -> bool:
    return item.unit is None or item.unit == vocabulary().facts[fact].unit


def _kind_fits(fact: str, item: Unbound) -> bool:
    known = vocabulary().facts[fact]
    return item.kind == known.kind and _unit_fits(fact, item) and (not known.choices or item.value in known.choices)


def several(items: Iterable[Unbound]) -> Notice:
    """Several numbers without a unit in one message: ask for their names."""
    quoted = listing(f"« {item.text or number(item.value)} »" for item in tuple(items)[:QUOTED])
    message = f"{quoted} : à quoi cela se rapporte-t-il ? Écrivez chaque nombre avec son nom ou son unité."
    return Notice("ambiguous_number", message)


def _unclear(conversation: Conversation, item: Unbound, possible: list[str]) -> Notice:
    text = item.text or (measure("courses_given", item.value) if isinstance(item.value, (int, float)) else "")
    quoted = f"« {text} » : " if text else ""
    asked = conversation.asked
    if asked not in (None, INDICATION):
        return Notice(INVALID, f"{quoted}je ne sais pas à quoi rattacher cette réponse. {expected(str(asked))}", asked)
    code = f"ambiguous_{item.kind}"
    if item.kind == "boolean":
        return Notice(code, f"{quoted}aucune question n'attend cette réponse. {BY_NAME} « pas de risque rénal ».")
    names = listing((questions.words(fact).label for fact in possible), "ou")
    detail = f" ({names} ?)" if names else ""
    ask_back = f"{quoted}à quoi cela se rapporte-t-il{detail} ?"
    if item.kind == "number":
        return Notice(code, f"{ask_back} Écrivez-le avec son nom ou son unité, par exemple « 72 kg ».")
    return Notice(code, f"{ask_back} {BY_NAME} « corticoïdes en échec ».")
