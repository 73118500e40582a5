"""Keeping the house: `train`, `test`, `actions`, `check` and `version`."""

from __future__ import annotations

from bot.options import Commands, port_number


def add(commands: Commands) -> None:
    """Declare the commands."""
    train = commands.add_parser("train", help="apprendre le modèle", description="Apprend le modèle s'il a changé.")
    train.add_argument("--force", action="store_true", help="apprendre même si rien n'a changé")
    commands.add_parser(
        "test",
        help="lancer les tests",
        description="Lance toute la suite de tests. Ce qui suit « test » est passé à pytest.",
        add_help=False,
    )
    actions = commands.add_parser(
        "actions",
        help="lancer les actions dans un serveur séparé",
        description="Lance le serveur d'actions de Rasa, pour une installation à plusieurs serveurs.",
    )
    actions.add_argument("--port", type=port_number, default=5055, help="port d'écoute (5055)")
    check = commands.add_parser(
        "check",
        help="vérifier la base de règles",
        description="Vérifie la base de règles et ses cas : lignes sans issue, situations ou lignes sans cas. "
        "Code de sortie : 0 tout est en ordre, 2 sinon, avec fichier et ligne.",
    )
    check.add_argument("--cases", metavar="DOSSIER", help="dossier des cas (tests/cases)")
    commands.add_parser("version", help="afficher les versions", description="Affiche les versions.")
