"""One message into the case in hand: the situation, the facts, the answers; what could not be taken is said."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Mapping

from actions.conversation import bind, conflict, durations, loose, rulebook
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.validate import refusal
from actions.understanding import Unbound, Understanding
from actions.wording import table
from actions.wording.questions import INDICATION, NOT_LISTED, facts
from actions.wording.said import said as in_words
from actions.wording.text import fold, listing


@dataclass(frozen=True)
class Taken:
    """The case with the message in it. `words` is what was taken, `lines` what else to say first.

    `understood` is False where the message said nothing that the case can use or that has to be answered.
    """

    conversation: Conversation
    before: Conversation = Conversation()
    words: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    lines: tuple[str, ...] = ()
    situated: bool = False
    understood: bool = False

    @property
    def changed(self) -> bool:
        """Whether anything was taken: if not, the answer needs no repeating."""
        return bool(self.words) or self.conversation.content != self.before.content

    @property
    def asked_back(self) -> str | None:
        """The fact on which the message contradicted itself, if it did: it is asked before anything else."""
        fields = (notice.field for notice in self.notices if notice.code == "contradiction")
        return next((name for name in fields if name in facts() and name not in self.conversation.facts), None)


def take(conversation: Conversation, message: Understanding) -> Taken:
    """Add a message to the case in hand. Nothing already said is lost; a later statement wins."""
    message = durations.answered(conversation, message)
    taken = Taken(conversation, conversation, notices=_problems(message), lines=_ignored(message) + _pasted(message))
    label = bind.typed_label(conversation, message.text)
    if label is not None:
        return _settled(_answer(taken, label), conversation, message)
    taken = _situation(taken, message)
    taken = _narrowed(_facts(taken, dict(message.facts)))
    taken = _denied(_answers(taken, message), message)
    named = None if taken.words or taken.notices else bind.partly_named(conversation.candidates, message.text)
    taken = _answer(taken, named) if named else taken
    understood = taken.understood or bool(taken.words or taken.notices)
    return _settled(replace(taken, understood=understood), conversation, message)


def _denied(taken: Taken, message: Understanding) -> Taken:
    """The situation in hand, denied ("ce n'est pas un Guillain-Barré") or said of another: confirm it."""
    case = taken.conversation
    if case.indication in (None, NOT_LISTED) or taken.situated or case.candidates:
        return taken
    label = fold(table.situation(case.indication))
    if not any(fold(text) in label for text in message.ignored):
        return taken
    return replace(taken, conversation=replace(case, candidates=(str(case.indication),)), understood=True)


def _answers(taken: Taken, message: Understanding) -> Taken:
    """The items that were said without their fact."""
    conversation = taken.before
    items = loose.items(conversation, message)
    bare = loose.bare_numbers(items)
    if bare:
        taken = _answer(taken, bind.Bound(notice=bind.several(bare)))
    for item in items:
        if item.kind == bind.PAYLOAD:
            taken = _answer(taken, bind.payload(conversation, item.value, item.text))
        elif item not in bare:
            taken = _answer(taken, _bind(taken, item, message))
    return taken


def _settled(taken: Taken, before: Conversation, message: Understanding) -> Taken:
    """End a contradiction that this message decides: it names a side of it, or says that it corrects."""
    stated = frozenset(taken.facts) | ({INDICATION} if taken.situated else set())
    if not stated & set(before.conflict) and not (message.correction and stated):
        return taken
    changed, dropped = conflict.settle(taken.conversation, stated)
    if changed.indication not in (None, taken.conversation.indication):
        taken = replace(taken, words=(*taken.words, table.situation(changed.indication)))
    line = (f"Retiré, car contraire : {listing(f'« {words} »' for words in dropped)}.",) if dropped else ()
    return replace(taken, conversation=changed, lines=taken.lines + line)


def _problems(message: Understanding) -> tuple[Notice, ...]:
    return tuple(Notice(problem.code, problem.message, problem.field) for problem in message.problems)


def _ignored(message: Understanding) -> tuple[str, ...]:
    if not message.ignored:
        return ()
    ignored = listing(f"« {text} »" for text in message.ignored)
    return (f"Non retenu, car nié ou d'une autre personne : {ignored}.",)


def _pasted(message: Understanding) -> tuple[str, ...]:
    return ("Texte long : seul ce qui est sûr est retenu. Vérifiez-le, complétez-le.",) if message.long else ()


def _situation(taken: Taken, message: Understanding) -> Taken:
    conversation, name = taken.conversation, message.indication
    if name == NOT_LISTED:
        named = (message.not_listed or "situation absente du tableau",)
        changed = replace(conversation, indication=NOT_LISTED, unlisted=message.not_listed, candidates=())
        return replace(taken, conversation=changed, words=taken.words + named, situated=True)
    found = tuple(other for other in message.candidates if other != NOT_LISTED)
    several = found if name is None or message.to_confirm else ()
    several = several or ((name,) if name and message.to_confirm else ())
    if name and not several and _answers_and_moves(conversation, message):
        several = (name,)
    if several:
        return _candidates(taken, several, message)
    if name is None:
        return _hinted(taken, message)
    return choose(taken, name)


def _hinted(taken: Taken, message: Understanding) -> Taken:
    """ "LLC", where the hypogammaglobulinaemias are to choose between: the one that the words point to."""
    kept = [name for name in taken.conversation.candidates if name in message.hints]
    return choose(taken, kept[0]) if len(kept) == 1 else taken


def _answers_and_moves(conversation: Conversation, message: Understanding) -> bool:
    """An answer to the question in hand that also names another situation: too easily a mistake, so confirm."""
    other = conversation.indication not in (None, NOT_LISTED, message.indication)
    return other and conversation.asked in message.facts and not message.correction


def _candidates(taken: Taken, names: tuple[str, ...], message: Understanding) -> Taken:
    conversation = taken.conversation
    if conversation.indication in names:
        return replace(taken, understood=True)
    open_ = tuple(name for name in conversation.candidates if name in names)
    if conversation.indication is None and open_ and len(names) > len(open_) and not message.to_confirm:
        names = open_  # what was just offered and still fits
    kept = tuple(name for name in names if _possible(conversation.with_facts(loose.good(message.facts)), name))
    if len(kept) == 1 and not message.to_confirm and len(names) > 1:
        return choose(taken, kept[0])
    return replace(taken, conversation=replace(conversation, candidates=kept or names), understood=True)


def _narrowed(taken: Taken) -> Taken:
    """The candidates that the facts still allow; when the facts leave one of several, it is chosen."""
    names = taken.conversation.candidates
    kept = tuple(name for name in names if _possible(taken.conversation, name)) if taken.facts else names
    if len(kept) == 1 and len(names) > 1:
        return choose(taken, kept[0])
    return replace(taken, conversation=replace(taken.conversation, candidates=kept)) if kept else taken


def _possible(conversation: Conversation, name: str) -> bool:
    return rulebook.check(replace(conversation, indication=name)) is None


def choose(taken: Taken, name: str) -> Taken:
    """The situation is settled; the facts that were said stay."""
    conversation = taken.conversation
    before = conversation.indication
    changed = replace(conversation, indication=name, unlisted=None, candidates=())
    taken = replace(taken, situated=True, understood=True)
    if name == before:
        return replace(taken, conversation=changed)
    line = (f"Situation changée (auparavant : {table.situation(before)}).",) if before else ()
    return replace(taken, conversation=changed, words=(*taken.words, table.situation(name)), lines=taken.lines + line)


def _facts(taken: Taken, facts: Mapping[str, Any]) -> Taken:
    for fact, value in facts.items():
        if value is None:
            continue
        refused = refusal(fact, value)
        taken = _refuse(taken, refused) if refused else _add(taken, fact, value)
    return taken


def _add(taken: Taken, fact: str, value: Any) -> Taken:
    return replace(
        taken,
        conversation=taken.conversation.with_facts({fact: value}),
        words=(*taken.words, in_words(fact, value)),
        facts=(*taken.facts, fact),
    )


def _bind(taken: Taken, item: Unbound, message: Understanding) -> bind.Bound:
    conversation = taken.conversation
    if item.kind == "boolean" and conversation.asked == INDICATION:
        return _confirm(conversation, bool(item.value))
    return bind.bind(conversation, item, loose.open_facts(conversation), (*message.facts, *taken.facts))


def _confirm(conversation: Conversation, yes: bool) -> bind.Bound:
    if not yes:
        return bind.Bound(INDICATION, ())
    if len(conversation.candidates) == 1:
        return bind.Bound(INDICATION, conversation.candidates[0])
    return bind.Bound(notice=Notice("invalid_value", "Écrivez le nom de la situation, ou choisissez-la.", INDICATION))


def _refuse(taken: Taken, notice: Notice) -> Taken:
    """Say why something was refused, once: the understanding may have said it of the same fact already."""
    told = any((known.code, known.field) == (notice.code, notice.field) for known in taken.notices)
    return replace(taken, notices=taken.notices if told else (*taken.notices, notice), understood=True)


def _answer(taken: Taken, bound: bind.Bound) -> Taken:
    if bound.notice:
        return _refuse(taken, bound.notice)
    taken = replace(taken, understood=True)
    if bound.fact != INDICATION:
        return _add(taken, str(bound.fact), bound.value)
    if isinstance(bound.value, tuple):  # sections, or none of the candidates
        names = tuple(name for section in bound.value for name in table.of_section(section))
        words = tuple(table.section(section) for section in bound.value)
        refused = not names and taken.conversation.candidates == (taken.conversation.indication,)
        kept = None if refused else taken.conversation.indication
        changed = replace(taken.conversation, candidates=names, indication=kept)
        return replace(taken, conversation=changed, words=taken.words + words)
    if bound.value == NOT_LISTED:
        changed = replace(taken.conversation, indication=NOT_LISTED, unlisted=None, candidates=())
        return replace(taken, conversation=changed, words=(*taken.words, "aucune situation du tableau"), situated=True)
    return choose(taken, str(bound.value))
