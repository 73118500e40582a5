"""Mattermost, Rocket.Chat and Microsoft Teams: Rasa's connectors, with what they lack.

Each is off unless `credentials.yml` holds its block. `docs/decisions/0031-messenger-connectors.md`.
"""

from __future__ import annotations

from typing import Any, Mapping

from bot.channels.door import Checks
from bot.channels.messengers.core import Messenger, Talk
from bot.channels.messengers.mattermost import Mattermost
from bot.channels.messengers.rocketchat import RocketChat
from bot.channels.messengers.teams import Teams
from bot.channels.tokens import ConfigurationError

__all__ = ["Messenger", "Talk", "connector"]

KNOWN: Mapping[str, type[Messenger]] = {
    "mattermost": Mattermost,
    "rocketchat": RocketChat,
    "botframework": Teams,
}


def connector(name: str, settings: Any, checks: Checks, talk: Talk) -> Messenger:
    """The connector `name` with its block of `credentials.yml`. Raises `ConfigurationError`.

    Rasa's other connectors are refused: they check nothing, mask nothing, and send our JSON objects as messages.
    """
    if name not in KNOWN:
        known = ", ".join(sorted(KNOWN))
        raise ConfigurationError(f"credentials.yml : le canal « {name} » n'est pas pris en charge. Canaux : {known}.")
    if not isinstance(settings, Mapping):
        raise ConfigurationError(f"credentials.yml : le bloc « {name} » est vide ; voir docs/{KNOWN[name].page}.")
    return KNOWN[name](settings, checks, talk)
