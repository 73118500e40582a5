"""A training room in real browsers: a teacher, thirty interns, a lost network, one pseudonym twice, a closed room."""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable

import httpx
import pytest

from actions.training import answers, codes, rooms, teacher
from tests.page.browsing import DESKTOP, SMALL, Person, address_of, axe_source
from tests.page.conftest import People
from tests.serving import Server

BROWSERS, INTERNS = 3, 30


@dataclass
class Classroom:
    """A room of the running server, with its teacher's code."""

    room: rooms.Room
    code: str
    address: str

    @property
    def live(self) -> str:
        """The teacher's page, its code in the part that no server sees."""
        return f"/entrainement/salle/{self.room.code}#{codes.shown(self.code)}"


Open = Callable[..., Classroom]


@pytest.fixture
def classroom(server: Server, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Open a room in the file of the running server, as the command does."""
    monkeypatch.setenv("PRIOIG_VAR", str(server.folder / "var"))

    def start(count: int = 2, minutes: int = 60) -> Classroom:
        now = datetime.now(timezone.utc)
        room, code = teacher.start("Hémato, novembre", count, minutes, now, seed=3)
        return Classroom(room, code, address_of(server))

    return start


def follow(people: People, there: Classroom) -> Person:
    """A teacher in front of the live view."""
    one = people(DESKTOP)
    one.page.goto(there.address + there.live)
    one.page.locator("#room:not([hidden])").wait_for()
    return one


def join(one: Person, there: Classroom) -> Person:
    """Open the room's address on a phone and send the code that stands in the field."""
    one.page.goto(f"{there.address}/entrainement/{there.room.code}")
    one.page.locator("#version:not(:empty)").wait_for()
    assert one.page.locator("#message").input_value() == f"entraînement {there.room.code}"
    one.page.locator("#message").press("Enter")
    one.answered(1)
    return one


def rows(one: Person) -> dict[str, list[str]]:
    """The table of the live view: the cells of each pseudonym."""
    lines = one.page.locator("#interns tbody tr")
    found = [lines.nth(at).locator("th, td").all_text_contents() for at in range(lines.count())]
    return {line[0]: line[1:] for line in found}


def over_http(address: str, code: str, number: int) -> list[int]:
    """An intern without a browser: joins, takes a pseudonym, answers the first question."""
    sender = secrets.token_hex(16)
    with httpx.Client(base_url=address, timeout=60) as client:
        statuses = []
        for text in (f"entraînement {code}", f"Interne numéro {number}", "UF", "sûr"):
            body = {"sender": sender, "id": secrets.token_hex(8), "message": text}
            statuses.append(client.post("/page/message", json=body).status_code)
    return statuses


def test_un_enseignant_et_trente_internes_en_meme_temps(people: People, classroom: Open) -> None:
    there = classroom()
    teaching = follow(people, there)
    phones = [join(people(), there) for _ in range(BROWSERS)]
    with ThreadPoolExecutor(INTERNS) as pool:
        others = [pool.submit(over_http, there.address, there.room.code, at) for at in range(INTERNS - BROWSERS)]
        for phone in phones:
            phone.tap(phone.choices()[0])
            phone.tap("réservé [UF]")
            phone.tap("assez sûr")
        assert [one.result() for one in others] == [[200] * 4] * (INTERNS - BROWSERS)
    teaching.page.locator("#interns tbody tr").nth(INTERNS - 1).wait_for()
    teaching.page.get_by_text(f"{INTERNS} internes, 2 cas.").wait_for()
    assert len(rows(teaching)) == INTERNS
    assert len(answers.of_room(there.room.code)) == INTERNS
    counts = teaching.page.locator("#case .bars").first.locator(".value").all_text_contents()
    assert sum(map(int, counts)) == INTERNS
    assert all("Entraînement · " in text for text in phones[0].page.locator("#log .said.bot").all_text_contents())
    assert teaching.errors == [] and all(phone.errors == [] for phone in phones)
    assert {url for url in teaching.requests if not url.startswith(f"{there.address}/")} == set()


def test_un_telephone_perd_le_reseau_et_revient(people: People, classroom: Open) -> None:
    there = classroom()
    phone = join(people(), there)
    phone.tap(phone.choices()[0])
    phone.context.set_offline(True)
    phone.choice("réservé [UF]").click()
    phone.page.get_by_text("En attente du réseau…").wait_for()
    assert answers.of_room(there.room.code) == ()
    phone.context.set_offline(False)
    phone.answered(3)
    phone.tap("sûr")
    phone.page.reload()
    phone.answered(4)
    assert [item.answer for item in answers.of_room(there.room.code)] == [{"priority": "UF"}]


def test_l_enseignant_perd_le_reseau_et_la_salle_revient(people: People, classroom: Open) -> None:
    there = classroom()
    teaching = follow(people, there)
    teaching.context.set_offline(True)
    teaching.page.get_by_text("Réseau perdu").wait_for()
    over_http(there.address, there.room.code, 1)
    teaching.context.set_offline(False)
    teaching.page.get_by_text("1 interne, 2 cas.").wait_for()
    assert list(rows(teaching)) == ["Interne numéro 1"]


def test_deux_internes_sous_un_meme_pseudonyme(people: People, classroom: Open) -> None:
    there = classroom()
    first, second = join(people(), there), join(people(), there)
    first.type("Loutre bleue")
    second.type("loutre bleue")
    second.page.get_by_text("est déjà pris dans cette salle").wait_for()
    second.tap(second.choices()[0])
    second.page.get_by_text("Quelle est la priorité ?").wait_for()
    assert len(rows(follow(people, there))) == 2


def test_un_code_faux_puis_un_code_clos_ont_une_suite(someone: Person, classroom: Open) -> None:
    there = classroom()
    someone.type("entraînement ABCDEF")
    someone.page.get_by_text("Aucune salle et aucun code personnel ne correspond à « ABCDEF »").wait_for()
    rooms.close(there.room.code, datetime.now(timezone.utc))
    someone.type(f"entraînement {there.room.code}")
    someone.page.get_by_text("« Hémato, novembre » est close").wait_for()
    someone.tap("m'entraîner seul")
    someone.tap(someone.choices()[0])
    someone.page.get_by_text("Quelle est la priorité ?").wait_for()


def test_une_consultation_au_milieu_donne_une_vraie_carte_et_rien_d_autre(someone: Person, classroom: Open) -> None:
    there = classroom()
    someone.type(f"entraînement {there.room.code}")
    someone.tap(someone.choices()[0])
    assert someone.page.locator("#log .card").count() == 0
    someone.type("consultation")
    someone.type("PTI adulte, Khellaf 9, urgence, corticoïdes en cours, 72 kg")
    assert someone.card()["status"] == "P"
    someone.type("reprendre l'entraînement")
    someone.page.get_by_text("Quelle est la priorité ?").last.wait_for()
    assert someone.page.locator("#log .card").count() == 1


def test_le_suivi_demande_le_code_de_l_enseignant(people: People, classroom: Open) -> None:
    there = classroom()
    one = people(DESKTOP)
    one.page.goto(f"{there.address}/entrainement/salle/{there.room.code}")
    one.page.locator("#teacher").fill("ABCDE-FGHJK")
    one.page.locator("#teacher").press("Enter")
    one.page.get_by_text("Ce code d'enseignant n'ouvre pas cette salle").wait_for()
    one.page.locator("#teacher").fill(there.code.lower())
    one.page.locator("#teacher").press("Enter")
    one.page.locator("#room:not([hidden])").wait_for()
    assert there.code[:5] not in follow(people, there).page.url


def test_le_rapport_s_enregistre_et_la_salle_se_clot_puis_se_supprime(
    people: People, classroom: Open, tmp_path: Path
) -> None:
    there = classroom()
    over_http(there.address, there.room.code, 1)
    teaching = follow(people, there)
    for label, name in (("Rapport", "html"), ("Tableau CSV", "csv")):
        with teaching.page.expect_download() as saved:
            teaching.page.get_by_role("button", name=label, exact=True).click()
        assert saved.value.suggested_filename == f"entrainement-{there.room.code}.{name}"
        saved.value.save_as(tmp_path / name)
        assert "Interne numéro 1" in (tmp_path / name).read_text(encoding="utf-8")
    teaching.page.on("dialog", lambda dialog: dialog.accept())
    teaching.page.get_by_role("button", name="Clore la salle").click()
    teaching.page.get_by_text("Close le").wait_for()
    teaching.page.get_by_role("button", name="Supprimer la salle").click()
    teaching.page.get_by_text("La salle est supprimée.").wait_for()
    assert rooms.find(there.room.code) is None


def test_le_debriefing_montre_la_reponse_quand_on_le_demande(people: People, classroom: Open) -> None:
    there = classroom()
    over_http(there.address, there.room.code, 1)
    teaching = follow(people, there)
    assert teaching.page.locator("#case .marked").count() == 0
    teaching.page.get_by_text("Montrer la réponse attendue").click()
    teaching.page.locator("#case .marked").first.wait_for()
    teaching.page.get_by_text("À retenir").wait_for()
    teaching.page.get_by_role("button", name="Cas suivant").click()
    teaching.page.get_by_text("Cas 2 sur 2").wait_for()
    assert teaching.page.locator("#case .marked").count() == 0


@pytest.mark.parametrize("device", [SMALL, DESKTOP], ids=["320 px", "bureau"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_le_suivi_est_accessible(people: People, classroom: Open, device: dict[str, Any], scheme: str) -> None:
    there = classroom()
    over_http(there.address, there.room.code, 1)
    one = people(device, color_scheme=scheme, bypass_csp=True)  # for axe alone
    one.page.goto(there.address + there.live)
    one.page.locator("#interns tbody tr").first.wait_for()
    one.page.add_script_tag(content=axe_source())
    found = one.page.evaluate("axe.run().then((result) => result.violations.map((one) => [one.id, one.nodes[0].html]))")
    assert found == []
    assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_la_page_des_internes_ne_charge_rien_de_l_enseignant(someone: Person, classroom: Open) -> None:
    there = classroom()
    join(someone, there)
    assert [url for url in someone.requests if "/entrainement/page/" in url] == []


def test_l_adresse_et_le_qr_n_acceptent_qu_un_code(server: Server) -> None:
    there = server.client.get("/entrainement/khelab%3Cscript%3E", follow_redirects=False)
    assert (there.status_code, there.headers["location"]) == (302, "/#entrainement/KHEABC")
    drawn = server.client.get("/entrainement/qr/KHEABS")
    assert (drawn.headers["content-type"], drawn.text[:4]) == ("image/svg+xml", "<svg")
    assert server.client.post("/page/training/room", json={"code": "KHEABS", "teacher": "X"}).status_code == 403
