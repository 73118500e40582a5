"""The vials that a hospital chooses: PRIOIG_FORMULARY names a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules import Case, RuleBaseError, decide
from rules.products import VARIABLE, Formulary, formulary, products

DEFAULT = (2.5, 5.0, 10.0, 20.0)


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that PRIOIG_FORMULARY names; not written yet."""
    path = tmp_path / "livret.yml"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_without_a_formulary_the_default_set_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert formulary() == Formulary(iv=DEFAULT, sc=DEFAULT)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("IV: [10, 5, 20]\n", Formulary((5.0, 10.0, 20.0), DEFAULT), id="une liste, dans le désordre"),
        pytest.param("IV: [5, 5]\nSC: [1, 4]\n", Formulary((5.0,), (1.0, 4.0)), id="une liste par voie, un doublon"),
        pytest.param("SC: HIZENTRA 200 mg/ml\n", Formulary(DEFAULT, (1.0, 2.0, 4.0, 10.0)), id="un produit"),
        pytest.param("IV: null\n", Formulary(DEFAULT, DEFAULT), id="une voie laissée vide"),
    ],
)
def test_a_hospital_sets_its_own_vials(chosen: Path, text: str, expected: Formulary) -> None:
    chosen.write_text(text, encoding="utf-8")
    assert formulary() == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "IV: KIOVIGUE\n",
            "1: produit inconnu : « KIOVIGUE » ; indiquez un nom de products.yml ou une liste de grammes",
        ),
        (
            "\nIV: HIZENTRA 200 mg/ml\n",
            "2: « HIZENTRA 200 mg/ml » est un produit de la voie SC, il ne peut pas servir en IV",
        ),
        ("IV: [5]\nIM: [5]\n", "2: clé inconnue « IM » ; attendues : IV SC"),
        ("IV: []\n", "1: une liste de flacons en grammes est attendue : [5, 10, 20]"),
        ("IV: [0, 5]\n", "1: une liste de flacons en grammes est attendue : [5, 10, 20]"),
        ("IV: [-5]\n", "1: une liste de flacons en grammes est attendue : [5, 10, 20]"),
        ("IV: [0.001]\n", "1: une liste de flacons en grammes est attendue : [5, 10, 20]"),
        ("IV: [cinq]\n", "1: un nombre est attendu ici"),
        ("IV: {a: 5}\n", "1: un texte est attendu ici"),
        ("[5, 10]\n", "1: un dictionnaire est attendu ici"),
        ("", "1: un document YAML, et un seul, est attendu ici"),
    ],
)
def test_a_formulary_that_cannot_be_read_is_refused(chosen: Path, text: str, message: str) -> None:
    chosen.write_text(text, encoding="utf-8")
    with pytest.raises(RuleBaseError) as caught:
        formulary()
    assert str(caught.value) == f"{chosen}:{message}"


def test_a_formulary_that_is_not_yaml_is_refused_where_it_stops(chosen: Path) -> None:
    """What follows is the parser's own sentence: it differs between its two implementations."""
    chosen.write_text("IV: [5\n", encoding="utf-8")
    with pytest.raises(RuleBaseError) as caught:
        formulary()
    assert str(caught.value).startswith(f"{chosen}:2: YAML illisible : ")


def test_a_formulary_that_is_not_there_is_refused(chosen: Path) -> None:
    with pytest.raises(RuleBaseError) as caught:
        formulary()
    assert str(caught.value) == f"{chosen}:1: fichier illisible : No such file or directory"


def test_the_formulary_changes_the_vials_and_nothing_else(chosen: Path) -> None:
    chosen.write_text("IV: TEGELINE 50 mg/mL\n", encoding="utf-8")  # 5 and 10 g
    decision = decide(Case("itp_adult", {"life_threatening_bleeding": True, "weight_kg": 72.0}))
    assert decision.dose and decision.status == "P"
    plan = decision.dose.regimens[0]
    assert (plan.g_per_kg_total, plan.grams_exact, plan.grams_per_day) == (1, 72.0, (70.0,))
    assert (plan.vials, plan.grams_in_vials, plan.gap_percent) == ({"10": 7}, 70.0, -2.8)


def test_every_product_has_a_route_and_vials() -> None:
    assert {product.route for product in products().values()} == {"IV", "SC"}
    assert [name for name, product in products().items() if not product.grams] == []
