"""docs/sirolimus.md: the sirolimus protocol and the scores in French, to be re-read against their sources."""

from __future__ import annotations

from typing import Iterator

from actions.wording import questions
from actions.wording.text import listing, number
from docs.pages.table import SIGN
from docs.pages.words import inline, outline
from rules.protocols import sirolimus
from rules.protocols.records import Branch, DoseRule, Protocol, Repeated
from rules.protocols.scores import Choice, Score, scores
from rules.tables import RowWarning, Situation

TOP = """\
# Le protocole sirolimus et les scores, tels que le programme les lit

Page produite par `python -m docs.generate` à partir de `rules/protocols/sirolimus.yml` et `scores.yml` : ne la modifiez
pas à la main. Elle sert à relire chaque ligne contre la recommandation ({document}, {version}) et à la signer. Les
critères sont écrits avec nos mots, suivis du test exact ; « un mois » compte {month} jours. Dans chaque partie, la
première ligne remplie compte. Rien n'est déduit du silence.

**{standing}**
"""
EFFECTS = {"raises": "augmente le résiduel", "lowers": "diminue le résiduel"}


def page() -> str:
    """The text of the page."""
    rules = sirolimus.rules().protocol
    month = number(rules.figures.days_in_month, 4)
    top = TOP.format(document=rules.document, version=rules.version, month=month, standing=rules.texts.standing)
    parts = [top, *_figures(rules), *_contradictions(rules)]
    for name, situation in rules.situations.items():
        parts += _situation(rules, name, situation)
    parts += [*_follow_up(rules), *_beside(rules), *_scores()]
    return "\n".join(parts) + "\n"


def _figures(rules: Protocol) -> Iterator[str]:
    figures = rules.figures
    start, raised = number(figures.start_mg_per_m2), number(figures.raised_mg_per_m2)
    strength, step = number(figures.solution_mg_per_ml), number(figures.solution_step_ml)
    yield "## Dose\n"
    yield f"- Début : {start} mg/m²/jour ; après augmentation : {raised} mg/m²/jour."
    yield f"- Au plus {number(figures.daily_max_mg)} mg par jour, en {figures.intakes_per_day} prise."
    yield f"- Comprimés entiers : {listing(map(number, figures.tablets_mg))} mg. Dose arrondie vers le bas."
    yield f"- Solution à {strength} mg/mL, par {step} mL (notre lecture)."
    low, high = number(figures.surface_low_m2), number(figures.surface_high_m2)
    yield f"- Surface de Mosteller, acceptée de {low} à {high} m² (notre garde-fou contre les fautes de frappe)."
    yield from (f"- {line}" for line in rules.texts.intake)
    yield from (f"- `{code}` : « {text} »" for code, text in rules.dose_notes.items())
    yield f"\n{SIGN}\n"


def _contradictions(rules: Protocol) -> Iterator[str]:
    yield "## Contradictions refusées\n"
    yield from (f"- {inline(item.condition)} : « {item.message} »" for item in rules.header.exclusions)
    yield f"\n{SIGN}\n"


def _situation(rules: Protocol, name: str, situation: Situation) -> Iterator[str]:
    yield f"## {situation.label}\n"
    yield f"`{name}` · {rules.places[name]}"
    if name in rules.first:
        yield f"- Avant : `{rules.first[name]}`, dès que le fait qu'elle lit est connu."
    end = situation.otherwise[0].status
    if end in rules.texts.statuses:
        said = " ".join(rules.texts.ends.get(end, ()))
        yield f"- Si aucune ligne n'est remplie : {rules.texts.statuses[end]}." + (f" « {said} »" if said else "")
    yield from _warnings(situation.warnings)
    yield ""
    for row in situation.rows:
        if isinstance(row, Branch):
            yield from _branch(rules, row)


def _branch(rules: Protocol, row: Branch) -> Iterator[str]:
    yield f"### {rules.texts.statuses[row.status]} · {row.label}\n"
    yield f"`{row.id}`\n"
    yield "- Critères :"
    yield from outline(row.criteria, 1)
    yield from (f"- Dit : « {line} »" for line in row.says)
    yield from (f"- Dose : {_dose(rule)}" for rule in (row.dose,) if rule)
    yield from (f"- Dose après le contrôle : {_dose(rule)}" for rule in (row.then,) if rule)
    if row.total_months:
        yield f"- Durée totale : environ {row.total_months} mois"
    for item in row.next:
        after = f"{item.days} jours" if item.days is not None else f"{item.months} mois"
        yield f"- Ensuite, à {after} : {rules.texts.next[item.what]}"
    if row.refined:
        yield f"- Précisée par : `{row.refined}`"
    if row.ask_after:
        yield f"- À demander ensuite : {listing(questions.words(fact).label for fact, _ in row.ask_after)}"
    yield from _warnings(row.warnings)
    yield f"\n{SIGN}\n"


def _dose(rule: DoseRule) -> str:
    if rule.none:
        return "aucune"
    if rule.factor is not None:
        return f"{number(rule.factor)} fois la dose prise"
    if rule.mg_per_m2 is not None:
        return f"{number(rule.mg_per_m2)} mg/m²/jour"
    if rule.lower_mg is not None:
        return f"{number(rule.lower_mg)} mg de moins, tous les {rule.every_days} jours"
    if rule.taper_months is not None:
        low, high = rule.taper_months
        return (
            f"diminution en {number(low)} mois" if low == high else f"diminution en {number(low)} à {number(high)} mois"
        )
    return "inchangée"


def _warnings(items: tuple[RowWarning, ...]) -> Iterator[str]:
    for item in items:
        when = f"si : {inline(item.condition)}" if item.condition else "toujours"
        yield f"- Avertissement ({when}) : « {item.text} »"


def _follow_up(rules: Protocol) -> Iterator[str]:
    yield "## Surveillance\n"
    follow = rules.follow_up
    yield from (f"- {_repeated(item)}" for item in (*follow.items, *follow.marks))
    yield f"- Après chaque changement de dose : {follow.after_change.label}."
    yield f"- Calendrier montré sur {follow.shown_months} mois."
    yield f"\n{SIGN}\n"


def _repeated(item: Repeated) -> str:
    marks = [*(f"J{days}" for days in item.days), *(f"M{months}" for months in item.months)]
    every = f", puis tous les {item.every_months} mois" if item.every_months else ""
    return f"{', '.join(marks)}{every} : {item.label}"


def _beside(rules: Protocol) -> Iterator[str]:
    yield "## Interactions, effets indésirables, vaccins\n"
    for item in rules.interactions:
        yield f"- {item.label} ({listing(item.drugs)}) : {EFFECTS[item.effect]}. « {item.text} »"
    yield f"- « {rules.texts.interactions} »"
    yield f"- « {rules.texts.never_with} »"
    for effect in rules.adverse_effects:
        yield f"- {effect.label}{' (urgent)' if effect.urgent else ''} : « {effect.text} »"
    yield f"- « {rules.texts.adverse_effects} »"
    yield from (f"- « {line} »" for line in rules.texts.vaccines)
    yield f"\n{SIGN}\n"


def _scores() -> Iterator[str]:
    yield "## Scores\n"
    for score in scores().scores.values():
        yield f"### {score.name}\n"
        yield f"`{score.id}` · {score.source}"
        if score.unchecked:
            yield f"- **À vérifier** : {score.unchecked}"
        yield from _lines(score)
        yield f"\n{SIGN}\n"


def _lines(score: Score) -> Iterator[str]:
    if score.age:
        yield f"- âge : {_points(score.age)}"
    for line in score.lines:
        yield f"- {line.label} : {_points(line.choices)}"


def _points(choices: tuple[Choice, ...]) -> str:
    return " ; ".join(f"{choice.label} {choice.points}" for choice in choices)
