"""`prioig record export | backup | restore`: the files that go out of the record and come back."""

from __future__ import annotations

import argparse
import contextlib
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Iterator, TextIO

from actions.record import files
from actions.record.export import as_csv, as_json_lines
from actions.record.store import Record, record_path, utc_now
from bot.commands.progress import bar

FIRST = datetime(1, 1, 2, tzinfo=timezone.utc)
LAST = datetime(9999, 12, 30, tzinfo=timezone.utc)


@contextlib.contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with Path(path).open("w", encoding="utf-8", newline="") as stream:
        yield stream


def export(options: argparse.Namespace) -> int:
    """Write the decisions, or every entry."""
    write = as_csv if options.format == "csv" else as_json_lines
    record = Record(readonly=True)
    with _output(options.output) as stream, bar("Export", None) as advance:
        written = write(record, stream, options.since or FIRST, options.until or LAST, advance)
    record.close()
    if options.output:
        what = "décisions" if options.format == "csv" else "écritures"
        print(f"{written} {what} dans {options.output}.", file=sys.stderr)
    return 0


def backup(options: argparse.Namespace) -> int:
    """Copy the record."""
    done = 0
    with bar("Copie", 100) as advance:

        def pages(left: int, total: int) -> None:
            nonlocal done
            percent = 100 - left * 100 // max(total, 1)
            advance(percent - done)
            done = percent

        verdict = files.backup(record_path(), Path(options.file), pages)
    print(f"{verdict.entries} écritures copiées et vérifiées. Tête de la chaîne : {verdict.head}")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in place."""
    done = files.restore(Path(options.file), record_path(), utc_now())
    print(f"{done.verdict.entries} écritures remises en place. Tête de la chaîne : {done.verdict.head}")
    if done.aside:
        print(f"Le registre précédent est gardé : {done.aside}")
    return 0
