"""A CSV as pharmacies export it: encodings mixed line by line, quotes, broken lines, each named and none fatal."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.bulk.csv_table import LONGEST, CsvTable
from bot.bulk.decoding import decoded
from bot.bulk.tables import Place, Record, UnreadableFile


def read(path: Path, raw: bytes, start: Place | None = None) -> list[Record]:
    """The records of a file of these bytes."""
    path.write_bytes(raw)
    return list(CsvTable(path).records(start or Place(), [0, 1]))


def cells(records: list[Record]) -> list[tuple[int, list[str], str | None]]:
    """Line, cells, problem."""
    return [(record.line, list(record.cells), record.problem) for record in records]


ENCODINGS = {
    "UTF-8": ("Hématologie".encode(), "Hématologie"),
    "Windows-1252": ("Hématologie œdème €".encode("cp1252"), "Hématologie œdème €"),
    "les deux dans une ligne": ("né ".encode() + "né".encode("cp1252"), "né né"),
    "UTF-8 lu comme Windows-1252": ("Hématologie".encode().decode("cp1252").encode(), "Hématologie"),
    "un octet que Windows-1252 ignore": (b"a\x81b", "a\x81b"),
}


@pytest.mark.parametrize(("raw", "text"), ENCODINGS.values(), ids=ENCODINGS)
def test_a_line_is_read_whatever_its_encoding(raw: bytes, text: str) -> None:
    assert decoded(raw) == text


def test_each_line_has_its_own_encoding_and_the_mark_of_utf_8_is_no_letter(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbfUnit\xc3\xa9;B\r\n" + "é;1\r\n".encode() + "è;2\n".encode("cp1252") + b"\r\n;\r\nx;3"
    records = read(tmp_path / "a.csv", raw)
    assert CsvTable(tmp_path / "a.csv").columns == ("Unité", "B")
    assert cells(records) == [(2, ["é", "1"], None), (3, ["è", "2"], None), (6, ["x", "3"], None)]


def test_quoted_cells_may_hold_separators_quotes_and_line_ends(tmp_path: Path) -> None:
    raw = b'a;b\r\n"x; ""y""";1\r\n"sur\r\ndeux";2\r\nz;3\r\n'
    assert cells(read(tmp_path / "a.csv", raw)) == [
        (2, ['x; "y"', "1"], None),
        (3, ["sur\r\ndeux", "2"], None),
        (5, ["z", "3"], None),
    ]


BROKEN = {
    "un guillemet jamais fermé": (b'"x;1', "guillemets mal fermés"),
    "un guillemet au milieu": (b'"x"y;1', "guillemets mal fermés"),
    "trop peu de cellules": (b"x", "moins de cellules que de colonnes"),
    "trop de cellules": (b"x;1;2", "plus de cellules que de colonnes"),
    "des octets nuls": (b"x\0;1", "octets nuls dans la ligne"),
    "une ligne sans fin": (b"x" * LONGEST + b";1", f"ligne de plus de {LONGEST} octets"),
}


@pytest.mark.parametrize(("raw", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_line_is_named_and_the_lines_after_it_are_read(tmp_path: Path, raw: bytes, problem: str) -> None:
    records = read(tmp_path / "a.csv", b"a;b\nx;1\n" + raw + b'\ny;2\n"z";3\n')
    assert cells(records) == [
        (2, ["x", "1"], None),
        (3, [], problem),
        (4, ["y", "2"], None),
        (5, ["z", "3"], None),
    ]


REFUSED = {
    "UTF-16": ("a;b\n1;2\n".encode("utf-16"), "UTF-16"),
    "vide": (b"", "la première ligne doit nommer les colonnes"),
    "une seule colonne": (b"indication\nPTI\n", "la première ligne doit nommer les colonnes"),
}


@pytest.mark.parametrize(("raw", "why"), REFUSED.values(), ids=REFUSED)
def test_a_file_without_columns_is_refused(tmp_path: Path, raw: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        read(tmp_path / "a.csv", raw)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=30).filter(lambda raw: b"\n" not in raw), max_size=8))
def test_reading_goes_on_from_any_place_as_if_it_had_never_stopped(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    whole = read(path, b"a;b\n" + b"\n".join(lines) + b"\nfin;1\n")
    assert whole[-1].cells == ["fin", "1"] or whole[-1].problem
    for at, record in enumerate(whole):
        assert list(CsvTable(path).records(record.place, [0, 1])) == whole[at + 1 :]
