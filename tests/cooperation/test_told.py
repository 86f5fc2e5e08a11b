"""What cooperation tells the first page and the calendar: in time, to those concerned, and once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from samordner.access.actors import Actor, Holding
from samordner.boards.queries import scope
from samordner.boards.tasks import Task
from samordner.cooperation.models import ArenaVisit
from samordner.cooperation.operations.agreements import keep_from_plan, renew, terminate
from samordner.cooperation.operations.arenas import call_off
from samordner.happenings.happenings import Happening
from samordner.happenings.sources import Asked, gather
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from samordner.plans.operations import change_row
from samordner.plans.registers import register
from samordner.project.cooperation_tasks import of_cooperation
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db

KINDS = frozenset({"agreement", "agreement-day", "arena", "meeting"})


def holder(role: str, place: Region, organisation: str = "") -> Actor:
    return Actor("u9", "Kim", (Holding(role, place.office.key, organisation=organisation),))


def tasks(actor: Actor, day: date = DAY) -> list[Task]:
    found = scope(Participation.objects.all(), day=day, asked=True)
    assert found is not None
    return list(of_cooperation(actor, found, state(found.participations, found.definition, day), NOW))


def told(actor: Actor, day: date = DAY) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.sentence, one.concerns) for one in tasks(actor, day)]


def days(place: Region, actor: Actor | None = None) -> list[Happening]:
    who = actor or holder("coordinator", place)
    asked = Asked(who, date(2021, 1, 1), date(2023, 1, 1), DAY, (place.programme.key,))
    return sorted(gather(asked, only=KINDS), key=lambda one: (str(one.start), one.key))


def test_the_first_page_tells_of_agreements_partners_and_arenas_that_need_somebody() -> None:
    place = region(1)
    make.row(make.plan(place), partner="Planbanken", agreement="Avtale", expires="01.06.2021")
    make.agreement(place, expires_day=date(2021, 4, 1))
    make.agreement(place, what="Lang", expires_day=date(2025, 1, 1))
    make.partner(place, meet_every=12)
    make.met(place, date(2020, 1, 14))
    make.partner(place, "Nylaget", meet_every=6)
    arena = make.arena(place, visit_every=6)
    make.visit(arena, date(2020, 8, 1))
    make.visit(arena, date(2021, 4, 1), "planned")
    make.arena(place, "Forumet", visit_every=6)
    assert told(holder("coordinator", place)) == [
        ("2 agreements run out, or have just done so", (make.OF, "Planbanken")),
        (
            "2 partners have not been met as often as is settled",
            ("Boligbanken (not met since 14 January 2020)", "Nylaget (never met)"),
        ),
        ("At 2 arenas nobody has been as often as is settled", ("Forumet (never)", "Kystrådet (8 months)")),
        ("How did it go? 1 day at an arena is not written up", ("Kystrådet",)),
    ]


def test_a_partner_of_the_apparatus_is_told_of_what_it_answers_for_and_readers_of_nothing() -> None:
    place = region(1)
    make.agreement(place, expires_day=date(2021, 6, 1), responsible="KS")
    make.agreement(
        place, what="Min", partner="Banken", expires_day=date(2021, 6, 1), responsible_account="u9"
    )
    make.partner(place, "Laget", meet_every=6, responsible="ks")
    make.arena(place, visit_every=6)
    assert told(holder("partner", place, "KS")) == [
        ("2 agreements run out, or have just done so", ("Banken", make.OF)),
        ("1 partner has not been met as often as is settled", ("Laget (never met)",)),
    ]
    assert told(holder("partner", place, "USHT")) == [
        ("1 agreement runs out, or has just done so", ("Banken",))
    ]  # fmt: skip
    for role in ("contact", "directorate", "administrator"):
        assert (role, told(Actor("u8", "K", (Holding(role, place.office.key),)))) == (role, [])


def test_an_agreement_is_told_once_on_the_first_page_wherever_it_stands() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale", expires="01.06.2021")
    before = told(holder("coordinator", place))
    kept = keep_from_plan(row, by=BY, now=NOW)
    assert told(holder("coordinator", place)) == before
    assert [concerns for _sentence, concerns in before] == [(make.OF,)]
    terminate(kept, on=date(2021, 6, 1), why="", version=1, by=BY, now=NOW)
    assert told(holder("coordinator", place)) == []


def test_notice_comes_before_the_last_day() -> None:
    place = region(1)
    make.agreement(place, expires_day=date(2021, 12, 31), notice_months=6)
    assert told(holder("coordinator", place), date(2021, 5, 30)) == []
    (task,) = tasks(holder("coordinator", place), date(2021, 5, 31))
    assert task.due == date(2021, 6, 30)


def test_another_office_s_cooperation_is_not_told() -> None:
    place, other = region(1), region(1, key="sorvik", county="92")
    make.agreement(other, expires_day=date(2021, 6, 1))
    make.partner(other, meet_every=1)
    make.visit(make.arena(other, visit_every=1), date(2021, 5, 1), "planned")
    assert (told(holder("coordinator", place)), days(place)) == ([], [])
    assert len(days(place, Actor("u8", "K", (Holding("directorate"),)))) == 2


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_and_the_calendar_take_the_same_few_queries_for_one_and_for_many(count: int) -> None:
    place = region(1)
    for number in range(count):
        make.agreement(place, what=f"Avtale {number}", expires_day=date(2021, 6, 1))
        make.partner(place, f"Lag {number}", meet_every=6)
        make.visit(make.arena(place, f"Råd {number}", visit_every=6), date(2021, 5, 1), "planned")
    actor = holder("coordinator", place)
    found = scope(Participation.objects.all(), day=DAY, asked=True)
    assert found is not None
    known = state(found.participations, found.definition, DAY)
    with CaptureQueriesContext(connection) as first:
        assert len(list(of_cooperation(actor, found, known, NOW))) == 2
    asked = Asked(actor, date(2021, 1, 1), date(2023, 1, 1), DAY, (place.programme.key,))
    with CaptureQueriesContext(connection) as calendar:
        assert len(gather(asked, only=frozenset({"agreement-day", "arena"}))) == 2 * count
    assert (len(first), len(calendar)) == (6, 6)


def test_the_calendar_tells_a_day_of_the_plan_s_row_by_the_plan_and_others_by_the_agreement() -> None:
    place = region(1)
    row = make.row(make.plan(place), partner="Planbanken", agreement="Avtale", expires="01.06.2021")
    keep_from_plan(row, by=BY, now=NOW)
    own = make.agreement(place, expires_day=date(2021, 7, 1), notice_months=2, responsible="KS")
    assert [(one.kind.key, one.start, one.title) for one in days(place)] == [
        ("agreement-day", date(2021, 5, 1), "Notice on the agreement with Boligbanken"),
        ("agreement", date(2021, 6, 1), "Planbanken"),
        ("agreement-day", date(2021, 7, 1), "Agreement with Boligbanken ends"),
    ]
    assert days(place)[2].concerned.organisations == ("KS",)
    before = days(place)[2].sequence
    renew(own, make.terms(what="Ny", expires_day=date(2024, 1, 1)), version=1, by=BY, now=NOW)
    after = [one for one in days(place) if one.kind.key == "agreement-day"]
    assert [(one.start, one.note) for one in after] == [
        (date(2021, 7, 1), "another agreement has taken over")
    ]
    assert after[0].sequence > before


def test_what_the_next_plan_no_longer_names_is_told_by_the_agreement() -> None:
    place = region(1)
    row = make.row(make.plan(place, "2019-2020"), agreement="Avtale", expires="01.06.2021")
    keep_from_plan(row, by=BY, now=NOW)
    newest = make.row(make.plan(place, "2021-2023"), agreement="Avtale", expires="01.06.2021")
    assert [(one.kind.key, one.address.split("/")[1]) for one in days(place)] == [("agreement", "planer")]
    change_row(
        register("cooperation"),
        newest,
        version=1,
        cells={"partner": "En annen", "expires": ""},
        by=BY,
        now=NOW,
    )
    assert [(one.kind.key, one.title) for one in days(place)] == [
        ("agreement-day", "Agreement with Boligbanken ends")
    ]  # fmt: skip


def test_the_days_of_an_arena_are_told_with_its_municipalities_and_one_of_our_meetings_is_not_told_twice() -> (
    None
):
    place = region(2)
    grouping = make_grouping(place.office, name="Rådet", kind=Grouping.Kind.OTHER, by=BY, now=NOW)
    join(grouping, place[0].municipality, since=date(2020, 1, 1), by=BY, now=NOW)
    arena = make.arena(place, grouping=grouping)
    day = make.visit(arena, date(2021, 5, 20), "planned", theme="Mat", organisations=("KS",), place="Molde")
    (one,) = days(place)
    codes = [each.code for each in one.concerned.municipalities]
    assert (one.title, one.place, one.note, codes, one.cancelled) == (
        "Kystrådet: Mat", "Molde", "KS", [place[0].municipality.code], False
    )  # fmt: skip
    call_off(day, why="", version=1, by=BY, now=NOW)
    assert [one.cancelled for one in days(place)] == [True]
    meeting = make.met(place, date(2021, 6, 1), held=False)
    make.visit(arena, date(2021, 6, 1), "planned", meeting=meeting)
    assert [one.kind.key for one in days(place)] == ["arena", "meeting"]
    assert ArenaVisit.objects.count() == 2
