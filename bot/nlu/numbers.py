"""Numbers of a message: number words in front of a unit, digits, comparators and ranges."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Iterable

from text_to_num import alpha2digit

from bot.nlu.terms import load_yaml
from bot.nlu.text import fold

_DATE = r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"
_CLOCK = r"\b\d{1,2}\s?h\s?\d{2}\b"
_PLAIN = re.compile(r"(?<![a-z0-9^])(?<!\d[.,/])(\d{1,3}(?:[ ]\d{3})+(?!\d)|\d{1,9}(?:[.,]\d{1,9})?)(?!\d)")
SKIP = re.compile(f"{_DATE}|{_CLOCK}|10\\s?\\^\\s?\\d+(?!/)|\\b\\d+/\\d+(?![\\w])")


@dataclass(frozen=True)
class Number:
    """A number at folded[start:end]; `bound` is below, above, at_most or at_least after a comparator."""

    start: int
    end: int
    raw: str
    value: float
    bound: str | None = None
    opens: int = 0  # where the number with its comparator begins
    upper: float | None = None  # the other end of a range

    def stated(self, factor: float) -> Any:
        """The value in the unit of the fact: a number, or a bound ({"below": 4})."""
        value = tidy(self.value * factor)
        if self.upper is not None:
            return {"at_least": value, "at_most": tidy(self.upper * factor)}
        return {self.bound: value} if self.bound else value


def tidy(value: float) -> float | int:
    """A number as it is read: no binary noise, whole numbers without a decimal point."""
    rounded = round(value, 3)
    return int(rounded) if rounded == int(rounded) else rounded


def words_pattern(words: Iterable[str]) -> str:
    """A regular expression of folded terms, longest first, with free spaces and hyphens inside."""
    folded = sorted({fold(str(word)) for word in words}, key=len, reverse=True)
    return "|".join(r"[\s'-]+".join(re.escape(part) for part in re.split(r"[\s'-]+", word) if part) for word in folded)


@lru_cache(maxsize=1)
def _word_sequences() -> re.Pattern[str]:
    words = words_pattern(set(load_yaml("context.yml")["number_words"]) - {"demi"})
    return re.compile(rf"\b(?:{words})(?:(?:\s+et\s+|[\s-]+)(?:{words}))*\b")


def digits_for_words(text: str) -> str:
    """ "soixante-douze kilos" as "72 kilos". "un" and "une" alone stay as they are, unless a metre follows.

    Returns the text itself where it has no number word or where the words do not fold one to one.
    """
    folded = fold(text)
    if len(folded) != len(text):
        return text
    parts: list[str] = []
    place = 0
    for match in _word_sequences().finditer(folded):
        said = _digits(match.group(), folded[match.end() :])
        if said is not None:
            parts.extend((text[place : match.start()], said))
            place = match.end()
    return "".join(parts) + text[place:]


def _digits(spoken: str, following: str) -> str | None:
    """The digits of a sequence of folded number words; None where it must stay as it is."""
    if spoken in ("un", "une"):
        return (
            "1"
            if following.lstrip().startswith(("metre", "m ", "semaine", "an ", "an,", "mois", "heure"))
            or following.strip() == "an"
            else None
        )
    if spoken in ("mille", "cent") and following.lstrip().startswith("merci"):
        return None
    if spoken == "deux":
        return "2"  # text2num leaves what is below three in words
    said = str(alpha2digit(re.sub(r"\bzero\b", "zéro", spoken), "fr"))
    return said if re.fullmatch(r"\d+(?:,\d+)?", said) else None


def _bound_pattern(phrases: Iterable[str]) -> str:
    """Words stand apart from what precedes them; signs need not ("Hb<8")."""
    words = [phrase for phrase in phrases if fold(phrase)[0].isalpha()]
    signs = [phrase for phrase in phrases if phrase not in words]
    return rf"(?:(?<![a-z])(?:{words_pattern(words)})|{words_pattern(signs)})"


@lru_cache(maxsize=1)
def _comparators() -> re.Pattern[str]:
    bounds = load_yaml("context.yml")["bounds"]
    groups = [f"(?P<{kind}>{_bound_pattern(bounds[kind])})" for kind in ("at_most", "at_least", "below", "above")]
    return re.compile(rf"(?:{'|'.join(groups)})\s*(?:a|de|les|des)?\s*$")


@lru_cache(maxsize=1)
def _range() -> re.Pattern[str]:
    return re.compile(r"\s*(?:-|a|et)\s*(\d+(?:[.,]\d+)?)(?![\d/])")


def to_float(raw: str) -> float:
    """French digits as a float ("8 000", "3,2")."""
    return float(raw.replace(" ", "").replace(",", "."))


def scan(folded: str) -> list[Number]:
    """The numbers of a folded text, with what compares them. Dates, times and powers of ten are left out."""
    skipped = [match.span() for match in SKIP.finditer(folded)]
    found: list[Number] = []
    place = 0
    for match in _PLAIN.finditer(folded):
        if match.start() < place or any(start < match.end() and match.start() < end for start, end in skipped):
            continue
        number = _with_comparator(folded, match)
        found.append(_with_range(folded, number))
        place = found[-1].end
    return found


def comparator_before(folded: str, place: int) -> tuple[str | None, int]:
    """The bound that stands right before a number (below, above, at_most, at_least or None), and where it begins."""
    begin = max(0, place - 32)
    compared = _comparators().search(folded[begin:place])
    if compared is None:
        return None, place
    return next(name for name, said in compared.groupdict().items() if said), begin + compared.start()


def _with_comparator(folded: str, match: re.Match[str]) -> Number:
    bound, opens = comparator_before(folded, match.start())
    return Number(match.start(), match.end(), match.group(), to_float(match.group()), bound, opens)


_FROM = re.compile(
    r"(?:passee?s?|tombee?s?|chutee?s?|descendue?s?|baissee?s?|chute|baisse|monte|montees?|remontees?)\s+de\s*$"
)


def _with_range(folded: str, number: Number) -> Number:
    """ "entre 3 et 4", "3-4", "3 a 4": only upwards, and "et" only after "entre"."""
    other = _range().match(folded, number.end)
    if other is None or number.bound:
        return number
    between = folded[max(0, number.start - 8) : number.start].rstrip().endswith("entre")
    joint = folded[number.end : other.start(1)].strip()
    if joint == "a" and folded[number.end : number.end + 2] == "a ":
        return number  # "34a 59kg": an age, then a weight
    if joint == "a" and _FROM.search(folded[max(0, number.start - 16) : number.start]):
        return Number(
            number.start, other.end(), other.group(1), to_float(other.group(1)), None, number.start
        )  # "passées de 200 à 3"
    if (
        to_float(other.group(1)) <= number.value
        or (joint == "et" and not between)
        or (joint == "a" and not _ranged(folded, number))
    ):
        return number
    return Number(number.start, other.end(), number.raw, number.value, None, number.start, to_float(other.group(1)))


def _ranged(folded: str, number: Number) -> bool:
    return (
        folded[max(0, number.start - 4) : number.start].strip() in ("de", "")
        or folded[number.start - 1 : number.start] == " "
    )
