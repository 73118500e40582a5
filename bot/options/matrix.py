"""The bridge to Matrix."""

from __future__ import annotations

from bot.options import Commands


def add(commands: Commands) -> None:
    """Declare the command."""
    matrix = commands.add_parser(
        "matrix",
        help="répondre sur Matrix (Tchap, Element)",
        description="Relie un serveur Matrix à « prioig serve ». Réglages : docs/matrix.md.",
    )
    matrix.add_argument("--config", metavar="FICHIER", help="fichier de réglages (PRIOIG_MATRIX, ou matrix.yml)")
    matrix.add_argument("--check", action="store_true", help="vérifier les réglages et les connexions, sans répondre")
    matrix.add_argument("--install", action="store_true", help="installer l'environnement du pont, sans le lancer")
    matrix.add_argument("--trust-again", metavar="PERSONNE", help="reprendre les appareils de cette personne")
