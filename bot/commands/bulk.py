"""`prioig decide FILE --report`, and `--columns`: prescriptions of a pharmacy, re-read in bulk (docs/bulk.md)."""

from __future__ import annotations

import argparse
import errno
import os
import sys
from datetime import date
from pathlib import Path

from actions.wording.questions import words as fact_words
from actions.wording.text import fold, number
from bot.bulk.csv_table import CsvTable
from bot.bulk.mapping import Columns, read_columns
from bot.bulk.parquet_table import ParquetTable, is_parquet
from bot.bulk.prescription import Rows
from bot.bulk.progress_file import ProgressFile, fingerprint
from bot.bulk.propose import columns_of, guesses, proposal
from bot.bulk.report import Source, report
from bot.bulk.run import Run
from bot.bulk.tables import Headers, Table, UnreadableFile
from bot.bulk.tally import UNDECIDABLE, Tally
from bot.commands.causes import cause
from bot.commands.progress import bar
from bot.files import replace_text
from rules.model import RuleBaseError

UNREADABLE, INTERRUPTED = 2, 130
FULL = (
    "Le disque est plein : libérez de la place, puis relancez la même commande ; "
    "elle reprendra à la dernière place gardée."
)
MEANINGS = {
    "id": "numéro de la ligne",
    "date": "date de la prescription",
    "birth_date": "date de naissance (pour l'âge seulement)",
    "ward": "unité",
    "grams": "grammes prescrits",
    "days": "jours de la cure",
    "courses": "nombre de cures",
    "weeks": "semaines couvertes",
    "route": "voie",
    "opinions": "avis obtenus",
}


def opened(path: Path) -> Table:
    """The file as a table. Raises OSError, `UnreadableFile`."""
    return ParquetTable(path) if is_parquet(path) else CsvTable(path)


def show_columns(file: str) -> int:
    """Print the mapping proposed for a file. 2 where it cannot be read."""
    try:
        print(proposal(guesses(opened(Path(file)).columns)), end="")
    except (OSError, UnreadableFile) as error:
        return _refused(file, error)
    return 0


def run(options: argparse.Namespace) -> int:
    """Read the prescriptions and write the report. 0 all decided, 1 some not, 2 nothing read, 130 interrupted."""
    if options.file in (None, "-"):
        print("« --report » lit un fichier CSV ou Parquet : donnez son chemin.", file=sys.stderr)
        return UNREADABLE
    try:
        return _run(options, Path(options.file))
    except RuleBaseError as error:
        print(f"Correspondance refusée : {error}", file=sys.stderr)
        return UNREADABLE
    except UnicodeDecodeError:
        print(f"Correspondance refusée : {options.mapping} n'est pas en UTF-8 ; enregistrez-la ainsi.", file=sys.stderr)
        return UNREADABLE
    except (OSError, UnreadableFile) as error:
        return _refused(options.file, error)


def _refused(file: str, error: OSError | UnreadableFile) -> int:
    """Say why; an OSError names its own file, but for a full disk, which has none."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        print(FULL, file=sys.stderr)
        return UNREADABLE
    name = (error.filename or file) if isinstance(error, OSError) else file
    why = cause(error) if isinstance(error, OSError) else error
    print(f"Impossible de traiter {name} : {why}.", file=sys.stderr)
    return UNREADABLE


def _targets(options: argparse.Namespace) -> tuple[Path, Path | None]:
    """Where to write. Raises `UnreadableFile` for a file that is read, OSError for a place that cannot be written."""
    target, output = Path(options.report), Path(options.output) if options.output else None
    read = [Path(name) for name in (options.file, options.mapping) if name]
    for place in filter(None, (target, output)):
        if place.is_dir():
            raise IsADirectoryError(errno.EISDIR, "", str(place))
        if not os.access(place.parent, os.W_OK):
            missing = errno.EACCES if place.parent.exists() else errno.ENOENT
            raise OSError(missing, "", str(place.parent))
        if any(place.exists() and place.samefile(other) for other in read if other.exists()):
            raise UnreadableFile(f"{place} serait écrasé ; donnez un autre nom au résultat")
    if output and target.resolve() == output.resolve():
        raise UnreadableFile("le rapport et les décisions ne vont pas dans le même fichier")
    return target, output


def _run(options: argparse.Namespace, path: Path) -> int:
    table = opened(path)
    target, output = _targets(options)
    columns = _columns(options, table)
    rows = Rows(columns, Headers(table.columns, fold))
    progress = ProgressFile(target, fingerprint(path, columns, output))
    work = Run(table, rows, progress, output)
    taken = work.begin()
    if taken:
        print(f"Reprise : {number(taken)} lignes déjà lues.", file=sys.stderr)
    try:
        with bar("Relecture", table.size) as advance:
            tally = work.go(advance)
    except KeyboardInterrupt:
        print(
            f"\nInterrompu après {number(work.read)} lignes. La même commande reprendra à cet endroit.", file=sys.stderr
        )
        return INTERRUPTED
    if not tally.whole.total():
        raise UnreadableFile("le fichier n'a aucune ligne sous ses en-têtes")
    replace_text(target, report(tally, _source(path, columns)))
    progress.remove()
    return _summary(tally, target, output)


def _columns(options: argparse.Namespace, table: Table) -> Columns:
    """The mapping given, or the one that the headers propose. Raises `UnreadableFile` where they say too little."""
    if options.mapping:
        with Path(options.mapping).open(encoding="utf-8") as stream:
            stream.read()  # what the system refuses is said as for any file, before the YAML is looked at
        return read_columns(Path(options.mapping))
    columns = columns_of(guesses(table.columns))
    if columns.indication is None and not columns.text:
        raise UnreadableFile(
            "aucune colonne d'indication n'est reconnue ; "
            "écrivez une correspondance à partir de « prioig decide FICHIER --columns »"
        )
    print("Sans --mapping : colonnes reconnues d'après leurs en-têtes, à relire dans le rapport.", file=sys.stderr)
    return columns


def _source(path: Path, columns: Columns) -> Source:
    read = {columns.indication.name: "indication"} if columns.indication else {}
    read |= {column.name: "texte libre" for column in columns.text}
    read |= {column.name: MEANINGS[key] for key, column in columns.others.items()}
    read |= {column.name: fact_words(name).label for name, column in columns.facts.items()}
    has = columns.others
    return Source(path.name, read, "opinions" in has, "grams" in has, "ward" in has, date.today())


def _summary(tally: Tally, target: Path, output: Path | None) -> int:
    undecided = tally.whole.lines[UNDECIDABLE]
    print(f"{number(tally.whole.total())} prescriptions lues, {number(undecided)} non décidées.")
    print(f"Rapport : {target}")
    if output:
        print(f"Décisions : {output}")
    return 1 if undecided else 0
