"""The one question that the rules answer: `decide(case) -> Decision`."""

from __future__ import annotations

from functools import lru_cache
from typing import Callable, Hashable, TypeVar

from rules.answer import Advice, Answer, advice
from rules.effects import exclusion_name
from rules.facts import WEIGHT, effective
from rules.knowledge import MEMO_LIMIT, Fired, Knowledge, SituationRules
from rules.load import hierarchy
from rules.model import Case, CaseError, Decision, EngineError, Source, Warning
from rules.outlook import Outlook, outlook, refuse_disagreement
from rules.prescribe import dose_of, drawn_from_a_vial
from rules.questions import Planner
from rules.tables import Hierarchy, Situation
from rules.worlds import Worlds

T = TypeVar("T")


class Consultation:
    """One hierarchy ready to decide."""

    def __init__(self, knowledge: Knowledge[Hierarchy]) -> None:
        self.knowledge = knowledge
        self.table = knowledge.table
        self._outlooks: dict[Hashable, Outlook] = {}
        self._advice: dict[Hashable, Advice] = {}
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
        fired = rules.fired(places)
        self._refuse_contradictions(rules.refused(fired))
        situation = self.table.situations.get(case.indication or "")
        if situation is None:
            return self._outside(case)
        mask = self.worlds(situation.id).agreeing_at(places)
        seen = self._seen(situation, mask, unaskable, rules, fired)
        given = self._given(situation, seen, case.phase, rules, fired)
        dose = dose_of(given.prescription, facts.get(WEIGHT))
        drawn = (self._warning("draw_from_one_vial"),) if drawn_from_a_vial(dose) else ()
        useful = [fact for fact in given.dose_facts if fact not in unaskable and facts.get(fact) is None]
        return Decision(
            status=seen.status,
            indication=situation.id,
            row=seen.row.id if seen.row else None,
            labelled=seen.row.labelled if seen.row else None,
            needs_confirmation=bool(seen.row and seen.row.confirm),
            start=given.start,
            opinions=given.opinions,
            opinions_other_phase=given.opinions_other_phase,
            warnings=(*given.warnings, *drawn),
            dose=dose,
            missing_facts=seen.missing,
            possible_statuses=seen.possible,
            explanation=seen.explanation,
            facts=case.facts,
            source=self._source(situation.section),
            label=seen.row.label if seen.row else situation.label,
            dose_facts=tuple(useful),
            notes=seen.row.notes if seen.row else (),
        )

    def _seen(
        self,
        situation: Situation,
        mask: int,
        unaskable: frozenset[str],
        rules: SituationRules,
        fired: tuple[Fired, ...],
    ) -> Outlook:
        """What the worlds have in common, once the engine's own conclusion is found to agree with them."""

        def look() -> Outlook:
            planner = self.planner(situation.id)
            refuse_disagreement(situation, planner.worlds, mask, rules.conclusions(fired).states)
            return outlook(situation, planner, mask, unaskable)

        return _remembered(self._outlooks, (situation.id, mask, unaskable, fired[0]), look)

    def _given(
        self, situation: Situation, seen: Outlook, phase: str, rules: SituationRules, fired: tuple[Fired, ...]
    ) -> Advice:
        """What goes with the verdict; the rows met count in it by the outcome alone."""

        def advise() -> Advice:
            found = rules.conclusions(fired)
            return advice(Answer(self.table.header, situation, seen.row, seen.status, phase, found))

        row = seen.row.id if seen.row else None
        return _remembered(self._advice, (situation.id, seen.status, row, phase, fired[1:]), advise)

    def _warning(self, code: str) -> Warning:
        return Warning(code, self.table.header.warnings[code])

    def forget(self) -> None:
        """Empty every memo of conclusions (benchmarks and tests)."""
        self._outlooks.clear()
        self._advice.clear()
        self.knowledge.forget()

    def _refuse_contradictions(self, refused: Fired) -> None:
        for index, exclusion in enumerate(self.table.header.exclusions) if refused else ():
            if exclusion_name(index) in refused:
                raise CaseError("contradiction", f"facts.{exclusion.fields[0]}", exclusion.message)

    def _outside(self, case: Case) -> Decision:
        """A situation of the unjustified list, or of neither."""
        found = self.table.unjustified.get(case.indication or "")
        status = "not_justified" if found else "not_listed"
        warnings = [Warning(item.code, item.text) for item in found.warnings] if found else []
        return Decision(
            status=status,
            indication=case.indication,
            row=None,
            labelled=None,
            needs_confirmation=False,
            start=None,
            opinions=(),
            opinions_other_phase=(),
            warnings=tuple(warnings) if found else (self._warning("ask_rcp_or_reference_centre"),),
            dose=None,
            missing_facts=(),
            possible_statuses=(status,),
            explanation=(),
            facts=case.facts,
            source=self._source(found.section if found else None),
            label=found.label if found else "",
        )

    def _source(self, section: str | None) -> Source:
        return Source(self.table.document, self.table.version, section)


def _remembered(memo: dict[Hashable, T], key: Hashable, make: Callable[[], T]) -> T:
    """What is in the memo under the key, made and kept where it is not; nothing is kept where making it raises."""
    found = memo.get(key)
    if found is None:
        found = make()
        if len(memo) >= MEMO_LIMIT:
            memo.clear()
        memo[key] = found
    return found


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
