"""Training rooms: `training start`, `list`, `report`, `close`, `delete` and `check`."""

from __future__ import annotations

import argparse

from bot.options import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    training = commands.add_parser(
        "training",
        help="ouvrir et suivre des salles d'entraînement",
        description="Salles d'entraînement pour les internes : cas fictifs, suivi, rapport (docs/training.md).",
    )
    actions = training.add_subparsers(dest="action", metavar="ACTION", required=True, title="actions")
    _start(actions)
    actions.add_parser("list", help="montrer les salles", description="Montre les salles, la dernière d'abord.")
    _report(actions)
    close = actions.add_parser("close", help="clore une salle", description="Clôt une salle : plus aucune réponse.")
    close.add_argument("code", metavar="CODE", help="code de la salle, six lettres")
    delete = actions.add_parser(
        "delete",
        help="supprimer une salle",
        description="Supprime une salle et toutes les réponses qui y ont été données.",
    )
    delete.add_argument("code", metavar="CODE", help="code de la salle, six lettres")
    delete.add_argument("--yes", action="store_true", help="ne pas demander de confirmation")
    check = actions.add_parser(
        "check",
        help="vérifier des cas écrits à la main",
        description="Vérifie les cas d'un dossier. Code de sortie : 0 en ordre, 2 sinon, avec fichier et ligne.",
    )
    check.add_argument(
        "folder",
        nargs="?",
        metavar="DOSSIER",
        help="dossier des cas (sans lui : ceux de PrioIg et les vôtres)",
    )


def _start(actions: Commands) -> None:
    start = actions.add_parser(
        "start",
        help="ouvrir une salle",
        description="Ouvre une salle et donne son code, celui de l'enseignant et les adresses.",
    )
    start.add_argument("--name", required=True, metavar="NOM", help="nom de la salle, vu des internes")
    start.add_argument("--cases", type=_count, default=12, metavar="N", help="nombre de cas (12 ; de 1 à 60)")
    start.add_argument("--minutes", type=_minutes, default=90, metavar="N", help="durée avant la clôture (90)")
    start.add_argument("--seed", type=int, metavar="N", help="graine : la même donne les mêmes cas")
    start.add_argument("--address", metavar="URL", help="adresse de la page (PRIOIG_ADDRESS, ou http://127.0.0.1:5005)")


def _report(actions: Commands) -> None:
    report = actions.add_parser(
        "report", help="écrire le rapport d'une salle", description="Écrit le rapport d'une salle en un seul fichier."
    )
    report.add_argument("code", metavar="CODE", help="code de la salle, six lettres")
    report.add_argument("--output", metavar="FICHIER", help="fichier .html, ou .csv pour le tableau des réponses")


def _count(text: str) -> int:
    return _between(text, 1, 60, "de 1 à 60 cas")


def _minutes(text: str) -> int:
    return _between(text, 1, 24 * 60, "de 1 à 1440 minutes")


def _between(text: str, low: int, high: int, said: str) -> int:
    value = int(text)
    if not low <= value <= high:
        raise argparse.ArgumentTypeError(said)
    return value
