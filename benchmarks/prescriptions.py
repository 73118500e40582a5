"""A year of prescriptions as a pharmacy exports it, at random: every situation, decimal commas, 3 % of broken lines."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

WARDS = ("Médecine interne", "Neurologie", "Hématologie", "Pédiatrie", "Réanimation", "Dermatologie", "Rhumatologie")
# What the indication column says: short names and codes, or a sentence.
NAMES = (
    "PTI", "PIDC", "Guillain-Barré", "DICV", "NMM", "Kawasaki", "lupus", "dermatomyosite", "myosite à inclusions",
    "pemphigus", "LLC hypogammaglobulinémie", "sclérodermie systémique", "Lambert-Eaton", "myasthénie",
)  # fmt: skip
COMMENTS = (
    "", "échec corticoïdes", "évolutive, échec des échanges plasmatiques", "poussée aiguë", "saignement viscéral",
    "échec corticoïdes et immunosuppresseurs", "échanges plasmatiques indisponibles", "dysphagie sévère",
    "infection sévère hospitalisée malgré antibioprophylaxie",
)  # fmt: skip
HEADER = (
    "N°;Nom;IPP;Date de naissance;Date prescription;Service;Indication;Commentaire;Poids (kg);Taille (cm);IgG (g/L);"
    "Urgence;Score de Khellaf;Corticoïdes;Dose totale (g);Avis"
)
BROKEN = 0.03


def write_csv(path: Path, count: int, seed: int, *, unique: bool = False) -> None:
    """`count` lines under a header, in UTF-8 and Windows-1252 in turn. `unique`: every comment is another text."""
    chance = random.Random(seed)
    with path.open("wb") as stream:
        stream.write(HEADER.encode("cp1252") + b"\r\n")
        for at in range(count):
            text = ";".join(_cells(chance, at, unique))
            if chance.random() < BROKEN:
                text = _broken(chance, text)
            stream.write(text.encode("utf-8" if at % 2 else "cp1252") + b"\r\n")


def _cells(chance: random.Random, at: int, unique: bool) -> list[str]:
    def some(value: str, share: float) -> str:
        return value if chance.random() < share else ""

    weight, igg = chance.randint(40, 1100) / 10, chance.randint(5, 150) / 10
    comment = chance.choice(COMMENTS)
    return [
        str(at),
        f"DUPONTEL{at}",
        str(8_000_000_000 + at),
        f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/{chance.randint(1930, 2024)}",
        f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2025",
        chance.choice(WARDS),
        chance.choice(NAMES),
        f"{comment}, dossier vu à la visite {at}" if unique else comment,
        f"{weight:.1f}".replace(".", ","),
        some(str(chance.randint(100, 190)), 0.7),
        some(f"{igg:.1f}".replace(".", ","), 0.4),
        chance.choice(("oui", "non", "")),
        some(str(chance.randint(0, 20)), 0.3),
        chance.choice(("échec", "en cours", "", "jamais essayé")),
        str(chance.choice((20, 30, 40, 60, 80, 100, 140, 160))),
        chance.choice(("", "RCP", "CeReCAI", "FILNEMUS 3/4")),
    ]


def _broken(chance: random.Random, text: str) -> str:
    return chance.choice((text.rsplit(";", 3)[0], text.replace(";", ';"', 1), f"{text};x;y", text[:30]))


def write_cases(path: Path, cases: list[dict[str, Any]]) -> None:
    """The same kind of cases as JSON Lines."""
    with path.open("w", encoding="utf-8") as stream:
        for at, case in enumerate(cases):
            stream.write(json.dumps({"id": at, **case}, ensure_ascii=False) + "\n")
