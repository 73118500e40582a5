"""The static files of the page, read once, kept compressed, served with the headers of a strict page."""

from __future__ import annotations

import gzip
import hashlib
import json
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, raw

FOLDER = Path(__file__).resolve().parents[2] / "page"
WORKER = "sw.js"
TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json", ".svg": "image/svg+xml"}
GOVERNED = ("index.html", WORKER)  # what a policy governs: a document and a worker
SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types prioig"
    ),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@dataclass(frozen=True)
class Asset:
    """One response that never changes while the server runs: its bytes, the same in gzip, and its fingerprint.

    `headers` come with each response.
    """

    body: bytes
    packed: bytes
    content_type: str
    headers: dict[str, str]

    @staticmethod
    def of(body: bytes, content_type: str, name: str = "") -> Asset:
        """An asset made of these bytes."""
        if content_type.startswith("text/") or content_type.endswith(("json", "xml")):
            content_type += "; charset=utf-8"
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        if name in GOVERNED:
            headers.update(SECURITY)
        return Asset(body, gzip.compress(body, 9, mtime=0), content_type, headers)

    @property
    def etag(self) -> str:
        """The fingerprint of the bytes."""
        return self.headers["ETag"]

    def response(self, request: Request) -> HTTPResponse:
        """The asset as the request can take it: not at all where it has it already, compressed where it says so."""
        headers = dict(self.headers)
        if request.headers.get("if-none-match") in (self.etag, f"W/{self.etag}"):
            return raw(b"", status=304, headers=headers)
        packed = "gzip" in request.headers.get("accept-encoding", "") and len(self.packed) < len(self.body)
        if packed:
            headers["Content-Encoding"] = "gzip"
        return raw(self.packed if packed else self.body, headers=headers, content_type=self.content_type)


def content_type(path: Path) -> str:
    """The media type of a file, by its name."""
    return TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@lru_cache(maxsize=1)
def assets() -> dict[str, Asset]:
    """Every file of the page by its path below the folder; the service worker comes with the list of the others.

    The list stands at the head of the worker because a browser looks for a new version there: one byte that changes
    in any file makes a new worker, which takes all files again together.
    """
    files = {str(file.relative_to(FOLDER)): file for file in sorted(FOLDER.rglob("*")) if file.is_file()}
    found = {name: Asset.of(file.read_bytes(), content_type(file), name) for name, file in files.items()}
    found[WORKER] = Asset.of(_head(found) + found[WORKER].body, TYPES[".js"], WORKER)
    return found


def _head(found: dict[str, Asset]) -> bytes:
    names = [name for name in found if name != WORKER]
    version = hashlib.sha256("".join(asset.etag for asset in found.values()).encode()).hexdigest()[:12]
    paths = ["/", *(f"/page/{name}" for name in names if name != "index.html")]
    return f"const BUILD = {json.dumps({'version': version, 'paths': paths})};\n".encode()


def add_folder(routes: Blueprint, folder: Path, index: str, address: str, below: str) -> None:
    """Serve a page of its own: its document `index` at `address`, under the strict policy, its other files below."""

    def serve(path: str, asset: Asset) -> None:
        async def handler(request: Request, **parts: str) -> HTTPResponse:
            return asset.response(request)

        routes.add_route(handler, path, methods=["GET", "HEAD"], name=f"{routes.name}_file_{path}")

    for file in sorted(folder.iterdir()):
        asset = Asset.of(file.read_bytes(), content_type(file), file.name)
        if file.name == index:
            asset.headers.update(SECURITY)
        serve(address if file.name == index else f"{below}/{file.name}", asset)
