"""Every route that takes something, whatever part of the product it belongs to, stands behind the same door."""

from __future__ import annotations

from typing import Any, Iterator

import jwt
import pytest

from bot.channels import cases, forms, training
from bot.channels.door import Checks
from bot.channels.page import routes
from bot.channels.page.turns import Turns
from tests.serving import Server

SECRET = "s" * 32
POSTED = (
    "/webhooks/rest/webhook",
    "/decide",
    "/page/message",
    "/page/conversation",
    "/page/case",
    "/page/form/open",
    "/page/form/answer",
    "/page/form/export",
    "/page/training/room",
    "/page/training/report",
    "/page/training/table",
    "/page/training/close",
    "/page/training/delete",
)
PAGES = ("/", "/formulaire", "/entrainement/salle/ABCDEF")
READ = (
    *PAGES,
    "/sw.js",
    "/table.json",
    "/health",
    "/page/js/app.js",
    "/formulaire/form.js",
    "/entrainement/page/live.js",
    "/entrainement/qr/ABCDEF",
    "/nulle-part",
)
BODY = {
    "sender": "0123456789abcdef",
    "id": "1",
    "message": "bonjour",
    "indication": "kawasaki",
    "code": "ABCDEF",
    "teacher": "ABCDEFGHJK",
    "reference": "ABCD-EFGH",
}


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that requires tokens."""
    with Server.start(tmp_path_factory.mktemp("guarded"), PRIOIG_JWT_SECRET=SECRET) as running:
        yield running


def refused(server: Server, path: str, body: Any, **headers: str) -> tuple[int, str]:
    """The status and the code of a refusal, which says what is wrong in a French sentence."""
    content = {"content": body} if isinstance(body, (str, bytes)) else {"json": body}
    response = server.client.post(path, headers={"Content-Type": "application/json", **headers}, **content)
    error = response.json()["error"]
    assert error["message"].endswith((".", "}.")) and "Traceback" not in response.text
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    return response.status_code, error["code"]


def bearer(subject: str, secret: str = SECRET) -> str:
    """The header of a token."""
    return f"Bearer {jwt.encode({'sub': subject}, secret, 'HS256')}"


async def nothing(*_: Any) -> list[Any]:
    """Nothing is said in a test that only looks at the routes."""
    return []


def test_the_list_of_this_file_is_that_of_the_application() -> None:
    checks = Checks()
    parts = (cases.blueprint(checks), forms.blueprint(checks), training.blueprint(checks))
    made = (*parts, routes.blueprint(checks, Turns(nothing, nothing)))
    taken = {route.uri for part in made for route in part._future_routes if "POST" in route.methods}
    assert taken | {"/webhooks/rest/webhook"} == set(POSTED)


@pytest.mark.parametrize("path", POSTED)
def test_no_route_answers_without_a_token_where_tokens_are_required(guarded: Server, path: str) -> None:
    assert refused(guarded, path, BODY) == (401, "unauthorized")
    assert refused(guarded, path, BODY, Authorization=bearer("dr", "x" * 32)) == (401, "unauthorized")
    accepted = guarded.client.post(path, json=BODY, headers={"Authorization": bearer("dr")})
    assert accepted.status_code != 401


@pytest.mark.parametrize("path", POSTED)
def test_no_route_answers_another_origin_a_wrong_method_or_what_is_not_json(server: Server, path: str) -> None:
    assert refused(server, path, BODY, Origin="https://example.org") == (403, "forbidden_origin")
    for body in ("{", "\u00e9\udcff".encode("utf-8", "surrogateescape"), '{"a": NaN}', ""):
        assert refused(server, path, body) == (400, "invalid_json")
    got = server.client.put(path, json=BODY)
    assert (got.status_code, got.json()["error"]["code"]) == (405, "method_not_allowed")
    assert "POST" in got.headers["Allow"]


@pytest.mark.parametrize("path", [path for path in POSTED if path != "/decide"])
def test_no_route_takes_more_than_sixteen_kilobytes(server: Server, path: str) -> None:
    assert refused(server, path, {**BODY, "message": "x" * 16_400}) == (413, "body_too_large")


@pytest.mark.parametrize("path", READ)
def test_every_response_carries_the_headers_of_a_strict_server(server: Server, path: str) -> None:
    headers = server.client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert (headers["X-Frame-Options"], headers["Referrer-Policy"]) == ("DENY", "no-referrer")
    policy = headers["Content-Security-Policy"]
    assert ("default-src 'self'" if path in (*PAGES, "/sw.js") else "default-src 'none'") in policy
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy


GUESSED = (("/page/form/open", 404), ("/page/training/room", 403))


@pytest.mark.parametrize(("path", "status"), GUESSED)
def test_who_guesses_waits_before_the_next_try_is_looked_up(guarded: Server, path: str, status: int) -> None:
    headers = {"Authorization": bearer(f"guesser of {path}")}
    tried = [guarded.client.post(path, json=BODY, headers=headers).status_code for _ in range(30)]
    assert set(tried[:20]) == {status} and tried[-1] == 429
    other = guarded.client.post(path, json=BODY, headers={"Authorization": bearer(f"colleague of {path}")})
    assert other.status_code == status
