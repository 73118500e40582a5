"""Who may talk from elsewhere than this machine: a JWT, whose `sub` names the conversation."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from pathlib import Path

import jwt

from bot.messages import MAX_SENDER

SECRET = "PRIOIG_JWT_SECRET"
KEY_FILE = "PRIOIG_JWT_PUBLIC_KEY_FILE"
MIN_SECRET = 32  # bytes: what HS256 needs not to be guessed (RFC 7518, 3.2)


class ConfigurationError(ValueError):
    """The server must not start as it is configured; the message, in French, says what to change."""


class Unauthorized(Exception):
    """The request carries no valid token."""


@dataclass(frozen=True)
class Tokens:
    """Checks tokens signed with a shared secret (HS256) or a private key (RS256, ES256)."""

    key: str
    algorithms: tuple[str, ...]

    def sender(self, authorization: str | None) -> str:
        """The `sub` of the token in the header `Authorization`. Raises `Unauthorized`."""
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer":
            raise Unauthorized
        try:
            claims = jwt.decode(
                token.strip(), self.key, list(self.algorithms), options={"require": ["sub"], "verify_aud": False}
            )
        except jwt.PyJWTError as error:
            raise Unauthorized from error
        sub = claims["sub"]
        if not isinstance(sub, str) or not 0 < len(sub.strip()) <= MAX_SENDER:
            raise Unauthorized
        return sub.strip()


def from_environment() -> Tokens | None:
    """The check that the environment asks for, or None. Raises `ConfigurationError` for an unusable key."""
    secret, key_file = os.environ.get(SECRET), os.environ.get(KEY_FILE)
    if key_file:
        try:
            return Tokens(Path(key_file).read_text(encoding="utf-8"), ("RS256", "ES256"))
        except OSError as error:
            raise ConfigurationError(f"La clé publique {key_file} ({KEY_FILE}) ne peut pas être lue.") from error
    if secret is None:
        return None
    if len(secret.encode()) < MIN_SECRET:
        raise ConfigurationError(f"{SECRET} est trop court : {MIN_SECRET} octets au moins.")
    return Tokens(secret, ("HS256",))


def is_loopback(host: str) -> bool:
    """Whether `host` can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def required(host: str) -> Tokens | None:
    """The token check for a server on `host`. Raises `ConfigurationError` where there must be one and there is none."""
    tokens = from_environment()
    if tokens is None and not is_loopback(host):
        raise ConfigurationError(
            f"Refus d'écouter sur {host} sans jeton : n'importe qui pourrait s'y connecter. "
            f"Donnez une clé ({SECRET} ou {KEY_FILE}), ou écoutez sur 127.0.0.1."
        )
    return tokens
