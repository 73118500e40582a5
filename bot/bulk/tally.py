"""What the report counts, while the file goes by: its size does not depend on the number of lines."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Iterable, Iterator, Mapping

from bot.bulk.assessment import ABOVE, CHECK, WITHIN, Assessment
from bot.bulk.prescription import Prescription
from rules.model import Opinion

UNDECIDABLE = "undecidable"
ADEQUACIES = ("P", "UF", "NP", "not_justified", "criteria_not_met", "not_listed", UNDECIDABLE)
WARDS, MOST, OTHER_WARDS = 500, 100, "autres unités"


class Lines:
    """Line numbers in rising order, kept as ranges: first, last, first, last … in eight bytes each."""

    def __init__(self, ends: Iterable[int] = ()) -> None:
        self._ends = array("Q", ends)

    def add(self, line: int) -> None:
        """Add a line after all the others."""
        if self._ends and self._ends[-1] == line - 1:
            self._ends[-1] = line
        else:
            self._ends.extend((line, line))

    def to_json(self) -> list[int]:
        """What makes it again."""
        return self._ends.tolist()

    def _ranges(self) -> Iterator[tuple[int, int]]:
        return zip(self._ends[::2], self._ends[1::2])

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self._ranges())

    def __str__(self) -> str:
        return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in self._ranges())


@dataclass
class Share:
    """What is counted of a row or of a unit: lines and grams by adequacy, grams above the dose, opinions missing."""

    lines: Counter[str] = field(default_factory=Counter)
    grams: dict[str, float] = field(default_factory=dict)
    above: int = 0
    excess: float = 0.0
    opinions: int = 0

    def add(self, adequacy: str, grams: float | None) -> None:
        """Count one line."""
        self.lines[adequacy] += 1
        self.grams[adequacy] = self.grams.get(adequacy, 0.0) + (grams or 0.0)

    def total(self) -> int:
        """All lines."""
        return sum(self.lines.values())

    def to_json(self) -> dict[str, Any]:
        """The inverse of `share_from`."""
        return {**vars(self), "lines": dict(self.lines), "grams": dict(self.grams)}


def share_from(data: Mapping[str, Any]) -> Share:
    """A share from its JSON."""
    return Share(Counter(data["lines"]), dict(data["grams"]), data["above"], data["excess"], data["opinions"])


@dataclass
class Tally:
    """All counts. `most` are the largest excesses: (grams above, line, row, prescribed, dose)."""

    whole: Share = field(default_factory=Share)
    rows: dict[str, Share] = field(default_factory=dict)
    wards: dict[str, Share] = field(default_factory=dict)
    reasons: dict[str, Lines] = field(default_factory=dict)
    opinions: dict[str, Lines] = field(default_factory=dict)
    grams: Counter[str] = field(default_factory=Counter)
    above: Lines = field(default_factory=Lines)
    check: Lines = field(default_factory=Lines)
    most: list[tuple[float, int, str, float, float]] = field(default_factory=list)
    from_text: int = 0
    first_day: str | None = None
    last_day: str | None = None

    def undecided(self, line: int, reason: str, ward: str, grams: float | None) -> None:
        """Count a line that could not be decided."""
        for share in (self.whole, self._ward(ward)):
            share.add(UNDECIDABLE, grams)
        self.reasons.setdefault(reason, Lines()).add(line)

    def decided(self, line: int, prescription: Prescription, found: Assessment) -> None:
        """Count a line with its decision."""
        status = found.decision.status
        shares = (self.whole, self._ward(prescription.ward), self._row(found))
        for share in shares:
            share.add(status, prescription.grams)
            share.opinions += bool(found.missing)
        self.grams[found.grams.kind] += 1
        self.from_text += prescription.from_text
        if found.grams.kind in (ABOVE, CHECK):
            self._excess(line, found, shares)
        for opinion in found.missing or ():
            self.opinions.setdefault(opinion_key(opinion), Lines()).add(line)
        if prescription.day:
            said = prescription.day.isoformat()
            self.first_day = min(self.first_day or said, said)
            self.last_day = max(self.last_day or said, said)

    def _row(self, found: Assessment) -> Share:
        decision = found.decision
        return self.rows.setdefault(decision.row or decision.indication or "not_listed", Share())

    def _ward(self, name: str) -> Share:
        if name not in self.wards and len(self.wards) >= WARDS:
            name = OTHER_WARDS
        return self.wards.setdefault(name, Share())

    def _excess(self, line: int, found: Assessment, shares: Iterable[Share]) -> None:
        grams = found.grams
        if grams.kind == CHECK:
            self.check.add(line)
            return
        self.above.add(line)
        for share in shares:
            share.above += 1
            share.excess += grams.excess
        entry = (grams.excess, line, found.decision.row or "", grams.prescribed or 0.0, grams.reference or 0.0)
        if len(self.most) < MOST or entry[0] > self.most[-1][0]:
            self.most = sorted([*self.most, entry], key=lambda item: (-item[0], item[1]))[:MOST]

    def compared(self) -> int:
        """How many lines have grams and a dose to compare."""
        return sum(self.grams[kind] for kind in (WITHIN, CHECK, ABOVE))

    def to_json(self) -> dict[str, Any]:
        """Everything, for the file from which a run is taken up again."""
        shares = {key: {name: share.to_json() for name, share in getattr(self, key).items()} for key in SHARES}
        lines = {key: {name: found.to_json() for name, found in getattr(self, key).items()} for key in LINES}
        own = {"above": self.above.to_json(), "check": self.check.to_json(), "whole": self.whole.to_json()}
        return {**vars(self), "grams": dict(self.grams), **shares, **lines, **own}


SHARES, LINES = ("rows", "wards"), ("reasons", "opinions")


def tally_from(data: Mapping[str, Any]) -> Tally:
    """The inverse of `Tally.to_json`. Raises KeyError or TypeError where it is not one."""
    shares = {key: {name: share_from(item) for name, item in data[key].items()} for key in SHARES}
    lines = {key: {name: Lines(item) for name, item in data[key].items()} for key in LINES}
    own: dict[str, Any] = {"above": Lines(data["above"]), "check": Lines(data["check"])}
    own |= {"whole": share_from(data["whole"]), "grams": Counter(data["grams"])}
    most = [(item[0], item[1], item[2], item[3], item[4]) for item in data["most"]]
    return Tally(**{**data, **shares, **lines, **own, "most": most})


def opinion_key(opinion: Opinion) -> str:
    """An opinion as it is counted: strength and bodies, any one of them."""
    return f"{opinion.strength}|{'|'.join(opinion.bodies)}"


def parts(key: str) -> tuple[str, tuple[str, ...]]:
    """The strength and the bodies of a counted opinion."""
    strength, *bodies = key.split("|")
    return strength, tuple(bodies)


def ordered(shares: Mapping[str, Share]) -> Iterator[tuple[str, Share]]:
    """Shares, those with most lines first."""
    yield from sorted(shares.items(), key=lambda item: (-item[1].total(), item[0]))
