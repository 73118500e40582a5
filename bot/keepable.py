"""What may be kept of a sentence that was not understood, for the pharmacist who improves the terminology.

A name that nothing announces ("Dupont va mal") is in no list. So every word with a capital letter that the terminology
does not know is hidden, and every long number; an unknown word in small letters stays: it is what the list lacks.
"""

from __future__ import annotations

import re

from bot.privacy import mask, medical

LONGEST = 120  # characters kept
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
NUMBER = re.compile(r"\d[\d\s./-]{4,}\d")
HIDDEN, HIDDEN_NUMBER = "[mot]", "[nombre]"


def keepable(text: str) -> str:
    """The sentence without what could name somebody, cut short."""
    hidden = NUMBER.sub(HIDDEN_NUMBER, mask(" ".join(text.split())).text)
    parts = re.split(r"(\[[^\]]*\])", hidden)  # what the mask has hidden stays as it is
    kept = "".join(part if part.startswith("[") else WORD.sub(_word, part) for part in parts)
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - 1]}…"


def _word(match: re.Match[str]) -> str:
    word = match.group()
    return HIDDEN if any(letter.isupper() for letter in word) and not medical(word) else word
