"""A run that was stopped, politely or not, goes on where it was and ends as if nothing had happened."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bulk.prescriptions import reread, write, year
from tests.serving import ROOT

# The same command, keeping its place at every look at the clock instead of every two seconds.
EAGER = "import sys, bot.bulk.run as run; run.EVERY = 0; from bot.cli import main; sys.exit(main(sys.argv[1:]))"
COUNT = 8000


def start(path: Path) -> subprocess.Popen[str]:
    """Begin the re-reading of `path` and wait until it has kept a place."""
    folder = path.parent
    files = [str(folder / name) for name in ("mapping.yml", "out.html", "out.jsonl")]
    command = [sys.executable, "-c", EAGER, "decide", str(path)]
    command += ["--mapping", files[0], "--report", files[1], "--output", files[2]]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    kept = folder / "out.html.reprise"
    while not kept.exists():
        assert process.poll() is None, "over before it could be stopped"
    return process


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda number: number.name)
def test_a_run_that_was_stopped_ends_as_one_that_was_not(tmp_path: Path, number: signal.Signals) -> None:
    lines = year(COUNT, 21)
    (tmp_path / "whole").mkdir()
    _, expected, whole = reread(write(tmp_path / "whole", lines))
    path = write(tmp_path, lines)
    process = start(path)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == (-9 if number is signal.SIGKILL else 130)
    assert not (tmp_path / "out.html").exists()
    if number is not signal.SIGKILL:
        assert re.search(r"Interrompu après [\d ]+ lignes\. La même commande reprendra à cet endroit\.", said)
    run, found, page = reread(path)
    taken = re.match(r"Reprise : ([\d ]+) lignes déjà lues\.", run.stderr)
    assert taken is not None and 0 < int(taken[1].replace(" ", "")) < COUNT
    assert (found, page) == (expected, whole)
    assert not (tmp_path / "out.html.reprise").exists()


CHANGED = ("le fichier", "la correspondance", "les décisions perdues", "une reprise abîmée")


@pytest.mark.parametrize("what", CHANGED)
def test_what_has_changed_in_between_is_read_again_from_the_start(tmp_path: Path, what: str) -> None:
    lines = year(COUNT, 21)
    path = write(tmp_path, lines)
    process = start(path)
    process.kill()
    process.communicate(timeout=60)
    if what == "le fichier":
        path = write(tmp_path, lines[:50])
    elif what == "la correspondance":
        mapping = tmp_path / "mapping.yml"
        mapping.write_text(mapping.read_text().replace("text: Commentaire\n", ""))
    elif what == "les décisions perdues":
        (tmp_path / "out.jsonl").unlink()
    else:
        (tmp_path / "out.html.reprise").write_text('{"mark": ')
    run, found, _ = reread(path)
    assert "Reprise" not in run.stderr
    assert [item["line"] for item in found] == list(range(2, 52 if what == "le fichier" else COUNT + 2))


def test_the_place_kept_names_nobody(tmp_path: Path) -> None:
    process = start(write(tmp_path, year(COUNT, 21)))
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    kept = (tmp_path / "out.html.reprise").read_text(encoding="utf-8")
    assert json.loads(kept)["rows"] > 0
    assert not re.search("DUPONTEL|8001234567|1958", kept.replace(json.loads(kept)["mark"], ""))
