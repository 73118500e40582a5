"""A real Datasette on a real record: the password, read only, this machine only, no outside request, in a browser."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Iterator

import httpx
import pytest

from bot.commands.review import ENVIRONMENT
from bot.own_environment import NotInstalled
from tests.review.kept import month
from tests.serving import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PASSWORD = "un mot de passe bien assez long"


@dataclass(frozen=True)
class Review:
    """A running review: its address, its process, its record's folder, the references of its cases, its log."""

    address: str
    process: subprocess.Popen[str]
    folder: Path
    references: dict[str, str]
    log: Path

    def client(self) -> httpx.Client:
        """Somebody who has not given the password."""
        return httpx.Client(base_url=self.address, timeout=60)

    def entered(self) -> httpx.Client:
        """Somebody who has."""
        client = self.client()
        token = re.search(r'name="csrftoken" value="([^"]+)"', client.get("/-/login").text)
        assert token is not None
        form = {"username": "relecture", "password": PASSWORD, "csrftoken": token[1]}
        assert client.post("/-/login", data=form).status_code == 302
        return client


def start(folder: Path, log: Path, **environment: str) -> tuple[subprocess.Popen[str], str]:
    """Start `prioig review` on a free port; the process and its address, once it answers."""
    settings = {**os.environ, "PRIOIG_VAR": str(folder), **environment}
    command = [str(ROOT / "prioig"), "review", "--port", "0"]
    with log.open("w") as stream:
        process = subprocess.Popen(command, env=settings, stderr=stream, stdout=stream, text=True)
    while not (found := re.search(r"running on (http://\S+)", log.read_text())):
        assert process.poll() is None, log.read_text()
    return process, found[1]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """A review of one month; skipped where Datasette cannot be installed."""
    try:
        ENVIRONMENT.python()
    except NotInstalled as error:
        pytest.skip(f"no Datasette here: {error}")
    folder = tmp_path_factory.mktemp("review")
    references = month(folder)
    log = folder / "log"
    process, address = start(folder, log, PRIOIG_REVIEW_PASSWORD=PASSWORD)
    yield Review(address, process, folder, references, log)
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


CLOSED = (
    "/",
    "/record",
    "/record/decisions.json",
    "/-/dashboards/mois",
    "/-/dossier?reference=K7-482",
    "/record.json?sql=select+1",
)


@pytest.mark.parametrize("path", CLOSED)
def test_without_the_password_nothing_is_seen(running: Review, path: str) -> None:
    answer = running.client().get(path)
    assert (answer.status_code, answer.headers.get("location")) == (302, "/-/login")


def test_a_wrong_password_does_not_open(running: Review) -> None:
    client = running.client()
    token = re.search(r'name="csrftoken" value="([^"]+)"', client.get("/-/login").text)
    assert token is not None
    form = {"username": "relecture", "password": "autre chose", "csrftoken": token[1]}
    assert "Nom ou mot de passe incorrect." in client.post("/-/login", data=form).text
    assert client.get("/record/decisions.json").status_code == 302


def test_it_listens_on_this_machine_only_and_under_its_own_name(running: Review) -> None:
    assert running.address.startswith("http://127.0.0.1:")
    assert running.client().get("/-/login", headers={"host": "rebound.example"}).status_code == 421


def test_the_password_is_neither_on_the_command_line_nor_in_a_file_nor_in_the_log(running: Review) -> None:
    running.entered().get("/")
    line = Path(f"/proc/{running.process.pid}/cmdline")
    said = line.read_bytes().decode() if line.exists() else ""
    files = [path.read_bytes() for path in running.folder.iterdir() if path.is_file()]
    assert PASSWORD not in said and all(PASSWORD.encode() not in content for content in files)


def test_addresses_are_not_logged(running: Review) -> None:
    running.entered().get(f"/-/dossier?reference={running.references['itp']}")
    assert running.references["itp"] not in running.log.read_text()


WRITES = (
    "DELETE FROM decisions",
    "INSERT INTO entries VALUES (99, '{}', '')",
    "PRAGMA user_version = 9",
    "ATTACH 'x' AS y",
)


@pytest.mark.parametrize("sql", WRITES)
def test_nothing_can_be_written_from_there(running: Review, sql: str) -> None:
    answer = running.entered().get("/record.json", params={"sql": sql, "_shape": "array"})
    assert answer.status_code == 400
    connection = sqlite3.connect(running.folder / "record.sqlite")
    assert connection.execute("SELECT count(*) FROM decisions").fetchone() == (6,)
    connection.close()


def test_tables_are_exported(running: Review) -> None:
    text = running.entered().get("/record/latest_decisions.csv?_stream=on").text
    assert len(text.splitlines()) == 6
    assert running.references["itp"] in text


def test_a_case_is_found_by_its_reference_however_it_is_typed(running: Review) -> None:
    reference = running.references["cidp"]
    page = running.entered().get("/-/dossier", params={"reference": reference.lower().replace("-", "")}).text
    assert f"Dossier {reference}" in page and "dit la même chose" in page


def test_a_generated_password_is_kept_for_its_owner_alone_and_a_short_one_refused(tmp_path: Path) -> None:
    if not (ENVIRONMENT.folder / "bin" / "python").exists():
        pytest.skip("no Datasette here")
    month(tmp_path / "var")
    process, _ = start(tmp_path / "var", tmp_path / "log")
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)
    kept = tmp_path / "var" / "review.password"
    assert (kept.stat().st_mode & 0o777, len(kept.read_text().strip()) >= 20) == (0o600, True)
    assert kept.read_text().strip() not in (tmp_path / "log").read_text()
    short = subprocess.run(
        [ROOT / "prioig", "review"],
        env={**os.environ, "PRIOIG_VAR": str(tmp_path / "var"), "PRIOIG_REVIEW_PASSWORD": "court"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (short.returncode, short.stderr) == (1, "PRIOIG_REVIEW_PASSWORD doit avoir au moins 12 caractères.\n")


def enter(page: Page, address: str) -> None:
    """Give the password as a person does."""
    page.goto(address)
    page.locator("#password").fill(PASSWORD)
    page.locator("#password").press("Enter")
    page.get_by_role("heading", name="Relecture des décisions").wait_for()


def test_the_dashboards_draw_the_month_and_ask_nothing_of_the_outside(
    running: Review,
    browser: Browser,
) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 1600})
    page = context.new_page()
    requests: list[str] = []
    failures: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.on("console", lambda said: failures.append(said.text) if said.type == "error" else None)
    enter(page, running.address)
    page.get_by_role("link", name="Les décisions du mois").click()
    charts = ("situations", "priorites", "avis", "doses", "questions", "corrections", "jours", "phrases")
    for chart in charts:
        page.locator(f"#chart-{chart} canvas, #chart-{chart} svg").first.wait_for()
    assert page.locator("#chart-total").inner_text().strip() == "5"
    assert page.locator("#chart-avis_attendus").inner_text().strip() == "1"
    assert page.locator("#chart-grammes").inner_text().strip() == "320 g"
    assert page.get_by_role("button", name="Afficher").is_visible()
    page.goto(f"{running.address}/record/not_understood")
    assert "onerror" in page.locator("table").first.inner_text() and page.title() != "pwned"
    assert [url for url in requests if not url.startswith((running.address, "data:", "blob:"))] == []
    assert failures == []
    context.close()
