"""The bridge's configuration: what is wrong is said in French, and a secret never stands in the file."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.matrix import config
from bot.matrix.config import Config, ConfigError
from bot.paths import ROOT

GOOD = {
    "homeserver": "https://matrix.hopital.example/",
    "user": "@prioig:hopital.example",
    "servers": ["hopital.example"],
}
SECRET = "mot de passe"


@pytest.fixture(autouse=True)
def no_secret_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (config.PASSWORD, config.TOKEN):
        monkeypatch.delenv(name, raising=False)


def written(folder: Path, data: Any, password: str | None = SECRET, mode: int = 0o600) -> Path:
    """A file of settings, and the file of the password beside it."""
    if password is not None:
        (folder / "password").write_text(f"{password}\n")
        (folder / "password").chmod(mode)
    path = folder / "matrix.yml"
    YAML(typ="safe").dump(data, path)
    return path


def test_a_good_file_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, {**GOOD, "password_file": "password", "rooms": ["!a:hopital.example"], "store": "keys"})
    assert config.load(path) == Config(
        homeserver="https://matrix.hopital.example",
        user="@prioig:hopital.example",
        servers=("hopital.example",),
        rooms=("!a:hopital.example",),
        door="http://127.0.0.1:5005",
        store=tmp_path / "keys",
        name="prioig",
        devices="members",
        proxy=None,
        password=SECRET,
        token=None,
    )


def test_the_example_is_a_good_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(config.PASSWORD, SECRET)
    read = config.load(ROOT / "bot" / "matrix" / "matrix.example.yml")
    assert (read.homeserver, read.servers, read.password) == (
        "https://matrix.hopital.example",
        ("hopital.example",),
        SECRET,
    )


WRONG: list[Any] = [
    pytest.param({"user": None}, "user manque, ou n'est pas un texte.", id="sans compte"),
    pytest.param({"user": "prioig"}, "user doit être un identifiant Matrix complet, comme @prioig:hopital.example.",
                 id="un nom sans serveur"),
    pytest.param({"servers": []}, "servers doit nommer au moins un serveur, comme [hopital.example].",
                 id="aucun serveur autorisé"),
    pytest.param({"servers": ["*"]}, "servers n'accepte pas de joker « * » : nommez chacun.", id="tous les serveurs"),
    pytest.param({"servers": "hopital.example"},
                 "servers doit être une liste de textes.", id="un texte pour une liste"),
    pytest.param({"homeserver": "http://matrix.hopital.example"},
                 "homeserver doit commencer par https:// : sans cela, les secrets passeraient en clair.",
                 id="une adresse en clair"),
    pytest.param({"door": "prioig"}, "door doit être une adresse, comme https://matrix.hopital.example.",
                 id="une adresse qui n'en est pas une"),
    pytest.param({"devices": "all"}, "devices vaut « members » ou « first_use ».", id="une règle inconnue"),
    pytest.param({"password": "secret"},
                 "un mot de passe ou un jeton ne s'écrit pas ici. Donnez-le par PRIOIG_MATRIX_PASSWORD ou "
                 "PRIOIG_MATRIX_TOKEN, ou dans un fichier de droits 0600 (password_file, token_file).",
                 id="un mot de passe dans le fichier"),
    pytest.param({"servers_": []}, "clé inconnue : servers_. Clés : devices, door, homeserver, name, password_file, "
                 "proxy, rooms, servers, store, token_file, user.", id="une clé inconnue"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), WRONG)
def test_a_wrong_file_is_refused_with_a_reason(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    path = written(tmp_path, {**GOOD, "password_file": "password", **changes})
    with pytest.raises(ConfigError) as raised:
        config.load(path)
    assert str(raised.value) == f"{path} : {message}"


def test_a_password_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, {**GOOD, "password_file": "password"}, mode=0o640)
    with pytest.raises(ConfigError) as raised:
        config.load(path)
    file = tmp_path / "password"
    assert str(raised.value) == f"{file} (password_file) est lisible par d'autres : chmod 600 {file}"


def test_without_a_secret_nothing_starts(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    with pytest.raises(ConfigError) as raised:
        config.load(path)
    assert str(raised.value) == (
        "Il manque le mot de passe du compte @prioig:hopital.example : PRIOIG_MATRIX_PASSWORD, "
        f"ou password_file dans {path}."
    )


def test_the_command_says_that_its_file_is_missing(tmp_path: Path, homeserver: object) -> None:
    command = [str(ROOT / "prioig"), "matrix", "--config", str(tmp_path / "no.yml")]
    ended = subprocess.run(command, capture_output=True, text=True, env=dict(os.environ), timeout=120)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == (
        f"{tmp_path}/no.yml ne peut pas être lu : introuvable. Partez de bot/matrix/matrix.example.yml et donnez son "
        "chemin par PRIOIG_MATRIX ou --config.\n"
    )
