"""Plans of other offices, each in its own dress, are read to the registers that they tell; or the reading is unsure."""

from __future__ import annotations

import pytest

from samordner.plandocument.reading import general, read
from tests.plandocument.dresses import DRESSES, KINDS, said


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", DRESSES)
def test_a_plan_in_another_dress_is_read_to_its_registers(name: str, kind: str) -> None:
    dress = DRESSES[name]
    reading = read(KINDS[kind](dress.parts), general()).as_json()
    assert said(reading) == dress.says
    assert reading["unread"] == []
    assert reading["front"]["approved_by"] == "Styringsgruppa"
