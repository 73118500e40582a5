"""The command line as a person meets it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from bot.commands.reference import text
from tests.serving import ROOT, Server, objects

COMMANDS = ("chat", "serve", "decide", "understand", "train", "actions", "version", "record", "review")


def prioig(*arguments: str, typed: str = "", cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `prioig` with `typed` on its standard input."""
    return subprocess.run(
        [ROOT / "prioig", *arguments],
        input=typed,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
    )


def test_the_reference_page_is_up_to_date() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == text()


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_is_in_french(command: str) -> None:
    run = prioig(*command.split(), "--help")
    assert (run.returncode, run.stderr) == (0, "")
    assert "usage :" in run.stdout and "affiche cette aide" in run.stdout
    assert not [word for word in ("show this", "and exit", "positional", "required") if word in run.stdout]


MISUSE = {
    "aucune commande": ((), "il manque : COMMANDE"),
    "une commande inconnue": (("prescrire",), "« prescrire » n'existe pas. Commandes : 'chat', 'serve',"),
    "une option inconnue": (("decide", "--vite"), "argument inconnu : --vite"),
    "un port qui n'en est pas un": (("serve", "--port", "99999"), "un port va de 0 à 65535"),
    "un port en lettres": (("serve", "--port", "http"), "valeur incorrecte : 'http'"),
    "une option sans sa valeur": (("serve", "--host"), "une valeur est attendue"),
}


@pytest.mark.parametrize(("arguments", "message"), MISUSE.values(), ids=MISUSE)
def test_misuse_is_told_in_french_with_status_2(arguments: tuple[str, ...], message: str) -> None:
    run = prioig(*arguments)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr


def test_a_python_that_is_not_supported_is_refused() -> None:
    run = prioig("version", PRIOIG_PYTHON="3.12")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.splitlines() == [
        "PrioIg ne peut pas démarrer : Python 3.12 n'est pas pris en charge.",
        "  PRIOIG_PYTHON vaut 3.11 (par défaut) ou 3.10.",
    ]


def test_it_starts_from_any_folder_whatever_lies_there(tmp_path: Path) -> None:
    for name in ("bot", "rules", "actions"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('intrus')")
    run = prioig("version", cwd=tmp_path)
    assert (run.returncode, run.stdout.splitlines()[0]) == (0, "PrioIg 0.1.0")


def test_the_version_is_that_of_the_project() -> None:
    assert 'version = "0.1.0"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_a_server_open_to_all_without_a_token_does_not_start() -> None:
    run = prioig("serve", "--host", "0.0.0.0", "--port", "0")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Refus d'écouter sur 0.0.0.0 sans jeton")


def test_a_port_that_is_taken_is_told_in_french(server: Server) -> None:
    run = prioig("serve", "--port", str(server.client.base_url.port))
    assert (run.returncode, run.stdout) == (1, "")
    port = server.client.base_url.port
    assert run.stderr == f"Impossible d'écouter sur 127.0.0.1:{port} : ce port est déjà pris.\n"


def test_french_passes_whatever_the_locale() -> None:
    run = prioig("--help", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "priorité" in run.stdout


def test_the_tests_can_be_chosen_as_with_pytest() -> None:
    run = prioig("test", "-q", "tests/bot/test_limits.py", "-k", "burst")
    assert run.returncode == 0, run.stderr
    assert "2 passed, 3 deselected" in run.stdout


SENTENCE = "PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg"


def test_a_sentence_in_a_tube_gives_the_card_as_text() -> None:
    run = prioig("chat", typed=SENTENCE + "\n")
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("PRIORITAIRE [P] · PTI de l'adulte, forme sévère\n")
    assert "72,5 g" in run.stdout


def test_a_sentence_in_a_tube_gives_the_objects_as_json() -> None:
    run = prioig("chat", "--json", typed=SENTENCE + "\n")
    assert run.returncode == 0, run.stderr
    (line,) = run.stdout.splitlines()
    (decision,) = objects(json.loads(line), "decision")
    assert (decision["status"], decision["row"]) == ("P", "itp_adult_severe")


def test_the_number_of_a_choice_answers_in_a_tube() -> None:
    asked = prioig("chat", "--json", typed="PTI adulte\n")
    run = prioig("chat", typed="PTI\n1\n")
    assert run.returncode == 0, run.stderr
    assert "  1) " in run.stdout
    assert objects(json.loads(asked.stdout), "question") != []


def test_a_named_conversation_goes_on_the_next_day(own_folder: Path) -> None:
    first = prioig("chat", "--json", "--conversation", "lit-7", typed="PTI adulte, 72 kg\n", PRIOIG_VAR=str(own_folder))
    second = prioig(
        "chat", "--json", "--conversation", "lit-7", typed="Khellaf 9, urgence\n", PRIOIG_VAR=str(own_folder)
    )
    assert objects(json.loads(first.stdout), "question") != []
    (decision,) = objects(json.loads(second.stdout), "decision")
    assert (decision["status"], decision["facts"]["weight_kg"]) == ("P", 72)


def test_what_a_sentence_says_comes_one_line_each() -> None:
    run = prioig("understand", typed="PTI adulte khellaf 9, 72kg\nPTI\n")
    assert run.returncode == 0, run.stderr
    first, second = (json.loads(line) for line in run.stdout.splitlines())
    keys = ("text", "intent", "indication", "candidates", "facts")
    assert {key: first[key] for key in keys} == {
        "text": "PTI adulte khellaf 9, 72kg",
        "intent": "inform",
        "indication": "itp_adult",
        "candidates": ["itp_adult"],
        "facts": {"khellaf_score": 9, "weight_kg": 72},
    }
    assert (second["indication"], sorted(second["candidates"])) == (None, ["itp_adult", "itp_child"])


def test_annotated_sentences_are_scored(tmp_path: Path) -> None:
    right = {"split": "plain", "text": "PTI adulte, 72 kg", "indication": "itp_adult", "facts": {"weight_kg": 72}}
    (tmp_path / "score.jsonl").write_text(json.dumps(right))
    run = prioig("understand", "--score", str(tmp_path / "score.jsonl"))
    assert (run.returncode, run.stdout.split()[:6]) == (0, ["plain", "1", "phrases", "situation", "100.0", "%"])


def test_a_score_without_its_file_has_status_2() -> None:
    run = prioig("understand", "--score", "absent.jsonl")
    assert (run.returncode, run.stdout, run.stderr) == (
        2,
        "",
        "Impossible de lire absent.jsonl : ce fichier n'existe pas.\n",
    )


def test_the_rule_base_is_checked_from_the_command_line() -> None:
    done = prioig("check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (
        0,
        "Table ANSM 2025-05-20 : 31 situations, 42 lignes, 30 non justifiées.",
    )


@pytest.mark.parametrize("command", ["decide", "chat", "serve", "check"])
def test_a_formulary_that_cannot_be_read_is_refused_with_file_and_line(command: str, tmp_path: Path) -> None:
    own = tmp_path / "formulaire.yml"
    own.write_text("IV: [5, -10]\n", encoding="utf-8")
    done = prioig(command, PRIOIG_FORMULARY=str(own))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Base de règles ou formulaire refusé :\n{own}:1: ")


def test_a_whole_record_is_one_message_in_the_terminal() -> None:
    record = ["Mme DURAND, tél 06 12 34 56 78", SENTENCE, *["Surveillance : stable, afébrile, transit normal."] * 198]
    run = prioig("chat", "--whole", typed="\n".join(record))
    assert "PRIORITAIRE [P]" in run.stdout
    assert "Masqué, non conservé" in run.stdout
    assert "Texte long : seul ce qui est sûr est retenu." in run.stdout


def test_a_record_of_more_than_16_kb_is_refused_with_what_to_do() -> None:
    run = prioig("chat", "--whole", typed="PTI adulte " * 1600)
    assert "Votre texte dépasse 16 Ko et n'a pas été lu." in run.stdout
