"""Talking: `chat` and `serve`."""

from __future__ import annotations

from bot.options import ENDPOINTS_HELP, Commands, port_number


def add(commands: Commands) -> None:
    """Declare the commands."""
    _chat(commands)
    _serve(commands)


def _chat(commands: Commands) -> None:
    chat = commands.add_parser(
        "chat",
        help="ouvrir la conversation dans le terminal, ou par un tube",
        description="Ouvre la conversation. Dans un tube, chaque ligne de l'entrée est un message.",
    )
    chat.add_argument("--json", action="store_true", help="écrire les réponses en JSON, une ligne par message")
    chat.add_argument(
        "--whole", action="store_true", help="toute l'entrée est un seul message (un compte rendu ; 16 Ko au plus)"
    )
    chat.add_argument("--conversation", metavar="NOM", help="reprendre, ou commencer, la conversation NOM")
    chat.add_argument("--endpoints", metavar="FICHIER", help=ENDPOINTS_HELP)


def _serve(commands: Commands) -> None:
    serve = commands.add_parser(
        "serve",
        help="répondre sur le réseau (REST et canaux de Rasa)",
        description="Ouvre les canaux dans un seul processus. Hors de cette machine, un jeton JWT est exigé "
        "(PRIOIG_JWT_SECRET ou PRIOIG_JWT_PUBLIC_KEY_FILE).",
    )
    serve.add_argument("--port", type=port_number, default=5005, help="port d'écoute (5005 ; 0 : un port libre)")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="adresse d'écoute (127.0.0.1)")
    serve.add_argument("--endpoints", metavar="FICHIER", help=ENDPOINTS_HELP)
    serve.add_argument("--credentials", metavar="FICHIER", help="fichier credentials.yml de Rasa (canaux, limites)")
