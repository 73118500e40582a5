"""A real homeserver for the tests: Synapse in its own environment, on SQLite and the loopback, stopped by its id."""

from __future__ import annotations

import hashlib
import hmac
import os
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, TypeVar

import httpx

from bot.paths import ROOT

ENVIRONMENT = ROOT / ".venv-synapse"
PYTHON = ENVIRONMENT / "bin" / "python"
LOCK = Path(__file__).with_name("synapse.lock")
NAME = "hopital.test"
SECRET = "registration-for-tests"
PATIENCE = 90  # seconds
T = TypeVar("T")


class Unavailable(RuntimeError):
    """Synapse cannot be installed here; the message says why."""


def until(found: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """What `found` gives as soon as it gives something. Raises `AssertionError`."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if (value := found()) is not None:
            return value
        time.sleep(0.02)
    raise AssertionError(f"not in time: {what}")


def free_port() -> int:
    """A port of the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def install() -> None:
    """Make Synapse's environment, once. Raises `Unavailable`."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import synapse"], capture_output=True).returncode == 0:
        return
    own = ROOT / ".tools" / "uv" / "bin" / "uv"
    uv = str(own) if own.exists() else shutil.which("uv")
    if uv is None:
        raise Unavailable("uv is not here to install matrix-synapse")
    for arguments in (
        ["venv", "--quiet", "--allow-existing", "--python", "3.11", str(ENVIRONMENT)],
        ["pip", "install", "--quiet", "--python", str(PYTHON), "-r", str(LOCK)],
    ):
        done = subprocess.run([uv, "--no-config", *arguments], capture_output=True, text=True)
        if done.returncode != 0:
            raise Unavailable(f"matrix-synapse cannot be installed: {done.stderr.strip()[-300:]}")


def _settings(folder: Path, port: int) -> str:
    limits = "\n".join(
        f"{name}: {{per_second: 1000, burst_count: 1000}}"
        for name in ("rc_message", "rc_registration", "rc_joins_per_room", "rc_room_creation")
    )
    return f"""
server_name: {NAME}
pid_file: {folder}/homeserver.pid
listeners: [{{port: {port}, type: http, bind_addresses: ["127.0.0.1"], resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: {folder}/homeserver.db}}}}
log_config: {folder}/log.yaml
media_store_path: {folder}/media
signing_key_path: {folder}/signing.key
registration_shared_secret: {SECRET}
macaroon_secret_key: macaroon-for-tests
report_stats: false
trusted_key_servers: []
{limits}
rc_login: {{address: {{per_second: 1000, burst_count: 1000}}, account: {{per_second: 1000, burst_count: 1000}}}}
rc_joins: {{local: {{per_second: 1000, burst_count: 1000}}}}
rc_invites:
  per_room: {{per_second: 1000, burst_count: 1000}}
  per_user: {{per_second: 1000, burst_count: 1000}}
  per_issuer: {{per_second: 1000, burst_count: 1000}}
"""


LOGGING = """
version: 1
handlers: {{file: {{class: logging.FileHandler, filename: {folder}/homeserver.log}}}}
root: {{level: WARNING, handlers: [file]}}
"""


@dataclass
class Synapse:
    """One homeserver; its database stays in `folder` when it stops."""

    folder: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.settings = self.folder / "homeserver.yaml"
        self.settings.write_text(_settings(self.folder, self.port))
        (self.folder / "log.yaml").write_text(LOGGING.format(folder=self.folder))
        self._run("--generate-keys").wait(PATIENCE)

    @property
    def url(self) -> str:
        """Its address for clients."""
        return f"http://127.0.0.1:{self.port}"

    def _run(self, *options: str) -> subprocess.Popen[bytes]:
        command = [PYTHON, "-m", "synapse.app.homeserver", "-c", self.settings, *options]
        with (self.folder / "output.log").open("ab") as output:
            return subprocess.Popen(command, cwd=self.folder, stdout=output, stderr=output, env=dict(os.environ))

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.process = self._run()
        until(self._answers, f"synapse answers; see {self.folder}")

    def _answers(self) -> bool | None:
        assert self.process is not None and self.process.poll() is None, "synapse has stopped"
        try:
            return httpx.get(f"{self.url}/health").status_code == 200 or None
        except httpx.HTTPError:
            return None

    def stop(self, kill: bool = False) -> None:
        """Stop it, at once or politely."""
        if self.process is not None:
            self.process.kill() if kill else self.process.terminate()
            self.process.wait(PATIENCE)
            self.process = None

    def register(self, name: str, password: str, admin: bool = False) -> str:
        """Make an account and return its identifier."""
        url = f"{self.url}/_synapse/admin/v1/register"
        nonce = httpx.get(url).json()["nonce"]
        signed = "\0".join((nonce, name, password, "admin" if admin else "notadmin")).encode()
        mac = hmac.new(SECRET.encode(), signed, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "admin": admin, "mac": mac}
        answer = httpx.post(url, json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["user_id"])

    def request(self, method: str, path: str, token: str, body: Any = None) -> dict[str, Any]:
        """The JSON that the homeserver answers to a request of the account of `token`."""
        answer = httpx.request(method, self.url + path, json=body, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def token(self, name: str, password: str) -> str:
        """A new session of an account."""
        body = {"type": "m.login.password", "identifier": {"type": "m.id.user", "user": name}, "password": password}
        return str(httpx.post(f"{self.url}/_matrix/client/v3/login", json=body).json()["access_token"])
