"""The reference of the command line, made from its own help: `python -m bot.commands.reference > docs/cli.md`."""

from __future__ import annotations

import argparse
from typing import Iterator

from bot.cli import parser

INTRODUCTION = """# La ligne de commande

Page produite par `python -m bot.commands.reference > docs/cli.md` ; un test vérifie qu'elle est à jour.

Codes de sortie : 0 tout va bien ; 1 une chose au moins a échoué ; 2 mauvais usage, ou rien n'a pu être lu ;
130 interruption par Ctrl-C. Les réponses vont sur la sortie standard ; la progression et les messages, sur la
sortie d'erreur.
"""


def _section(title: str, one: argparse.ArgumentParser) -> str:
    one.formatter_class = lambda prog: argparse.HelpFormatter(prog, width=100, max_help_position=30)
    return f"## {title}\n\n```text\n{one.format_help().rstrip()}\n```\n"


def _sections(title: str, one: argparse.ArgumentParser) -> Iterator[str]:
    """A command, then each of its own commands."""
    yield _section(title, one)
    for action in one._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from _sections(f"{title} {name}", inner)


def text() -> str:
    """The page, in Markdown."""
    return "\n".join([INTRODUCTION, *_sections("prioig", parser())])


if __name__ == "__main__":
    print(text(), end="")
