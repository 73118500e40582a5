"""The one question that the rules answer: `decide(case) -> Decision`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Hashable, Mapping, TypeVar

from rules.answer import Answer, advice
from rules.effects import exclusion_name
from rules.facts import WEIGHT, effective
from rules.knowledge import MEMO_LIMIT, Fired, Knowledge, Part, SituationRules
from rules.load import hierarchy
from rules.model import EMPTY, Case, CaseError, Decision, EngineError, Source, Value, Warning
from rules.outlook import Outlook, outlook, refuse_disagreement
from rules.prescribe import Prescription, dose_of, drawn_from_a_vial
from rules.questions import Planner
from rules.regions import Place
from rules.tables import Hierarchy, Situation
from rules.worlds import Worlds

T = TypeVar("T")
VERDICTS = 20_000  # remembered by all the facts of a case: some 10 MB


@dataclass(frozen=True)
class Given:
    """All that goes with an outcome before anything of this patient is in it: no grams, no facts, no question."""

    decision: Decision
    prescription: Prescription | None = None
    drawn: tuple[Warning, ...] = ()  # said where a day's grams are below the smallest vial


Verdict = tuple[Outlook, Given]


def _for_patient(verdict: Verdict, case: Case, facts: Mapping[str, Value], unaskable: frozenset[str]) -> Decision:
    """The decision with the facts as stated, grams for the weight among `facts`, and what is still worth asking."""
    seen, given = verdict
    found, weight = given.decision, facts.get(WEIGHT)
    useful = [fact for fact in found.dose_facts if facts.get(fact) is None and fact not in unaskable]
    dose = found.dose if weight is None else dose_of(given.prescription, weight)
    drawn = given.drawn if weight is not None and drawn_from_a_vial(dose) else ()
    return found.changed(
        facts=case.facts,
        missing_facts=seen.missing,
        possible_statuses=seen.possible,
        explanation=seen.explanation,
        dose_facts=tuple(useful),
        dose=dose,
        warnings=(*found.warnings, *drawn) if drawn else found.warnings,
    )


class Consultation:
    """One hierarchy ready to decide."""

    def __init__(self, knowledge: Knowledge[Hierarchy]) -> None:
        self.knowledge = knowledge
        self.table = knowledge.table
        self._verdicts: dict[Hashable, Verdict] = {}
        self._outlooks: dict[Hashable, Outlook] = {}
        self._advice: dict[Hashable, Given] = {}
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
        rules = self.knowledge.rules(case.indication)
        places = rules.places(facts)
        key = (case.indication, case.phase, unaskable, *places.values())
        verdict = self._verdicts.get(key)
        if verdict is None:
            verdict = self._verdict(case, unaskable, rules, places)
            _keep(self._verdicts, key, verdict, VERDICTS)
        return _for_patient(verdict, case, facts, unaskable)

    def _verdict(
        self, case: Case, unaskable: frozenset[str], rules: SituationRules, places: Mapping[str, Place]
    ) -> Verdict:
        """All that the places of the facts settle. Raises CaseError (contradiction), EngineError."""
        self._refuse_contradictions(rules.refused(places))
        situation = self.table.situations.get(case.indication or "")
        if situation is None:
            return self._outside(case.indication)
        mask = self.worlds(situation.id).agreeing_at(places)
        seen = self._seen(situation, mask, unaskable, rules.main, places)
        return seen, self._given(situation, seen, case.phase, rules, places)

    def _seen(
        self, situation: Situation, mask: int, unaskable: frozenset[str], rows: Part, places: Mapping[str, Place]
    ) -> Outlook:
        """What the worlds have in common, once the engine's own conclusion is found to agree with them."""
        fired = rows.fired(places)
        key = (situation.id, mask, unaskable, fired)
        found = self._outlooks.get(key)
        if found is None:
            planner = self.planner(situation.id)
            refuse_disagreement(situation, planner.worlds, mask, rows.states(fired))
            found = outlook(situation, planner, mask, unaskable)
            _keep(self._outlooks, key, found, MEMO_LIMIT)
        return found

    def _given(
        self, situation: Situation, seen: Outlook, phase: str, rules: SituationRules, places: Mapping[str, Place]
    ) -> Given:
        """What goes with the outcome, from the parts that bear on it and no others: what shares them shares it."""
        row = seen.row
        bearing = tuple([part.fired(places) for part in rules.bearing(row.id if row else None)])
        key = (situation.id, seen.status, row.id if row else None, phase, bearing)
        found = self._advice.get(key)
        if found is None:
            effects: frozenset[str] = frozenset().union(*bearing)
            found = self._advised(Answer(self.table.header, situation, row, seen.status, phase, effects))
            _keep(self._advice, key, found, MEMO_LIMIT)
        return found

    def _advised(self, answer: Answer) -> Given:
        row, situation, given = answer.row, answer.situation, advice(answer)
        decision = replace(
            self._decision(answer.status, situation.id, situation.section),
            label=row.label if row else situation.label,
            row=row.id if row else None,
            labelled=row.labelled if row else None,
            needs_confirmation=bool(row and row.confirm),
            notes=row.notes if row else (),
            start=given.start,
            opinions=given.opinions,
            opinions_other_phase=given.opinions_other_phase,
            warnings=given.warnings,
            dose=dose_of(given.prescription, None),
            dose_facts=given.dose_facts,
        )
        return Given(decision, given.prescription, (self._warning("draw_from_one_vial"),))

    def _warning(self, code: str) -> Warning:
        return Warning(code, self.table.header.warnings[code])

    def forget(self) -> None:
        """Empty every memo of conclusions (benchmarks and tests)."""
        self._verdicts.clear()
        self._outlooks.clear()
        self._advice.clear()
        self.knowledge.forget()

    def _refuse_contradictions(self, refused: Fired) -> None:
        for index, exclusion in enumerate(self.table.header.exclusions) if refused else ():
            if exclusion_name(index) in refused:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)

    def _outside(self, indication: str | None) -> Verdict:
        """A situation of the unjustified list, or of neither."""
        found = self.table.unjustified.get(indication or "")
        if found is None:
            warnings: tuple[Warning, ...] = (self._warning("ask_rcp_or_reference_centre"),)
            decision = self._decision("not_listed", indication, None)
        else:
            warnings = tuple(Warning(item.code, item.text) for item in found.warnings)
            decision = replace(self._decision("not_justified", indication, found.section), label=found.label)
        return Outlook(decision.status, None, (), (decision.status,), ()), Given(replace(decision, warnings=warnings))

    def _decision(self, status: str, indication: str | None, section: str | None) -> Decision:
        """An outcome alone: no row, no dose, nothing to obtain, nothing more to ask."""
        return Decision(
            status=status,
            indication=indication,
            row=None,
            labelled=None,
            needs_confirmation=False,
            start=None,
            opinions=(),
            opinions_other_phase=(),
            warnings=(),
            dose=None,
            missing_facts=(),
            possible_statuses=(status,),
            explanation=(),
            facts=EMPTY,
            source=self._source(section),
        )

    def _source(self, section: str | None) -> Source:
        return Source(self.table.document, self.table.version, section)


def _keep(memo: dict[Hashable, T], key: Hashable, value: T, limit: int) -> None:
    """Remember; a full memo starts again from nothing."""
    if len(memo) >= limit:
        memo.clear()
    memo[key] = value


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
