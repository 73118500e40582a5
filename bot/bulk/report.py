"""The report of a re-reading, as one HTML file: adequacy, grams, opinions, lines that could not be decided."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Iterator, Mapping

from actions.wording.table import body, version
from actions.wording.text import capital, listing, number
from bot import __version__
from bot.bulk.assessment import ABOVE, CHECK, NO_DOSE, NO_GRAMS, NO_WEIGHT, WITHIN
from bot.bulk.tally import ADEQUACIES, UNDECIDABLE, Share, Tally, ordered, parts
from bot.reports.charts import Kind, stacked
from bot.reports.page import LineNumbers, figures, heading, page, paragraph, percent, table
from rules import hierarchy

KINDS = (
    Kind("P", "prioritaire (P)", "solid"),
    Kind("UF", "réservé UF", "diagonal"),
    Kind("NP", "non prioritaire (NP)", "dots"),
    Kind("not_justified", "non justifié", "cross"),
    Kind("criteria_not_met", "critères non réunis", "vertical"),
    Kind("not_listed", "absent du tableau", "horizontal"),
    Kind(UNDECIDABLE, "non décidable", "empty"),
)
COMPARED = (
    Kind(WITHIN, "dans la dose", "grey"),
    Kind(CHECK, "à vérifier", "diagonal"),
    Kind(ABOVE, "au-dessus", "solid"),
)
STRENGTHS = {"required": "avant de débuter", "urgent": "en urgence, avant", "afterwards": "après le début"}
OUTSIDE = ("not_justified", "criteria_not_met", "not_listed")
HEADS = ("Prescriptions", "P", "UF", "NP", "Non justifié", "Critères non réunis", "Absent", "Non décidable")


@dataclass(frozen=True)
class Source:
    """What was read: the file's name, the columns (file -> meaning), whether it says opinions, grams and units."""

    name: str
    columns: Mapping[str, str]
    opinions: bool
    grams: bool
    ward: bool
    day: date


def report(tally: Tally, source: Source) -> str:
    """The whole document."""
    return page("Relecture des prescriptions d'immunoglobulines", _parts(tally, source))


def _parts(tally: Tally, source: Source) -> Iterator[str]:
    yield paragraph(_subject(tally, source), note=True)
    yield figures(_headline(tally, source))
    yield from _adequacy(tally)
    yield from _by_row(tally)
    if source.ward:
        yield from _by_ward(tally)
    yield from _grams(tally, source)
    yield from _opinions(tally, source)
    yield from _undecided(tally)
    yield from _method(source)


def _subject(tally: Tally, source: Source) -> str:
    days = [date.fromisoformat(text) for text in (tally.first_day, tally.last_day) if text]
    period = f", prescriptions du {_french(days[0])} au {_french(days[1])}" if len(days) == 2 else ""
    return (
        f"Fichier {source.name}{period}. Hiérarchie de l'ANSM du {version()}, PrioIg {__version__}, "
        f"relecture du {_french(source.day)}. Aucune identité de patient n'est reprise ici."
    )


def counted(lines: int) -> str:
    """A number of lines: "1 ligne", "12 lignes"."""
    return f"{number(lines)} ligne{'s' if lines > 1 else ''}"


def _french(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _headline(tally: Tally, source: Source) -> Iterator[tuple[str, str]]:
    whole = tally.whole
    yield number(whole.total()), "prescriptions lues"
    outside = sum(whole.lines[status] for status in OUTSIDE)
    yield percent(outside, whole.total()), f"hors du tableau ou de ses critères ({number(outside)})"
    if source.grams:
        yield f"{number(whole.excess, 0)} g", f"au-dessus de la dose du tableau ({counted(whole.above)})"
    if source.opinions:
        yield number(whole.opinions), "prescriptions sans un avis attendu"
    undecided = whole.lines[UNDECIDABLE]
    yield percent(undecided, whole.total()), f"non décidables ({number(undecided)})"


def _adequacy(tally: Tally) -> Iterator[str]:
    whole = tally.whole
    yield heading("Adéquation au tableau")
    yield stacked("Prescriptions", KINDS, [("Ensemble", dict(whole.lines))])
    rows = [
        (
            kind.label,
            whole.lines[kind.name],
            percent(whole.lines[kind.name], whole.total()),
            whole.grams.get(kind.name, 0.0),
        )
        for kind in KINDS
    ]
    yield table("Toutes les prescriptions", ("Réponse du tableau", "Prescriptions", "Part", "Grammes prescrits"), rows)
    if tally.from_text:
        text = f"Texte libre pris en compte, là seulement où il est sûr : {counted(tally.from_text)} du fichier."
        yield paragraph(text, note=True)


def _by_row(tally: Tally) -> Iterator[str]:
    yield heading("Par ligne du tableau")
    priorities = {row.id: row.priority for found in hierarchy().situations.values() for row in found.rows}
    rows = [
        (
            row_name(name),
            priorities.get(name, listing(_label(status) for status in share.lines)),
            share.total(),
            sum(share.grams.values()),
            share.above,
            share.excess,
            share.opinions,
        )
        for name, share in ordered(tally.rows)
    ]
    heads = ("Ligne ou situation", "Réponse", "Prescriptions", "Grammes", "Au-dessus", "Grammes en trop", "Avis absent")
    yield table("Prescriptions décidées", heads, rows, words=2)


def row_name(name: str) -> str:
    """The French name of a row of the table, of a situation, or of a situation outside of it."""
    table_ = hierarchy()
    for situation in table_.situations.values():
        for row in situation.rows:
            if row.id == name and len(situation.rows) > 1:
                return row.label
        if name == situation.id or any(row.id == name for row in situation.rows):
            return situation.label
    return table_.unjustified[name].label if name in table_.unjustified else "Situation absente du tableau"


def _label(status: str) -> str:
    return next(kind.label for kind in KINDS if kind.name == status)


def _by_ward(tally: Tally) -> Iterator[str]:
    yield heading("Par unité")
    wards = list(ordered(tally.wards))
    yield stacked("Part de chaque réponse, par unité", KINDS, [(name, dict(share.lines)) for name, share in wards[:25]])
    rows = [
        (name, share.total(), *(share.lines[status] for status in ADEQUACIES), share.excess, share.opinions)
        for name, share in wards
    ]
    yield table("Toutes les unités", ("Unité", *HEADS, "Grammes en trop", "Avis absent"), rows)


def _grams(tally: Tally, source: Source) -> Iterator[str]:
    yield heading("Grammes au-dessus de la dose du tableau")
    if not source.grams:
        yield paragraph("La correspondance ne nomme pas la colonne des grammes prescrits : rien n'est comparé.")
        return
    whole = tally.whole
    prescribed = sum(whole.grams.values())
    yield paragraph(
        f"{number(prescribed, 0)} g prescrits. Comparaison à la dose de la ligne du tableau pour le poids indiqué, "
        f"règles d'en-tête comprises, sur {counted(tally.compared())} du fichier : {number(whole.above)} au-dessus, "
        f"{number(whole.excess, 1)} g en trop ({percent(whole.excess, prescribed)} des grammes prescrits)."
    )
    outside = sum(whole.grams.get(status, 0.0) for status in OUTSIDE)
    yield paragraph(f"Hors du tableau ou de ses critères, sans dose à comparer : {number(outside, 0)} g.")
    compared = {kind.name: float(tally.grams[kind.name]) for kind in COMPARED}
    yield stacked("Lignes comparées", COMPARED, [("Ensemble", compared)])
    yield paragraph(_not_compared(tally.grams), note=True)
    yield from _which(tally)
    if tally.most:
        rows = [(line, row_name(row), given, dose, excess) for excess, line, row, given, dose in tally.most]
        heads = ("Ligne", "Ligne du tableau", "Grammes prescrits", "Dose du tableau", "Grammes en trop")
        yield table("Les plus grands écarts", heads, rows, words=2)


def _which(tally: Tally) -> Iterator[str]:
    """The lines above the dose, and those to look at."""
    above = ("Au-dessus de la dose de ce patient", len(tally.above), LineNumbers(tally.above))
    check = (
        "À vérifier : dans une autre posologie de la ligne, ou dans la seconde dose qu'elle permet",
        len(tally.check),
        LineNumbers(tally.check),
    )
    rows = [row for row in (above, check) if row[1]]
    if rows:
        yield table("Lignes concernées", ("Écart", "Prescriptions", "Numéros"), rows)


def _not_compared(counts: Counter[str]) -> str:
    found = (
        (counts[NO_WEIGHT], "sans poids exact"),
        (counts[NO_GRAMS], "sans grammes"),
        (counts[NO_DOSE], "sans dose au tableau"),
    )
    said = listing(f"{number(count)} {why}" for count, why in found if count)
    return f"Lignes décidées non comparées : {said}." if said else "Toutes les lignes décidées sont comparées."


def _opinions(tally: Tally, source: Source) -> Iterator[str]:
    yield heading("Avis absents")
    if not source.opinions:
        yield paragraph("La correspondance ne nomme pas la colonne des avis obtenus : leur absence n'est pas mesurée.")
        return
    yield paragraph(
        "Un avis que le tableau demande et que le fichier ne montre pas. Chaque ligne est satisfaite par un seul des "
        "organismes nommés ; un avis seulement conseillé n'est pas compté."
    )
    found = sorted(tally.opinions.items(), key=lambda item: -len(item[1]))
    rows = [(*_opinion(key), len(lines), LineNumbers(lines)) for key, lines in found]
    yield table("Avis attendus et absents", ("Avis", "Quand", "Prescriptions", "Lignes"), rows, words=2)


def _opinion(key: str) -> tuple[str, str]:
    strength, bodies = parts(key)
    return capital(listing((body(name, long=True) for name in bodies), "ou")), STRENGTHS.get(strength, strength)


def _undecided(tally: Tally) -> Iterator[str]:
    count = tally.whole.lines[UNDECIDABLE]
    yield heading("Lignes non décidées")
    if not count:
        yield paragraph("Toutes les lignes ont été décidées.")
        return
    yield paragraph(
        f"{counted(count)}, avec la raison et le numéro dans le fichier. Aucune n'est comptée comme adéquate."
    )
    found = sorted(tally.reasons.items(), key=lambda item: -len(item[1]))
    rows = [(reason, len(lines), LineNumbers(lines)) for reason, lines in found]
    yield table("Raisons", ("Raison", "Lignes", "Numéros"), rows)


def _method(source: Source) -> Iterator[str]:
    yield heading("Comment lire ce rapport")
    yield paragraph(
        "Chaque ligne est décidée comme dans la conversation : rien n'est déduit d'une case vide. La dose comparée est "
        "la plus forte de la posologie de ce patient, arrondie aux flacons au-dessus. Le fichier n'a pas tout ce qui "
        "se sait au lit du malade : un écart est une question à poser, pas une faute."
    )
    yield table("Colonnes lues", ("Colonne du fichier", "Ce qu'elle dit"), list(source.columns.items()), words=2)
    yield paragraph(
        "Les autres colonnes n'ont pas été lues. La date de naissance ne sert qu'à calculer l'âge.", note=True
    )


__all__ = ["Share", "Source", "report", "row_name"]
