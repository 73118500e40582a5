"""The parts of a report in HTML. Every text is escaped here and nowhere else."""

from __future__ import annotations

from html import escape
from typing import Iterable, Iterator, Sequence

from actions.wording.text import number
from bot.reports.charts import definitions

SHOWN = 600  # characters of a list of line numbers that are seen before one opens it
STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { font: 16px/1.45 system-ui, "Liberation Sans", Arial, sans-serif; color: #111; background: #fff; margin: 0 auto;
  max-width: 62rem; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .5rem; border-bottom: 2px solid #111; }
h3 { font-size: 1rem; margin: 1.2rem 0 .3rem; } p { margin: .4rem 0; max-width: 46rem; }
.figures { display: flex; flex-wrap: wrap; gap: .6rem; padding: 0; list-style: none; margin: 1rem 0; }
.figures li { border: 1px solid #111; padding: .5rem .8rem; min-width: 8.5rem; }
.figures b { display: block; font-size: 1.5rem; line-height: 1.2; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; margin: .5rem 0; font-size: .92rem; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border-bottom: 1px solid #999; padding: .3rem .5rem; text-align: left; vertical-align: top; }
th { border-bottom: 2px solid #111; } td.n, th.n { text-align: right; } td.n { white-space: nowrap; }
td.lines { font-size: .82rem; overflow-wrap: anywhere; } figure { margin: .8rem 0; } figcaption { font-weight: 600; }
svg { max-width: 100%; height: auto; display: block; } .note { color: #333; font-size: .92rem; }
@media print { body { max-width: none; padding: 0; font-size: 10pt; } h2 { break-after: avoid; }
  tr, figure { break-inside: avoid; } thead { display: table-header-group; } .scroll { overflow: visible; }
  table { font-size: 8pt; }
  @page { margin: 15mm; } }
"""


def page(title: str, parts: Iterable[str]) -> str:
    """A whole document. Its policy forbids any request: there is nothing to fetch, from anywhere."""
    body = "\n".join(parts)
    return f"""<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="referrer" content="no-referrer">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
{definitions()}
<main>
<h1>{escape(title)}</h1>
{body}
</main>
</body>
</html>
"""


def heading(text: str, level: int = 2) -> str:
    """A title inside the page."""
    return f"<h{level}>{escape(text)}</h{level}>"


def paragraph(text: str, note: bool = False) -> str:
    """A paragraph; a note is set smaller."""
    return f'<p class="note">{escape(text)}</p>' if note else f"<p>{escape(text)}</p>"


def figures(items: Iterable[tuple[str, str]]) -> str:
    """The few figures that one looks for first: (figure, what it counts)."""
    cells = "".join(f"<li><b>{escape(value)}</b>{escape(label)}</li>" for value, label in items)
    return f'<ul class="figures">{cells}</ul>'


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]], words: int = 1) -> str:
    """A table. The first `words` columns are texts; the others are right-aligned where they hold numbers."""
    head = "".join(f'<th scope="col"{_class(at, words)}>{escape(text)}</th>' for at, text in enumerate(heads))
    body = "".join(f"<tr>{''.join(_cells(row, words))}</tr>\n" for row in rows)
    title = f"<caption>{escape(caption)}</caption>"
    return f'<div class="scroll"><table>{title}<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>'


def _class(at: int, words: int) -> str:
    return "" if at < words else ' class="n"'


def _cells(row: Sequence[object], words: int) -> Iterator[str]:
    for at, value in enumerate(row):
        if isinstance(value, LineNumbers):
            yield f'<td class="lines">{_folded(value)}</td>'
        elif isinstance(value, (int, float)):
            yield f'<td class="n">{number(value, 1)}</td>'
        else:
            yield f"<td{_class(at, words)}>{escape(str(value))}</td>"


def _folded(text: str) -> str:
    """A long list, its end to be opened on the screen; every number is in the document."""
    if len(text) <= SHOWN:
        return escape(text)
    cut = text.rindex(", ", 0, SHOWN)
    return f"{escape(text[:cut])} <details><summary>et la suite</summary>{escape(text[cut + 2 :])}</details>"


class LineNumbers(str):
    """A cell that lists line numbers."""


def percent(part: float, whole: float) -> str:
    """A share as French writes it: "12,5 %"; a dash where there is nothing to share."""
    return f"{number(100 * part / whole, 1)} %" if whole else "–"
