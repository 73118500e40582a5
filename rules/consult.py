"""The one question that the rules answer: `decide(case) -> Decision`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Mapping

from rules.answer import Answer, other_phase
from rules.effects import exclusion_name
from rules.expression import leaves
from rules.facts import WEIGHT, effective
from rules.knowledge import MEMO_LIMIT, Conclusions, Knowledge
from rules.load import hierarchy
from rules.model import EMPTY, Case, CaseError, Decision, EngineError, Finding, Source, State, Value, Warning
from rules.prescribe import Prescription, dose_of, drawn_from_a_vial, prescription_of
from rules.questions import Planner
from rules.tables import Row, Situation
from rules.worlds import Worlds

INCOMPLETE = "incomplete"
STATUSES = ("P", "UF", "NP", "not_justified", "criteria_not_met")


@dataclass(frozen=True)
class Verdict:
    """A decision before the patient's own grams: what every case in the same regions shares."""

    decision: Decision
    prescription: Prescription | None


class Consultation:
    """One hierarchy ready to decide."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.table = knowledge.table
        self._verdicts: dict[tuple[object, ...], Verdict] = {}
        self.worlds = lru_cache(maxsize=None)(self._worlds)
        self.planner = lru_cache(maxsize=None)(lambda indication: Planner(self.worlds(indication)))

    def _worlds(self, indication: str) -> Worlds:
        """The worlds of a situation, once. Raises EngineError where a row is out of every patient's reach."""
        worlds = Worlds(self.table.situations[indication], self.knowledge)
        dead = worlds.unreachable(effective(Case(indication), self.table))
        if dead:
            raise EngineError(f"{indication} : ligne que rien ne peut atteindre : {', '.join(dead)}")
        return worlds

    def decide(self, case: Case, unaskable: frozenset[str] = frozenset()) -> Decision:
        """See `rules.decide`."""
        facts = effective(case, self.table)
        verdict = self._verdict(case, facts, unaskable)
        if verdict.prescription is None:
            return replace(verdict.decision, facts=case.facts)
        dose = dose_of(verdict.prescription, facts.get(WEIGHT))
        warnings = verdict.decision.warnings
        if drawn_from_a_vial(dose):
            warnings = (*warnings, self._warning("draw_from_one_vial"))
        useful = tuple(fact for fact in verdict.decision.dose_facts if facts.get(fact) is None)
        return replace(verdict.decision, facts=case.facts, dose=dose, warnings=warnings, dose_facts=useful)

    def _verdict(self, case: Case, facts: Mapping[str, Value], unaskable: frozenset[str]) -> Verdict:
        """What holds for every case that meets the same rules in the same possible worlds, memoised on them."""
        rules = self.knowledge.rules(case.indication)
        fired = rules.fired(facts)
        mask = self.worlds(case.indication).agreeing(facts) if case.indication in self.table.situations else 0
        key = case.indication, case.phase, unaskable, mask, fired
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._judge(case, rules.conclusions(fired), mask, unaskable)
            if len(self._verdicts) >= MEMO_LIMIT:
                self._verdicts.clear()
            self._verdicts[key] = verdict
        return verdict

    def _judge(self, case: Case, found: Conclusions, mask: int, unaskable: frozenset[str]) -> Verdict:
        self._refuse_contradictions(found)
        if case.indication is None:
            warning = self._warning("ask_rcp_or_reference_centre")
            return Verdict(self._outside(None, "not_listed", None, "", (warning,)), None)
        unjustified = self.table.unjustified.get(case.indication)
        if unjustified:
            warnings = tuple(Warning(item.code, item.text) for item in unjustified.warnings)
            section, label = unjustified.section, unjustified.label
            return Verdict(self._outside(unjustified.id, "not_justified", section, label, warnings), None)
        return self._in_table(case, found, mask, unaskable)

    def _warning(self, code: str) -> Warning:
        return Warning(code, self.table.header.warnings[code])

    def forget(self) -> None:
        """Empty every memo of conclusions (benchmarks and tests)."""
        self._verdicts.clear()
        self.knowledge.forget()

    def _refuse_contradictions(self, found: Conclusions) -> None:
        for index, exclusion in enumerate(self.table.header.exclusions):
            if exclusion_name(index) in found.effects:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)

    def _outside(
        self, indication: str | None, status: str, section: str | None, label: str, warnings: tuple[Warning, ...]
    ) -> Decision:
        return Decision(
            status=status,
            indication=indication,
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
            facts=EMPTY,
            source=self._source(section),
            label=label,
        )

    def _in_table(self, case: Case, found: Conclusions, mask: int, unaskable: frozenset[str]) -> Verdict:
        situation = self.table.situations[case.indication or ""]
        worlds: Worlds = self.worlds(situation.id)
        self._agree(situation, worlds, mask, found)
        outcomes = worlds.possible(mask)
        status, row_id = outcomes[0] if len(outcomes) == 1 else (INCOMPLETE, None)
        row = next((row for row in situation.rows if row.id == row_id), None)
        missing = self.planner(situation.id).order(mask, unaskable) if status == INCOMPLETE else ()
        possible = {outcome[0] for outcome in outcomes}
        answer = Answer(self.table.header, situation, row, status, case.phase, found)
        decision = Decision(
            status=status,
            indication=situation.id,
            row=row_id,
            labelled=row.labelled if row else None,
            needs_confirmation=bool(row and row.confirm),
            start=answer.start(),
            opinions=answer.opinions(case.phase),
            opinions_other_phase=answer.opinions(other_phase(case.phase)),
            warnings=answer.warnings(),
            dose=None,
            missing_facts=missing,
            possible_statuses=tuple(status for status in STATUSES if status in possible),
            explanation=_explanation([row] if row else list(situation.rows), worlds, mask),
            facts=EMPTY,
            source=self._source(situation.section),
            label=row.label if row else situation.label,
            dose_facts=tuple(fact for fact in answer.still_useful() if fact not in unaskable),
            notes=row.notes if row else (),
        )
        return Verdict(decision, prescription_of(row, self.table.header, found))

    def _agree(self, situation: Situation, worlds: Worlds, mask: int, found: Conclusions) -> None:
        """The engine's conclusion on the case itself and the possible worlds must not contradict each other."""
        for row in situation.rows:
            concluded, seen = found.states[f"row:{row.id}"], worlds.state(f"row:{row.id}", mask)
            if not mask or (concluded is not State.UNKNOWN and concluded is not seen):
                raise EngineError(f"{row.id} : conclusion {concluded.value}, mondes possibles {seen.value}")

    def _source(self, section: str | None) -> Source:
        return Source(self.table.document, self.table.version, section)


def _explanation(rows: list[Row], worlds: Worlds, mask: int) -> tuple[Finding, ...]:
    return tuple(
        Finding(leaf.test.text, worlds.state(leaf.test.text, mask), leaf.label, row.id)
        for row in rows
        for leaf in leaves(row.criteria)
    )


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
