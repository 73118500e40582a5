"""Moves that change the case: saying facts, not knowing, passing, going back, starting again, renewal."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation import conflict, rulebook
from actions.conversation.ask import indication_question
from actions.conversation.reply import Turn, beside, respond
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.take import Taken, take
from actions.understanding import Understanding
from actions.wording import sentences, table
from actions.wording.questions import INDICATION, words
from actions.wording.text import fold
from rules.model import CaseError

QUOTED = 60
IF = ("et si ", "et s'", "si ", "s'il")  # a fact to try, not one of the patient


def consult(conversation: Conversation, message: Understanding) -> Turn:
    """A message about the case: take what it says, then ask or answer."""
    taken = take(conversation, message)
    if not taken.understood:
        return not_understood(taken, message)
    if conversation.indication is not None and taken.words and fold(message.text).startswith(IF):
        taken = replace(taken, lines=(*taken.lines, sentences.HYPOTHESIS))
    return respond(taken)


def not_understood(taken: Taken, message: Understanding) -> Turn:
    """Say what was not understood, give examples, ask again."""
    typed = " ".join(message.text.split())
    if message.ignored:
        text = ""
    elif not typed:
        text = sentences.EMPTY
    else:
        quoted = f" « {typed} »" if len(typed) <= QUOTED and "<" not in typed else ""
        text = f"{sentences.NOT_UNDERSTOOD.format(quoted=quoted)} {sentences.EXAMPLES}"
    lines = "\n".join(line for line in (*taken.lines, text) if line)
    if taken.conversation.indication is None and not taken.conversation.asked:
        return respond(replace(taken, lines=(), notices=(Notice("not_understood", lines),)))
    return beside(taken.conversation, lines, "not_understood")


def dont_know(conversation: Conversation, message: Understanding) -> Turn:
    """The fact asked stays unknown and is not asked again; facts of the same message are taken."""
    taken = take(replace(conversation, asked=None), message)
    asked = conversation.asked
    if asked is None:
        return respond(taken) if taken.understood else beside(conversation, sentences.NOTHING_ASKED, "nothing_asked")
    if asked == INDICATION:
        help_ = Notice("which_situation", sentences.WHICH_SITUATION)
        return respond(taken) if taken.understood else respond(Taken(conversation, conversation, notices=(help_,)))
    return _declined(taken, asked)


def _declined(taken: Taken, asked: str) -> Turn:
    undisputed = _undisputed(taken.conversation, asked)
    changed = replace(undisputed, declined=(*undisputed.declined, asked), conflict=())
    line = sentences.DECLINED.format(label=f"« {words(asked).label} »")
    return respond(replace(taken, conversation=changed, lines=(*taken.lines, line)), declined=asked)


def _undisputed(conversation: Conversation, asked: str) -> Conversation:
    """The case without what stays disputed when nobody knows which statement is right: nothing is decided on it."""
    disputed = conversation.conflict if asked in conversation.conflict else ()
    deciding = (name for name in disputed if table.decides(conversation.indication, name))
    kept = conversation.without_facts(asked, *deciding) if disputed else conversation
    if INDICATION not in disputed or kept.indication is None:
        return kept
    return replace(kept, candidates=(str(kept.indication), *conflict.siblings(kept)))


def skip(conversation: Conversation, message: Understanding) -> Turn:
    """Leave out a question that follows the verdict; before the verdict, the same as not knowing."""
    asked = conversation.asked
    if asked in (None, INDICATION) or _before_verdict(conversation, str(asked)):
        return dont_know(conversation, message)
    taken = take(replace(conversation, asked=None), message)
    changed = replace(taken.conversation, skipped=(*taken.conversation.skipped, str(asked)))
    line = sentences.SKIPPED.format(label=words(str(asked)).label)
    return respond(replace(taken, conversation=changed, lines=(*taken.lines, line)), skipped=not taken.words)


def _before_verdict(conversation: Conversation, asked: str) -> bool:
    try:
        return asked in rulebook.decide(conversation).missing_facts
    except CaseError:
        return True


def back(conversation: Conversation, message: Understanding) -> Turn:
    """Undo the last thing that was said."""
    if not conversation.history:
        return beside(conversation, sentences.AT_START, "at_start")
    before = replace(conversation.history[-1], history=conversation.history[:-1])
    return respond(Taken(before, lines=(sentences.BACK,)))


def restart(conversation: Conversation, message: Understanding) -> Turn:
    """Start again from nothing; what the same message says is taken."""
    return _anew(message, sentences.RESTARTED)


def new_patient(conversation: Conversation, message: Understanding) -> Turn:
    """Another patient: nothing of the last one stays."""
    return _anew(message, sentences.NEW_PATIENT)


def _anew(message: Understanding, line: str) -> Turn:
    taken = take(Conversation(), message)
    if taken.understood:
        return respond(replace(taken, lines=(line, *taken.lines)))
    question = indication_question(())
    return replace(Conversation(), asked=INDICATION), (replace(question, text=f"{line}\n{question.text}"),)


def renewal(conversation: Conversation, message: Understanding) -> Turn:
    """The same case under the renewal column; the criteria are those of the start of the treatment."""
    already = conversation.facts.get("phase") == "renewal"
    taken = take(conversation, message)
    changed = taken.conversation.with_facts({"phase": "renewal"})
    line = sentences.ALREADY_RENEWAL if already else sentences.RENEWAL
    return respond(replace(taken, conversation=changed, lines=(*taken.lines, line)))
