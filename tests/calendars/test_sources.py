"""What every package tells the calendar: which days, of whom, and to whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from samordner.access.actors import Actor, Holding
from samordner.asks.models import AskRecipient
from samordner.asks.operations import Wording, ask, postpone, withdraw
from samordner.happenings.happenings import Happening
from samordner.happenings.sources import Asked, gather, is_mine, kinds
from samordner.meetings.documents import MEETINGS
from samordner.meetings.models import Meeting
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_row, create_plan, remove_row
from samordner.timeline.periods import read
from tests.calendars.world import CANARY, DEADLINE, World
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db

SPRING = (date(2021, 4, 27), date(2021, 6, 1))


def actor(role: str, place: Region, organisation: str = "") -> Actor:
    if role in {"administrator", "directorate"}:
        return Actor("u9", "Kim", (Holding(role),))
    code = place[0].municipality.code if role == "contact" else ""
    return Actor("u9", "Kim", (Holding(role, place.office.key, code, organisation),))


def found(who: Actor, since: date = SPRING[0], until: date = SPRING[1]) -> list[Happening]:
    with override("en"):
        return gather(Asked(who, since, until, DAY, ("leve-hele-livet",)))


def days(who: Actor) -> list[tuple[str, str, date]]:
    return sorted(
        (one.kind.key, one.title, one.start) for one in found(who) if not one.key.startswith("programme:")
    )


OF_THE_PLAN = [
    ("agreement", "Høgskulen", date(2021, 5, 20)),
    ("deadline-of-measure", "Kurs i mat", date(2021, 5, 14)),
]
OF_MUNICIPALITIES = [
    ("ask", "Kartlegging av mat", DEADLINE),
]
MEETINGS_FOUND = [
    ("meeting", "Avlyst tema", date(2021, 5, 5)),
    ("meeting", "Dag ikkje sett", date(2021, 5, 1)),
    ("meeting", "Måltid", date(2021, 4, 28)),
    ("meeting", "Samling over to dagar", date(2021, 5, 10)),
]
REVIEW = [("review", "Regional plan, revision 1", date(2021, 5, 21))]
GRANT = [("grant", "Fondet 2021: applied for", DAY)]
HEARING = [("hearing", "Kommuneplan", date(2021, 5, 25))]
NEED = [("need", "Skyss til møte", date(2021, 5, 18))]
EVERYTHING = [
    *OF_THE_PLAN[:1], *OF_MUNICIPALITIES, *OF_THE_PLAN[1:], *GRANT, *HEARING, *MEETINGS_FOUND, *NEED,
]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("coordinator", [*EVERYTHING, *REVIEW]),
        ("partner", [*EVERYTHING, *REVIEW]),
        ("contact", EVERYTHING),
    ],
)
def test_each_role_is_told_its_own_office_s_days_and_no_other_s(
    place: World, role: str, expected: list[tuple[str, str, date]]
) -> None:
    told = days(actor(role, place.home))
    assert told == sorted(expected)
    assert not [title for _kind, title, _day in told if CANARY in title]


@pytest.mark.parametrize("role", ["administrator", "directorate"])
def test_the_nation_is_told_of_every_office_but_not_of_reviews(place: World, role: str) -> None:
    told = days(actor(role, place.home))
    theirs = [(kind, title.removeprefix(f"{CANARY} "), day) for kind, title, day in told]
    assert sorted(theirs) == sorted([*EVERYTHING, *EVERYTHING])


def test_another_municipality_s_contact_is_told_of_the_plan_and_not_of_its_neighbour(place: World) -> None:
    home = place.home
    other = Actor("u8", "Ada", (Holding("contact", home.office.key, home[1].municipality.code),))
    assert days(other) == sorted([*OF_THE_PLAN, *MEETINGS_FOUND])


def test_a_visitor_and_someone_without_a_role_are_told_nothing(place: World) -> None:
    assert (found(Actor()), found(Actor("u5", "Per"))) == ([], [])


def test_the_programme_s_own_days_are_told_to_everyone_and_reports_to_those_who_read_them(
    place: World,
) -> None:
    home = place.home
    year = (date(2021, 1, 1), date(2022, 1, 1))
    of = {
        role: sorted(
            {one.kind.key for one in found(actor(role, home), *year) if one.key.startswith("programme:")}
        )
        for role in ("coordinator", "contact")
    }
    assert "report" in of["coordinator"]
    assert "report" not in of["contact"]


def test_every_kind_that_is_told_is_one_of_its_source_s(place: World) -> None:
    told = {one.kind for one in found(actor("coordinator", place.home), date(2021, 1, 1), date(2022, 1, 1))}
    assert told <= set(kinds())


def one(who: Actor, title: str) -> Happening:
    (single,) = [each for each in found(who) if each.title == title]
    return single


def test_a_meeting_that_is_cancelled_is_told_as_cancelled_and_one_without_a_day_as_such(place: World) -> None:
    who = actor("coordinator", place.home)
    assert one(who, "Avlyst tema").cancelled
    vague = one(who, "Dag ikkje sett")
    assert (vague.loosely, vague.start, vague.end) == ("mai 2021", date(2021, 5, 1), date(2021, 5, 31))
    assert one(who, "Samling over to dagar").end == date(2021, 5, 11)


def meeting(place: World, topic: str) -> Meeting:
    return Meeting.objects.get(plan=place.plan, topic=topic)


def test_a_meeting_that_is_moved_keeps_its_key_and_says_where_it_was(place: World) -> None:
    who = actor("coordinator", place.home)
    before = one(who, "Måltid")
    row = meeting(place, "Måltid")
    later = NOW + timedelta(hours=3)
    change_row(MEETINGS, row, version=row.version, cells={"date": read("30. april 2021")}, by=BY, now=later)
    after = one(who, "Måltid")
    assert (after.key, after.start, after.moved_from) == (before.key, date(2021, 4, 30), date(2021, 4, 28))
    assert after.sequence > before.sequence
    assert (before.changed_at, after.changed_at) == (NOW, later)


def test_a_meeting_that_is_removed_from_the_plan_is_told_no_more(place: World) -> None:
    row = meeting(place, "Måltid")
    remove_row(MEETINGS, row, version=row.version, by=BY, now=NOW)
    assert "Måltid" not in {each.title for each in found(actor("coordinator", place.home))}


def test_a_request_that_is_postponed_moves_and_one_withdrawn_for_all_is_cancelled(place: World) -> None:
    who = actor("coordinator", place.home)
    postpone(place.ask, deadline=date(2021, 5, 19), version=place.ask.version, by=BY, now=NOW)
    moved = one(who, "Kartlegging av mat")
    assert (moved.start, moved.moved_from, moved.cancelled) == (date(2021, 5, 19), DEADLINE, False)
    everyone = list(AskRecipient.objects.filter(ask=place.ask))
    withdraw(place.ask, everyone, on=DAY, why="Ikkje nødvendig", today=DAY, by=BY, now=NOW)
    gone = one(who, "Kartlegging av mat")
    assert (gone.cancelled, gone.sequence > moved.sequence) == (True, True)


def test_the_days_of_an_older_plan_are_told_until_the_next_one_begins() -> None:
    place = region(1, key="tredalen", county="93")
    for years, topics in {
        "2019-2020": ("2. mars 2020", "3. mai 2021"),
        "2021-2023": ("3. mai 2021",),
    }.items():
        create_plan(
            programme=place.programme, office=place.office, title=years, period=read(years), dated=read(""),
            approved_by="", prepared_by=[], language="nb", by=BY, now=NOW,
            rows={"meetings": [NewRow({"date": read(day), "topic": f"{years}: {day}"}) for day in topics]},
        )  # fmt: skip
    told = found(actor("coordinator", place), date(2020, 1, 1), date(2022, 1, 1))
    assert sorted(each.title for each in told if each.kind.key == "meeting") == [
        "2019-2020: 2. mars 2020",
        "2021-2023: 3. mai 2021",
    ]


def test_mine_is_what_my_organisation_is_to_do_and_what_the_whole_apparatus_meets_for(place: World) -> None:
    mine = {
        organisation: sorted(
            each.title
            for each in found(actor("partner", place.home, organisation))
            if is_mine(each.concerned, actor("partner", place.home, organisation)) and each.programme and each.address
            and not each.key.startswith("programme:")
        )
        for organisation in ("usht", "KS")
    }  # fmt: skip
    meetings = [
        "Avlyst tema",
        "Dag ikkje sett",
        "Måltid",
        "Regional plan, revision 1",
        "Samling over to dagar",
    ]
    assert mine == {
        "KS": [*meetings, "Skyss til møte"],
        "usht": sorted([*meetings, "Kartlegging av mat", "Kurs i mat"]),
    }


QUESTIONS = 35
"""However many rows there are: six registers, what stood in them before, what was done, and each source's own."""


def test_as_many_questions_are_asked_of_three_rows_of_each_as_of_one(place: World) -> None:
    home, who = place.home, actor("coordinator", place.home)

    def more(number: int) -> None:
        wording = Wording(
            asked_by="KS", title=f"Meir {number}", kind="survey", minutes=30, sent=DAY, deadline=DEADLINE
        )
        ask(home.programme, home.office, wording, home.participations, by=BY, now=NOW)
        new = NewRow({"date": read("28.05.2021"), "topic": f"Ny {number}"})
        row = add_row(MEETINGS, place.plan, new, by=BY, now=NOW)
        change_row(MEETINGS, row, version=1, cells={"date": read("27.05.2021")}, by=BY, now=NOW)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(who)
        return len(queries)

    more(0)
    found(who)
    once = asked()
    more(1)
    more(2)
    assert (once, asked()) == (QUESTIONS, QUESTIONS)
