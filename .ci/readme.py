"""Run the README's commands as written: each `sh` block in order; a server is awaited, and stopped at the end."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = "./prioig test"  # run as written by the next step of .ci/run, on both Python versions
PATIENCE = 600  # seconds for one command; the first one may install and train


def run_block(lines: list[str]) -> None:
    """Run one block, line by line. Raises `SystemExit` at the first command that fails."""
    servers: list[subprocess.Popen[str]] = []
    try:
        for line in lines:
            print(f"+ {line}", flush=True)
            if line.startswith("./prioig serve"):
                servers.append(subprocess.Popen(shlex.split(line), cwd=ROOT, stdout=subprocess.PIPE, text=True))
                print(servers[-1].stdout.readline() if servers[-1].stdout else "", end="", flush=True)
                continue
            done = subprocess.run(["sh", "-c", line], cwd=ROOT, stdin=subprocess.DEVNULL, timeout=PATIENCE)
            print(flush=True)
            if done.returncode:
                raise SystemExit(f"README: status {done.returncode} from: {line}")
    finally:
        for server in servers:
            server.terminate()
            server.wait(timeout=60)


def main() -> int:
    """Run every block of the README."""
    blocks = BLOCK.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    for block in blocks:
        run_block([line for line in block.splitlines() if line.strip() and line != ELSEWHERE])
    print(f"README: {len(blocks)} blocks run as written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
