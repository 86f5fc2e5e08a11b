"""A file that is no table, or a trap, is refused with a sentence; formulas are text; days are days."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from datetime import date

import pytest
from openpyxl import Workbook

from samordner.documents.recognition import workbook
from samordner.documents.recognition.guarded import BROKE, TOO_GREEDY, Limits
from samordner.documents.recognition.sources import Unreadable
from samordner.documents.recognition.workbook import Row, Sheet, open_workbook


def book(*rows: tuple[object, ...]) -> bytes:
    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, extra: dict[str, bytes], skip: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != skip:
                new.writestr(name, extra.pop(name, b"") or old.read(name))
        for name, part in extra.items():
            new.writestr(name, part)
    return out.getvalue()


def locked(content: bytes) -> bytes:
    """The same archive with the flag that says its first part is encrypted."""
    at = content.index(b"PK\x01\x02") + 8
    return (
        content[:at] + struct.pack("<H", struct.unpack("<H", content[at : at + 2])[0] | 1) + content[at + 2 :]
    )


def test_cells_are_text_numbers_and_days_and_a_formula_is_its_text() -> None:
    content = book(("a", 2.0, 1.5, date(2021, 3, 4), None, "=1+1"), (None,), (" b ", True))
    assert open_workbook(content) == (
        Sheet("Sheet", (Row(1, ("a", 2, 1.5, date(2021, 3, 4), "", "=1+1")), Row(3, ("b", "true")))),
    )


@pytest.mark.parametrize("text", ["a;b\n1;'=2\n", "a\tb\n1\t=2\n", "a,b\n1,=2\n", "\ufeffa;b\r\n1;=2\r\n"])
def test_separated_text_is_a_table_whatever_separates_it(text: str) -> None:
    assert open_workbook(text.encode()) == (Sheet("", (Row(1, ("a", "b")), Row(2, ("1", "=2")))),)


BOOK = book(("a",))
TOO_BIG = "The file unpacks to more than 100 MB or 1000 parts."
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst/>'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "The file is empty."),
    "too large": (lambda: b"x" * (20 * 1024 * 1024 + 1), "The file is larger than 20 MB."),
    "old Excel": (
        lambda: b"\xd0\xcf\x11\xe0rest",
        "This is an old or a locked Excel file. Save it as XLSX without a password.",
    ),
    "PDF": (lambda: b"%PDF-1.7", workbook.NO_TABLE),
    "no archive": (lambda: b"PK\x03\x04rest", workbook.DAMAGED),
    "cut off": (lambda: BOOK[:-200], workbook.DAMAGED),
    "a document": (lambda: repacked(BOOK, {}, skip="xl/workbook.xml"), workbook.NO_TABLE),
    "macros": (
        lambda: repacked(BOOK, {"xl/vbaProject.bin": b"x"}),
        "The file holds macros. Save it as XLSX, which has none.",
    ),
    "locked": (lambda: locked(BOOK), "The file is locked with a password."),
    "bomb": (lambda: repacked(BOOK, {"xl/bomb.xml": b"0" * (100 * 1024 * 1024)}), TOO_BIG),
    "many parts": (lambda: repacked(BOOK, {f"xl/{at}": b"" for at in range(1000)}), TOO_BIG),
    "entities": (
        lambda: repacked(BOOK, {"xl/sharedStrings.xml": ENTITIES}),
        "The file holds XML declarations that no workbook has.",
    ),
    "broken sheet": (
        lambda: repacked(BOOK, {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row>"}),
        workbook.DAMAGED,
    ),
    "nothing in it": (lambda: book((None,)), "The file holds no filled cell."),
    "many columns": (lambda: book(tuple(range(201))), workbook.TOO_MANY),
    "many cells": (lambda: b"a;b;c\n" * 34_000, workbook.TOO_MANY),
    "many rows": (lambda: b"a;b\n" + b";y\n" * 50_001, workbook.TOO_MANY),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_table_is_refused_with_a_sentence(what: str) -> None:
    made, sentence = REFUSED[what]
    with pytest.raises(Unreadable) as refused:
        open_workbook(made())
    assert str(refused.value) == sentence


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Unreadable):
        open_workbook(b"\x00\x01\x02\x03" * 100)


def test_a_sheet_that_claims_a_million_rows_is_refused_before_they_are_walked() -> None:
    made = Workbook()
    assert made.active is not None
    made.active["A1"] = "a"
    made.active["A1048576"] = "b"
    out = io.BytesIO()
    made.save(out)
    with pytest.raises(Unreadable, match="filled cells"):
        open_workbook(out.getvalue())


def test_a_spreadsheet_is_read_in_a_process_of_its_own_and_what_takes_too_much_of_it_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = book(("Kommune", "Sak", 3, 2.5, date(2021, 5, 4), True))
    assert open_workbook(content) == workbook.read_workbook(content)
    monkeypatch.setattr(workbook, "LIMITS", Limits(megabytes=8))
    assert open_workbook(content) == workbook.read_workbook(content), "it is remembered"
    with pytest.raises(Unreadable) as refused:
        open_workbook(book(("Kommune", "Sak", 4)))
    assert refused.value.sentence in {TOO_GREEDY, BROKE}


def test_a_large_table_as_text_is_read_apart_as_a_small_one_is_read_here() -> None:
    lines = [f"Kommune {number};{number}" for number in range(9000)]
    large = "\n".join(lines).encode()
    assert len(large) > workbook.PASTED
    assert open_workbook(large) == workbook.read_workbook(large)
