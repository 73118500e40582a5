"""`prioig review`: the record in the browser, read only, or the report of one month (docs/review.md)."""

from __future__ import annotations

import argparse
import errno
import os
import re
import sys
from pathlib import Path

from actions.database import DatabaseProblem
from actions.record.store import Record, record_path
from bot.commands.causes import cause
from bot.files import replace_text
from bot.own_environment import NotInstalled, OwnEnvironment
from bot.paths import ROOT
from bot.review import config
from bot.review.month import Month, report

ENVIRONMENT = OwnEnvironment(ROOT / "bot" / "review", ROOT / ".venv-review", "relecture des décisions")
MISUSE = 2
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def run(options: argparse.Namespace) -> int:
    """Serve the review until it is stopped, or write the report. 1: it cannot be; 2: misuse, or no record."""
    if options.month and not MONTH.fullmatch(options.month):
        print("Un mois s'écrit AAAA-MM, comme 2026-11.", file=sys.stderr)
        return MISUSE
    try:
        if options.install:
            ENVIRONMENT.python()
            return 0
        return _report(options) if options.report else _serve(options)
    except (NotInstalled, config.PasswordProblem) as error:
        print(error, file=sys.stderr)
        return 1
    except DatabaseProblem as error:
        print(error, file=sys.stderr)
        return MISUSE
    except OSError as error:
        print(f"Impossible d'écrire {error.filename} : {cause(error)}.", file=sys.stderr)
        return 1


def _opened() -> Record:
    """The record, read only. Raises DatabaseProblem, also where nothing was ever recorded."""
    if not record_path().exists():
        raise DatabaseProblem(f"Aucune décision n'est encore enregistrée ({record_path()} n'existe pas).")
    return Record(readonly=True)


def _latest(record: Record) -> str | None:
    """The month of the last decision."""
    with record.sealed():
        row = record.connection.execute("SELECT max(at) FROM decisions").fetchone()
    return str(row[0])[:7] if row[0] else None


def _report(options: argparse.Namespace) -> int:
    target = Path(options.report)
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "", options.report)
    if target.exists() and record_path().exists() and target.samefile(record_path()):
        print("Le bilan écraserait le registre ; donnez un autre nom.", file=sys.stderr)
        return MISUSE
    record = _opened()
    try:
        month = options.month or _latest(record)
        if month is None:
            raise DatabaseProblem("Le registre n'a encore aucune décision.")
        with record.sealed():
            replace_text(target, report(record.connection, Month(month)))
    finally:
        record.close()
    print(f"Bilan de {Month(month).name} : {options.report}")
    return 0


def _serve(options: argparse.Namespace) -> int:
    python = ENVIRONMENT.python()
    record = _opened()
    month = options.month or _latest(record)
    record.close()
    secret, kept = config.password()
    arguments, more = config.command(python, record_path().resolve(), month, options.port)
    where = f"dans {kept}, lisible de vous seul" if kept else f"celui de {config.PASSWORD}"
    address = f"http://127.0.0.1:{options.port}/" if options.port else "à l'adresse dite ci-dessous"
    print(f"Relecture : {address}. Nom : {config.USER} ; mot de passe : {where}. Ctrl-C pour arrêter.", file=sys.stderr)
    environment = {**os.environ, **more, config.HASH: config.hashed(secret)}
    environment.pop(config.PASSWORD, None)
    os.execve(python, arguments, environment)
