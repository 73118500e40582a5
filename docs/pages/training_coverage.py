"""docs/training-coverage.md: how many of the first seeds stand on each limit of the table."""

from __future__ import annotations

from collections import Counter
from typing import Iterator

from actions.training.cases.generate import key_of
from actions.training.cases.limits import NAME_ALONE, PHASE, slug
from actions.training.cases.model import CRITERIA, EFFECT, END, MET, MISSED, NOT_LISTED, UNJUSTIFIED, UNSAID
from actions.training.cases.phrases import not_listed
from actions.training.cases.reach import limits, out_of_reach
from actions.wording.text import number
from rules import hierarchy

SEEDS = 10_000
SIDES = (MET, MISSED, UNSAID)
TOP = """\
# Couverture des cas d'entraînement

Écrit par `python -m docs.generate` à partir du tableau et des phrases (`actions/training/cases`) ; ne pas modifier.

Les limites viennent du tableau lui-même : chaque critère de chaque ligne, d'un côté (rempli), de l'autre (non rempli),
et laissé sans réponse (non dit) ; puis ce qui change la dose, l'avis ou une mise en garde d'une ligne remplie
(« effet ») ; puis ce qui change l'issue de la situation (« issue ») ; enfin les deux listes. Les nombres comptent les
cas parmi les {seeds} premières graines (de `generate(0)` à `generate({last})`). Un tiret : ce côté n'existe pas (un
patient a toujours un âge), ou aucun patient plausible ne s'y tient ; la dernière partie dit lesquels.

{limits} limites sont atteintes ; la moins souvent : {least} fois sur {seeds}.
"""
HEADER = "| Limite | Rempli | Non rempli | Non dit |\n|---|---:|---:|---:|"


def page() -> str:
    """The text of the page."""
    counts = Counter(key_of(seed) for seed in range(SEEDS))
    least = min(counts[key] for key in limits())
    top = TOP.format(seeds=number(SEEDS), last=SEEDS - 1, limits=number(len(limits())), least=least)
    return "\n".join([top, *_situations(counts), *_lists(counts), *_unreached()]) + "\n"


def _situations(counts: Counter[tuple[str, str, str, str]]) -> Iterator[str]:
    for situation in hierarchy().situations.values():
        yield f"## {situation.label} (`{situation.id}`)\n"
        yield HEADER
        for (row, criterion), part in _criteria(situation.id).items():
            found = [counts[situation.id, row, slug(criterion), side] for side in SIDES]
            yield f"| {_said(row, criterion, part)} | {' | '.join(str(count or '–') for count in found)} |"
        yield ""


def _criteria(situation: str) -> dict[tuple[str, str], str]:
    """The row and the criterion of each limit of a situation, with what it decides."""
    found = (limit.boundary for limit in limits().values() if limit.boundary.situation == situation)
    return {(item.row, item.criterion): item.part for item in found}


def _said(row: str, criterion: str, part: str) -> str:
    test = {NAME_ALONE: "la situation suffit", PHASE: "`phase is renewal`"}.get(criterion, f"`{criterion}`")
    name = {CRITERIA: f"`{row}`", EFFECT: f"effet sur `{row}`", END: "issue"}[part]
    return f"{name} : {test}"


def _lists(counts: Counter[tuple[str, str, str, str]]) -> Iterator[str]:
    yield "## Usages non justifiés et situations absentes des deux listes\n"
    yield "| Situation | Cas |\n|---|---:|"
    for key, limit in limits().items():
        boundary = limit.boundary
        if boundary.row == UNJUSTIFIED:
            yield f"| {hierarchy().label(boundary.situation)} (`{boundary.situation}`) | {counts[key]} |"
        elif boundary.situation == NOT_LISTED:
            yield f"| {not_listed()[boundary.row]['name']} (absente) | {counts[key]} |"
    yield ""


def _unreached() -> Iterator[str]:
    yield "## Limites sans patient plausible\n"
    yield "Le tableau les permet ; aucun patient de la situation ne s'y tient (un enfant de 4 ans à l'IMC de 30),"
    yield "ou un autre fait de la même règle l'exclut.\n"
    by_row: dict[tuple[str, str], list[str]] = {}
    for item in out_of_reach():
        by_row.setdefault((item.situation, item.row), []).append(f"`{item.criterion}` ({SAID[item.side]})")
    for (situation, row), found in by_row.items():
        yield f"- `{situation}`, `{row}` : {', '.join(found)}"


SAID = {MET: "rempli", MISSED: "non rempli", UNSAID: "non dit"}
