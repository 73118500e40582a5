"""The record of decisions: `record export | purge | verify | backup | restore | due | show | replay`."""

from __future__ import annotations

import argparse
import re
from datetime import datetime
from typing import Callable

from bot.options import Commands

HEAD = re.compile(r"(\d+):([0-9a-f]{64})")


def day(text: str) -> datetime:
    """The start of a day, where the machine stands: "2026-03-02". Raises ArgumentTypeError."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").astimezone()
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"« {text} » : une date comme 2026-03-02 est attendue") from error


def anchor(text: str) -> tuple[int, str]:
    """A head of the chain that was noted: number and hash. Raises ArgumentTypeError."""
    found = HEAD.fullmatch(text.strip())
    if found is None:
        raise argparse.ArgumentTypeError("NUMÉRO:HACHAGE est attendu, tel que « record verify » l'écrit")
    return int(found[1]), found[2]


def add(commands: Commands) -> None:
    """Declare the command and its own commands."""
    record = commands.add_parser(
        "record",
        help="le registre des décisions : exporter, vérifier, purger, sauvegarder",
        description="Le registre des décisions (docs/record.md). Code de sortie : 0 tout va bien, 1 le registre n'est "
        "pas entier ou la référence est inconnue, 2 rien n'a pu être fait.",
    )
    tasks = record.add_subparsers(dest="task", metavar="TÂCHE", required=True, title="tâches")
    for declare in (_export, _purge, _verify, _backup, _restore, _due, _show, _replay):
        declare(tasks.add_parser)


def _export(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    export = add_parser(
        "export",
        help="écrire les décisions en CSV, ou tout le registre en JSON",
        description="Écrit les décisions en CSV, ou toutes les écritures en JSON Lines.",
    )
    export.add_argument("--format", choices=("csv", "jsonl"), default="csv", help="csv (décisions) ou jsonl (tout)")
    export.add_argument("--since", type=day, metavar="DATE", help="à partir de ce jour (2026-03-02)")
    export.add_argument("--until", type=day, metavar="DATE", help="avant ce jour")
    export.add_argument("--output", metavar="FICHIER", help="fichier à écrire ; sans lui, la sortie standard")


def _purge(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    purge = add_parser(
        "purge",
        help="supprimer ce qui dépasse la durée de conservation",
        description="Supprime ce qui dépasse la durée de conservation (PRIOIG_RETENTION_DAYS) et en fait le compte.",
    )
    purge.add_argument("--reference", metavar="RÉFÉRENCE", help="supprimer ce cas, et lui seul, quel que soit son âge")
    purge.add_argument("--dry-run", action="store_true", help="compter sans rien supprimer")


def _verify(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    verify = add_parser(
        "verify",
        help="vérifier le fichier et sa chaîne",
        description="Vérifie le fichier, chaque hachage et chaque purge. Écrit la tête de la chaîne, à noter ailleurs.",
    )
    verify.add_argument("--anchor", type=anchor, metavar="TÊTE", help="tête notée plus tôt (NUMÉRO:HACHAGE)")
    verify.add_argument("--file", metavar="FICHIER", help="un autre fichier : une sauvegarde")


def _backup(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    backup = add_parser(
        "backup",
        help="copier le registre, même en service",
        description="Copie le registre, même en service, et vérifie la copie.",
    )
    backup.add_argument("file", metavar="FICHIER", help="la copie ; elle ne doit pas exister")


def _restore(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    restore = add_parser(
        "restore",
        help="remettre une sauvegarde en place",
        description="Vérifie une sauvegarde et la met à la place du registre, qui est gardé à côté.",
    )
    restore.add_argument("file", metavar="FICHIER", help="la sauvegarde")


def _due(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    due = add_parser(
        "due",
        help="ce qui est à faire, par référence",
        description="Écrit ce qui est à faire pour chaque cas, par référence : avis, évaluations, dosages, cures.",
    )
    due.add_argument("--days", type=int, default=30, metavar="JOURS", help="jusqu'à ce nombre de jours à venir (30)")


def _show(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    show = add_parser(
        "show",
        help="montrer un cas par sa référence",
        description="Montre ce qui a été décidé et fait sous une référence.",
    )
    show.add_argument("reference", metavar="RÉFÉRENCE", help="par exemple K7-482")
    show.add_argument("--json", action="store_true", help="les écritures, une ligne de JSON chacune")


def _replay(add_parser: Callable[..., argparse.ArgumentParser]) -> None:
    replay = add_parser(
        "replay",
        help="redécider un cas sous la table d'aujourd'hui",
        description="Décide de nouveau un cas, sur les mêmes faits, et dit ce que la table d'aujourd'hui change. "
        "N'écrit rien.",
    )
    replay.add_argument("reference", metavar="RÉFÉRENCE", help="par exemple K7-482")
