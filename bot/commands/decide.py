"""`prioig decide`: many cases at once, one JSON line each, in order."""

from __future__ import annotations

import argparse
import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Any, BinaryIO, Iterator

from bot import strict_json
from bot.commands.case_files import Line, Unreadable, csv_lines, json_lines
from bot.commands.causes import cause
from bot.commands.progress import bar
from bot.decisions import decision_of, error, failed

UNREADABLE = 2


@contextlib.contextmanager
def _input(path: str | None) -> Iterator[BinaryIO]:
    """The bytes to read: the file at `path`, or standard input. Raises `OSError`."""
    if path is None or path == "-":
        yield sys.stdin.buffer
        return
    with Path(path).open("rb") as stream:
        yield stream


def _size(stream: BinaryIO) -> int | None:
    """The bytes of a regular file, None for a tube or a terminal."""
    with contextlib.suppress(OSError):
        status = os.fstat(stream.fileno())
        return status.st_size if stat.S_ISREG(status.st_mode) else None
    return None


def answer(line: Line) -> dict[str, Any]:
    """The output of one line of input."""
    if line.problem is None:
        return decision_of(line.case)
    return error(line.identifier, "invalid_json", None, f"Ligne {line.number} : {line.problem}.")


def _decide(stream: BinaryIO, as_csv: bool) -> int:
    """Answer every case of `stream`; 0, or 1 when one could not be decided, or 2 when there was none."""
    read = undecided = 0
    waited_for = _size(sys.stdout.buffer) is None  # who waits for this answer may not send the next case before
    with bar("Décisions", _size(stream)) as advance:
        for line in csv_lines(stream) if as_csv else json_lines(stream):
            said = answer(line)
            print(strict_json.dumps(said), flush=waited_for)
            read += 1
            undecided += failed(said)
            advance(line.size)
    if not read:
        raise Unreadable("l'entrée est vide")
    return 1 if undecided else 0


def _prescriptions(options: argparse.Namespace) -> int:
    """The re-reading of a pharmacy's file; what it needs is imported only here."""
    from bot.commands import bulk

    if not options.columns:
        return bulk.run(options)
    if options.file is None:
        print("« --columns » lit un fichier : donnez son chemin.", file=sys.stderr)
        return UNREADABLE
    return bulk.show_columns(options.file)


def run(options: argparse.Namespace) -> int:
    """Read the cases and write their decisions. 0, 1 or 2 as `interfaces.md` says."""
    if options.report or options.columns:
        return _prescriptions(options)
    if options.mapping or options.output:
        print("« --mapping » et « --output » vont avec « --report ».", file=sys.stderr)
        return UNREADABLE
    as_csv = options.csv or (options.file or "").lower().endswith(".csv")
    try:
        with _input(options.file) as stream:
            return _decide(stream, as_csv)
    except BrokenPipeError:
        raise
    except OSError as failure:
        print(f"Impossible de lire {options.file} : {cause(failure)}.", file=sys.stderr)
    except Unreadable as failure:
        print(f"Rien n'a pu être lu : {failure}.", file=sys.stderr)
    return UNREADABLE
