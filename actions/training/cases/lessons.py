"""What a case teaches: its error families, one sentence to remember, one hint, its place in the table."""

from __future__ import annotations

from actions.training.cases import phrases
from actions.training.cases.build import INCOMPLETE, Draft
from actions.training.cases.model import EFFECT, LIST, NOT_LISTED, UNSAID
from actions.wording.questions import words
from actions.wording.table import version
from actions.wording.text import capital, sentence
from rules import Decision
from rules.expression import facts_of
from rules.load import hierarchy
from rules.vocabulary import vocabulary

NETWORK, DISTRACTOR, BMI, RENAL = "network", "distractor", "bmi", "renal"


def families(draft: Draft) -> tuple[str, ...]:
    """The error families that a case tests, the one of its limit first."""
    found = [main_family(draft)]
    bodies = {body for opinion in draft.decision.opinions for body in opinion.bodies}
    codes = {warning.code for warning in draft.decision.warnings}
    found += [NETWORK] if bodies - {"RCP"} else []
    found += [BMI] if codes & {"bmi_cap_applied", "bmi_cap_left_to_prescriber", "bmi_cap_repeat"} else []
    found += [RENAL] if draft.facts.get("renal_risk") is True else []
    found += [DISTRACTOR] if draft.distractors else []
    return tuple(dict.fromkeys(found))


def main_family(draft: Draft) -> str:
    """The error family of the limit on which a case stands."""
    data, key = phrases.load("lessons"), draft.limit.boundary
    if key.part == LIST:
        return str(data["lists"])
    if key.side == UNSAID:
        return str(data["unsaid"])
    if key.part == EFFECT and "bmi_kg_m2" in facts_of(draft.limit.expression):
        return BMI
    fact = draft.limit.leaf.test.fact if draft.limit.leaf else "phase" if draft.limit.phase else None
    return family_of(fact)


def family_of(fact: str | None) -> str:
    """The error family of a fact; None is a row that its situation alone designates."""
    data = phrases.load("lessons")
    if fact is None:
        return str(data["name"])
    return str(data["families"].get(fact) or data["by_kind"][vocabulary().facts[fact].kind])


def known_families() -> tuple[str, ...]:
    """Every error family that a case may name."""
    return (*(name for name in phrases.load("lessons")["texts"] if name != NOT_LISTED), NETWORK, DISTRACTOR)


def learning_point(draft: Draft) -> str:
    """One sentence to remember, in the words of the row."""
    return _text(draft, "lesson")


def hint(draft: Draft) -> str:
    """One sentence that helps without giving the answer."""
    return _text(draft, "hint")


def _text(draft: Draft, kind: str) -> str:
    key, leaf = draft.limit.boundary, draft.limit.leaf
    own = phrases.of(key.situation, key.row).get(kind)
    if own:
        return str(own)
    family = NOT_LISTED if key.situation == NOT_LISTED else main_family(draft)
    text = str(phrases.load("lessons")["texts"][family][kind])
    unlabelled = leaf is not None and leaf.label == leaf.test.text  # a condition of a dose or a warning
    if leaf and unlabelled and "{label}" in text:
        return words(leaf.test.fact).why
    label = leaf.label if leaf else version()
    return sentence(text.format(label=label, name=capital(name_of(key.situation, key.row))))


def name_of(situation: str, row: str) -> str:
    """The French name of what a case is about."""
    return str(phrases.not_listed()[row]["name"]) if situation == NOT_LISTED else hierarchy().label(situation)


def asks(decision: Decision) -> tuple[str, ...]:
    """What can be asked of a case: the priority always, the opinion where a row is met, the dose where it has grams."""
    if decision.row is None or decision.status == INCOMPLETE:
        return ("priority",)
    dose = decision.dose
    grams = dose is not None and dose.selected is not None and dose.regimens[dose.selected].grams_exact is not None
    return ("priority", "opinion", "dose") if grams else ("priority", "opinion")


def source(decision: Decision) -> str:
    """The place of a case in the table."""
    table = hierarchy()
    document = f"Tableau de l'ANSM du {version()}"
    row = next((row for item in table.situations.values() for row in item.rows if row.id == decision.row), None)
    if row:
        return f"{document}, {row.place}."
    if decision.indication in table.situations:
        return f"{document}, « {decision.source.section} »."
    if decision.indication:
        return f"{document}, liste des indications non justifiées, « {decision.source.section} »."
    return f"{document} : absente des deux listes."
