"""The command line. Each command lives in `bot.commands`, imported only when it is asked for: `decide` and the help are
quick because neither imports Rasa.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from typing import Any, NoReturn, Sequence, TypeAlias

from bot import __version__
from rules.model import RuleBaseError
from rules.products import formulary

FRENCH = {
    "usage: ": "usage : ",
    "positional arguments": "arguments",
    "options": "options",
    "show this help message and exit": "affiche cette aide",
    "%(prog)s: error: %(message)s\n": "%(prog)s : erreur : %(message)s\n",
    "argument %(argument_name)s: %(message)s": "argument %(argument_name)s : %(message)s",
    "the following arguments are required: %s": "il manque : %s",
    "unrecognized arguments: %s": "argument inconnu : %s",
    "expected one argument": "une valeur est attendue",
    "invalid %(type)s value: %(value)r": "valeur incorrecte : %(value)r",
    "invalid choice: %(value)r (choose from %(choices)s)": "« %(value)s » n'existe pas. Commandes : %(choices)s",
    "ambiguous option: %(option)s could match %(matches)s": "option ambiguë : %(option)s (%(matches)s)",
    "ignored explicit argument %r": "cette option ne prend pas de valeur : %r",
}
INTERRUPTED, MISUSE = 130, 2
DECIDE = ("chat", "serve", "decide", "actions")
ENDPOINTS_HELP = "fichier endpoints.yml de Rasa (serveur d'actions, stockage)"
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def _speak_french() -> None:
    """argparse has no French catalogue; its messages go through these two functions of its module."""
    module: Any = argparse
    module._ = lambda text: FRENCH.get(text, text)
    module.ngettext = lambda one, many, count: FRENCH.get(one if count == 1 else many, one)


def _port(text: str) -> int:
    port = int(text)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("un port va de 0 à 65535")
    return port


def _add_chat(commands: Commands) -> None:
    chat = commands.add_parser(
        "chat",
        help="ouvrir la conversation dans le terminal, ou par un tube",
        description="Ouvre la conversation. Dans un tube, chaque ligne de l'entrée est un message.",
    )
    chat.add_argument("--json", action="store_true", help="écrire les réponses en JSON, une ligne par message")
    chat.add_argument("--conversation", metavar="NOM", help="reprendre, ou commencer, la conversation NOM")
    chat.add_argument("--endpoints", metavar="FICHIER", help=ENDPOINTS_HELP)


def _add_serve(commands: Commands) -> None:
    serve = commands.add_parser(
        "serve",
        help="répondre sur le réseau (REST et canaux de Rasa)",
        description="Ouvre les canaux dans un seul processus. Hors de cette machine, un jeton JWT est exigé "
        "(PRIOIG_JWT_SECRET ou PRIOIG_JWT_PUBLIC_KEY_FILE).",
    )
    serve.add_argument("--port", type=_port, default=5005, help="port d'écoute (5005 ; 0 : un port libre)")
    serve.add_argument("--host", default="127.0.0.1", metavar="ADRESSE", help="adresse d'écoute (127.0.0.1)")
    serve.add_argument("--endpoints", metavar="FICHIER", help=ENDPOINTS_HELP)
    serve.add_argument("--credentials", metavar="FICHIER", help="fichier credentials.yml de Rasa (canaux, limites)")


def _add_decide(commands: Commands) -> None:
    decide = commands.add_parser(
        "decide",
        help="décider beaucoup de cas d'un coup",
        description="Lit des cas en JSON Lines ou en CSV et écrit une décision JSON par ligne, dans l'ordre. "
        "Code de sortie : 0 tout est décidé, 1 un cas au moins ne l'est pas, 2 rien n'a pu être lu.",
    )
    decide.add_argument("file", nargs="?", metavar="FICHIER", help="fichier de cas ; sans lui, l'entrée standard")
    decide.add_argument("--csv", action="store_true", help="l'entrée est un CSV, une colonne par fait (déduit de .csv)")


def _add_understand(commands: Commands) -> None:
    understand = commands.add_parser(
        "understand",
        help="montrer ce qui est compris d'une phrase",
        description="Lit une phrase française par ligne et écrit ce qui en est compris, une ligne de JSON chacune.",
    )
    understand.add_argument("--score", metavar="FICHIER", help="mesurer la compréhension de phrases annotées")


def _add_matrix(commands: Commands) -> None:
    matrix = commands.add_parser(
        "matrix",
        help="répondre sur Matrix (Tchap, Element)",
        description="Relie un serveur Matrix à « prioig serve ». Réglages : docs/matrix.md.",
    )
    matrix.add_argument("--config", metavar="FICHIER", help="fichier de réglages (PRIOIG_MATRIX, ou matrix.yml)")
    matrix.add_argument("--check", action="store_true", help="vérifier les réglages et les connexions, sans répondre")
    matrix.add_argument("--install", action="store_true", help="installer l'environnement du pont, sans le lancer")
    matrix.add_argument("--trust-again", metavar="PERSONNE", help="reprendre les appareils de cette personne")


def _add_others(commands: Commands) -> None:
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
    actions.add_argument("--port", type=_port, default=5055, help="port d'écoute (5055)")
    check = commands.add_parser(
        "check",
        help="vérifier la base de règles",
        description="Vérifie la base de règles et ses cas : lignes sans issue, situations ou lignes sans cas. "
        "Code de sortie : 0 tout est en ordre, 2 sinon, avec fichier et ligne.",
    )
    check.add_argument("--cases", metavar="DOSSIER", help="dossier des cas (tests/cases)")
    commands.add_parser("version", help="afficher les versions", description="Affiche les versions.")


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command line, in French."""
    _speak_french()
    main_parser = argparse.ArgumentParser(
        prog="prioig",
        description="PrioIg : priorité, avis et dose des immunoglobulines humaines selon la hiérarchie de l'ANSM.",
        epilog="Aide d'une commande : prioig COMMANDE --help",
    )
    main_parser.add_argument("--version", action="version", version=f"PrioIg {__version__}", help="affiche la version")
    commands = main_parser.add_subparsers(dest="command", metavar="COMMANDE", required=True, title="commandes")
    for add in (_add_chat, _add_serve, _add_decide, _add_understand, _add_matrix, _add_others):
        add(commands)
    return main_parser


def _utf8() -> None:
    """French is written in UTF-8 whatever the machine's locale says."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape" if stream is sys.stdin else "replace")


def _reader_gone() -> NoReturn:
    """Whoever read our output has closed it (`| head`): stop without a word."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    raise SystemExit(1)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 done, 1 some failed, 2 misuse or nothing read, 130 interrupted."""
    _utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    options, rest = parser().parse_known_args(given)
    if rest and options.command != "test":
        parser().error(FRENCH["unrecognized arguments: %s"] % " ".join(rest))
    if options.command == "test":
        options.pytest = given[given.index("test") + 1 :]
    try:
        if options.command in DECIDE:
            formulary()  # a hospital's own vials are refused before anybody waits for an answer
        return int(importlib.import_module(f"bot.commands.{options.command}").run(options))
    except KeyboardInterrupt:
        print("\nInterrompu.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _reader_gone()
    except RuleBaseError as error:
        print(f"Base de règles ou formulaire refusé :\n{error}", file=sys.stderr)
        return MISUSE


if __name__ == "__main__":
    sys.exit(main())
