"""The one question that the rules answer: `decide(case) -> Decision`."""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping

from rules.effects import exclusion_name, opinion_name, warning_name
from rules.facts import effective
from rules.knowledge import Conclusions, Knowledge, criteria
from rules.load import hierarchy
from rules.model import Case, CaseError, Decision, EngineError, Finding, Opinion, Source, State, Value, Warning
from rules.prescribe import after_verdict, dose_of, dose_warnings
from rules.questions import Planner
from rules.tables import Row, RowOpinion, RowWarning, Situation
from rules.worlds import Worlds, outcome_of

STATUSES = ("P", "UF", "NP", "not_justified", "criteria_not_met")
PHASES = ("initiation", "renewal")


class Consultation:
    """One hierarchy ready to decide."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.table = knowledge.table
        self.worlds = lru_cache(maxsize=None)(lambda indication: Worlds(self.table.situations[indication], knowledge))
        self.planner = lru_cache(maxsize=None)(lambda indication: Planner(self.worlds(indication)))

    def decide(self, case: Case, unaskable: frozenset[str] = frozenset()) -> Decision:
        """See `rules.decide`."""
        facts = effective(case, self.table)
        found = self.knowledge.conclude(case.indication, facts)
        self._refuse_contradictions(found)
        if case.indication is None:
            return self._outside(case, "not_listed", None, "", (self._warn("ask_rcp_or_reference_centre"),))
        unjustified = self.table.unjustified.get(case.indication)
        if unjustified:
            warnings = tuple(Warning(item.code, item.text) for item in unjustified.warnings)
            return self._outside(case, "not_justified", unjustified.section, unjustified.label, warnings)
        return self._in_table(case, self.table.situations[case.indication], facts, found, unaskable)

    def _refuse_contradictions(self, found: Conclusions) -> None:
        for index, exclusion in enumerate(self.table.header.exclusions):
            if exclusion_name(index) in found.effects:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)

    def _outside(self, case: Case, status: str, section: str | None, label: str, warnings: tuple[Warning, ...]) -> Decision:
        return Decision(
            status=status,
            indication=case.indication,
            row=None,
            labelled=None,
            needs_confirmation=False,
            start=None,
            opinions=(),
            opinions_other_phase=(),
            warnings=warnings,
            dose=None,
            missing_facts=(),
            possible_statuses=(status,),
            explanation=(),
            facts=case.facts,
            source=self._source(section),
            label=label,
        )

    def _in_table(
        self, case: Case, situation: Situation, facts: Mapping[str, Value], found: Conclusions, unaskable: frozenset[str]
    ) -> Decision:
        worlds: Worlds = self.worlds(situation.id)
        mask = worlds.agreeing(facts)
        outcomes = worlds.possible(mask)
        self._agree(situation, worlds, mask, found)
        status, row_id = outcomes[0] if len(outcomes) == 1 else ("incomplete", None)
        row = next((row for row in situation.rows if row.id == row_id), None)
        possible = {outcome[0] for outcome in outcomes}
        return Decision(
            status=status,
            indication=situation.id,
            row=row_id,
            labelled=row.labelled if row else None,
            needs_confirmation=bool(row and row.confirm),
            start=self._start(row, case.phase, found),
            opinions=self._opinions(row, case.phase, found),
            opinions_other_phase=self._opinions(row, _other(case.phase), found),
            warnings=self._warnings(situation, row, status, case, found),
            dose=dose_of(row, self.table.header, facts, found),
            missing_facts=self.planner(situation.id).order(mask, unaskable) if status == "incomplete" else (),
            possible_statuses=tuple(status for status in STATUSES if status in possible),
            explanation=self._explanation(situation, row, worlds, mask),
            facts=case.facts,
            source=self._source(situation.section),
            label=row.label if row else situation.label,
            dose_facts=tuple(fact for fact in after_verdict(row, self.table.header, facts, found, case.phase) if fact not in unaskable),
            notes=row.notes if row else (),
        )

    def _agree(self, situation: Situation, worlds: Worlds, mask: int, found: Conclusions) -> None:
        """The engine's conclusion on the case itself and the possible worlds must not contradict each other."""
        for row in situation.rows:
            concluded, seen = found.states[f"row:{row.id}"], worlds.state(f"row:{row.id}", mask)
            if not mask or (concluded is not State.UNKNOWN and concluded is not seen):
                raise EngineError(f"{row.id} : conclusion {concluded.value}, mondes possibles {seen.value}")
        if all(found.states[f"row:{row.id}"] is not State.UNKNOWN for row in situation.rows):
            possible = worlds.possible(mask)
            if len(possible) == 1 and not any(row_open(found, row) for row in situation.rows):
                if possible[0][1] != outcome_of(situation, found)[1]:
                    raise EngineError(f"{situation.id} : issue contradictoire")

    def _explanation(self, situation: Situation, row: Row | None, worlds: Worlds, mask: int) -> tuple[Finding, ...]:
        rows = [row] if row else situation.rows
        found = []
        for each in rows:
            for text, leaf in criteria_of(each).items():
                found.append(Finding(text, worlds.state(text, mask), leaf.label, each.id))
        return tuple(found)

    def _opinions(self, row: Row | None, phase: str, found: Conclusions) -> tuple[Opinion, ...]:
        if row is None:
            return ()
        held = (
            opinion
            for index, opinion in enumerate(row.opinions[phase])
            if opinion.condition is None or opinion_name(row.id, phase, index) in found.effects
        )
        return tuple(_opinion(opinion, phase) for opinion in held)

    def _start(self, row: Row | None, phase: str, found: Conclusions) -> str | None:
        if row is None or row.priority == "NP":
            return None
        strengths = {opinion.strength for opinion in self._opinions(row, phase, found)}
        if "urgent" in strengths or ("required" in strengths and "emergency" in found.effects):
            return "urgent_opinion"
        return "after_opinion" if "required" in strengths else "now"

    def _warnings(self, situation: Situation, row: Row | None, status: str, case: Case, found: Conclusions) -> tuple[Warning, ...]:
        held = _held(situation.id, situation.warnings, case.phase, found)
        if row is None:
            general = {"not_justified": "catch_all_not_justified", "criteria_not_met": "rows_ruled_out"}.get(status)
            return (*held, self._warn(general)) if general else held
        held = (*held, *_held(row.id, row.warnings, case.phase, found))
        if row.confirm:
            held = (Warning("source_cell_unclear", row.confirm), *held)
        required = any(opinion.strength == "required" for opinion in self._opinions(row, case.phase, found))
        if required and "emergency" not in found.effects:
            held = (*held, self._warn("call_if_life_threatening"))
        held = (*held, *dose_warnings(row, self.table.header, effective(case, self.table), found, case.phase))
        return held if row.labelled or not row.regimens else (*held, self._warn("check_smpc"))

    def _warn(self, code: str) -> Warning:
        return Warning(code, self.table.header.warnings[code])

    def _source(self, section: str | None) -> Source:
        return Source(self.table.document, self.table.version, section)


def row_open(found: Conclusions, row: Row) -> bool:
    """Whether the engine left the row open."""
    return found.states[f"row:{row.id}"] is State.UNKNOWN


def criteria_of(row: Row):  # type: ignore[no-untyped-def]
    """The criteria of one row, by text."""
    from rules.expression import leaves

    return {leaf.test.text: leaf for leaf in leaves(row.criteria)}


def _held(owner: str, warnings: tuple[RowWarning, ...], phase: str, found: Conclusions) -> tuple[Warning, ...]:
    return tuple(
        Warning(item.code, item.text)
        for index, item in enumerate(warnings)
        if item.phase in (None, phase) and (item.condition is None or warning_name(owner, index) in found.effects)
    )


def _opinion(opinion: RowOpinion, phase: str) -> Opinion:
    return Opinion(opinion.bodies, phase, opinion.strength, opinion.note)


def _other(phase: str) -> str:
    return PHASES[1 - PHASES.index(phase)]


@lru_cache(maxsize=1)
def consultation() -> Consultation:
    """The latest table, compiled once for the process."""
    return Consultation(Knowledge(hierarchy()))


def decide(case: Case, unaskable: frozenset[str] = frozenset()) -> Decision:
    """What the table concludes for a case.

    `unaskable` are facts that the prescriber cannot give: they stay unknown and are not in `missing_facts`.
    Raises CaseError (contradiction) where the facts cannot hold together, EngineError where the engine is in
    doubt: then nothing is concluded, and certainly no priority.
    """
    return consultation().decide(case, unaskable)
