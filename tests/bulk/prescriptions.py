"""Files of prescriptions for the tests, and the command that re-reads them as a person runs it."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path
from typing import Any, Sequence

from tests.serving import ROOT

HEADER = (
    "N°;Nom;IPP;Né le;Date;Service;Indication;Commentaire;Poids (kg);Taille (cm);Urgence;Score de Khellaf;"
    "Corticoïdes;Dose (g);Avis"
)
MAPPING = """
id: N°
birth_date: Né le
date: Date
ward: Service
indication: Indication
text: Commentaire
grams: Dose (g)
opinions: Avis
facts:
  weight_kg: {column: Poids (kg), unit: kg}
  height_cm: {column: Taille (cm), unit: cm}
  emergency: Urgence
  khellaf_score: Score de Khellaf
  corticosteroids: Corticoïdes
"""
NAMES = ("DUPONTEL", "8001234567", "12/03/1958", "1958")  # what must never come out
SEVERE = "c1;DUPONTEL;8001234567;12/03/1958;05/01/2026;Médecine;PTI;;72,0;;oui;9;en cours;72,5;"


def line(**cells: str) -> str:
    """One row: the severe case with other cells, by the header's name."""
    names = HEADER.split(";")
    found = dict(zip(names, SEVERE.split(";")))
    assert set(cells) <= set(names)
    return ";".join({**found, **cells}[name] for name in names)


def write(folder: Path, lines: Sequence[str | bytes], name: str = "p.csv", encoding: str = "utf-8") -> Path:
    """A file with the header and these rows, and its mapping beside it."""
    (folder / "mapping.yml").write_text(MAPPING, encoding="utf-8")
    raw = [text if isinstance(text, bytes) else text.encode(encoding) for text in (HEADER, *lines)]
    (folder / name).write_bytes(b"\r\n".join(raw) + b"\r\n")
    return folder / name


def decide(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run `prioig decide`."""
    command = [str(ROOT / "prioig"), "decide", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120)


def reread(path: Path, *more: str | Path) -> tuple[subprocess.CompletedProcess[str], list[dict[str, Any]], str]:
    """Re-read a file with its mapping: the run, the decisions, the report."""
    folder = path.parent
    report, output = folder / "out.html", folder / "out.jsonl"
    run = decide(path, "--mapping", folder / "mapping.yml", "--report", report, "--output", output, *more)
    said = output.read_text(encoding="utf-8").splitlines() if output.exists() else []
    return run, [json.loads(text) for text in said], report.read_text(encoding="utf-8") if report.exists() else ""


def year(count: int, seed: int) -> list[str]:
    """Rows of a year, of every outcome, a few of them broken."""
    chance = random.Random(seed)
    return [_random(chance, at) for at in range(count)]


def _random(chance: random.Random, at: int) -> str:
    text = line(
        **{
            "N°": f"c{at}",
            "Service": chance.choice(("Médecine", "Neurologie", "Hématologie")),
            "Indication": chance.choice(("PTI", "PIDC", "DICV", "lupus", "myosite à inclusions", "inconnue")),
            "Commentaire": chance.choice(("", "échec corticoïdes", "évolutive")),
            "Poids (kg)": f"{chance.randint(40, 1200) / 10:.1f}".replace(".", ","),
            "Dose (g)": str(chance.randint(5, 200)),
            "Score de Khellaf": chance.choice(("", "4", "12")),
        }
    )
    return text.rsplit(";", 2)[0] if chance.random() < 0.03 else text
