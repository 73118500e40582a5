"""Understanding a sentence: our pipeline beside Rasa's default one, sentence by sentence, in one run.

    .venv/bin/python benchmarks/understand.py

The sentences are those of the evaluation. Rasa's default pipeline (the one of `rasa init`, with DIET) learns from the
same `data/nlu`; its epochs are few, since they change what it understands and not how long it takes. Each pipeline
has its own process and says how long the understanding took, so that the pipe between the two is not counted.
"""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Awaitable, Callable

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
SENTENCES = ROOT / "tests" / "nlu" / "evaluation.jsonl"
DEFAULT = """
recipe: default.v1
assistant_id: benchmark
language: fr
pipeline:
- name: WhitespaceTokenizer
- name: RegexFeaturizer
- name: LexicalSyntacticFeaturizer
- name: CountVectorsFeaturizer
- {name: CountVectorsFeaturizer, analyzer: char_wb, min_ngram: 1, max_ngram: 4}
- {name: DIETClassifier, epochs: 2, constrain_similarities: true}
- name: EntitySynonymMapper
- {name: ResponseSelector, epochs: 2, constrain_similarities: true}
- {name: FallbackClassifier, threshold: 0.3, ambiguity_threshold: 0.1}
"""
Parse = Callable[[str], Awaitable[Any]]


async def ours() -> Parse:
    """Masking, then the whole pipeline, as the server runs it."""
    from bot.commands.model import ready_model
    from bot.environment import prepare
    from bot.paths import Project

    model = ready_model()
    prepare(Project().config)
    import bot.runtime
    from bot.privacy import mask

    runtime = await bot.runtime.load(model)
    return lambda text: runtime.parse(mask(text).text)


async def default() -> Parse:
    """Rasa's default pipeline, as Rasa runs it."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    from rasa.core.agent import load_agent
    from rasa.model_training import train_nlu

    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "config.yml")
        config.write_text(DEFAULT, encoding="utf-8")
        model = train_nlu(str(config), str(ROOT / "data" / "nlu"), output=folder)
        agent = await load_agent(model_path=model)
    return agent.parse_message


async def serve(name: str) -> None:
    """Answer each line with the milliseconds that its understanding took."""
    answers = os.fdopen(os.dup(1), "w")  # what Rasa prints stays off the pipe
    os.dup2(2, 1)
    parse = await (ours if name == "ours" else default)()
    for line in ("bonjour", "PTI adulte"):
        await parse(line)
    print("ready", file=answers, flush=True)
    for line in sys.stdin:
        started = time.perf_counter()
        await parse(line.rstrip("\n"))
        print((time.perf_counter() - started) * 1000, file=answers, flush=True)


def start(name: str) -> subprocess.Popen[str]:
    """A pipeline in its own process, ready."""
    command = [sys.executable, __file__, name]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout is not None and child.stdout.readline() == "ready\n", f"{name} did not start"
    return child


def ask(child: subprocess.Popen[str], text: str) -> float:
    """The milliseconds that one sentence took."""
    assert child.stdin is not None and child.stdout is not None
    print(text, file=child.stdin, flush=True)
    return float(child.stdout.readline())


def main() -> None:
    """Print the table of docs/performance.md."""
    sentences = [json.loads(line)["text"] for line in SENTENCES.read_text(encoding="utf-8").splitlines()]
    pipelines = {name: start(name) for name in ("ours", "default")}
    taken: dict[str, list[float]] = {name: [] for name in pipelines}
    for number, text in enumerate(sentences):
        for name in sorted(pipelines, reverse=bool(number % 2)):
            taken[name].append(ask(pipelines[name], text.replace("\n", " ")))
    for child in pipelines.values():
        child.terminate()
    print("| pipeline | p50 | p95 |\n|---|---|---|")
    for name, found in taken.items():
        cuts = statistics.quantiles(found, n=20)
        print(f"| {name} | {statistics.median(found):.1f} ms | {cuts[-1]:.1f} ms |")


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1])) if len(sys.argv) > 1 else main()
