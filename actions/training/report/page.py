"""The report of a room as one file: no script, no request, its pictures inside."""

from __future__ import annotations

import base64
import hashlib
from html import escape
from pathlib import Path
from typing import Iterable

from actions.training.report import charts
from actions.training.report.summary import CaseReport, Intern, Summary
from actions.wording import training_report as wording
from actions.wording.text import number

STYLE = Path(__file__).with_name("report.css").read_text(encoding="utf-8")


def page(found: Summary) -> str:
    """The whole page. Everything that people typed is escaped, and the policy allows nothing but the style."""
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    title = f"Entraînement : {escape(found.name)}"
    return (
        f'<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{STYLE}</style></head><body>'
        f"<header><h1>{title}</h1><p>{_head(found)}</p><p><strong>{escape(wording.FICTIONAL)}</strong></p></header>"
        f"<main>{''.join(_sections(found))}</main></body></html>\n"
    )


def _head(found: Summary) -> str:
    state = "ouverte jusqu'au" if found.open else "close le"
    return escape(
        f"Salle {found.code}, ouverte le {found.opened}, {state} {found.ended}. "
        f"{wording.interns(len(found.interns))}, {len(found.cases)} cas."
    )


def _sections(found: Summary) -> Iterable[str]:
    titles = wording.TITLES
    yield _section("interns", _interns(found) if found.interns else "")
    yield _section("rows", charts.bars(found.rows, titles["rows"]) if found.rows else "")
    yield _section("families", charts.bars(found.families, titles["families"]) if found.families else "")
    pairs = charts.pairs(found.before_after, titles["before_after"]) if found.before_after else ""
    yield _section("before_after", pairs)
    yield _section("calibration", charts.bars(found.calibration, titles["calibration"]) if found.calibration else "")
    yield _section("cases", "".join(map(_case, found.cases)))


def _section(name: str, content: str) -> str:
    body = content or f"<p>{escape(wording.NOTHING)}</p>"
    explained = f'<p class="muted">{escape(wording.EXPLAINED[name])}</p>'
    title = f"<h2>{escape(wording.TITLES[name])}</h2>"
    return f'<section id="{name}">{title}{explained}<div class="wide">{body}</div></section>'


def _interns(found: Summary) -> str:
    heads = "".join(f'<th scope="col">{case.number}</th>' for case in found.cases)
    lines = "".join(map(_intern, found.interns))
    return (
        f'<table><thead><tr><th scope="col">Pseudonyme</th><th scope="col">Total</th>{heads}</tr></thead>'
        f"<tbody>{lines}</tbody></table>"
    )


def _intern(intern: Intern) -> str:
    cells = "".join(f"<td>{'–' if cell is None else number(100 * cell, 0) + ' %'}</td>" for cell in intern.cells)
    return f'<tr><th scope="row">{escape(intern.pseudonym)}</th><td>{escape(intern.points)}</td>{cells}</tr>'


def _case(case: CaseReport) -> str:
    questions = "".join(
        f"<h4>{escape(question.title)}. Attendu : {escape(question.right)}</h4>"
        f"{charts.bars(question.bars, question.title) if question.bars else ''}"
        for question in case.questions
    )
    errors = f"<p>Erreurs : {escape(' ; '.join(case.errors))}.</p>" if case.errors else ""
    return (
        f"<article><h3>Cas {case.number} : {escape(case.title)}</h3>"
        f'<p class="muted">{wording.interns(case.answered)} ; réussite : {escape(case.success)}</p>'
        f"<blockquote>{_lines(case.text)}</blockquote>{questions}{errors}"
        f'<div class="answer">{_lines(case.card)}</div><div class="answer">{_lines(case.rests_on)}</div></article>'
    )


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line)
