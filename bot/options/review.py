"""The review of the record: in the browser, or one month as a file."""

from __future__ import annotations

from bot.options import Commands, port_number


def add(commands: Commands) -> None:
    """Declare the command."""
    review = commands.add_parser(
        "review",
        help="relire les décisions enregistrées",
        description="Ouvre la relecture des décisions dans le navigateur, en lecture seule, sur cette machine. "
        "Avec --report, écrit le bilan d'un mois dans un fichier HTML. Réglages : docs/review.md.",
    )
    review.add_argument("--port", type=port_number, default=8001, help="port d'écoute (8001 ; 0 : un port libre)")
    review.add_argument(
        "--install", action="store_true", help="installer l'environnement de la relecture, sans la lancer"
    )
    review.add_argument("--report", metavar="BILAN", help="écrire le bilan du mois dans ce fichier HTML")
    review.add_argument("--month", metavar="AAAA-MM", help="le mois du bilan, ou celui qui s'ouvre (le dernier)")
