"""What was offered to a municipality that has since gone up in another counts for its heir; a division leaves it open."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.access.actors import Actor, Holding
from samordner.offers.documents import formers_words, report_lines, why_of
from samordner.offers.queries import Board, Row, board, window_of
from samordner.offers.sources import Stand
from samordner.participation.models import Participation
from tests.boards.conftest import SignIn
from tests.factories.borders import become, decided
from tests.factories.participation import Region
from tests.offers.making import LATER, MEETING_DAY, answered, everyone, guest, invited, place_of, talk

pytestmark = pytest.mark.django_db

CHANGED, AFTER = date(2021, 6, 1), date(2021, 6, 15)
LATE_CHANGE, TODAY = date(2022, 1, 1), date(2022, 3, 1)


def board_on(
    place: Region, day: date = AFTER, *, today: date | None = None, actor: Actor | None = None
) -> Board:
    window = window_of(place.definition.offer("talk"), day)
    assert window is not None
    return board(actor or everyone(), place.definition, window, day, office=place.office.key, today=today)


def row_of(found: Board, name: str) -> Row:
    return next(row for row in found.rows if row.municipality == name)


def offered(place: Region, *rows: Participation) -> None:
    invited(talk(place), *(guest(row) for row in rows))


def test_what_was_offered_to_those_who_were_merged_counts_for_the_heir_and_says_whose_it_was() -> None:
    place = place_of(3)
    names = [row.municipality.name for row in place.participations]
    first, _second = invited(talk(place), guest(place[0]), guest(place[1]))
    answered(first)
    become(place.participations[:2], ["Nyvik"], CHANGED)
    row = row_of(board_on(place), "Nyvik")
    assert (row.whole.stand, row.is_gap, row.not_offered) == (Stand.ACCEPTED, False, ())
    assert {one.former for one in row.whole.proofs} == set(names[:2])
    assert formers_words(row.whole) == ", ".join(names[:2])
    assert row_of(board_on(place), names[2]).whole.stand is Stand.NOT_YET
    lines = [line for line in report_lines(board_on(place)) if line.participation == row.participation]
    assert {(line.stand, line.proof.former if line.proof else "") for line in lines} == {
        (Stand.ACCEPTED, names[0]), (Stand.OFFERED, names[1]),
    }  # fmt: skip


def test_where_one_of_those_who_were_merged_was_not_offered_it_that_is_said() -> None:
    place = place_of(2)
    names = [row.municipality.name for row in place.participations]
    offered(place, place[0])
    become(place.participations, ["Nyvik"], CHANGED)
    row = row_of(board_on(place), "Nyvik")
    assert (row.whole.stand, row.not_offered) == (Stand.OFFERED, (names[1],))


def test_nothing_was_offered_to_an_heir_of_those_who_were_offered_nothing() -> None:
    place = place_of(2)
    become(place.participations, ["Nyvik"], CHANGED)
    assert row_of(board_on(place), "Nyvik").whole.stand is Stand.NOT_YET


def test_a_new_number_is_the_same_municipality() -> None:
    place = place_of(1)
    name, code = place[0].municipality.name, place[0].municipality.code
    offered(place, place[0])
    become([place[0]], [name], CHANGED)
    row = row_of(board_on(place), name)
    assert (row.whole.stand, row.whole.proofs[0].former) == (Stand.OFFERED, f"{name} ({code})")


def test_a_division_leaves_it_open_until_somebody_decides() -> None:
    place = place_of(1)
    name = place[0].municipality.name
    offered(place, place[0])
    _same, part = become([place[0]], [name, "Utvik"], CHANGED)
    found = board_on(place)
    assert (row_of(found, name).whole.stand, row_of(found, "Utvik").whole.stand) == (
        Stand.OFFERED,
        Stand.UNKNOWN,
    )
    assert (found.offered, len(found.gaps), len(found.open)) == (1, 0, 1), (
        "unknown is neither offered nor a gap"
    )
    doubt = row_of(found, "Utvik").whole.doubtful
    assert doubt is not None
    assert doubt.doubt == f"the former {name} was divided, and nobody has decided whether it holds here"
    assert [line.stand for line in report_lines(found)] == [Stand.OFFERED, Stand.UNKNOWN]
    decided(place[0], part)
    assert row_of(board_on(place), "Utvik").whole.stand is Stand.OFFERED
    decided(place[0], part, holds=False, at=LATER)
    assert row_of(board_on(place), "Utvik").whole.stand is Stand.NOT_YET


def test_a_decision_on_one_subject_decides_nothing_of_what_was_offered() -> None:
    place = place_of(1)
    offered(place, place[0])
    _same, part = become([place[0]], [place[0].municipality.name, "Utvik"], CHANGED)
    decided(place[0], part, subject="plan_status")
    assert row_of(board_on(place), "Utvik").whole.stand is Stand.UNKNOWN


def test_a_past_offer_can_be_asked_about_on_todays_borders() -> None:
    place = place_of(3)
    names = [row.municipality.name for row in place.participations]
    offered(place, place[0])
    become(place.participations[:2], ["Nyvik"], LATE_CHANGE)
    then = board_on(place, TODAY)
    assert ([row.municipality for row in then.rows], then.offered) == (names, 1)
    now = board_on(place, TODAY, today=TODAY)
    assert (sorted(row.municipality for row in now.rows), now.on) == (sorted(["Nyvik", names[2]]), TODAY)
    assert row_of(now, "Nyvik").whole.stand is Stand.OFFERED


def test_what_went_in_after_the_windows_days_changes_nothing_there() -> None:
    place = place_of(2)
    offered(place, place[0])
    become(place.participations, ["Nyvik"], CHANGED)
    assert [row.whole.stand for row in board_on(place, MEETING_DAY).rows] == [Stand.OFFERED, Stand.NOT_YET]


def test_what_the_reader_may_not_see_of_a_former_one_is_unknown_and_no_gap() -> None:
    place = place_of(1)
    offered(place, place[0])
    (heir,) = become([place[0]], ["Nyvik"], CHANGED)
    contact = Actor("x", "X", (Holding("contact", place.office.key, heir.municipality.code),))
    [row] = board_on(place, actor=contact).rows
    assert (row.whole.stand, row.whole.proofs) == (Stand.UNKNOWN, ())
    name = place[0].municipality.name
    assert why_of(row.whole) == f"you do not see what the former {name} was offered"


@pytest.mark.parametrize("count", [1, 3])
def test_heirs_take_three_questions_however_many(count: int) -> None:
    place = place_of(count)
    for row in place.participations:
        offered(place, row)
        become([row], [f"Ny{row.municipality.name}"], CHANGED)
    with CaptureQueriesContext(connection) as taken:
        assert board_on(place).offered == count
    assert len(taken) == 12


def test_the_pages_say_whose_it_was_and_open_for_the_heir(signed_in: SignIn, today: date) -> None:
    place = place_of(2)
    offered(place, *place.participations)
    (heir,) = become(place.participations, ["Nyvik"], CHANGED)
    client = signed_in("coordinator", place.office)
    text = client.get("/tilbud/talk/?day=2021-06-15").content.decode()
    assert "offered to the former Øyvik, Åsund" in text
    todays = client.get("/tilbud/talk/?borders=today&day=2021-06-15").context["board"]
    assert [row.municipality for row in todays.rows] == ["Øyvik", "Åsund"], "today is before they were merged"
    proof = client.get(f"/tilbud/talk/{heir.municipality.code}/?day=2021-06-15").content.decode()
    assert "offered to the former Øyvik" in proof
