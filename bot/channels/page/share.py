"""What may leave the page: a link without the patient, and a text for the chart without an identity."""

from __future__ import annotations

import re
from typing import Any, Mapping

import rules
from actions.wording import card, details, dose, opinions
from bot import __version__
from rules.expression import NUMBER_TEST
from rules.model import Decision, State
from rules.vocabulary import vocabulary

# What a test on a number says of it once it is met, and once it is not.
BOUNDS = {
    "<": ("below", "at_least"),
    "<=": ("at_most", "above"),
    ">": ("above", "at_most"),
    ">=": ("at_least", "below"),
}
TITLE = "Immunoglobulines humaines : hiérarchisation de l'ANSM"
MADE = f"Établi avec PrioIg {__version__}. Aide à la décision, à vérifier par le prescripteur."


def link_facts(decision: Decision) -> dict[str, Any] | None:
    """The facts of a link that gives the same verdict to whoever opens it; None where none would.

    No measure of the patient goes along: a number becomes the side of the table's threshold on which it lies ("IgG
    below 4"), and one that decides nothing (weight, height, exact age) is left out.
    """
    kinds = vocabulary().facts
    facts = {
        name: value for name, value in rules.facts_json(decision.facts).items() if kinds[name].kind != "number"
    } | _sides(decision)
    return facts if _same(decision, facts) else None


def _sides(decision: Decision) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for finding in decision.explanation:
        test = NUMBER_TEST.match(finding.criterion)
        if not test or finding.state is State.UNKNOWN or test[1] not in decision.facts:
            continue
        if side := BOUNDS.get(test[2]):
            found.setdefault(test[1], {})[side[finding.state is not State.MET]] = float(test[3])
    return found


def _same(decision: Decision, facts: Mapping[str, Any]) -> bool:
    try:
        again = rules.decide(rules.parse_case({"indication": decision.indication, "facts": dict(facts)}))
    except rules.CaseError:
        return False
    same = ("status", "row", "start")
    return all(getattr(again, name) == getattr(decision, name) for name in same)


def justification(decision: Decision, title: str, note: str = "") -> str:
    """The answer as plain text for the chart: what was asked of the table, on what grounds, and what it gives.

    `note` is the line of the record.
    """
    heading = " - ".join(part for part in (card.VERDICTS[decision.status], title) if part)
    lines = (
        TITLE,
        heading,
        card.source(decision),
        _listed("Critères", [line for line in details.criteria(decision)]),
        re.sub(r"^Compris", "Éléments retenus", card.understood(decision)),
        opinions.what_to_do(decision),
        *dose.lines(decision),
        _listed("À vérifier", [warning.text for warning in decision.warnings]),
        note,
        MADE,
    )
    return "\n".join(line for line in lines if line)


def _listed(title: str, items: list[str]) -> str:
    return "\n".join((f"{title} :", *(f"- {item}" for item in items))) if items else ""
