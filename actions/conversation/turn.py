"""One turn of the consultation: the case in hand and a message in, the case and what is said out."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Mapping

from actions.conversation import moves_case, moves_explain, moves_talk
from actions.conversation.bind import typed_label
from actions.conversation.reply import Turn
from actions.conversation.rulebook import Unavailable
from actions.conversation.say import Notice, Say
from actions.conversation.state import Conversation
from actions.understanding import Understanding
from actions.wording import sentences
from actions.wording.text import listing

Move = Callable[[Conversation, Understanding], Turn]

MOVES: Mapping[str, Move] = {
    "why": moves_explain.why,
    "back": moves_case.back,
    "restart": moves_case.restart,
    "new_patient": moves_case.new_patient,
    "dont_know": moves_case.dont_know,
    "skip": moves_case.skip,
    "details": moves_explain.show_details,
    "renewal": moves_case.renewal,
    "what_would_change": moves_explain.what_would_change,
    "dose_only": moves_explain.dose_only,
    "network_only": moves_explain.network_only,
    "explain_term": moves_explain.explain_term,
    **{intent: moves_talk.talk for intent in moves_talk.TEXTS},
}
FORGETS = ("restart", "new_patient")
MASKED = {
    "name": "nom", "nir": "numéro de sécurité sociale", "birth_date": "date de naissance",
    "phone": "téléphone", "ipp": "IPP", "email": "adresse électronique", "address": "adresse",
}  # fmt: skip


def consultation(conversation: Conversation, message: Understanding, move: str | None = None) -> Turn:
    """Take one message about the patient in hand. `move` is the intent of the action (the message's own otherwise).

    Anything that is no move is about the case, and so is a label of the question in hand, whatever intent a
    classifier saw in it. Where the rules fail nothing is concluded: one clear
    sentence, and the case as it was.
    """
    move = "inform" if typed_label(conversation, message.text) else move or message.intent
    try:
        after, says = MOVES.get(move, moves_case.consult)(conversation, message)
    except Unavailable:
        return conversation, (Notice("unavailable", sentences.UNAVAILABLE).say(),)
    says = masked(message, says)
    if move == "back":
        return after, says
    return (replace(after, history=()) if move in FORGETS else after.remember(conversation)), says


def masked(message: Understanding, says: tuple[Say, ...]) -> tuple[Say, ...]:
    """What is said, after one line that tells which identities were hidden."""
    if not message.masked or not says:
        return says
    kinds = listing(dict.fromkeys(MASKED.get(kind, "identité") for kind in message.masked))
    line = f"Masqué, non conservé : {kinds}. N'écrivez rien qui identifie le patient."
    return (replace(says[0], text=f"{line}\n{says[0].text}"), *says[1:])
