"""The bridge's account on the homeserver: one login, kept, so that its device and its keys stay the same."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import nio

from bot.matrix.config import Config, ConfigError

DEVICE_NAME = "PrioIg"
KEYS_FOLDER = "crypto"


@dataclass(frozen=True)
class Session:
    """What a later start needs to be the same device."""

    user: str
    device: str
    token: str


def client(config: Config, pickle_key: str) -> nio.AsyncClient:
    """A client whose keys are in the store. It leaves outages to us, and waits as long as a rate limit says."""
    folder = config.store / KEYS_FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    settings = nio.AsyncClientConfig(
        encryption_enabled=True, pickle_key=pickle_key, store_sync_tokens=False, max_timeouts=0, request_timeout=30
    )
    return nio.AsyncClient(config.homeserver, config.user, store_path=str(folder), config=settings, proxy=config.proxy)


async def sign_in(made: nio.AsyncClient, config: Config) -> None:
    """Take up the session of the store, or open one. Raises `ConfigError` where the homeserver refuses the account."""
    file = config.store / "session.json"
    if config.token:
        session = await _of_token(made, config)
    else:
        session = _saved(file, config) or await _login(made, config)
        _save(file, session)
    made.restore_login(session.user, session.device, session.token)


def forget(config: Config) -> None:
    """The homeserver no longer knows this session: the next `sign_in` opens another one, with keys of its own."""
    (config.store / "session.json").unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _saved(file: Path, config: Config) -> Session | None:
    data = _read(file)
    if data.get("user") != config.user or not data.get("token") or not data.get("device"):
        return None
    return Session(data["user"], data["device"], data["token"])


def _save(file: Path, session: Session) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        json.dump(asdict(session), opened)


async def _login(made: nio.AsyncClient, config: Config) -> Session:
    answer = await made.login(config.password, device_name=DEVICE_NAME)
    if isinstance(answer, nio.LoginResponse):
        return Session(answer.user_id, answer.device_id, answer.access_token)
    if answer.status_code in ("M_FORBIDDEN", "M_USER_DEACTIVATED", "M_INVALID_USERNAME"):
        raise ConfigError(f"Le serveur refuse le compte {config.user} : vérifiez user et le mot de passe.")
    raise ConnectionError("the homeserver cannot log in now")


async def _of_token(made: nio.AsyncClient, config: Config) -> Session:
    made.access_token = str(config.token)
    answer = await made.whoami()
    if not isinstance(answer, nio.WhoamiResponse):
        if answer.status_code in ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_FORBIDDEN"):
            raise ConfigError(f"Le serveur refuse le jeton du compte {config.user} : donnez-en un autre.")
        raise ConnectionError("the homeserver cannot tell whose token this is")
    if answer.user_id != config.user or not answer.device_id:
        raise ConfigError(f"Le jeton donné n'est pas celui d'un appareil du compte {config.user}.")
    return Session(answer.user_id, answer.device_id, str(config.token))
