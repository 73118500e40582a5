"""`prioig record`: the record of decisions, from the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Callable, Mapping

from actions.database import DatabaseProblem
from actions.follow_up.summary import summary
from actions.record import reference as references
from actions.record.files import Refused
from actions.record.purge import RetentionProblem, expired, forget, purge, retention_days
from actions.record.read import CaseFile, case_file, count, nearest
from actions.record.replay import replay
from actions.record.store import Record, record_path
from actions.record.verify import Head, verify
from bot import strict_json
from bot.commands import record_files
from bot.commands.causes import cause
from bot.commands.progress import bar
from bot.commands.record_due import due_cases
from bot.review import comparison

WHOLE = "Le registre est entier."
BROKEN = "Le registre n'est pas entier : gardez ce fichier, et restaurez une sauvegarde (« prioig record restore »)."
CLOCK = "L'horloge a reculé {times} fois : l'ordre est gardé, mais ces heures sont à lire avec prudence."
DONE, WRONG, UNREADABLE = 0, 1, 2
EMPTY = "Le registre est vide : aucune décision n'a encore été donnée ({path})."


def run(options: argparse.Namespace) -> int:
    """Do one task. 0: done; 1: the record is not whole, or the reference is unknown; 2: nothing could be done."""
    try:
        if options.task != "restore" and not getattr(options, "file", None) and not record_path().exists():
            print(EMPTY.format(path=record_path()), file=sys.stderr)
            return WRONG if options.task in ("show", "replay") else DONE
        return TASKS[options.task](options)
    except (DatabaseProblem, RetentionProblem, Refused) as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        print(f"Impossible d'écrire ou de lire {error.filename or 'le fichier'} : {cause(error)}.", file=sys.stderr)
    return UNREADABLE


def _verify(options: argparse.Namespace) -> int:
    path = Path(options.file) if options.file else record_path()
    if not path.exists():
        raise DatabaseProblem(f"Le fichier {path} n'existe pas.")
    record = Record(path, readonly=True)
    head = Head(*options.anchor) if options.anchor else None
    with bar("Vérification", count(record)) as advance:
        verdict = verify(record, head, advance)
    record.close()
    purged = f", {verdict.purged} purgées" if verdict.purged else ""
    print(f"{verdict.entries} écritures{purged}. Tête de la chaîne : {verdict.head}")
    if verdict.clock_back:
        print(CLOCK.format(times=verdict.clock_back))
    for problem in verdict.problems:
        print(f"! {problem}")
    print(WHOLE if verdict.whole else BROKEN)
    return DONE if verdict.whole else WRONG


def _purge(options: argparse.Namespace) -> int:
    if options.reference:
        return _forget(options)
    days = retention_days()
    record = Record()
    total = expired(record, days)
    if options.dry_run:
        print(f"{total} écritures dépassent {days} jours ; rien n'a été supprimé.")
        return DONE
    with bar("Purge", total) as advance:
        done = purge(record, days, advance)
    print(
        f"{done.removed} écritures supprimées (plus de {days} jours, avant le {done.before.astimezone():%d/%m/%Y}) ; "
        f"il en reste {count(record)}."
    )
    record.close()
    return DONE


def _found(options: argparse.Namespace) -> CaseFile | int:
    """The case of the reference typed; where there is none it is said, and the status is returned."""
    typed = references.read(options.reference)
    if typed is None:
        print(f"« {options.reference} » n'est pas une référence : K7-482, par exemple.", file=sys.stderr)
        return UNREADABLE
    record = Record(readonly=True)
    found = case_file(record, typed.reference) if typed.reference else None
    if found is None:
        near = ", ".join(case.reference for case in nearest(record, typed))
        offered = f" Références voisines : {near}." if near else ""
        print(f"La référence {options.reference} n'est pas dans le registre.{offered}", file=sys.stderr)
        return WRONG
    return found


def _forget(options: argparse.Namespace) -> int:
    """Delete one case. 1 where there is none of that reference."""
    typed = references.read(options.reference)
    record = Record()
    case = case_file(record, typed.reference) if typed and typed.reference else None
    if case is None:
        print(f"La référence {options.reference} n'est pas dans le registre : rien n'a été supprimé.", file=sys.stderr)
        return WRONG
    if options.dry_run:
        print(f"{case.reference} : {len(case.entries)} écritures ; rien n'a été supprimé.")
    else:
        print(
            f"{case.reference} : {forget(record, case.reference)} écritures supprimées ; la chaîne en garde la trace."
        )
    record.close()
    return DONE


def _show(options: argparse.Namespace) -> int:
    found = _found(options)
    if isinstance(found, int):
        return found
    if options.json:
        for entry in found.entries:
            print(strict_json.dumps({**entry.content, "hash": entry.hash}))
    else:
        print(summary(found, date.today()))
    return DONE


def _replay(options: argparse.Namespace) -> int:
    found = _found(options)
    if isinstance(found, int):
        return found
    print(f"{found.reference} : {comparison.text(replay(found.decision))}")
    return DONE


def _due(options: argparse.Namespace) -> int:
    record = Record(readonly=True)
    today = datetime.now().astimezone().date()
    cases = 0
    for title, lines in due_cases(record, today, today + timedelta(days=options.days)):
        cases += 1
        print(title, *(f"- {line}" for line in lines), sep="\n")
    if not cases:
        print("Rien à faire d'après le registre.")
    return DONE


TASKS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "verify": _verify,
    "purge": _purge,
    "show": _show,
    "due": _due,
    "replay": _replay,
    "export": record_files.export,
    "backup": record_files.backup,
    "restore": record_files.restore,
}
