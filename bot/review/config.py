"""How Datasette is started for the review: its configuration, its password, its command line."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import secrets
import stat
import sys
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.wording.questions import facts as fact_words
from actions.wording.table import situation, situations, unjustified
from actions.wording.text import capital
from bot.files import replace_text
from bot.paths import ROOT, var_dir
from bot.review.comparison import STATUSES

HERE = Path(__file__).parent
USER = "relecture"
PASSWORD, HASH = "PRIOIG_REVIEW_PASSWORD", "PRIOIG_REVIEW_HASH"
SHORTEST = 12  # characters of a password
ITERATIONS = 480_000  # of PBKDF2, as the library's own hashes
# The last decision of each case in the month.
LATEST = (
    "(SELECT *, max(revision) FROM decisions WHERE TRUE [[AND at >= :mois AND at < :mois || '~']] GROUP BY reference)"
)
# The opinions that it requires before starting, and that nobody has given for its phase, or that were unfavourable.
WAITING = (
    "SELECT d.reference AS reference, "
    "(SELECT group_concat(value, ' ou ') FROM json_each(o.value, '$.bodies')) AS bodies "
    "FROM {latest} AS d JOIN entries AS e ON e.seq = d.seq, json_each(e.content, '$.opinions') AS o "
    "WHERE d.opinions_required > 0 AND json_extract(o.value, '$.strength') IN ('required', 'urgent') "
    "AND coalesce((SELECT coalesce(json_extract(g.content, '$.favourable'), 1) FROM entries AS g "
    "WHERE g.reference = d.reference AND g.kind = 'opinion' AND g.seq NOT IN (SELECT seq FROM cancelled) "
    "AND json_extract(g.content, '$.phase') = d.phase "
    "AND json_extract(g.content, '$.body') IN (SELECT value FROM json_each(o.value, '$.bodies')) "
    "ORDER BY g.seq DESC LIMIT 1), 0) = 0"
)
SETTINGS = {
    "sql_time_limit_ms": "20000",
    "max_returned_rows": "5000",
    "allow_download": "off",
    "suggest_facets": "off",
    "default_cache_ttl": "0",
    "num_sql_threads": "2",
}


class PasswordProblem(ValueError):
    """The password cannot be used; the message is in French."""


def password() -> tuple[str, Path | None]:
    """The password of the environment, else the one that was drawn for this machine, with the file that keeps it.

    Raises `PasswordProblem`, and OSError where the file cannot be kept.
    """
    given = os.environ.get(PASSWORD)
    if given is not None:
        if len(given) < SHORTEST:
            raise PasswordProblem(f"{PASSWORD} doit avoir au moins {SHORTEST} caractères.")
        return given, None
    path = var_dir() / "review.password"
    if not path.exists():
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as stream:
            stream.write(secrets.token_urlsafe(15) + "\n")
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise PasswordProblem(f"{path} est lisible d'autres que vous : chmod 600 {path}")
    return path.read_text().strip(), path


def hashed(secret: str) -> str:
    """The password as the login plugin checks it: PBKDF2-SHA256 with a salt of its own."""
    salt = secrets.token_hex(16)
    digest = hashlib.pbkdf2_hmac("sha256", secret.encode(), salt.encode(), ITERATIONS)
    return f"pbkdf2_sha256${ITERATIONS}${salt}${base64.b64encode(digest).decode()}"


def metadata(month: str | None) -> dict[str, Any]:
    """Datasette's configuration: who may enter, and the dashboards, which open on `month` ("2026-11")."""
    return {
        "title": "PrioIg : relecture des décisions",
        "allow": {"id": USER},
        "extra_js_urls": ["/assets/french.js"],
        "plugins": {
            "datasette-auth-passwords": {f"{USER}_password_hash": {"$env": HASH}},
            "datasette-dashboards": dashboards(month),
        },
    }


def dashboards(month: str | None) -> dict[str, Any]:
    """The dashboards of `dashboards.yml`, opening on a month, their shared parts of SQL put in place."""
    data = YAML(typ="safe").load((HERE / "dashboards.yml").read_text(encoding="utf-8"))
    for dashboard in data.values():
        for chart in dashboard["charts"].values():
            chart["db"] = "record"
            chart["query"] = chart["query"].replace("{waiting}", WAITING).replace("{latest}", LATEST)
        if month:
            dashboard["filters"]["mois"]["default"] = month
    return dict(data)


def labels() -> dict[str, dict[str, str]]:
    """The French names that the queries ask for, `french('status', status)`."""
    return {
        "status": STATUSES,
        "situation": {name: situation(name) for name in (*situations(), *unjustified())} | {"": situation(None)},
        "fact": {"indication": "Situation"} | {name: capital(words.label) for name, words in fact_words().items()},
    }


def command(python: Path, record: Path, month: str | None, port: int) -> tuple[list[str], dict[str, str]]:
    """The command line of Datasette, which holds no secret, and what its environment adds. Raises OSError."""
    described, named = var_dir() / "review.json", var_dir() / "review-labels.json"
    replace_text(described, json.dumps(metadata(month), ensure_ascii=False))
    replace_text(named, json.dumps(labels(), ensure_ascii=False))
    arguments = [str(python), "-m", "datasette", "serve", str(record), "--host", "127.0.0.1", "--port", str(port)]
    arguments += ["--metadata", str(described), "--template-dir", str(HERE / "templates")]
    arguments += ["--plugins-dir", str(HERE / "plugins")]
    arguments += ["--static", f"assets:{HERE / 'static'}"]
    for name, value in SETTINGS.items():
        arguments += ["--setting", name, value]
    more = {"PRIOIG_REVIEW_PYTHON": sys.executable, "PRIOIG_REVIEW_ROOT": str(ROOT), "PRIOIG_REVIEW_LABELS": str(named)}
    return arguments, more
