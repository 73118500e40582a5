"""What goes with a verdict: opinions, when to start, warnings, questions that are still useful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator

from rules.effects import opinion_name, warning_name
from rules.model import Opinion, Warning
from rules.prescribe import Prescription, after_verdict, dose_warnings, prescription_of
from rules.tables import Header, Row, RowWarning, Situation

PHASES = ("initiation", "renewal")
GENERAL = {"not_justified": "catch_all_not_justified", "criteria_not_met": "rows_ruled_out"}


def other_phase(phase: str) -> str:
    """The phase that is not the case's."""
    return PHASES[1 - PHASES.index(phase)]


@dataclass(frozen=True)
class Answer:
    """A verdict with what it stands on; `row` is None unless a row is met."""

    header: Header
    situation: Situation
    row: Row | None
    status: str
    phase: str
    effects: frozenset[str]  # the rules met that bear on this row, by name

    def opinions(self, phase: str) -> tuple[Opinion, ...]:
        """The opinions that the row prints for a phase and that hold for this patient."""
        if self.row is None:
            return ()
        return tuple(
            Opinion(item.bodies, phase, item.strength, item.note)
            for index, item in enumerate(self.row.opinions[phase])
            if item.condition is None or opinion_name(self.row.id, phase, index) in self.effects
        )

    def start(self) -> str | None:
        """now, urgent_opinion, after_opinion, or None where nothing is indicated (readings.md, "Whole table")."""
        if self.row is None or self.row.priority == "NP":
            return None
        strengths = {opinion.strength for opinion in self.opinions(self.phase)}
        if "urgent" in strengths or ("required" in strengths and "emergency" in self.effects):
            return "urgent_opinion"
        return "after_opinion" if "required" in strengths else "now"

    def warnings(self) -> tuple[Warning, ...]:
        """What must be read with the answer, what bears on the source first."""
        return tuple(self._warnings())

    def _warnings(self) -> Iterator[Warning]:
        row = self.row
        if row and row.confirm:
            yield Warning("source_cell_unclear", row.confirm)
        yield from self._held(self.situation.id, self.situation.warnings)
        if row is None:
            if self.status in GENERAL:
                yield self._general(GENERAL[self.status])
            return
        yield from self._held(row.id, row.warnings)
        required = any(opinion.strength == "required" for opinion in self.opinions(self.phase))
        if required and "emergency" not in self.effects:
            yield self._general("call_if_life_threatening")
        yield from map(self._general, dose_warnings(row, self.header, self.effects))
        if row.regimens and not row.labelled:
            yield self._general("check_smpc")

    def _held(self, owner: str, warnings: tuple[RowWarning, ...]) -> Iterator[Warning]:
        for index, item in enumerate(warnings):
            conditional = item.condition is not None
            if item.phase in (None, self.phase) and (not conditional or warning_name(owner, index) in self.effects):
                yield Warning(item.code, item.text)

    def _general(self, code: str) -> Warning:
        return Warning(code, self.header.warnings[code])

    def still_useful(self) -> tuple[str, ...]:
        """The skippable questions after the verdict, in order."""
        return after_verdict(self.row, self.header, self.effects, self.phase)


@dataclass(frozen=True)
class Advice:
    """All that goes with a verdict, but the grams: what every case that meets the same rules shares."""

    start: str | None
    opinions: tuple[Opinion, ...]
    opinions_other_phase: tuple[Opinion, ...]
    warnings: tuple[Warning, ...]
    dose_facts: tuple[str, ...]
    prescription: Prescription | None


def advice(answer: Answer) -> Advice:
    """The answer worked out."""
    return Advice(
        start=answer.start(),
        opinions=answer.opinions(answer.phase),
        opinions_other_phase=answer.opinions(other_phase(answer.phase)),
        warnings=answer.warnings(),
        dose_facts=answer.still_useful(),
        prescription=prescription_of(answer.row, answer.header, answer.effects),
    )
