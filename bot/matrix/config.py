"""The bridge's configuration: one YAML file, and secrets that never stand in it."""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Mapping
from urllib.parse import urlsplit

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from bot.paths import ROOT, var_dir

FILE = "PRIOIG_MATRIX"
PASSWORD = "PRIOIG_MATRIX_PASSWORD"
TOKEN = "PRIOIG_MATRIX_TOKEN"
KEYS = {
    "homeserver",
    "user",
    "servers",
    "rooms",
    "door",
    "store",
    "name",
    "devices",
    "password_file",
    "token_file",
    "proxy",
}
DEVICES = ("members", "first_use")
LOOPBACK = ("localhost", "127.0.0.1", "::1")
USER = re.compile(r"@[^:\s]+:\S+")


class ConfigError(ValueError):
    """The bridge must not start as it is configured; the message, in French, says what to change."""


def reason(error: OSError) -> str:
    """Why a file cannot be used, in French."""
    known = {FileNotFoundError: "introuvable", PermissionError: "accès refusé", IsADirectoryError: "c'est un dossier"}
    return known.get(type(error), f"erreur {error.errno} du système")


@dataclass(frozen=True)
class Config:
    """Where the bridge connects, and whom it answers.

    `servers` are the only servers whose people may invite and talk; `rooms`, unless empty, the only rooms. `devices`:
    which devices may read the answers in an encrypted room (docs/matrix.md).
    """

    homeserver: str
    user: str
    servers: tuple[str, ...]
    rooms: tuple[str, ...]
    door: str
    store: Path
    name: str
    devices: str
    proxy: str | None
    password: str | None
    token: str | None


def default_file() -> Path:
    """The file that `PRIOIG_MATRIX` names, or `matrix.yml` at the top of the checkout."""
    return Path(os.environ.get(FILE) or ROOT / "matrix.yml")


def load(path: Path) -> Config:
    """Read `path`. Raises `ConfigError`."""
    data = _read(path)
    unknown = sorted(set(data) - KEYS)
    if {"password", "token"} & set(unknown):
        raise ConfigError(
            f"{path} : un mot de passe ou un jeton ne s'écrit pas ici. Donnez-le par {PASSWORD} ou {TOKEN}, "
            "ou dans un fichier de droits 0600 (password_file, token_file)."
        )
    if unknown:
        raise ConfigError(f"{path} : clé inconnue : {', '.join(map(str, unknown))}. Clés : {', '.join(sorted(KEYS))}.")
    return _config(path, data)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{path} ne peut pas être lu : {reason(error)}. "
            f"Partez de bot/matrix/matrix.example.yml et donnez son chemin par {FILE} ou --config."
        ) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} n'est pas un fichier YAML valide.") from error
    if not isinstance(data, dict):
        raise ConfigError(f"{path} : des lignes « clé: valeur » sont attendues.")
    return data


def _config(path: Path, data: Mapping[str, Any]) -> Config:
    user = _text(path, data, "user")
    if not USER.fullmatch(user):
        raise ConfigError(f"{path} : user doit être un identifiant Matrix complet, comme @prioig:hopital.example.")
    devices = _text(path, data, "devices", DEVICES[0])
    if devices not in DEVICES:
        raise ConfigError(f"{path} : devices vaut « {' » ou « '.join(DEVICES)} ».")
    servers = _list(path, data, "servers")
    if not servers:
        raise ConfigError(f"{path} : servers doit nommer au moins un serveur, comme [{user.partition(':')[2]}].")
    store = Path(_text(path, data, "store")) if data.get("store") else var_dir() / "matrix"
    password, token = _secret(path, data, "password_file", PASSWORD), _secret(path, data, "token_file", TOKEN)
    if not password and not token:
        raise ConfigError(f"Il manque le mot de passe du compte {user} : {PASSWORD}, ou password_file dans {path}.")
    return Config(
        homeserver=_url(path, data, "homeserver", None),
        user=user,
        servers=servers,
        rooms=_list(path, data, "rooms"),
        door=_url(path, data, "door", "http://127.0.0.1:5005"),
        store=store if store.is_absolute() else path.resolve().parent / store,
        name=_text(path, data, "name", "prioig").lower(),
        devices=devices,
        proxy=data.get("proxy"),
        password=password,
        token=token,
    )


def _text(path: Path, data: Mapping[str, Any], key: str, default: str | None = None) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{path} : {key} manque, ou n'est pas un texte.")
    return value.strip()


def _list(path: Path, data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key) or []
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        raise ConfigError(f"{path} : {key} doit être une liste de textes.")
    if any("*" in item for item in value):
        raise ConfigError(f"{path} : {key} n'accepte pas de joker « * » : nommez chacun.")
    return tuple(item.strip() for item in value)


def _url(path: Path, data: Mapping[str, Any], key: str, default: str | None) -> str:
    url = _text(path, data, key, default).rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(f"{path} : {key} doit être une adresse, comme https://matrix.hopital.example.")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ConfigError(f"{path} : {key} doit commencer par https:// : sans cela, les secrets passeraient en clair.")
    return url


def _secret(path: Path, data: Mapping[str, Any], key: str, variable: str) -> str | None:
    if value := os.environ.get(variable):
        return value.strip()
    if not data.get(key):
        return None
    file = Path(_text(path, data, key))
    file = file if file.is_absolute() else path.resolve().parent / file
    try:
        mode, text = file.stat().st_mode, file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"{file} ({key}) ne peut pas être lu : {reason(error)}.") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError(f"{file} ({key}) est lisible par d'autres : chmod 600 {file}")
    if not text:
        raise ConfigError(f"{file} ({key}) est vide.")
    return text
