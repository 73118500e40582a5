"""The report of one month of the record, as one HTML file."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Iterator

from actions.wording.questions import facts as fact_words
from actions.wording.table import body, situation, version
from actions.wording.text import capital, listing, number
from bot import __version__
from bot.reports.charts import Kind, columns, stacked
from bot.reports.page import figures, heading, page, paragraph, percent, table
from bot.review.comparison import STATUSES
from bot.review.figures import Figures

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
PATTERNS = ("solid", "diagonal", "dots", "cross", "vertical", "horizontal", "empty")
KINDS = tuple(Kind(name, label, pattern) for (name, label), pattern in zip(STATUSES.items(), PATTERNS))
OUTSIDE = ("not_justified", "criteria_not_met", "not_listed")
SHOWN = 30  # situations drawn; all are in the table


@dataclass(frozen=True)
class Month:
    """A month, "2026-11", in universal time as the record's."""

    text: str

    @property
    def name(self) -> str:
        """As French writes it: "novembre 2026"."""
        return f"{MONTHS[int(self.text[5:]) - 1]} {self.text[:4]}"

    @property
    def before(self) -> Month:
        """The month before."""
        year, month = int(self.text[:4]), int(self.text[5:])
        return Month(f"{year - (month == 1)}-{month - 1 or 12:02d}")

    @property
    def ends(self) -> tuple[str, str]:
        """What the record's `at` is not below, and what it is below ("~" sorts after every day)."""
        return self.text, f"{self.text}~"


def report(connection: sqlite3.Connection, month: Month) -> str:
    """The whole document. Raises sqlite3.Error."""
    found, earlier = Figures(connection, *month.ends), Figures(connection, *month.before.ends)
    return page(f"Immunoglobulines : bilan de {month.name}", _parts(found, earlier, month))


def _parts(found: Figures, earlier: Figures, month: Month) -> Iterator[str]:
    yield paragraph(
        f"Dernière décision de chaque dossier dans le mois (temps universel). Hiérarchie de l'ANSM du {version()}, "
        f"PrioIg {__version__}. Aucune identité n'est enregistrée ni reprise.",
        note=True,
    )
    yield figures(_headline(found))
    if not found.total:
        yield paragraph(f"Aucune décision en {month.name}.")
        return
    yield from _statuses(found, earlier, month)
    yield from _situations(found)
    yield from _opinions(found)
    yield from _doses(found)
    yield from _talk(found)
    yield from _how(found)


def _headline(found: Figures) -> Iterator[tuple[str, str]]:
    outside = sum(found.statuses.get(status, 0) for status in OUTSIDE)
    yield number(found.total), "dossiers décidés"
    yield percent(found.statuses.get("P", 0), found.total), "prioritaires"
    yield percent(outside, found.total), "hors du tableau ou de ses critères"
    yield number(found.waiting_cases), "dossiers dont un avis reste à obtenir"
    yield f"{number(found.grams, 0)} g", "pour les cures décidées"


def _statuses(found: Figures, earlier: Figures, month: Month) -> Iterator[str]:
    yield heading("Réponses du tableau")
    bars = [(month.name, found.statuses), (month.before.name, earlier.statuses)]
    yield stacked("Part de chaque réponse", KINDS, [(name, dict(values)) for name, values in bars])
    rows = [
        (
            label,
            found.statuses.get(name, 0),
            percent(found.statuses.get(name, 0), found.total),
            earlier.statuses.get(name, 0),
        )
        for name, label in STATUSES.items()
    ]
    yield table("Dossiers par réponse", ("Réponse", "Dossiers", "Part", capital(month.before.name)), rows)


def _situations(found: Figures) -> Iterator[str]:
    yield heading("Situations")
    named = [(situation(name), values) for name, values in found.situations]
    yield stacked("Dossiers par situation", KINDS, [(name, dict(found)) for name, found in named[:SHOWN]], scaled=False)
    rows = [(name, sum(values.values()), *(values.get(key, 0) for key in STATUSES)) for name, values in named]
    heads = ("Situation", "Dossiers", *(capital(label) for label in STATUSES.values()))
    yield table("Toutes les situations", heads, rows)


def _opinions(found: Figures) -> Iterator[str]:
    yield heading("Avis encore à obtenir")
    if not found.waiting:
        yield paragraph("Aucun : tout avis exigé avant de débuter a été noté, ou n'est pas exigé.")
        return
    yield paragraph("Avis exigés avant de débuter, et dont aucun organisme nommé n'a été noté au dossier.")
    rows = [(listing((body(name) for name in bodies), "ou"), count) for bodies, count in found.waiting]
    yield columns("Dossiers en attente, par avis", [(name, float(count)) for name, count in rows])
    yield table("Avis en attente", ("Avis", "Dossiers"), rows)


def _doses(found: Figures) -> Iterator[str]:
    yield heading("Doses par tranche de poids")
    if not found.bands:
        yield paragraph("Aucune dose en grammes ce mois : il y faut un poids exact et une posologie retenue.")
        return
    named = [(f"{low} à {low + 9} kg", count, mean, total) for low, count, mean, total in found.bands]
    yield columns("Grammes d'une cure (moyenne)", [(name, mean) for name, _, mean, _ in named])
    yield table("Cures décidées", ("Poids", "Dossiers", "Grammes par cure (moyenne)", "Grammes en tout"), named)


def _talk(found: Figures) -> Iterator[str]:
    yield heading("Ce qui a arrêté la conversation")
    for caption, counts in (
        ("Questions restées sans réponse", found.unanswered),
        ("Corrections", found.corrections),
    ):
        rows = [(_fact(name), count) for name, count in counts]
        yield table(caption, ("Fait", "Fois"), rows) if rows else paragraph(f"{caption} : aucune.")
    yield paragraph(f"Phrases non comprises : {number(found.lost)}.")
    if found.sentences:
        rows_ = [(text, count) for text, count in found.sentences]
        yield table("Phrases non comprises, les plus fréquentes (identités masquées)", ("Phrase", "Fois"), rows_)


def _fact(name: str) -> str:
    words = fact_words().get(name)
    return capital(words.label) if words else "Situation"


def _how(found: Figures) -> Iterator[str]:
    yield heading("Comment ces réponses ont été données")
    yield table("Canaux", ("Canal", "Dossiers"), [(name, count) for name, count in found.channels])
    yield table("Versions", ("Table, règles, programme", "Dossiers"), [(name, count) for name, count in found.versions])
    yield paragraph(
        f"Questions posées par dossier, en moyenne : {number(found.questions, 1)}. "
        f"Temps d'une réponse : médiane {number(found.median_ms, 0)} ms."
    )
