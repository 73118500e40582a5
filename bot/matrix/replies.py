"""The bot's replies as one Matrix message: plain text, HTML, and what its numbers stand for."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any, Mapping, Sequence

from bot.matrix import wording

NUMBER = re.compile(r"\s*(\d{1,2})\s*[.)]?\s*\Z")


@dataclass(frozen=True)
class Rendered:
    """`payloads[0]` is what "1" stands for; none where the message has no numbered list."""

    body: str
    formatted: str
    payloads: tuple[str, ...] = ()

    def content(self, relation: Mapping[str, Any] | None = None, mention: str | None = None) -> dict[str, Any]:
        """The content of the event: a notice, which no other bot answers."""
        made: dict[str, Any] = {
            "msgtype": "m.notice",
            "body": self.body,
            "format": "org.matrix.custom.html",
            "formatted_body": self.formatted,
            "m.mentions": {"user_ids": [mention]} if mention else {},
        }
        return {**made, "m.relates_to": dict(relation)} if relation else made

    def to_json(self) -> str:
        """The message, to be kept until it is sent."""
        return json.dumps([self.body, self.formatted, self.payloads], ensure_ascii=False)

    @staticmethod
    def from_json(text: str) -> Rendered:
        """The message that `to_json` wrote."""
        body, formatted, payloads = json.loads(text)
        return Rendered(body, formatted, tuple(payloads))


def sentence(text: str) -> Rendered:
    """A message of plain text."""
    return Rendered(text, _html(text))


def render(replies: Sequence[Mapping[str, Any]]) -> Rendered:
    """All bubbles of one turn, in order, in one message: it comes whole or not at all."""
    bubbles = [reply for reply in replies if isinstance(reply.get("text"), str) and reply["text"].strip()]
    objects = [reply["custom"] for reply in replies if isinstance(reply.get("custom"), Mapping)]
    buttons = _buttons(bubbles[-1]) if bubbles else []
    texts = [str(bubble["text"]).strip() for bubble in bubbles]
    decided = any(item.get("type") == "decision" for item in objects)
    if not _can_number(buttons, objects):
        said = "\n".join(texts).lower()
        others = [f"« {title} »" for title, _ in buttons if f"« {title.lower()} »" not in said]
        tail = [wording.OR_WRITE.format(choices=", ".join(others))] if others else []
        return Rendered("\n\n".join([*texts, *tail]), _paragraphs([*texts, *tail], decided))
    titles = [title for title, _ in buttons]
    texts[-1] = _without_options(texts[-1], titles)
    listed = "\n".join(f"{number}. {title}" for number, title in enumerate(titles, 1))
    items = "".join(f"<li>{html.escape(title)}</li>" for title in titles)
    formatted = f"{_paragraphs(texts, decided)}<ol>{items}</ol><p><em>{wording.PICK}</em></p>"
    body = "\n\n".join(texts) + f"\n{listed}\n{wording.PICK}"
    return Rendered(body, formatted, tuple(payload for _, payload in buttons))


def chosen(text: str, payloads: Sequence[str]) -> str:
    """What to give to the bot for `text`: the choice that it numbers, else the text itself."""
    found = NUMBER.match(text)
    index = int(found.group(1)) - 1 if found else -1
    return payloads[index] if 0 <= index < len(payloads) else text


def _buttons(bubble: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [(button.get("title"), button.get("payload")) for button in bubble.get("buttons") or ()]
    return [(str(title), str(payload)) for title, payload in found if title and payload]


def _can_number(buttons: Sequence[tuple[str, str]], objects: Sequence[Mapping[str, Any]]) -> bool:
    """Whether "2" can only mean the second choice: not where a number is asked for, nor where labels are numbers."""
    questions = [item for item in objects if str(item.get("type")).endswith("question")]
    asks_value = bool(questions) and not questions[-1].get("choices")
    return bool(buttons) and not asks_value and not any(title[:1].isdigit() for title, _ in buttons)


def _without_options(text: str, titles: Sequence[str]) -> str:
    """`text` without its last lines where these only say the options that the list says again."""
    lines, options = text.split("\n"), {title.lower() for title in titles}
    if lines[-1].startswith("(") and {part.strip().lower() for part in lines[-1].strip("()").split(" / ")} <= options:
        lines.pop()
    while len(lines) > 1 and lines[-1].startswith("- ") and lines[-1][2:].strip().lower() in options:
        lines.pop()
    return "\n".join(lines) or text


def _html(text: str) -> str:
    return "<br>".join(html.escape(line, quote=False) for line in text.split("\n"))


def _paragraphs(texts: Sequence[str], decided: bool) -> str:
    """One paragraph per bubble; the first line of a verdict in bold."""
    made = [_html(text) for text in texts]
    if decided and made:
        first, _, rest = made[0].partition("<br>")
        made[0] = f"<strong>{first}</strong>" + (f"<br>{rest}" if rest else "")
    return "".join(f"<p>{text}</p>" for text in made)
