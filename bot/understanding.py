"""What the pipeline makes of one sentence, outside a conversation."""

from __future__ import annotations

from dataclasses import replace

from actions.understanding import KEY, Understanding
from bot.runtime import Runtime
from bot.talk import message


async def read(runtime: Runtime, text: str) -> Understanding:
    """What `text` says, identities masked; an empty or too long text says only that."""
    heard = message("understand", text, "understand")
    parsed = heard.parse_data or await runtime.parse(heard.text or "")
    understood = Understanding.from_json(parsed.get(KEY) or {"text": heard.text, "intent": parsed["intent"]["name"]})
    return replace(understood, masked=tuple((heard.metadata or {}).get("masked") or ()))
