"""What is settled before Rasa is imported, each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.environment import NEEDS_TENSORFLOW, needs_tensorflow
from tests.serving import ROOT


def python(code: str) -> str:
    """What a new interpreter prints when it runs `code`."""
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_rasa_and_its_components_are_imported_without_tensorflow() -> None:
    code = """
import sys
from bot.paths import Project
from bot.environment import prepare
prepare(Project().config)
import bot.runtime, rasa.model_training, rasa.engine.recipes.default_components
real = [name for name in ("tensorflow", "keras", "jax") if getattr(sys.modules.get(name), "__file__", None)]
print(real)
"""
    assert python(code) == "[]"


def test_telemetry_is_off_whatever_the_machine_says() -> None:
    code = """
import os
os.environ["RASA_TELEMETRY_ENABLED"] = "true"
from bot.paths import Project
from bot.environment import prepare
prepare(Project().config)
import rasa.telemetry
print(rasa.telemetry.is_telemetry_enabled())
"""
    assert python(code) == "False"


@pytest.mark.parametrize("command", ["decide", "--help"])
def test_quick_commands_import_neither_rasa_nor_tensorflow(command: str) -> None:
    code = f"""
import io, sys
from bot.cli import main
sys.stdin = io.TextIOWrapper(io.BytesIO(b""))
sys.stdout = io.TextIOWrapper(io.BytesIO())
try:
    main([{command!r}])
except SystemExit:
    pass
heavy = ("rasa", "rasa_sdk", "tensorflow", "sanic", "numpy")
print([name for name in heavy if name in sys.modules], file=sys.__stdout__)
"""
    assert python(code) == "[]"


@pytest.mark.parametrize("component", NEEDS_TENSORFLOW)
def test_a_pipeline_that_computes_with_tensorflow_gets_it(tmp_path: Path, component: str) -> None:
    (tmp_path / "config.yml").write_text(f"pipeline:\n  - name: {component}\n")
    assert needs_tensorflow(tmp_path / "config.yml")


def test_our_pipeline_does_without() -> None:
    assert not needs_tensorflow(ROOT / "config.yml")
