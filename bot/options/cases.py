"""Cases and sentences in bulk: `decide` and `understand`."""

from __future__ import annotations

from bot.options import Commands


def add(commands: Commands) -> None:
    """Declare the commands."""
    _decide(commands)
    _understand(commands)


def _decide(commands: Commands) -> None:
    decide = commands.add_parser(
        "decide",
        help="décider beaucoup de cas d'un coup",
        description="Lit des cas en JSON Lines ou en CSV et écrit une décision JSON par ligne, dans l'ordre. "
        "Code de sortie : 0 tout est décidé, 1 un cas au moins ne l'est pas, 2 rien n'a pu être lu.",
    )
    decide.add_argument("file", nargs="?", metavar="FICHIER", help="fichier de cas ; sans lui, l'entrée standard")
    decide.add_argument("--csv", action="store_true", help="l'entrée est un CSV, une colonne par fait (déduit de .csv)")
    decide.add_argument(
        "--report",
        metavar="RAPPORT",
        help="relire les prescriptions d'une pharmacie (CSV ou Parquet) et écrire ce rapport HTML (docs/bulk.md)",
    )
    decide.add_argument("--mapping", metavar="CORRESPONDANCE", help="avec --report : ce que dit chaque colonne (YAML)")
    decide.add_argument(
        "--output", metavar="DÉCISIONS", help="avec --report : écrire aussi les décisions, en JSON Lines"
    )
    decide.add_argument(
        "--columns", action="store_true", help="proposer la correspondance d'un fichier d'après ses en-têtes"
    )


def _understand(commands: Commands) -> None:
    understand = commands.add_parser(
        "understand",
        help="montrer ce qui est compris d'une phrase",
        description="Lit une phrase française par ligne et écrit ce qui en est compris, une ligne de JSON chacune.",
    )
    understand.add_argument("--score", metavar="FICHIER", help="mesurer la compréhension de phrases annotées")
