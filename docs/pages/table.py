"""docs/table.md: the whole rule base in French, to be re-read against the ANSM document and signed, row by row."""

from __future__ import annotations

from typing import Iterator

from actions.wording import questions
from actions.wording.text import listing, number
from docs.pages.words import inline, opinion, outline, regimen
from rules import hierarchy, reader
from rules.products import PATH as PRODUCTS
from rules.tables import Otherwise, Row, RowWarning, Situation

STATUS = {"not_justified": "non justifié", "criteria_not_met": "critères non remplis"}
RENAL = {
    "printed": "la ligne imprime elle-même le schéma sur 5 jours",
    "unchanged": "déjà sur 5 jours, inchangé",
    "spread": "règle d'en-tête : la cure est étalée sur 5 jours",
    "kept": "schéma de la ligne conservé, avec un avertissement",
    "none": "ligne hors règles d'IMC et de risque rénal (pas un traitement immunomodulateur)",
}
AMM = {True: "situation de l'AMM (¹)", False: "sans la marque ¹ de l'AMM"}
SIGN = "Relu par : ______________________ Date : ____________ Conforme ☐ À corriger ☐"
INTRODUCTION = """\
# Le tableau, tel que le programme le lit

Page produite par `python -m docs.generate` à partir de `rules/hierarchy/{version}` : ne la modifiez pas à la main.
Elle sert à relire chaque ligne contre le document ({document}, version du {version}) et à la signer. Les critères sont
écrits avec nos mots, suivis du test exact. Une ligne « Lecture à confirmer » repose sur une cellule illisible dans
notre source.

Un critère est *rempli*, *non rempli* ou *non précisé* ; rien n'est déduit du silence. *Non établi* veut dire non rempli
ou non précisé. « Échec, dépendance, intolérance ou contre-indication » s'écrit `FAILED` ; « indisponible, intolérance
ou contre-indication » s'écrit `NOT_POSSIBLE`, et un traitement jamais essayé laisse alors le critère non précisé.
Entre plusieurs lignes remplies, la priorité la plus haute l'emporte (P, puis UF, puis NP), puis l'ordre de la page.
"""


def page() -> str:
    """The text of the page."""
    table = hierarchy()
    parts = [INTRODUCTION.format(version=table.version, document=table.document), *_header()]
    for label in table.sections.values():
        situations = [item for item in table.situations.values() if item.section == label]
        if situations:
            parts.append(f"## {label}\n")
            parts += [line for item in situations for line in _situation(item)]
    return "\n".join((*parts, *_unjustified(), *_bodies(), *_vials())) + "\n"


def _header() -> Iterator[str]:
    header = hierarchy().header
    bmi, cap, tolerance = header.bmi, number(header.bmi.cap_g_per_kg), number(header.bmi_tolerance)
    yield "## Règles de l'en-tête\n"
    yield f"- IMC (traitements immunomodulateurs) : cure plafonnée à {cap} g/kg si : {inline(bmi.apply)}."
    yield f"  - Laissé au prescripteur si : {inline(bmi.left)}."
    yield f"  - Taille à demander si : {inline(bmi.height_unknown)}."
    yield f"  - Âge à demander si : {inline(bmi.age_unknown)}."
    yield f"  - Grossesse à demander si : {inline(bmi.pregnancy_unknown)}."
    yield f"  - Un IMC indiqué à plus de {tolerance} kg/m² de celui que donnent le poids et la taille est refusé."
    yield f"- Risque rénal : cure étalée sur {header.renal.days} jours si : {inline(header.renal.apply)}."
    yield f"- Voie sous-cutanée, sur les lignes qui l'impriment, si : {inline(header.no_venous_access)}."
    yield f"- Un avis obligatoire devient urgent si : {inline(header.emergency)}."
    yield from (f"- {note}" for note in header.notes)
    yield f"\n{SIGN}\n\n### Contradictions refusées\n"
    yield from (f"- {inline(item.condition)} : « {item.message} »" for item in header.exclusions)
    yield f"\n{SIGN}\n\n### Avertissements généraux\n"
    yield from (f"- `{code}` : « {text} »" for code, text in header.warnings.items())
    yield f"\n{SIGN}\n"


def _situation(item: Situation) -> Iterator[str]:
    yield f"### {item.label}\n"
    yield f"`{item.id}`"
    if item.implies:
        yield f"- La situation dit déjà : {listing(_implied(item))}."
    yield f"- Si aucune ligne n'est remplie : {listing(map(_otherwise, item.otherwise), 'sinon')}."
    yield from _warnings(item.warnings)
    yield ""
    for row in item.rows:
        yield from _row(row)


def _implied(item: Situation) -> Iterator[str]:
    bounds = {"below": "<", "at_most": "≤", "above": ">", "at_least": "≥"}
    for fact, value in item.implies.items():
        words = questions.words(fact)
        if isinstance(value, bool):
            yield words.yes if value else words.no
        else:
            yield " et ".join(
                f"{words.label} {bounds[key]} {number(end)} {words.unit or ''}".strip() for key, end in value.items()
            )


def _otherwise(item: Otherwise) -> str:
    return STATUS[item.status] + (f" si {inline(item.condition)}" if item.condition else "")


def _row(row: Row) -> Iterator[str]:
    yield f"#### [{row.priority}] {row.label}\n"
    yield f"`{row.id}` · {row.place} · {AMM[row.labelled]}\n"
    if row.confirm:
        yield f"- **Lecture à confirmer** : {row.confirm}"
    yield "- Critères :"
    yield from outline(row.criteria, 1)
    for phase, name in (("initiation", "l'initiation"), ("renewal", "au renouvellement")):
        found = [opinion(item) for item in row.opinions[phase]] or ["aucun"]
        yield f"- Avis {'à ' if phase == 'initiation' else ''}{name} : {' ; et '.join(found)}"
    yield "- Posologies :" if row.regimens else "- Posologies : aucune"
    yield from (f"  {index}. {regimen(item)}" for index, item in enumerate(row.regimens, 1))
    if row.select_none:
        yield f"- Aucune posologie retenue d'office si : {inline(row.select_none)}"
    yield f"- Risque rénal : {RENAL[row.renal]}"
    if row.repeats:
        yield f"- Doses de plus dans le même épisode : {row.repeats}"
    if row.ask_after:
        yield f"- À demander après le verdict : {listing(map(_asked, row.ask_after))}"
    yield from _warnings(row.warnings)
    yield from (f"- Note : {note}" for note in row.notes)
    yield f"\n{SIGN}\n"


def _asked(item: tuple[str, str | None]) -> str:
    fact, phase = item
    return questions.words(fact).label + (" (renouvellement)" if phase == "renewal" else "")


def _warnings(items: tuple[RowWarning, ...]) -> Iterator[str]:
    for item in items:
        phase = {"renewal": "au renouvellement", "initiation": "à l'initiation"}.get(item.phase or "")
        condition = f"si : {inline(item.condition)}" if item.condition else None
        when = ", ".join(part for part in (phase, condition) if part) or "toujours"
        yield f"- Avertissement ({when}) : « {item.text} »"


def _unjustified() -> Iterator[str]:
    yield "## Indications non justifiées\n"
    for section in dict.fromkeys(item.section for item in hierarchy().unjustified.values()):
        yield f"### {section} (non justifiées)\n"
        for item in hierarchy().unjustified.values():
            if item.section == section:
                yield f"- {item.label} (`{item.id}`)"
                yield from (f"  - « {warning.text} »" for warning in item.warnings)
        yield f"\n{SIGN}\n"


def _bodies() -> Iterator[str]:
    yield "## Organismes\n"
    yield from (f"- `{name}` : {text}" for name, text in hierarchy().bodies.items())
    yield f"\n{SIGN}\n"


def _vials() -> Iterator[str]:
    (top,) = reader.documents(PRODUCTS)
    yield "## Flacons\n"
    yield "Source : base de données publique des médicaments (`rules/products.yml`) ; ne vient pas du tableau.\n"
    for route, grams in top.value["default"].items():
        yield f"- Sans produit choisi, voie {route} : {listing(map(number, grams))} g"
    yield "\n| Produit | Code CIS | Voie | Flacons (g) |\n|---|---|---|---|"
    for item in top.value["products"]:
        grams = " ; ".join(map(number, item["vials_g"]))
        yield f"| {item['name']} | {item['cis']} | {item['route']} | {grams} |"
    yield f"\n{SIGN}"
