"""What a teacher sees: figures, one page without script or request, a CSV; and the command line."""

from __future__ import annotations

import csv
import html.parser
import io
from datetime import timedelta
from pathlib import Path

import pytest

from actions.training import answers, players, rooms, tally
from actions.training.report.page import page
from actions.training.report.summary import Summary, summary, version
from actions.training.report.table import table
from actions.training.tally import Rate
from bot.cli import main
from tests.training.classroom import START, Intern, room, seated

LATER = START + timedelta(minutes=10)


@pytest.fixture
def played() -> tuple[rooms.Room, Intern, Intern]:
    """A room of two cases, answered by one who knows and by one who does not."""
    opened, _ = room(count=2)
    knows, guesses = seated(opened.code, "s1", "Loutre bleue"), seated(opened.code, "s2", "<b>Merle</b>")
    for intern in (knows, guesses):
        for _ in opened.cases:
            if intern is knows:
                intern.answers_right()
            while intern.hand.get("case"):
                intern.says("je ne sais pas")
            intern.taps("cas suivant")
    return opened, knows, guesses


def test_les_chiffres_de_la_salle(played: tuple[rooms.Room, Intern, Intern]) -> None:
    found = summary(played[0], LATER)
    asked = len(answers.of_room(found.code)) // 2
    assert [(one.pseudonym, one.cells) for one in found.interns] == [
        ("Loutre bleue", (1.0, 1.0)), ("<b>Merle</b>", (0.0, 0.0)),
    ]  # fmt: skip
    assert {bar.text.split(" (")[0] for bar in found.rows} == {"50 %"}
    assert [(bar.label, bar.text) for bar in found.calibration] == [("sûr", f"100 % (sur {asked})")]
    assert [case.answered for case in found.cases] == [2, 2]


def test_la_distribution_de_chaque_question_marque_la_reponse_attendue(
    played: tuple[rooms.Room, Intern, Intern],
) -> None:
    for case in summary(played[0], LATER).cases:
        priority = case.questions[0]
        assert [bar.label for bar in priority.bars if bar.marked] == [priority.right]
        assert sum(int(bar.text) for bar in priority.bars) == 2
        assert {bar.label: bar.text for bar in priority.bars}["sans réponse"] == "1"


def test_la_version_change_avec_ce_qui_est_montre() -> None:
    opened, _ = room(count=1)
    seen = [version(opened, START)]
    intern = seated(opened.code)
    seen.append(version(opened, START))
    intern.says("P, sûr")
    seen.append(version(opened, START))
    seen.append(version(opened, opened.closes))
    assert len(set(seen)) == 4
    assert version(opened, START) == seen[2]


class Reader(html.parser.HTMLParser):
    """The elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_le_rapport_est_une_page_seule_sans_script_ni_requete(played: tuple[rooms.Room, Intern, Intern]) -> None:
    read = Reader(page(summary(played[0], LATER)))
    assert {"script", "link", "img", "iframe", "b"} & {tag for tag, _ in read.tags} == set()
    assert [name for _, given in read.tags for name in given if name in ("src", "href") or name.startswith("on")] == []
    assert "<b>Merle</b>" in read.text
    for piece in ("Loutre bleue", "Réussite par ligne du tableau", "Assurance et réussite", "Cas 2", "À retenir"):
        assert piece in read.text
    assert "ne concerne aucun patient" in read.text


def test_chaque_barre_se_lit_sans_couleur(played: tuple[rooms.Room, Intern, Intern]) -> None:
    found = summary(played[0], LATER)
    read = Reader(page(found))
    for bar in (*found.rows, *found.families, *found.calibration):
        assert f"{bar.label} : {bar.text}" in read.text


def test_une_salle_vide_a_un_rapport() -> None:
    opened, _ = room(count=1)
    assert Reader(page(summary(opened, START))).text.count("Rien à montrer pour l'instant.") == 5


def test_le_tableau_a_une_ligne_par_reponse_et_rien_qu_un_tableur_execute(
    played: tuple[rooms.Room, Intern, Intern],
) -> None:
    opened = played[0]
    third = players.meet("s3", "=1+1", START)[0]
    assert players.sit(opened.code, third, "=1+1", START)
    intern = Intern("s3")
    intern.says(f"entraînement {opened.code}")
    intern.says("P, sûr")
    lines = list(csv.DictReader(io.StringIO(table(opened).removeprefix("\ufeff")), delimiter=";"))
    assert len(lines) == len(answers.of_room(opened.code))
    assert {line["pseudonyme"] for line in lines} == {"Loutre bleue", "<b>Merle</b>", "'=1+1"}
    assert {line["points"] for line in lines if line["pseudonyme"] == "Loutre bleue"} == {"1"}


def test_avant_et_apres_compare_les_memes_internes() -> None:
    opened, _ = room(count=3, seed=11)
    intern = seated(opened.code)
    while intern.hand.get("case"):
        intern.says("je ne sais pas")
    for _ in range(2):
        intern.taps("cas suivant")
        intern.answers_right()
    pairs = tally.before_after(answers.of_room(opened.code))
    met = tally.families(answers.of_room(opened.code))
    assert set(pairs) == {family for family, values in met.items() if len(values) > 1}
    first = {family: values[0] for family, values in met.items()}
    assert all(before == Rate("before", first[family], 1) for family, (before, _) in pairs.items())
    assert all(after.success == 1.0 for _, after in pairs.values())


def test_la_commande_ouvre_montre_rapporte_clot_et_supprime(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["training", "start", "--name", "Essai", "--cases", "2", "--seed", "3", "--address", "https://x.test"])
        == 0
    )
    code = rooms.every()[0].code
    assert f"https://x.test/entrainement/{code}" in capsys.readouterr().out
    assert main(["training", "list"]) == 0
    assert f"{code}  ouverte" in capsys.readouterr().out
    for name in ("rapport.html", "reponses.csv"):
        assert main(["training", "report", code.lower(), "--output", str(tmp_path / name)]) == 0
        assert (tmp_path / name).stat().st_size > 100
    assert main(["training", "close", code]) == 0
    assert not rooms.every()[0].is_open(START)
    assert main(["training", "delete", code, "--yes"]) == 0
    assert rooms.every() == ()


def test_la_commande_dit_ce_qui_manque(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["training", "report", "ABCDEF"]) == 1
    assert "Aucune salle « ABCDEF »" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["training", "start", "--name", "Essai", "--cases", "61"])
    assert "de 1 à 60 cas" in capsys.readouterr().err


def test_les_cas_fautifs_sont_refuses_avec_leur_ligne(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cas.yml").write_text("- id: essai\n  texte: rien\n", encoding="utf-8")
    assert main(["training", "check", str(tmp_path)]) == 2
    assert "cas.yml:" in capsys.readouterr().out


def test_la_meme_graine_donne_les_memes_cas() -> None:
    assert room(seed=7)[0].cases == room(seed=7)[0].cases != room(seed=8)[0].cases


def test_un_cas_disparu_du_tableau_ne_casse_ni_la_salle_ni_le_rapport() -> None:
    opened, _ = rooms.start("Essai", ("gen:plus:la:ligne:met:1", *room(count=1)[0].cases), 60, START)
    intern = seated(opened.code)
    assert "Cas 1 sur 1" in intern.said[-1].text
    found: Summary = summary(opened, LATER)
    assert len(found.cases) == 1
