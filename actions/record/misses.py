"""What the consultation missed: questions left without an answer, corrections, sentences that were not understood.

Facts are written by their names and values, never by the words that said them. Only a sentence that was not understood
is kept as words, short and with every unknown capitalised word hidden (`Understanding.kept`).
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, Iterator, Mapping

from actions.conversation.state import Conversation
from actions.conversation.turn import FORGETS
from actions.record.entries import CORRECTION, NOT_UNDERSTOOD, UNANSWERED, Draft
from actions.understanding import Understanding

INDICATION = "indication"
SETTING = "PRIOIG_KEEP_SENTENCES"


@dataclass(frozen=True)
class Miss:
    """One of them. `of_case` False: it is kept apart from the case, under no reference.

    `earlier`: it is of the case before this one, whose reference (or None) this is.
    """

    kind: str
    content: Mapping[str, Any] = field(default_factory=dict)
    of_case: bool = True
    earlier: tuple[str | None, ...] = ()

    def of(self, reference: str | None, common: Mapping[str, Any]) -> Draft:
        """What to write: of a case under its reference; a sentence alone, without a sender."""
        if not self.of_case:
            return Draft(self.kind, {**self.content, "channel": common.get("channel")})
        return Draft(self.kind, {**self.content, **common}, self.earlier[0] if self.earlier else reference)


def misses(
    before: Conversation, after: Conversation, message: Understanding, move: str, *, understood: bool
) -> tuple[Miss, ...]:
    """All that one message missed, in the order of the conversation. `understood` False: the reply says it was not.

    A case taken up again by its reference corrects nothing of the one that was in hand.
    """
    if before.record.get("reference") != after.record.get("reference"):
        return tuple(_abandoned(before))
    if move in FORGETS:
        return tuple(_abandoned(before))
    found = (*_unanswered(before, after), *_corrections(before, after, move))
    if understood or not message.kept or not keep_sentences():
        return found
    return (*found, Miss(NOT_UNDERSTOOD, {"sentence": message.kept, "asked": before.asked}, of_case=False))


def _abandoned(before: Conversation) -> Iterator[Miss]:
    """A question that was waiting when another patient came; before any situation there was nothing to answer."""
    if before.asked and before.indication:
        content = {"fact": before.asked, "how": "abandoned", "indication": before.indication}
        yield Miss(UNANSWERED, content, earlier=(before.record.get("reference"),))


def _unanswered(before: Conversation, after: Conversation) -> Iterator[Miss]:
    for how in ("declined", "skipped"):
        for fact in getattr(after, how):
            if fact not in getattr(before, how):
                yield Miss(UNANSWERED, {"fact": fact, "how": how, "indication": after.indication})


def _corrections(before: Conversation, after: Conversation, move: str) -> Iterator[Miss]:
    """Facts that changed or went. `how`: stated again, or undone ("retour")."""
    how = "back" if move == "back" else "stated"
    for fact, value in before.facts.items():
        if after.facts.get(fact) != value:
            yield Miss(CORRECTION, {"fact": fact, "before": value, "after": after.facts.get(fact), "how": how})
    if before.indication and after.indication != before.indication:
        yield Miss(CORRECTION, {"fact": INDICATION, "before": before.indication, "after": after.indication, "how": how})


def keep_sentences() -> bool:
    """Whether sentences that were not understood are kept at all (`PRIOIG_KEEP_SENTENCES`, "non" to keep none)."""
    return os.environ.get(SETTING, "").strip().lower() not in ("non", "no", "0")
