"""The words that can be explained."""

from __future__ import annotations

from collections import Counter

import pytest

from actions.wording.glossary import explain, terms
from actions.wording.text import fold
from rules import vocabulary


def test_aucun_mot_n_a_deux_explications() -> None:
    spelled = Counter(name for item in terms() for name in {fold(item.term), *map(fold, item.names)})
    assert [name for name, count in spelled.items() if count > 1] == []


@pytest.mark.parametrize("status", ["P", "UF", "NP", "non justifié", "critères non réunis"])
def test_chaque_issue_du_tableau_s_explique(status: str) -> None:
    assert explain(status, "") is not None


@pytest.mark.parametrize("body", vocabulary().bodies)
def test_chaque_instance_du_tableau_s_explique(body: str) -> None:
    assert explain(body, "") is not None


def test_un_mot_inconnu_ne_s_explique_pas() -> None:
    assert explain("abracadabra", "c'est quoi abracadabra ?") is None
