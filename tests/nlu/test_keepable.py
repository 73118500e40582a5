"""What is kept of a sentence that was not understood names nobody."""

from __future__ import annotations

import pytest

from bot.keepable import LONGEST, keepable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Dupont va mal depuis hier", "[mot] va mal depuis hier"),
        ("le voisin NGUYEN de la 12", "le voisin [mot] de la 12"),
        ("Mme Dupont-Durand zxqv", "[mot] [nom] zxqv"),
        ("zxqv 184127645108946", "zxqv [NIR]"),
        ("zxqv 12 345 678 905", "zxqv [nombre]"),
        ("chambre 12, 2,5 g", "chambre 12, 2,5 g"),
        ("PTI et zxqv", "PTI et zxqv"),
        ("d'O'Brien à Jean-Baptiste", "[mot] à [mot]"),
    ],
)
def test_une_phrase_gardee_ne_nomme_personne(typed: str, kept: str) -> None:
    assert keepable(typed) == kept


def test_une_longue_phrase_est_coupee() -> None:
    kept = keepable("zxqv " * 100)
    assert len(kept) == LONGEST and kept.endswith("…")
