"""Text of unknown encoding: UTF-8, Windows-1252, one after the other, or the one read as the other."""

from __future__ import annotations

import codecs

BOM = codecs.BOM_UTF8
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HANDLER = "prioig-windows-1252"


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """What to put for bytes that are not UTF-8: the letters of Windows-1252."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.end]
    return "".join(_letter(byte) for byte in raw), error.end


def _letter(byte: int) -> str:
    raw = bytes([byte])
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:  # five bytes that Windows-1252 does not define
        return raw.decode("latin-1")


codecs.register_error(_HANDLER, _as_windows)


def decoded(raw: bytes) -> str:
    """The text of one line, whichever of the two encodings each of its letters is in. Never raises.

    UTF-8 that an export had already read as Windows-1252 ("Ã©") is put right.
    """
    text = raw.decode("utf-8", errors=_HANDLER)
    return _read_twice(text) if "Ã" in text or "â€" in text else text


def _read_twice(text: str) -> str:
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text
