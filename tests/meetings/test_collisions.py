"""While a meeting is planned, other meetings that want the same municipalities the same day are told, of whatever kind."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from samordner.happenings.collisions import Collision, collisions, concerned_by
from samordner.happenings.sources import Asked
from samordner.meetings.models import Meeting
from samordner.meetings.operations import Facts, cancel_meeting
from samordner.offers.operations import NewMeeting, make_round
from samordner.offers.queries import window_of
from samordner.timeline.periods import Period
from tests.boards.conftest import SignIn, signed_in, today
from tests.factories.participation import BY, DAY, NOW, Region
from tests.offers.making import MEETING_DAY, everyone, guest, invited, place_of, talk

__all__ = ["signed_in", "today"]

pytestmark = pytest.mark.django_db


def found(place: Region, *codes: str, day: date = MEETING_DAY) -> list[Collision]:
    among = codes or tuple(row.municipality.code for row in place.participations)
    asked = Asked(everyone(), date(2021, 5, 8), date(2021, 5, 15), DAY, (place.definition.key,))
    return collisions(asked, among, office=place.office.key, on=(day, day))


def said(rows: list[Collision]) -> list[tuple[str, int, bool]]:
    return [(one.occurrence.happening.title, len(one.shared), one.meant) for one in rows]


def test_a_meeting_of_any_kind_that_nobody_is_invited_to_is_meant_for_all_of_the_office_and_told_the_same_day() -> (
    None
):
    place = place_of(3)
    talk(place, topic="Samtale")
    talk(place, date(2021, 5, 12), topic="Dagen etter")
    talk(place, kind="board", topic="Internt")
    assert said(found(place)) == [("Samtale", 3, True)]


def test_once_somebody_is_invited_only_these_are_concerned() -> None:
    place = place_of(3)
    meeting = talk(place, topic="Samtale")
    invited(meeting, guest(place[0]), guest(place[1]))
    assert said(found(place)) == [("Samtale", 2, False)]
    assert said(found(place, place[2].municipality.code)) == []


def test_a_meeting_of_a_round_is_meant_for_those_of_its_group() -> None:
    place = place_of(3)
    window = window_of(place.definition.offer("talk"), DAY)
    assert window is not None
    facts = Facts(topic="Indre", kind="talk", period=Period("11.05.2021", MEETING_DAY, MEETING_DAY))
    new = NewMeeting("Indre", facts, (place[0], place[1]))
    make_round(place.programme, place.office, window, [new], grouped="", form="f", by=BY, now=NOW)
    [one] = found(place)
    assert [str(each) for each in one.shared] == [place[0].municipality.name, place[1].municipality.name]
    row = Meeting.objects.get()
    asked = Asked(everyone(), MEETING_DAY, date(2021, 5, 12), DAY, (place.definition.key,))
    assert concerned_by(asked, f"meeting:{row.pk}") == {
        place[0].municipality.code,
        place[1].municipality.code,
    }


def test_a_cancelled_meeting_collides_with_nothing() -> None:
    place = place_of(2)
    row = talk(place)
    cancel_meeting(row, why="Storm", version=row.version, by=BY, now=NOW)
    assert found(place) == []


def test_another_office_s_meeting_wants_none_of_ours() -> None:
    place, other = place_of(2), place_of(2, key="innlandet", county="92")
    talk(other, topic="Andre sitt")
    assert found(place) == []


@pytest.mark.parametrize("count", [1, 6])
def test_the_page_has_one_line_for_each_meeting_with_up_to_five_names_and_the_same_queries(
    signed_in: SignIn, today: date, count: int
) -> None:
    place = place_of(count)
    for number in range(count):
        talk(place, topic=f"Samtale {number}")
    client = signed_in("coordinator", place.office)
    data = {"topic": "Nytt", "kind": "talk", "day": "2021-05-11", "look": "1"}
    client.post("/moter/nytt/", data)
    with CaptureQueriesContext(connection) as taken, translation.override("en"):
        text = client.post("/moter/nytt/", data).content.decode()
    lines = [line for line in text.split("<li>") if "Samtale" in line]
    assert len(lines) == count
    assert all(("6 municipalities" if count > 5 else place[0].municipality.name) in line for line in lines)
    assert all("nobody is invited yet" in line for line in lines)
    assert len(taken) == 36


def test_a_meeting_that_is_changed_looks_only_for_those_it_is_for(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    mine, other = talk(place, topic="Mitt"), talk(place, topic="Det andre")
    invited(mine, guest(place[0]))
    invited(other, guest(place[1]))
    client = signed_in("coordinator", place.office)
    data = {"topic": "Mitt", "kind": "talk", "day": "2021-05-11", "look": "1", "version": str(mine.version)}
    assert "Det andre" not in client.post(f"/moter/{mine.pk}/endre/", data).content.decode()
    third = talk(place, topic="Det tredje")
    invited(third, guest(place[0], "leader"))
    assert "Det tredje" in client.post(f"/moter/{mine.pk}/endre/", data).content.decode()
