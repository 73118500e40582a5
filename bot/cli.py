"""The command line. Each command lives in `bot.commands`, imported only when it is asked for: `decide` and the help are
quick because neither imports Rasa.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from typing import Any, NoReturn, Sequence

from bot import __version__
from bot.options import cases, conversation, form, house, matrix, record, review, training
from rules.forms import forms
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
TALK = ("chat", "serve", "actions")
FAMILIES = (conversation, cases, training, form, matrix, record, review, house)  # in the order of the help


def _speak_french() -> None:
    """argparse has no French catalogue; its messages go through these two functions of its module."""
    module: Any = argparse
    module._ = lambda text: FRENCH.get(text, text)
    module.ngettext = lambda one, many, count: FRENCH.get(one if count == 1 else many, one)


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
    for family in FAMILIES:
        family.add(commands)
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
        if options.command in TALK:
            forms()  # and so is a study's form of its own
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
