"""What a message would say of the sirolimus protocol (`sirolimus.yml`), read beside what it says of the table.

The table's understanding does not change by it: "à 2 mois" stays what it was, and the protocol's reading stands in
`Understanding.protocol` for the conversation to use while it is about sirolimus.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, Iterator

from bot.nlu.durations import take as take_durations
from bot.nlu.numbers import Number, comparator_before, digits_for_words, scan, tidy, to_float
from bot.nlu.protocol_words import Words, words
from bot.nlu.quantities import Found, quantities
from bot.nlu.reading import read_message
from bot.nlu.text import fold
from bot.nlu.trials import trials

DATE = re.compile(r"(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>(?:19|20)?\d{2}))?(?!\d)")
LEVEL, RESPONSE = "sirolimus_trough_ng_per_ml", "sirolimus_response"
PATIENT = ("age_years", "weight_kg", "height_cm")
DRUGS = ("corticosteroids", "immunosuppressants")
NEAR = 34  # characters in which the word that says what a number is may stand before it
Span = tuple[int, int]


def protocol(text: str) -> dict[str, Any]:
    """What the message says in the words of the protocol; empty where it has none of them.

    `facts` in the JSON form of the vocabulary; `patient`: those of the table read again without the protocol's words;
    `named`: sirolimus is named; `topics`, `effects`, `drugs`: what is asked about; `start`, `change`: the day of the
    start, of a change of dose (`day`, `month`, `year` or None); `control`: the level is that of a suspended treatment;
    `unitless`: a level without its unit; `wrong_unit`: a level in a unit that is none of a level; `leave`: back to the
    table.
    """
    body = digits_for_words(text)
    heard = _Heard(fold(body), words())
    heard.read()
    found = heard.found()
    if not found:
        return {}
    if heard.spans and set(found) & {"facts", "named", "start", "unitless"}:
        found["patient"] = patient(_blanked(body, heard.spans))
        age = found["patient"].get("age_years")
        if RESPONSE in heard.facts and isinstance(age, (int, float)) and age != int(age):
            del found["patient"]["age_years"]  # "3 mois sans effet": a time, not an age in months
    return found


class _Heard:
    """One message under way: what was read, and where (`spans`)."""

    def __init__(self, folded: str, said: Words) -> None:
        self.folded, self.said = folded, said
        self.spans: list[Span] = []
        self.facts: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}

    def read(self) -> None:
        """Everything, what is certain first."""
        for match in self.said.names.finditer(self.folded):
            self.spans.append(match.span())
            self.extra["named"] = True
        self._start()
        self._per_surface()
        self._level()
        self._dose()
        self._response()
        self._durations()
        self._findings()
        self._asked()

    def found(self) -> dict[str, Any]:
        return {**({"facts": self.facts} if self.facts else {}), **self.extra}

    def free(self, start: int, end: int) -> bool:
        return all(end <= opens or start >= closes for opens, closes in self.spans)

    def clause(self, place: int) -> str:
        return re.split(r"[;!?\n]|[,.](?!\d)", self.folded[:place])[-1]

    def _start(self) -> None:
        """ "Débuté le 12/10/2026", "depuis le 3 novembre"."""
        whole = DATE.fullmatch(self.folded.strip(" .")) or self.said.spelt_date.fullmatch(self.folded.strip(" ."))
        if whole:
            self.extra["start"] = _day(whole, self.said)
            self.spans.append((0, len(self.folded)))
            return
        for key, cues in (("change", self.said.changes), ("start", self.said.starts)):
            for cue in cues.finditer(self.folded):
                self._dated(key, cue)

    def _dated(self, key: str, cue: re.Match[str]) -> None:
        rest = self.folded[cue.end() :]
        lead = len(rest) - len(rest.lstrip(" :le"))
        match = DATE.match(rest[lead:]) or self.said.spelt_date.match(rest[lead:])
        if match and self.free(cue.start(), cue.end()):
            self.extra[key] = _day(match, self.said)
            self.spans.append((cue.start(), cue.end() + lead + match.end()))

    def _per_surface(self) -> None:
        """ "2 mg/m2/j" is a rule of dose, not a dose: left aside."""
        self.spans += [
            match.span() for match in self.said.per_surface.finditer(self.folded) if self.free(*match.span())
        ]

    def _level(self) -> None:
        ranges = {number.start: number for number in scan(self.folded) if number.upper is not None}
        for match in self.said.number.finditer(self.folded):
            between = ranges.get(match.start())
            if between is not None and self._range(between):
                continue
            labelled = self._labelled(match)
            unit = self.said.level_unit.match(self.folded, match.end())
            other = None if unit else self.said.other_unit.match(self.folded, match.end())
            if not self.free(*match.span()) or self.said.not_level.search(self.clause(match.start())):
                continue
            if unit or (labelled and not other):
                self._take_level(match, bool(unit), unit.end() if unit else match.end())
            elif labelled and other and not self.folded[other.end() :].startswith("/"):
                self.extra["wrong_unit"] = to_float(match["n"])
                self.spans.append((match.start(), other.end()))

    def _range(self, between: Number) -> bool:
        """ "Entre 3 et 4 ng/mL": both bounds; "résiduel 3 à 4 semaines" is no range of levels."""
        unit = self.said.level_unit.match(self.folded, between.end)
        if unit is None:
            return False
        self.facts[LEVEL] = between.stated(1.0)
        self.spans.append((between.start, unit.end()))
        return True

    def _labelled(self, match: re.Match[str]) -> bool:
        """Whether the number is called a level, or opens "3,2 à 3 semaines"; a length of time is none."""
        if self.said.length.match(self.folded, match.start()):
            return False
        before = self.folded[max(0, match.start() - NEAR) : match.start()]
        labels = list(self.said.level.finditer(before))
        if labels and not re.search(r"\d|[;!?\n]", before[labels[-1].end() :]):
            return True
        opening = not self.folded[: match.start()].strip()
        return opening and bool(self.said.then_time.match(self.folded, match.end()))

    def _take_level(self, match: re.Match[str], sure: bool, end: int) -> None:
        bound, opens = comparator_before(self.folded, match.start())
        value = tidy(to_float(match["n"]))
        stated = {bound: value} if bound else value
        if sure:
            self.facts[LEVEL] = stated
        else:
            self.extra["unitless"] = stated
        self.spans.append((opens, end))
        if self.said.control.search(self.folded):
            self.extra["control"] = True

    def _dose(self) -> None:
        for match in self.said.milligrams.finditer(self.folded):
            if self.free(*match.span()):
                self.facts["sirolimus_dose_mg"] = tidy(to_float(match["n"]))
                self.spans.append(match.span())

    def _response(self) -> None:
        for value, pattern in self.said.response.items():
            match = pattern.search(self.folded)
            if match and self.free(*match.span()) and "sirolimus_response" not in self.facts:
                self.facts["sirolimus_response"] = value
                self.spans.append(match.span())

    def _durations(self) -> None:
        for match, unit in self._lengths():
            fact = self._measured(match, unit)
            if fact is None or not self.free(*match.span()):
                continue
            per = self.said.days_in["months"] if fact != "sirolimus_days" else 1.0
            bound, opens = comparator_before(self.folded, match.start())
            value: Any = to_float(match["n"]) * self.said.days_in[unit] / per
            value = round(value, 4)
            value = int(value) if value == int(value) else value
            self.facts.setdefault(fact, {bound: value} if bound else value)
            self.spans.append((opens, match.end()))

    def _lengths(self) -> Iterator[tuple[re.Match[str], str]]:
        for pattern, units in ((self.said.ranked, self.said.ranks), (self.said.length, self.said.unit_of)):
            for match in pattern.finditer(self.folded):
                yield match, units[re.sub(r"\s+", " ", match["unit"])]

    def _measured(self, match: re.Match[str], unit: str) -> str | None:
        """What a length of time measures: the treatment, the response, the disease; None for an age."""
        clause = self.clause(match.start())
        lasting = bool(self.said.lasting.search(clause[-NEAR:]))
        responds = self.facts.get("sirolimus_response") in ("complete", "partial")
        if responds and (
            self.said.of_response.match(self.folded, match.end()) or self._since_response(clause, lasting)
        ):
            return "sirolimus_response_months"
        if lasting and self.said.disease.search(clause) and not self.said.treatment.search(clause):
            return "itp_duration_months"
        return "sirolimus_days" if self._since_start(match, unit, lasting) else None

    def _since_start(self, match: re.Match[str], unit: str, lasting: bool) -> bool:
        """Whether a length of time is that of the treatment, and not an age: "J7", "à 3 semaines", "depuis 2 mois"."""
        if unit == "hours":
            return False
        alone = self.folded.strip(" .!?") == match.group()
        ranked = not match.group()[0].isdigit()
        cued = bool(self.said.at_time.search(self.folded[: match.start()]))
        after = bool(self.said.of_treatment.match(self.folded, match.end()))
        if lasting and not after:
            return self._of_treatment(self.clause(match.start()))
        return after or ranked or (unit != "years" and (alone or cued))

    def _of_treatment(self, clause: str) -> bool:
        """Whether "depuis" speaks of the treatment: nothing else stands before it ("Evans depuis 14 mois" does not)."""
        said = (self.said.treatment, self.said.level, *self.said.response.values())
        return any(pattern.search(clause) for pattern in said) or not self.said.lasting.sub("", clause).strip(" ,:'")

    def _since_response(self, clause: str, lasting: bool) -> bool:
        """ "RC depuis 14 mois", "RC > 12 mois": the response is named in the same clause, and the time is how long."""
        named = any(self.said.response[value].search(clause) for value in ("complete", "partial"))
        return named and (lasting or bool(re.search(r"[<>≥≤]\s*$", clause)))

    def _findings(self) -> None:
        for fact, forms in self.said.facts.items():
            value = forms.read(self.folded, self.said.denied)
            if value is not None:
                self.facts[fact] = value
        for fact, values in self.said.values.items():
            said = next((value for pattern, value in values if pattern.search(self.folded)), None)
            if said is not None:
                self.facts.setdefault(fact, said)

    def _asked(self) -> None:
        for key, patterns in (("topics", self.said.topics), ("effects", self.said.effects), ("drugs", self.said.drugs)):
            said = [name for name, pattern in patterns.items() if pattern.search(self.folded)]
            if said:
                self.extra[key] = said
        if self.said.not_it.search(self.folded):
            self.extra.pop("named", None)
            self.extra["leave"] = True
        elif self.said.leave.search(self.folded):
            self.extra["leave"] = True


def _day(match: re.Match[str], said: Words) -> dict[str, int | None]:
    month = match["m"]
    year = match["y"]
    number = said.months[month] if month in said.months else int(month)
    return {
        "day": int(match["d"]),
        "month": number,
        "year": int(year) + (2000 if len(year) == 2 else 0) if year else None,
    }


def _blanked(text: str, spans: Iterable[Span]) -> str:
    """The text without what the protocol took; a comma keeps what was apart apart."""
    letters = list(text)
    for start, end in spans:
        letters[start:end] = [","] + [" "] * (end - start - 1)
    return "".join(letters)


def patient(text: str) -> dict[str, Any]:
    """Age, weight, height and the treatments that the protocol reads, in what is left of a message."""
    reading = read_message(text)
    found: Found = reading.found
    take_durations(reading.text, found, frozenset({"itp_child"}))
    quantities(reading.text, scan(reading.text.folded), found, reading.correction)
    stood = trials(reading.text, reading.therapy, reading.context).facts
    return {
        **{fact: found.facts[fact] for fact in PATIENT if fact in found.facts},
        **{fact: stood[fact] for fact in DRUGS if fact in stood},
    }
