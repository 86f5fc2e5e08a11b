"""The reader as deeds call it: the same document is read once, and everybody has an answer of their own."""

from __future__ import annotations

import pytest

from samordner.plandocument import reader
from samordner.plandocument.reader import AT_MOST, Refused, read_with
from tests.factories import participation as region_of
from tests.plandocument.stating import text

pytestmark = pytest.mark.django_db


def test_what_somebody_does_with_an_answer_changes_nobody_elses() -> None:
    key = region_of.region(1).programme.key
    first = read_with(text(), key, ())
    kept = {register: len(rows) for register, rows in first["rows"].items()}
    first["rows"].clear()
    again = read_with(text(), key, ())
    assert ({register: len(rows) for register, rows in again["rows"].items()}, kept != {}) == (kept, True)


def test_another_text_or_another_correction_is_another_answer() -> None:
    key = region_of.region(1).programme.key
    title = read_with(text(), key, ())["front"]["title"]
    corrected = read_with(text(), key, [{"do": "set-front", "field": "title", "value": "Noe annet"}])
    assert (title != "Noe annet", corrected["front"]["title"]) == (True, "Noe annet")
    assert read_with(text() + b"\n", key, ())["front"]["title"] == title


def test_a_refusal_is_not_remembered_as_an_answer() -> None:
    key = region_of.region(1).programme.key
    for _ in range(2):
        with pytest.raises(Refused):
            read_with(b"", key, ())


def test_no_more_than_so_many_are_remembered() -> None:
    key = region_of.region(1).programme.key
    for number in range(AT_MOST + 2):
        reader._read.keep(str(number), "{}")
    read_with(text() + b"\n\n", key, ())
    assert (len(reader._read.kept), "0" in reader._read.kept) == (AT_MOST, False)
    reader._read.clear()
