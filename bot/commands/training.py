"""`prioig training`: a teacher's rooms, from the command line."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Callable, Mapping

from actions.database import DatabaseProblem
from actions.training import rooms, teacher
from actions.training.report.page import page
from actions.training.report.summary import summary
from actions.training.report.table import table
from actions.training.rooms import Room

UNKNOWN, MISUSE = 1, 2


def run(options: argparse.Namespace) -> int:
    """One action. 0 done, 1 no such room or a file that cannot be used, 2 cases that are not valid."""
    try:
        return ACTIONS[options.action](options)
    except DatabaseProblem as error:
        print(error, file=sys.stderr)
        return UNKNOWN


def _now() -> datetime:
    return datetime.now(timezone.utc)


def _start(options: argparse.Namespace) -> int:
    room, code = teacher.start(options.name, options.cases, options.minutes, _now(), options.seed)
    print("\n".join(teacher.told(room, code, options.address)))
    if sys.stdout.isatty():
        import segno

        segno.make(teacher.addresses(room.code, options.address)[0], error="m").terminal(compact=True, border=2)
    return 0


def _list(options: argparse.Namespace) -> int:
    now, found = _now(), rooms.every()
    for room in found:
        state = "ouverte" if room.is_open(now) else "close"
        ended = room.ended.astimezone().strftime("%d/%m/%Y %H:%M")
        print(f"{room.code}  {state:7}  {ended}  {len(room.cases):3} cas  {room.name}")
    if not found:
        print('Aucune salle. Ouvrez-en une : prioig training start --name "Hémato, novembre"')
    return 0


def _room(options: argparse.Namespace) -> Room | None:
    room = rooms.find(options.code)
    if room is None:
        print(f"Aucune salle « {options.code} ». « prioig training list » les montre.", file=sys.stderr)
    return room


def _report(options: argparse.Namespace) -> int:
    room = _room(options)
    if room is None:
        return UNKNOWN
    output = Path(options.output or f"entrainement-{room.code}.html")
    text = table(room) if output.suffix == ".csv" else page(summary(room, _now()))
    try:
        output.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        print(f"Impossible d'écrire {output} : {error.strerror}.", file=sys.stderr)
        return UNKNOWN
    print(f"Rapport écrit : {output}")
    return 0


def _close(options: argparse.Namespace) -> int:
    room = _room(options)
    if room is None:
        return UNKNOWN
    rooms.close(room.code, _now())
    print(f"Salle {room.code} close. Rapport : prioig training report {room.code}")
    return 0


def _delete(options: argparse.Namespace) -> int:
    room = _room(options)
    if room is None:
        return UNKNOWN
    if not options.yes and not _confirmed(room):
        print("Rien n'a été supprimé.")
        return UNKNOWN
    rooms.delete(room.code)
    print(f"Salle {room.code} supprimée, avec toutes ses réponses.")
    return 0


def _confirmed(room: Room) -> bool:
    if not sys.stdin.isatty():
        print("Ajoutez --yes pour confirmer.", file=sys.stderr)
        return False
    return input(f"Supprimer « {room.name} » et ses réponses ? (oui/non) ").strip().lower() in ("oui", "o")


def _check(options: argparse.Namespace) -> int:
    from actions.training.cases.check import ERROR, check
    from actions.training.cases.hand import FOLDER, files, teacher_folder
    from bot.nlu.understand import extract

    own = [folder for folder in (FOLDER, teacher_folder()) if files(folder)]
    folders = [Path(options.folder)] if options.folder else own
    problems = [problem for folder in folders for problem in check(folder, extract)]
    print("\n".join(map(str, problems)) or "Tous les cas sont en ordre.")
    return MISUSE if any(problem.level == ERROR for problem in problems) else 0


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "start": _start,
    "list": _list,
    "report": _report,
    "close": _close,
    "delete": _delete,
    "check": _check,
}
