"""The one question that the rules answer: `decide(case) -> Decision`."""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping

from rules.answer import Answer, other_phase
from rules.effects import exclusion_name
from rules.expression import leaves
from rules.facts import effective
from rules.knowledge import Conclusions, Knowledge
from rules.load import hierarchy
from rules.model import Case, CaseError, Decision, EngineError, Finding, Source, State, Value, Warning
from rules.prescribe import dose_of
from rules.questions import Planner
from rules.tables import Row, Situation
from rules.worlds import Worlds

INCOMPLETE = "incomplete"
STATUSES = ("P", "UF", "NP", "not_justified", "criteria_not_met")


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
            code = "ask_rcp_or_reference_centre"
            return self._outside(case, "not_listed", None, "", (Warning(code, self.table.header.warnings[code]),))
        unjustified = self.table.unjustified.get(case.indication)
        if unjustified:
            warnings = tuple(Warning(item.code, item.text) for item in unjustified.warnings)
            return self._outside(case, "not_justified", unjustified.section, unjustified.label, warnings)
        return self._in_table(case, facts, found, unaskable)

    def _refuse_contradictions(self, found: Conclusions) -> None:
        for index, exclusion in enumerate(self.table.header.exclusions):
            if exclusion_name(index) in found.effects:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)

    def _outside(
        self, case: Case, status: str, section: str | None, label: str, warnings: tuple[Warning, ...]
    ) -> Decision:
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
        self, case: Case, facts: Mapping[str, Value], found: Conclusions, unaskable: frozenset[str]
    ) -> Decision:
        situation = self.table.situations[case.indication or ""]
        worlds: Worlds = self.worlds(situation.id)
        mask = worlds.agreeing(facts)
        self._agree(situation, worlds, mask, found)
        outcomes = worlds.possible(mask)
        status, row_id = outcomes[0] if len(outcomes) == 1 else (INCOMPLETE, None)
        row = next((row for row in situation.rows if row.id == row_id), None)
        missing = self.planner(situation.id).order(mask, unaskable) if status == INCOMPLETE else ()
        possible = {outcome[0] for outcome in outcomes}
        answer = Answer(self.table.header, situation, row, status, case.phase, facts, found)
        return Decision(
            status=status,
            indication=situation.id,
            row=row_id,
            labelled=row.labelled if row else None,
            needs_confirmation=bool(row and row.confirm),
            start=answer.start(),
            opinions=answer.opinions(case.phase),
            opinions_other_phase=answer.opinions(other_phase(case.phase)),
            warnings=answer.warnings(),
            dose=dose_of(row, self.table.header, facts, found),
            missing_facts=missing,
            possible_statuses=tuple(status for status in STATUSES if status in possible),
            explanation=_explanation([row] if row else list(situation.rows), worlds, mask),
            facts=case.facts,
            source=self._source(situation.section),
            label=row.label if row else situation.label,
            dose_facts=tuple(fact for fact in answer.still_useful() if fact not in unaskable),
            notes=row.notes if row else (),
        )

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
