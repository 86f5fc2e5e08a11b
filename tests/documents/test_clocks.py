"""How a time of the day is written."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.utils.translation import override

import samordner
from samordner.documents.cells import clock_text, clocks_text, kept_clock_text, moment_text

SUMMER = datetime(2021, 6, 1, 7, 5, tzinfo=UTC)


@pytest.mark.parametrize(("language", "clock", "day"), [("nb", "09.05", "01.06.2021"), ("nn", "09.05", "01.06.2021"),
                                                        ("en", "09:05", "1 June 2021")])  # fmt: skip
def test_a_time_is_written_as_the_language_writes_it_and_as_clocks_in_norway_show_it(
    language: str, clock: str, day: str
) -> None:
    with override(language):
        assert (clock_text(time(9, 5)), clock_text(SUMMER)) == (clock, clock)
        assert moment_text(SUMMER) == f"{day} {clock}"
        assert clock_text(None) == ""


def test_a_beginning_and_an_end_are_written_together_and_each_may_lack() -> None:
    with override("nn"):
        assert clocks_text(time(9), time(11, 30)) == "09.00–11.30"
        assert (clocks_text(time(9), None), clocks_text(None, None)) == ("09.00", "")
        assert kept_clock_text("09:00–11:30") == "09.00–11.30"


def test_no_other_place_writes_a_time_in_a_shape_of_its_own() -> None:
    root = Path(samordner.__file__).parent
    shapes = re.compile(r"\|(date|time):\"[^\"]*[Hi][^\"]*\"|SHORT_DATETIME_FORMAT|:%H[.:]%M[}:]")
    found = {
        f"{path.relative_to(root)}: {match[0]}"
        for path in root.rglob("*")
        if path.suffix in {".py", ".html"}
        for match in shapes.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == {
        "documents/cells.py: :%H:%M}",
        "boards/views/asking.py: :%H:%M:",  # seconds too, still in the shape of its language
        "happenings/happenings.py: :%H:%M}",  # sorted by, never shown
        "meetings/operations/writing.py: :%H:%M}",  # kept, shown by kept_clock_text
        "people/models.py: :%H:%M}",  # what a row is called in the shell
    }
