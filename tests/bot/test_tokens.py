"""Who may talk from elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.channels.tokens import KEY_FILE, SECRET, ConfigurationError, Tokens, Unauthorized, is_loopback, required

KEY = "une clé partagée d'au moins trente-deux octets"
TOKENS = Tokens(KEY, ("HS256",))


def bearer(key: Any = KEY, algorithm: str = "HS256", **claims: Any) -> str:
    """The header that carries `claims`."""
    return f"Bearer {jwt.encode(claims, key, algorithm)}"


YESTERDAY = datetime.now(timezone.utc) - timedelta(days=1)
REFUSED = {
    "pas d'en-tête": None,
    "un mot de passe": "Basic YTpi",
    "un jeton sans sujet": bearer(exp=4_000_000_000),
    "un sujet vide": bearer(sub=" "),
    "un sujet de 65 caractères": bearer(sub="s" * 65),
    "un jeton périmé": bearer(sub="s1", exp=YESTERDAY),
    "un jeton signé d'une autre clé": bearer("une autre clé partagée de trente-deux octets", sub="s1"),
    "un jeton sans signature": f"Bearer {jwt.encode({'sub': 's1'}, None, 'none')}",
    "du texte": "Bearer n'importe quoi",
}


@pytest.mark.parametrize("header", REFUSED.values(), ids=REFUSED)
def test_a_bad_token_is_refused(header: str | None) -> None:
    with pytest.raises(Unauthorized):
        TOKENS.sender(header)


def test_the_subject_of_a_good_token_is_the_sender() -> None:
    assert TOKENS.sender(bearer(sub="s" * 64)) == "s" * 64


def test_a_public_key_checks_what_the_private_one_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (tmp_path / "key.pem").write_bytes(public)
    monkeypatch.setenv(KEY_FILE, str(tmp_path / "key.pem"))
    check = required("0.0.0.0")
    assert check is not None
    assert check.sender(bearer(private, "RS256", sub="s1")) == "s1"
    with pytest.raises(Unauthorized):
        check.sender(bearer(KEY, sub="s1"))


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.10", "localhost", "::1", "[::1]"])
def test_on_this_machine_no_token_is_needed(host: str) -> None:
    assert is_loopback(host)
    assert required(host) is None


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.10", "prioig.example.org"])
def test_elsewhere_a_server_without_a_key_must_not_start(host: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        required(host)
    assert str(refusal.value) == (
        f"Refus d'écouter sur {host} sans jeton : n'importe qui pourrait s'y connecter. "
        "Donnez une clé (PRIOIG_JWT_SECRET ou PRIOIG_JWT_PUBLIC_KEY_FILE), ou écoutez sur 127.0.0.1."
    )


def test_a_key_that_can_be_guessed_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SECRET, "x" * 31)
    with pytest.raises(ConfigurationError, match="trop court"):
        required("127.0.0.1")
    monkeypatch.setenv(SECRET, "x" * 32)
    assert required("127.0.0.1") == Tokens("x" * 32, ("HS256",))


def test_a_key_file_that_is_missing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_FILE, "/nonexistent/key.pem")
    with pytest.raises(ConfigurationError, match="ne peut pas être lue"):
        required("127.0.0.1")
