"""The data dictionary of every form of `rules/forms`, for whoever analyses an export."""

from __future__ import annotations

from typing import Iterator

from rules.forms import Form, Question, forms
from rules.forms.dictionary import condition
from rules.forms.model import UNKNOWN
from rules.forms.values import number

KINDS = {
    "boolean": "oui / non",
    "choice": "un choix",
    "multiple": "plusieurs choix",
    "number": "nombre",
    "date": "date",
    "text": "texte",
    "code": "code",
}
PRECISIONS = {"year": "à l'année", "month": "au mois", "day": "au jour"}
HEAD = f"""# Dictionnaire des données des formulaires

Page produite par `python -m docs.generate` à partir de `rules/forms` ; un test vérifie qu'elle est à jour. Le même
dictionnaire, en JSON, accompagne chaque export JSON ([form.md](form.md)).

`{UNKNOWN}` est la réponse « cherché, et inconnu » ; une case vide n'a pas de réponse. Une date est aussi précise qu'on
la connaît : `2009`, `2009-03`, `2009-03-12`. Dans le CSV : une ligne par visite, `;` entre les colonnes, virgule
décimale, `|` entre plusieurs choix, `oui` et `non` ; une variable répétée porte le numéro de sa ligne (`prior_drug#2`).
"""


def page() -> str:
    """The whole page."""
    return "\n".join((HEAD, *(line for form in forms().values() for line in _form(form)))) + "\n"


def _form(form: Form) -> Iterator[str]:
    yield f"## {form.title} (`{form.id}`, version {form.version})"
    yield f"\nSource : {form.source}. Clé : {', '.join(f'`{name}`' for name in form.key)}."
    if form.visits:
        yield f"Visites : {', '.join(form.visits)}."
    for section in form.sections.values():
        yield f"\n### {section.number}. {section.title}\n"
        yield from _table(form, section.questions)
        if section.rows:
            rows = form.rows[section.rows]
            yield f"\n**{rows.label}** : {rows.largest} lignes au plus.\n"
            yield from _table(form, rows.questions)


def _table(form: Form, names: tuple[str, ...]) -> Iterator[str]:
    yield "| Variable | Question | Type | Valeurs | Demandée |"
    yield "|---|---|---|---|---|"
    for name in names:
        question = form.questions[name]
        cells = (f"`{name}`", question.label, KINDS[question.kind], _values(question), _asked(form, question))
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _values(question: Question) -> str:
    if question.choices:
        return " ; ".join(f"`{one.value}` {one.label}" for one in question.choices)
    if question.kind == "number":
        whole = ", entier" if question.integer else ""
        unit = f" {question.unit}" if question.unit else ""
        return f"de {number(question.low or 0)} à {number(question.high or 0)}{unit}{whole}"
    if question.kind == "date":
        return PRECISIONS[question.precision or "day"]
    return f"par exemple {question.example}" if question.example else ""


def _asked(form: Form, question: Question) -> str:
    parts = ["" if question.required else "facultative"]
    if question.visits and question.visits != tuple(form.visits):
        parts.append(f"à {', '.join(question.visits)}")
    parts += [f"si `{condition(one)}`" for one in question.conditions]
    return " ; ".join(filter(None, parts))
