"""References: short, readable aloud, and checked, so that a slip of the finger is noticed ("K7-482").

A reference is a number of four digits or more, preceded by a letter that the number decides: its remainder by 23, as
in the Spanish identity card. 23 is prime and no power of ten is a multiple of it: one wrong digit, two digits
exchanged or a wrong letter never give another valid reference of the same length. The letters leave out I, O and Q,
which are read as digits.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import Iterator

LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ"
FIRST = 2  # the rank of the letter of a multiple of 23: K7-482, the example of every page, is a right reference
SHORTEST, LONGEST = 4, 8  # digits: 10,000 references of the shortest length, a hundred million of the longest
TAIL = 3  # digits after the hyphen
# What is typed for a digit, and for a letter, by those who read one for the other.
DIGITS = str.maketrans("OQILSBZ", "0011582")
TYPED = re.compile(r"[\s.\-‐-―_/]+")
SHAPE = re.compile(rf"(?P<letter>[0-9A-Z])(?=.*[0-9])(?P<digits>[0-9OQILSBZ]{{{SHORTEST},{LONGEST}}})")


@dataclass(frozen=True)
class Typed:
    """What was typed for a reference: the reference where its letter is right, and those that one slip leads to."""

    reference: str | None
    near: tuple[str, ...] = ()


def letter_of(digits: str) -> str:
    """The letter that goes with the digits of a reference."""
    return LETTERS[(int(digits) + FIRST) % len(LETTERS)]


def written(digits: str) -> str:
    """The reference as it is shown: "7482" is K7-482."""
    return f"{letter_of(digits)}{digits[:-TAIL]}-{digits[-TAIL:]}"


def drawn(length: int) -> str:
    """A reference at random, of `length` digits."""
    return written(f"{secrets.randbelow(10**length):0{length}d}")


def read(text: str) -> Typed | None:
    """The reference that a text is, in any case and spacing, O for 0, I for 1; None where it has not the shape."""
    found = SHAPE.fullmatch(TYPED.sub("", text.upper()))
    if found is None:
        return None
    letter, digits = found["letter"], found["digits"].translate(DIGITS)
    near = tuple(dict.fromkeys(written(other) for other in _slips(letter, digits)))
    right = written(digits)
    return Typed(right, near) if letter == right[0] else Typed(None, (right, *(one for one in near if one != right)))


def _slips(letter: str, digits: str) -> Iterator[str]:
    """The digits that one slip may have turned into these: another digit, two exchanged, one missing, one too many."""
    for other in _changed(digits):
        if SHORTEST <= len(other) <= LONGEST and letter_of(other) == letter:
            yield other


def _changed(digits: str) -> Iterator[str]:
    for at in range(len(digits)):
        before, after = digits[:at], digits[at + 1 :]
        yield from (f"{before}{new}{after}" for new in "0123456789" if new != digits[at])
        yield before + after
        if after and after[0] != digits[at]:
            yield f"{before}{after[0]}{digits[at]}{after[1:]}"
    for at in range(len(digits) + 1):
        yield from (f"{digits[:at]}{new}{digits[at:]}" for new in "0123456789")
