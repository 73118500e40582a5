"""Moves beside the case: greetings, help, version, and what PrioIg does not do. The case in hand is kept."""

from __future__ import annotations

from dataclasses import replace

from actions.conversation.ask import indication_question
from actions.conversation.reply import Turn, beside, respond
from actions.conversation.say import Notice
from actions.conversation.state import Conversation
from actions.conversation.take import take
from actions.understanding import Understanding
from actions.wording import sentences, table
from actions.wording.questions import INDICATION

TEXTS = {
    "greet": sentences.GREETING,
    "thank": sentences.THANKS,
    "goodbye": sentences.GOODBYE,
    "help": sentences.HELP,
    "contact_help": sentences.CONTACT,
    "start_training": sentences.TRAINING,
    "out_of_scope": sentences.OUT_OF_SCOPE,
    "insult": sentences.INSULT,
    "english": sentences.ENGLISH,
    "version": sentences.VERSION,
    "history_2019": sentences.HISTORY,
}
WITH_FACTS = ("greet", "thank", "insult", "english")  # a polite word may stand in front of a case
OPENING = ("greet", "help", "english")  # with no case in hand, these go on to the first question


def talk(conversation: Conversation, message: Understanding) -> Turn:
    """One brief sentence for the move, then the question in hand; facts said along are taken."""
    text = TEXTS[message.intent].format(version=table.version())
    if message.intent in WITH_FACTS:
        taken = take(conversation, message)
        if taken.understood:
            return respond(replace(taken, lines=(text, *taken.lines)))
    if conversation.asked is None and conversation.indication is None and message.intent in OPENING:
        question = indication_question(())
        said = Notice(message.intent, text).to_json()
        opened = replace(question, text=f"{text}\n{question.text}", objects=(said, *question.objects))
        return replace(conversation, asked=INDICATION), (opened,)
    return beside(conversation, text, message.intent)
