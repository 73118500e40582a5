"""Whatever an intern types or taps, in any order: a reply, marked, and the case of care untouched."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from actions.conversation import Conversation
from actions.training import answers
from tests.training.classroom import Intern, room

TYPED = st.sampled_from([
    "P", "UF", "sûr", "peu sûr", "RCP avant", "aucun avis", "72,5 g", "2 jours", "indice", "relire", "mes progrès",
    "mon code", "aide", "passer", "je ne sais pas", "suivant", "supprimer mes données", "non", "Loutre bleue",
    "entraînement", "entraînement ABCDEF", "ouvrir une salle", "reprendre l'entraînement", "2 g/kg", "?", "",
    "PTI adulte, Khellaf 9, urgence, 72 kg", "tapé par erreur " * 20,
])  # fmt: skip
MOVES = st.sampled_from(
    ["/back", "/why", "/skip", "/dont_know", "/help", '/answer{"value": 72}', '/answer{"value": null}']
)
TAPS = st.integers(0, 9)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.one_of(TYPED, MOVES, TAPS), max_size=25))
def test_tout_se_dit_dans_n_importe_quel_ordre(number: int, acts: list[str | int]) -> None:
    opened, _ = room(count=2)
    intern = Intern(f"any-{number}")
    intern.says(f"entraînement {opened.code}")
    late = [one.payload for say in intern.said for one in say.buttons]
    for act in acts:
        if isinstance(act, int):
            intern.sends(late[act % len(late)])
        elif act.startswith("/"):
            intern.sends(act)
        else:
            intern.says(act)
        late += [one.payload for say in intern.said for one in say.buttons]
        assert intern.said and all(say.text.startswith("Entraînement") for say in intern.said)
        assert all(item["training"] for say in intern.said for item in say.objects)
        assert intern.case.content == Conversation().content
        if intern.case.active is None:
            intern.says("reprendre l'entraînement")
    given_ = answers.of_room(opened.code)
    assert len({(one.player, one.vignette, one.question) for one in given_}) == len(given_)
    assert all(0 <= one.score <= 1 for one in given_)
