"""What boards are read from is made anew on request, and at a start when something went unread."""

from __future__ import annotations

import pytest

from samordner.participation.models import Participation, Sheet
from samordner.participation.sheets import behind
from samordner.project import jobs
from samordner.project.demonstration import Account
from tests.factories.participation import raw, region

pytestmark = pytest.mark.django_db


def test_every_sheet_is_made_anew_and_it_tells_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    place = region(2)
    raw(place[0])
    assert behind() == [place[0].pk]
    jobs.rebuild()
    assert (behind(), [sheet.participation_id for sheet in Sheet.objects.all()]) == ([], [place[0].pk])
    told = capsys.readouterr().out
    assert told.startswith("2 participations, 1 observations: every sheet made anew in ")


def test_a_start_lets_the_sheets_read_what_they_have_not_read(accounts: list[Account]) -> None:
    assert behind() == []
    row = Participation.objects.filter(until=None)[0]
    raw(row, since=row.since)
    assert behind() == [row.pk]
    jobs.prepare()
    assert behind() == []
