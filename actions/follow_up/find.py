"""The reference in a message, and the case that it opens, or the nearest ones."""

from __future__ import annotations

from dataclasses import dataclass

from actions.follow_up.words import Sentence, words
from actions.record import reference as references
from actions.record.keeper import with_record
from actions.record.read import CaseFile, case_file, nearest
from actions.record.store import Record

SPAN = 4  # words that one reference can be typed in: "k 7 - 482"


@dataclass(frozen=True)
class Found:
    """What a typed reference leads to: the case, or the cases near it. `typed` is what was read of `raw`."""

    typed: references.Typed | None
    raw: str = ""
    case: CaseFile | None = None
    near: tuple[CaseFile, ...] = ()


def asks(sentence: Sentence) -> bool:
    """Whether a message asks for a follow-up: "suite K7-482", "référence k7 482", "K7-482" alone, "suivi" alone."""
    first, _, rest = sentence.folded.partition(" ")
    if first.rstrip(":°") in words()["opens"]:
        return not rest or typed_in(rest) is not None
    alone = references.read(sentence.folded)
    return alone is not None and alone.reference is not None and sentence.folded[:1].isalpha()


def typed_in(text: str) -> tuple[references.Typed, str] | None:
    """The first reference in a text, with its own words; one whose letter is right before one whose letter is wrong."""
    parts = text.split()
    spans = ((first, last) for first in range(len(parts)) for last in range(first + 1, first + SPAN + 1))
    words_ = (" ".join(parts[first:last]) for first, last in spans)
    read = [(found, raw) for raw in words_ if (found := references.read(raw))]
    return next((item for item in read if item[0].reference), read[0] if read else None)


def find(text: str) -> Found:
    """The case of the reference in a text. Raises Unrecorded where the record cannot be read."""
    read = typed_in(text)
    if read is None:
        return Found(None)
    typed, raw = read

    def look(record: Record) -> Found:
        found = case_file(record, typed.reference) if typed.reference else None
        return Found(typed, raw, found, () if found else nearest(record, typed))

    return with_record(look)


def by_reference(reference: str) -> CaseFile | None:
    """The case of a reference that is known to be right. Raises Unrecorded."""
    return with_record(lambda record: case_file(record, reference))
