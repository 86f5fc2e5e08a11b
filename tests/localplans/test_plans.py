"""A municipality's plan stands where its days say, and waits for a statement until it is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.localplans.models import LocalPlan, Status
from samordner.localplans.operations import (
    anchor,
    bring_back_plan,
    change_plan,
    change_statement,
    remove_plan,
    why_not_plan,
    why_not_remove,
)
from samordner.localplans.queries import (
    Narrowed,
    kept,
    listed,
    strategy_term,
    subject_for,
    waiting,
    with_status,
    without_strategy,
)
from samordner.places.models import Municipality
from samordner.programmes.definition import read_programme
from tests.factories.localplans import EMPTY, anchored, plan, statement
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Sentences are compared in English, whatever language was spoken before."""
    with override("en"):
        yield


@pytest.fixture
def place(db: None) -> Region:
    return region(3)


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def titles(place: Region, day: date = DAY, sort: str = "", **asked: str) -> list[str]:
    found = listed(
        LocalPlan.objects.all(), day, programme=place.definition.key, asked=Narrowed(**asked), sort=sort
    )
    return [one.title for one in found]


def test_the_status_follows_from_the_days(place: Region) -> None:
    made = plan(
        place[0].municipality, announced_on=days(-90), hearing_from=days(-60), hearing_to=days(-30),
        adopted_on=days(0), replaced_on=days(400),
    )  # fmt: skip
    steps = {-90: "announced", -61: "announced", -60: "hearing", -30: "hearing", -29: "announced", -1: "announced",
             0: "adopted", 399: "adopted", 400: "replaced"}  # fmt: skip
    assert {number: made.status_on(days(number)).value for number in steps} == steps
    assert not kept(LocalPlan.objects.all(), days(-91)).exists()


DAYS = st.none() | st.integers(-5, 5)


@given(st.tuples(DAYS, DAYS, DAYS, DAYS, DAYS), st.integers(-6, 6))
def test_a_list_by_status_holds_those_whose_status_it_is(
    numbers: tuple[int | None, int | None, int | None, int | None, int | None], on: int
) -> None:
    names = ("announced_on", "hearing_from", "hearing_to", "adopted_on", "replaced_on")
    fields: dict[str, Any] = {
        name: days(each) if each is not None else None for name, each in zip(names, numbers, strict=True)
    }
    if why_not_plan(**(EMPTY | fields)):
        return
    LocalPlan.objects.all().delete()
    made = plan(Municipality.objects.first() or region(1)[0].municipality, **fields)
    found = [
        status.value for status in Status
        if LocalPlan.objects.filter(with_status(status, days(on))).filter(pk=made.pk).exists()
    ]  # fmt: skip
    assert found == [made.status_on(days(on)).value]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"title": " "}, "title"),
        ({"announced_on": None}, "announced_on"),
        ({"first_year": 2025, "last_year": 2021}, "last_year"),
        ({"hearing_from": days(3), "hearing_to": days(2)}, "hearing_to"),
        ({"hearing_to": days(2)}, "hearing_from"),
        ({"hearing_from": days(3), "deadline": days(2)}, "deadline"),
        ({"adopted_on": days(-1)}, "adopted_on"),
        ({"replaced_on": days(9)}, "replaced_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(
    place: Region, fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refusal) as refused:
        plan(place[0].municipality, **({"announced_on": days(0)} | fields))
    assert refused.value.field == field
    assert LocalPlan.objects.count() == 0


def test_a_plan_belongs_to_the_office_that_covered_the_municipality(place: Region) -> None:
    assert plan(place[0].municipality).office == place.office


def test_lists_are_narrowed_by_kind_status_anchoring_and_words(place: Region) -> None:
    first, second, third = (row.municipality for row in place.participations)
    strategy = plan(first, kind="planning_strategy", title="Strategi", adopted_on=days(-200))
    theme = plan(second, title="Temaplan", hearing_from=days(-5), hearing_to=days(20))
    plan(third, title="Økonomiplan", kind="action_and_budget")
    plan(third, title="Ukjend framtid", announced_on=days(1))
    anchored(strategy, place.programme, "yes", solutions=["C4"])
    anchored(theme, place.programme, "no")
    assert titles(place) == ["Strategi", "Temaplan", "Økonomiplan"]
    assert titles(place, kind="planning_strategy") == ["Strategi"]
    assert titles(place, status="hearing") == titles(place, hearing="1") == ["Temaplan"]
    assert titles(place, status="announced") == ["Økonomiplan"]
    assert titles(place, anchored="yes") == ["Strategi"]
    assert titles(place, anchored="no") == ["Temaplan"]
    assert titles(place, anchored="unknown") == ["Økonomiplan"]
    assert titles(place, words="tema") == ["Temaplan"]
    assert titles(place, municipality=second.code) == ["Temaplan"]
    assert titles(place, sort="-title") == ["Økonomiplan", "Temaplan", "Strategi"]


def test_a_hearing_waits_until_a_statement_is_given(place: Region) -> None:
    made = plan(place[0].municipality, hearing_from=days(-10), hearing_to=days(10))
    rows = LocalPlan.objects.all()
    assert [(one.due, one.in_days, one.statement) for one in waiting(rows, DAY)] == [(days(10), 10, None)]
    assert waiting(rows, days(-11)) == []
    asked = statement(made, asked_on=days(-9), deadline=days(5))
    assert [(one.due, one.statement) for one in waiting(rows, DAY)] == [(days(5), asked)]
    change_statement(asked, version=1, today=DAY, by=BY, now=NOW, asked_on=days(-9), given_on=days(-1))
    assert waiting(rows, DAY) == []
    assert [one.in_days for one in waiting(rows, days(-2))] == [7]


def test_the_office_s_own_deadline_goes_before_that_of_the_hearing(place: Region) -> None:
    plan(place[0].municipality, hearing_from=days(-10), hearing_to=days(-1), deadline=days(3))
    assert [one.in_days for one in waiting(LocalPlan.objects.all(), DAY)] == [3]


def test_what_is_adopted_or_long_past_is_not_waited_for(place: Region) -> None:
    plan(place[0].municipality, hearing_from=days(-60), hearing_to=days(-40))
    plan(place[1].municipality, hearing_from=days(-10), hearing_to=days(10), adopted_on=days(-1))
    late = plan(place[2].municipality, hearing_from=days(-60), hearing_to=days(-3))
    found = waiting(LocalPlan.objects.all(), DAY)
    assert [(one.plan, one.is_late, one.left) for one in found] == [
        (late, True, "the deadline was 3 days ago")
    ]


def test_a_plan_names_only_solutions_that_the_programme_has(place: Region) -> None:
    made = plan(place[0].municipality)
    with pytest.raises(Refusal) as refused:
        anchored(made, place.programme, "yes", solutions=["Z9"])
    assert refused.value.field == "solutions"
    with pytest.raises(Refusal):
        anchored(made, place.programme, "no", solutions=["C4"])


def test_of_two_who_say_where_it_stands_the_second_sees_the_first(place: Region) -> None:
    made = plan(place[0].municipality)
    said = anchored(made, place.programme, "partly")
    with pytest.raises(Conflict):
        anchored(made, place.programme, "no")
    assert anchor(made, place.programme, holds="yes", version=said.version, by=BY, now=NOW).holds == "yes"


def test_a_removed_plan_leaves_the_lists_and_can_be_brought_back(place: Region) -> None:
    made = plan(place[0].municipality)
    remove_plan(made, version=1, by=BY, now=NOW)
    assert titles(place) == []
    bring_back_plan(made, version=2, by=BY, now=NOW)
    assert titles(place) == ["Temaplan for gode år"]
    statement(made, given_on=days(-1))
    assert "kept" in (why_not_remove(made) or "")


def test_two_editors_never_overwrite_each_other(place: Region) -> None:
    made = plan(place[0].municipality)
    change_plan(made, version=1, kind="sub_plan", by=BY, now=NOW, **(EMPTY | {"announced_on": DAY}))
    with pytest.raises(Conflict):
        change_plan(made, version=1, kind="theme_plan", by=BY, now=NOW, **(EMPTY | {"announced_on": DAY}))


def test_every_deed_is_one_journal_entry_without_words_of_the_plan(place: Region) -> None:
    before = Entry.objects.count()
    made = plan(place[0].municipality, title="Løyndomsfull plan")
    anchored(made, place.programme, "yes", note="Ord frå planen")
    statement(made, given_on=days(-1), summary="Det vi sa")
    entries = Entry.objects.order_by("number")[before:]
    assert [(one.verb, one.kind, one.office) for one in entries] == [
        ("register", "local_plan", "havbukta"), ("anchor", "local_plan", "havbukta"), ("add", "statement", "havbukta"),
    ]  # fmt: skip
    assert not any(word in str(one.detail) for one in entries for word in ("Løyndom", "Ord", "Det vi sa"))


@pytest.mark.parametrize(
    ("day", "since", "due"),
    [
        (date(2021, 4, 27), date(2019, 9, 1), date(2020, 10, 31)),
        (date(2019, 8, 31), date(2015, 9, 1), date(2016, 10, 31)),
        (date(2023, 9, 1), date(2023, 9, 1), date(2024, 10, 31)),
    ],
)
def test_a_planning_strategy_belongs_to_the_council_period_of_the_day(
    day: date, since: date, due: date
) -> None:
    term = strategy_term(day)
    assert (term.since, term.due) == (since, due)


def test_municipalities_without_a_strategy_of_this_council_period_are_named(place: Region) -> None:
    first, second, third = (row.municipality for row in place.participations)
    plan(first, kind="planning_strategy", adopted_on=date(2020, 6, 1))
    plan(second, kind="planning_strategy", adopted_on=date(2016, 6, 1))
    plan(third, kind="community_part", adopted_on=date(2020, 6, 1))
    found = without_strategy([first, second, third], LocalPlan.objects.all(), DAY)
    assert found == [second, third]


def test_the_kinds_are_options_of_the_programme_that_asks_where_it_is_anchored() -> None:
    asks = read_programme("leve-hele-livet")
    assert {subject_for(asks, kind) for kind in LocalPlan.Kind.values} == {"anchoring"}
    assert subject_for(read_programme("bo-trygt-hjemme"), "theme_plan") == ""
