"""The teacher's pages: a room followed live behind its teacher's code, the join address and its QR code.

None of these files belongs to the chat page: an intern's phone never loads them.
"""

from __future__ import annotations

import io
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import segno
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw, redirect

from actions.training import codes, rooms
from actions.training.report.page import page
from actions.training.report.summary import summary, version
from actions.training.report.table import table
from actions.training.rooms import Room
from actions.wording import training_report as wording
from bot.channels.door import Checks, Refused
from bot.channels.limits import Buckets
from bot.channels.page.files import add_folder
from bot.channels.page.routes import guarded

FOLDER = Path(__file__).resolve().parents[1] / "teacher"
LIVE = "live.html"


def blueprint(checks: Checks, wrong: Buckets | None = None) -> Blueprint:
    """All the routes of training; `wrong` limits the wrong codes that an address may try."""
    routes = Blueprint("prioig_training")
    desk = Desk(checks, wrong or Buckets(per_second=0.2, burst=20))
    for name in ("room", "report", "table", "close", "delete"):
        handler = guarded(checks, getattr(desk, name))
        routes.add_route(handler, f"/page/training/{name}", methods=["POST"], name=f"training_{name}")
    add_folder(routes, FOLDER, LIVE, "/entrainement/salle/<code:str>", "/entrainement/page")
    _add_addresses(routes)
    return routes


def _add_addresses(routes: Blueprint) -> None:
    @routes.get("/entrainement", name="training_alone")
    async def alone(request: Request) -> HTTPResponse:
        return redirect("/#entrainement")

    @routes.get("/entrainement/<code:str>", name="training_join")
    async def join(request: Request, code: str) -> HTTPResponse:
        return redirect(f"/#entrainement/{_letters(code)}")

    @routes.get("/entrainement/qr/<code:str>", name="training_qr")
    async def picture(request: Request, code: str) -> HTTPResponse:
        drawn = io.BytesIO()
        address = f"{request.scheme}://{request.host}/entrainement/{_letters(code)}"
        segno.make(address, error="m").save(drawn, kind="svg", scale=8, border=4, light="white", xmldecl=False)
        return raw(drawn.getvalue(), content_type="image/svg+xml", headers={"Cache-Control": "no-store"})


def _letters(code: str) -> str:
    """What can be a room's code, and nothing else: it goes into an address."""
    return "".join(char for char in codes.typed(code) if char in codes.LETTERS)[: codes.ROOM]


class Desk:
    """What a teacher asks of a room; each request carries the room's code and the teacher's."""

    def __init__(self, checks: Checks, wrong: Buckets) -> None:
        self.checks, self.wrong = checks, wrong

    async def room(self, request: Request, body: dict[str, Any]) -> Any:
        """The figures of the room; only the version where nothing changed since `version`."""
        found, now = self._led(request, body), _now()
        if body.get("version") == version(found, now):
            return {"version": body["version"]}
        return {**summary(found, now).to_json(), "titles": wording.TITLES, "explained": wording.EXPLAINED}

    async def report(self, request: Request, body: dict[str, Any]) -> Any:
        """The report as one file."""
        found = self._led(request, body)
        return {"name": f"entrainement-{found.code}.html", "text": page(summary(found, _now()))}

    async def table(self, request: Request, body: dict[str, Any]) -> Any:
        """The answers as CSV."""
        found = self._led(request, body)
        return {"name": f"entrainement-{found.code}.csv", "text": table(found)}

    async def close(self, request: Request, body: dict[str, Any]) -> Any:
        """Close the room."""
        rooms.close(self._led(request, body).code, _now())
        return {"closed": True}

    async def delete(self, request: Request, body: dict[str, Any]) -> Any:
        """Delete the room with its answers."""
        rooms.delete(self._led(request, body).code)
        return {"deleted": True}

    def _led(self, request: Request, body: dict[str, Any]) -> Room:
        """The room of the codes of a request. Raises `Refused`."""
        guesser = self.checks.guesser(request, self.wrong)
        code, secret = body.get("code"), body.get("teacher")
        known = isinstance(code, str) and isinstance(secret, str)
        found = rooms.led_by(str(code), str(secret)) if known else None
        if found is not None:
            return found
        self.wrong.wait(guesser)
        raise Refused(403, "wrong_teacher_code")


def _now() -> datetime:
    return datetime.now(timezone.utc)
