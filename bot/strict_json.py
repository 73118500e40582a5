"""JSON read without indulgence: a key given twice, NaN or a number out of range is an error, never a silent choice."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

LONGEST_INTEGER = 1000  # digits; Python itself reads no more than 4,300


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("une clé est donnée deux fois")
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} n'est pas une valeur JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text} est trop grand")
    return value


def _integer(text: str) -> int:
    if len(text) > LONGEST_INTEGER:
        raise ValueError(f"{text[:12]}… est trop grand")
    return int(text)


def loads(text: str | bytes) -> Any:
    """The value that `text` writes. Raises `ValueError`, with a French reason, where it is not plain JSON in UTF-8."""
    try:
        decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        return json.loads(
            decoded, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_finite, parse_int=_integer
        )
    except UnicodeDecodeError as error:
        raise ValueError("le texte n'est pas en UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"la syntaxe est fausse au caractère {error.pos + 1}") from error
    except RecursionError as error:
        raise ValueError("les objets sont emboîtés trop profondément") from error


def dumps(value: Any) -> str:
    """`value` on one line, accents as they are, half a character as "?". Raises `ValueError` for NaN."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    return text.encode("utf-8", "replace").decode("utf-8")
