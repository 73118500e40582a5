"""`prioig chat`: the conversation in a terminal, or through a tube."""

from __future__ import annotations

import argparse
import asyncio
import select
import sys
import uuid
from pathlib import Path
from typing import Any, Callable, Iterator

from actions.record.purge import RetentionProblem
from bot import strict_json
from bot.commands.choices import Choices, choices
from bot.commands.model import ready_model
from bot.environment import prepare
from bot.failures import NotReady
from bot.housekeeping import purge_once, tell
from bot.paths import Project
from bot.training import TrainingError

WELCOME = "PrioIg. Décrivez la situation en une phrase, ou tapez « bonjour ». « aide » : l'aide. « quitter » : sortir."
MISCONFIGURED = 2
LEAVE = ("quitter", "exit", "quit")
COLOURS = {"P": "bold red", "UF": "bold blue", "NP": "bold"}
PASTED_WITHIN = 0.05  # seconds: nobody types the next line so fast
Reply = dict[str, Any]


def typed_lines() -> Iterator[str]:
    """What is typed at the terminal, until the end of the input or "quitter"."""
    import readline  # noqa: F401  imported for its effect: `input` gets a history and editing keys

    while True:
        try:
            text = input("\nVous : ")
        except EOFError:
            print()
            return
        text += _pasted_after()
        if text.strip().lower() in LEAVE:
            return
        yield text


def _pasted_after() -> str:
    """The lines that came with the one just read, of a text pasted whole: they are the same message."""
    lines = []
    while select.select([sys.stdin], [], [], PASTED_WITHIN)[0]:
        try:
            lines.append(input())
        except EOFError:
            break
    return "".join(f"\n{line}" for line in lines)


def whole_input() -> Iterator[str]:
    """The whole standard input as one message: a record, pasted or sent from a file."""
    yield sys.stdin.read()


def piped_lines() -> Iterator[str]:
    """The lines of standard input."""
    for line in sys.stdin:
        yield line.rstrip("\r\n")


def show_json(replies: list[Reply], offered: Choices) -> None:
    """The replies as one JSON line, as the REST channel gives them."""
    said = [{key: item[key] for key in item if key != "recipient_id"} for item in replies]
    print(strict_json.dumps(said), flush=True)


def show_text(replies: list[Reply], offered: Choices) -> None:
    """The replies as text, then the choices; a blank line after each turn."""
    for text in (item["text"] for item in replies if item.get("text")):
        print(text)
    print(*offered.lines(), sep="\n", end="\n\n" if offered.buttons else "\n", flush=True)


def show_rich(replies: list[Reply], offered: Choices) -> None:
    """The replies in the terminal's colours; the verdict's line carries that of its status, and its word and code."""
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, soft_wrap=False)
    for item, after in zip(replies, [*replies[1:], {}]):
        if not item.get("text"):
            continue
        first, _, rest = str(item["text"]).partition("\n")
        status = (after.get("custom") or {}).get("status", "")
        console.print(Text(first, style=COLOURS.get(status, "")))
        if rest:
            console.print(Text(rest))
    for line in offered.lines():
        console.print(Text(line, style="cyan"))


def _surface(
    as_json: bool, whole: bool = False
) -> tuple[Callable[[], Iterator[str]], Callable[[list[Reply], Choices], None]]:
    terminal = sys.stdin.isatty()
    if whole:
        return whole_input, show_json if as_json else show_text
    if as_json:
        return (typed_lines if terminal else piped_lines), show_json
    return (typed_lines, show_rich) if terminal and sys.stdout.isatty() else (piped_lines, show_text)


def run(options: argparse.Namespace) -> int:
    """Talk until the end of the input. 1 when the bot cannot start."""
    try:
        tell(purge_once())
        model = ready_model()
    except RetentionProblem as error:
        print(error, file=sys.stderr)
        return MISCONFIGURED
    except TrainingError as error:
        print(error, file=sys.stderr)
        return 1
    prepare(Project().config)
    try:
        _talk(options, model)
    except NotReady as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _talk(options: argparse.Namespace, model: Path) -> None:
    from bot.runtime import load
    from bot.talk import say

    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    runtime = loop.run_until_complete(load(model, Project(), Path(options.endpoints) if options.endpoints else None))
    sender = options.conversation or f"terminal-{uuid.uuid4().hex}"
    lines, show = _surface(options.json, options.whole)
    if lines is typed_lines:
        print(WELCOME)
    offered = choices([])
    try:
        for text in lines():
            replies = loop.run_until_complete(say(runtime, sender, offered.payload(text), "terminal"))
            offered = choices(replies)
            show(replies, offered)
    finally:
        runtime.close()
        loop.close()
