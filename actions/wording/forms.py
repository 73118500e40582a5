"""The sentences of forms: questions, what was noted, how far one is, whether a patient enters the study."""

from __future__ import annotations

import os
from typing import Any, Iterable, Mapping

from actions.wording.text import capital, listing, sentence
from rules.forms import Cell, Form, FormProblem, Question, Record, Rows
from rules.forms.checks import row_name
from rules.forms.completeness import Part, completeness
from rules.forms.inclusion import Checked, Inclusion, inclusion, score
from rules.forms.values import expected, shown
from rules.model import State

PRIVACY = (
    "Initiales, année de naissance et sexe au plus : pas de nom, pas de date de naissance, pas d'hôpital, pas de "
    "médecin. Les textes libres sont masqués comme les messages."
)
HELP = (
    "Répondez à la question, ou écrivez dans n'importe quel ordre : « Rodnan M6 18, CRP M3 12 mg/L », « ulcères "
    "digitaux oui 03/2009 ».\n"
    "« section 5 », « visite M6 », « passer », « retour », « inconnu », « effacer CRP M3 », « où en est-on ? », "
    "« inclusion », « relire », « page », « quitter », « supprimer le formulaire »."
)
LEFT = "Formulaire {reference} mis de côté : tout est gardé. « continuer le formulaire {reference} » pour y revenir."
DELETE = "Supprimer définitivement le formulaire {key} (référence {reference}) et ses {count} réponses ?"
DELETED = "Formulaire {reference} supprimé : ses réponses sont effacées du disque."
NOT_DELETED = "Rien n'est supprimé."
OTHER_RECORD = "Ce bouton concerne le formulaire {reference}, qui n'est plus en cours ici : rien n'a été noté."
GONE = "Le formulaire {reference} n'existe plus. « {short} » pour en commencer un autre."
NONE_OF_KEY = "Aucun formulaire {key} ici. Voulez-vous le créer ?"
SEVERAL = "Plusieurs formulaires répondent à {key} : lequel ?"
EXISTS = "Un formulaire {key} existe déjà (référence {references}). Le continuer, ou en créer un autre ?"
NOT_READ = "Je n'ai pas lu « {words} » dans ce formulaire."
NOTHING = "Rien n'est changé."
START = (
    "{title}.\nNouveau formulaire, ou formulaire à continuer ? Donnez initiales, année de naissance et sexe, par "
    "exemple « {example} », ou une référence.\n{privacy}"
)
UNAVAILABLE = "Le formulaire n'a pas pu être lu ou écrit : {cause} Rien n'est perdu de ce qui était noté."


def address(reference: str) -> str:
    """Where the page of a form is: behind the server's address where `PRIOIG_ADDRESS` gives it, else from its root.

    The reference stands after "#", which a browser never sends and no server logs.
    """
    return f"{(os.environ.get('PRIOIG_ADDRESS') or '').rstrip('/')}/formulaire#{reference}"


def title(record: Record) -> str:
    """A form in a few words: its name, its key, its reference."""
    return f"{capital(record.form.short)} {record.key()}, référence {record.reference}"


def place(record: Record, section: str, visit: str | None) -> str:
    """Where the conversation is, and how far this part is filled."""
    found = record.form.sections[section]
    at_visit = visit if found.by_visit else None
    part = next(one for one in completeness(record).parts if (one.section, one.visit) == (section, at_visit))
    at = f" · {visit}" if found.by_visit and visit else ""
    return f"{found.number}. {found.title}{at} · {part.filled}/{part.wanted}"


def question(record: Record, cell: Cell, known: str | None) -> str:
    """A question, after where it stands, with what can be answered."""
    asked = record.form.questions[cell.question]
    row = f" ({_row(record, cell)})" if cell.row else ""
    now = f" Actuellement : {known}." if known else ""
    text = f"{asked.ask.rstrip(' ?')}{row} ?" if row else asked.ask
    return f"{place(record, asked.section, cell.visit)}\n{text}{now}\n({expected(asked)})"


def _row(record: Record, cell: Cell) -> str:
    rows = record.form.rows[str(record.form.questions[cell.question].rows)]
    key = record.form.questions[rows.key]
    value = record.get(key.id, None, cell.row)
    return shown(key, value) if value else f"ligne {cell.row}"


def next_row(rows: Rows, key: Question, first: bool) -> str:
    """The question that opens a row of a repeated group."""
    what = f"{capital(rows.label)} : {'lequel' if first else 'un autre'} ?"
    example = key.choices[min(4, len(key.choices) - 1)].label if key.choices else key.label
    end = "pas" if first else "plus"
    return f"{what} En une phrase : « {example}, de 03/2009 à 06/2010 » (« passer » s'il n'y en a {end})."


def noted(record: Record, answers: Mapping[Cell, Any]) -> str:
    """What was just written down, and what was taken away."""
    said = _listed(record, answers)
    return f"Noté : {' ; '.join(said)}." if said else ""


def _listed(record: Record, answers: Mapping[Cell, Any]) -> list[str]:
    """Each answer with its label; those of one row together, behind what the row is about."""
    rows: dict[tuple[str, int], list[str]] = {}
    alone: list[str] = []
    for cell, value in answers.items():
        asked = record.form.questions[cell.question]
        if not (cell.row and asked.rows):
            alone.append(f"{row_name(record, cell)} : {_value(record, cell, value)}")
            continue
        parts = rows.setdefault((asked.rows, cell.row), [_row(record, cell)])
        if asked.id != record.form.rows[asked.rows].key or value is None:
            parts.append(f"{asked.label} {_value(record, cell, value)}")
    return [*alone, *(", ".join(parts) for parts in rows.values())]


def _value(record: Record, cell: Cell, value: Any) -> str:
    return "effacé" if value is None else shown(record.form.questions[cell.question], value)


def unasked(record: Record, cells: Iterable[Cell]) -> str:
    """Which answers will only count once a condition holds."""
    lines = []
    for cell in cells:
        if not record.applies(cell) and cell in record.answers:
            lines.append(f"« {row_name(record, cell)} » ne comptera que si {_conditions(record, cell)}.")
    return "\n".join(lines)


def _conditions(record: Record, cell: Cell) -> str:
    parts = []
    for one in record.form.questions[cell.question].conditions:
        other = record.form.questions[one.question]
        values = listing((shown(other, value) for value in one.values), "ou")
        verb = "n'est pas" if one.negated else "est"
        parts.append(f"« {other.label} » {verb} « {values} »")
    return listing(parts)


def problem(record: Record, found: FormProblem) -> str:
    """What could not be taken, with where it was said."""
    return sentence(found.message)


def progress(record: Record) -> str:
    """How far the form is, by section and by visit, in words and figures."""
    found = completeness(record)
    lines = [f"{title(record)} : {found.total.filled}/{found.total.wanted} ({found.total.percent} %)."]
    for section in record.form.sections.values():
        parts = [part for part in found.parts if part.section == section.id]
        if section.by_visit:
            visits = ", ".join(f"{part.visit} {part.filled}/{part.wanted}" for part in parts)
            lines.append(f"- {section.number}. {section.title} : {visits}")
        else:
            lines.append(f"- {section.number}. {section.title} : {_share(parts[0])}")
    return "\n".join(lines)


def _share(part: Part) -> str:
    unknown = f", dont {part.unknown} inconnus" if part.unknown > 1 else ", dont 1 inconnu" if part.unknown else ""
    if not part.wanted:
        return "rien à remplir"
    return f"{part.filled}/{part.wanted}{unknown}{' (complet)' if part.complete else ''}"


def section_end(record: Record, section: str, visit: str | None) -> str:
    """What is said at the end of a section."""
    return f"{place(record, section, visit)} : fin de cette partie."


VERDICTS = {
    State.MET: "Le patient entre dans l'étude.",
    State.NOT_MET: "Le patient n'entre pas dans l'étude.",
    State.UNKNOWN: "L'inclusion n'est pas encore établie.",
}
STATES = {State.MET: "rempli", State.NOT_MET: "non rempli", State.UNKNOWN: "inconnu"}
EXCLUSION_STATES = {State.MET: "présent, il exclut", State.NOT_MET: "absent", State.UNKNOWN: "inconnu"}


def enters(record: Record) -> str:
    """Whether the patient enters the study, criterion by criterion."""
    found = inclusion(record)
    lines = (f"- {_criterion(one)}{_points(record, one)}" for one in found.criteria)
    return "\n".join((VERDICTS[found.state], *lines))


def _points(record: Record, one: Checked) -> str:
    """The points of a criterion that a score shows: those that are certain, and those still possible."""
    if not one.criterion.score:
        return ""
    found = score(record, one.criterion.score)
    return f" ({found.low} points)" if found.low == found.high else f" (de {found.low} à {found.high} points)"


def verdict_changed(before: Inclusion, after: Inclusion) -> str | None:
    """The verdict, where it is not the one of before."""
    same = before.state is after.state and [one.conflict for one in before.criteria] == [
        one.conflict for one in after.criteria
    ]
    if same:
        return None
    lines = [VERDICTS[after.state], *(f"- {_criterion(one)}" for one in after.criteria if one.conflict)]
    if after.state is State.NOT_MET:
        lines += [f"- {_criterion(one)}" for one in after.criteria if _excludes(one)]
    return "\n".join(lines)


def _excludes(one: Checked) -> bool:
    return one.state is (State.NOT_MET if one.criterion.kind == "inclusion" else State.MET)


def _criterion(one: Checked) -> str:
    words = STATES if one.criterion.kind == "inclusion" else EXCLUSION_STATES
    kind = "Inclusion" if one.criterion.kind == "inclusion" else "Exclusion"
    if one.conflict:
        basis = "le score" if one.criterion.score else "les dates"
        return (
            f"{kind} : {one.criterion.label} : à vérifier, {basis} {'dit' if one.criterion.score else 'disent'} "
            f"« {words[one.shown]} » et la réponse déclarée « {words[one.declared]} »"
        )
    return f"{kind} : {one.criterion.label} : {words[one.state]}"


def sections(form: Form) -> str:
    """The sections of a form, one a line."""
    lines = [f"- section {one.number} : {one.title}" for one in form.sections.values()]
    visits = f"\nVisites : {', '.join(form.visits)}." if form.visits else ""
    return "\n".join((f"{capital(form.short)} :", *lines)) + visits


def reread(record: Record, section: str, visit: str | None) -> str:
    """The answers of a section, one a line."""
    found = record.form.sections[section]
    cells = [cell for cell in record.cells(section) if cell in record.answers and cell.visit == visit]
    lines = [f"- {capital(line)}" for line in _listed(record, {cell: record.answers[cell] for cell in cells})]
    head = f"{found.number}. {found.title}{f' · {visit}' if visit else ''}"
    return "\n".join((f"{head} : {'' if lines else 'rien de noté'}".rstrip(), *lines))
