"""Codes that are read aloud and typed on a phone, without the letters that look like others (I, L, O, Q, U)."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

LETTERS = "ABCDEFGHJKMNPRSTVWXYZ"
ROOM, PERSONAL, TEACHER = 6, 8, 10  # letters of each kind of code
_SEPARATORS = re.compile(r"[\s\-_.]+")


def draw(length: int) -> str:
    """A new code of that many letters, in capitals, without a hyphen."""
    return "".join(secrets.choice(LETTERS) for _ in range(length))


def shown(code: str) -> str:
    """A code as people read it: a personal or a teacher's code in two halves, a room's code whole."""
    half = len(code) // 2
    return code if len(code) <= ROOM else f"{code[:half]}-{code[half:]}"


def typed(text: str) -> str:
    """What was typed as a code: capitals, no space, no hyphen."""
    return _SEPARATORS.sub("", text).upper()


def digest(secret: str, key: str) -> str:
    """What is kept instead of a code or of a conversation's name: it leads back to neither without the key."""
    return hmac.new(key.encode(), secret.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(one.encode(), other.encode())
