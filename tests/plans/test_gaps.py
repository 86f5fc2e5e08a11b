"""The gap from plan to action: nothing is claimed that the plan does not show, and each line opens its row."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.columns import Kind
from samordner.people.models import Assignment, User
from samordner.plans.gaps import ACTING, MANY, fields_of, gaps, lacking, named_in
from samordner.plans.models import Plan
from samordner.plans.new import NewChapter, NewRow
from samordner.plans.operations import add_row, create_plan, remove_row
from samordner.plans.registers import register, registers
from samordner.timeline.periods import read
from tests.factories import participation as people
from tests.factories.participation import BY, DAY, NOW, Region, say

pytestmark = pytest.mark.django_db

NAMES = {
    "A": ("Aldersvennlig samfunn",),
    "A2": ("Planlegging av aldersvennlig samfunn",),
    "C4": ("Ernæring",),
}


def plan_of(place: Region, *texts: str) -> Plan:
    return create_plan(
        programme=place.programme, office=place.office, title="Plan", period=read("2021-2023"), dated=read("2021"),
        approved_by="", prepared_by=[], language="nb",
        chapters=[NewChapter(f"Kapittel {n}", n, text) for n, text in enumerate(texts, 1)], by=BY, now=NOW,
    )  # fmt: skip


def measure(plan: Plan, text: str, *, key: str = "period_plan", when: str = "2021", **cells: Any) -> Any:
    of = register(key)
    period = next((column.key for column in of.columns if column.kind is Kind.PERIOD), "")
    written = {"measure": text, **({period: read(when)} if when and period else {}), **cells}
    return add_row(of, plan, NewRow(cells=written), by=BY, now=NOW)


def found(plan: Plan, place: Region, kind: str, *, chosen: bool = True) -> dict[str, list[str]]:
    with override("en"):
        return {
            gap.name: [each.label for each in gap.places]
            for gap in gaps(plan, place.participations if chosen else [], day=DAY)
            if gap.kind == kind
        }


def test_a_name_is_a_whole_word_in_any_case_over_line_breaks_and_not_within_a_longer_name() -> None:
    for text, expected in {
        "Vi satser på aldersvennlig\nsamfunn.": {"A"}, "Planlegging av aldersvennlig samfunn": {"A2"},
        "ernæring": {"C4"}, "ernæringsarbeid": set(), "Underernæring": set(), "(Ernæring)": {"C4"},
        "Planlegging av aldersvennlig samfunn, og et aldersvennlig samfunn": {"A", "A2"}, "": set(),
    }.items():  # fmt: skip
        assert (text, set(named_in(text, NAMES))) == (text, expected)


@given(st.lists(st.sampled_from(["ernæring", "mat", "aldersvennlig samfunn", "og", "x"]), max_size=8))
def test_names_are_found_wherever_they_stand(words: list[str]) -> None:
    expected = {
        key for key, name in {"C4": "ernæring", "A": "aldersvennlig samfunn"}.items() if name in words
    }
    assert named_in(" ".join(words), NAMES) == expected


def test_what_is_named_without_a_measure_says_where_and_a_measure_closes_it() -> None:
    place = people.region(1)
    solution = place.definition.solution("C4")
    plan = plan_of(place, f"Mange vil ha {solution.name.nn.lower()}.")
    name = f"Solution C4: {solution.name.nb}"
    with override("en"):
        name = f"Solution C4: {solution.name}"
    assert found(plan, place, "unmeasured") == {name: ["1. Kapittel 1"]}
    row = measure(plan, f"Kurs i {solution.name.nb.lower()}")
    assert found(plan, place, "unmeasured") == {}
    assert not any("C4" in one for one in found(plan, place, "silent"))
    remove_row(register("period_plan"), row, version=row.version, by=BY, now=NOW)
    assert list(found(plan, place, "unmeasured")) == [name]


def test_a_row_outside_the_measures_names_it_without_being_a_measure() -> None:
    place = people.region(1)
    area = place.definition.areas[3]
    plan = plan_of(place, "")
    add_row(register("guidelines"), plan, NewRow(cells={"text": f"Føring om {area.name.nb}"}), by=BY, now=NOW)
    assert list(found(plan, place, "unmeasured").values()) == [
        [f"National guidelines: Føring om {area.name.nb}"]
    ]


def test_a_measure_for_a_solution_is_one_for_its_area_and_the_rest_is_never_named() -> None:
    place = people.region(1)
    plan = plan_of(place, "")
    everything = len(place.definition.areas) + len(place.definition.solutions)
    assert len(found(plan, place, "silent")) == everything
    measure(plan, f"{place.definition.solution('C4').name.nb}")
    silent = found(plan, place, "silent")
    assert len(silent) == everything - 2
    assert not any(name.startswith(("Area C:", "Solution C4:")) for name in silent)


def test_solutions_that_many_have_taken_up_without_a_measure_are_told_with_their_number() -> None:
    place = people.region(MANY + 1)
    plan = plan_of(place, "")
    for number, value in enumerate(("chosen", "trying", "in_use")):
        say(place[number], "solution_stage", value, item="D1")
    for number in range(MANY):
        say(place[number], "solution_stage", "passed_over", item="D2")
        if number < MANY - 1:
            say(place[number], "solution_stage", "in_use", item="D3")
    with override("en"):
        told = [
            (gap.name[:2], gap.missing, gap.number)
            for gap in gaps(plan, place.participations, day=DAY)
            if gap.kind == "chosen"
        ]
    assert told == [("D1", "3 of 4 municipalities have taken it up", 3)]
    assert found(plan, place, "chosen", chosen=False) == {}
    measure(plan, place.definition.solution("D1").name.nb)
    assert found(plan, place, "chosen") == {}


def test_measures_lack_only_what_their_register_has_a_field_for() -> None:
    place = people.region(1)
    plan = plan_of(place, "")
    measure(plan, "Uten tid", when="")
    measure(plan, "Med tid", when="vår 2021")
    measure(plan, "Uten aktør", key="actor_measures", when="2022")
    measure(plan, "Med alt", key="actor_measures", when="2022", actor="USHT")
    add_row(register("networks"), plan, NewRow(cells={"name": "Nettverk mat"}), by=BY, now=NOW)
    add_row(
        register("communication"),
        plan,
        NewRow(cells={"audience": "Eldre", "responsible": "SF"}),
        by=BY,
        now=NOW,
    )
    with override("en"):
        lacks = [(gap.name.split(": ")[-1], gap.missing) for gap in lacking(plan) if gap.kind == "lacking"]
        fields = {gap.name: gap.missing for gap in lacking(plan) if gap.kind == "fieldless"}
    assert sorted(lacks) == [
        ("Eldre", "lacks: deadline or time"), ("Nettverk mat", "lacks: owner"), ("Uten aktør", "lacks: owner"),
        ("Uten tid", "lacks: owner, deadline or time, indicator"), ("vår 2021", "lacks: owner, indicator"),
    ]  # fmt: skip
    assert fields == {
        "Communication plan": "has no field for: indicator",
        "Regional networks": "has no field for: deadline or time, indicator",
        "Overview of the actors' measures": "has no field for: indicator",
    }


def test_the_fields_are_read_off_the_registers_themselves() -> None:
    acting = [each for each in registers() if each.key in ACTING]
    assert {each.key for each in acting} == set(ACTING)
    keys = {
        each.key: [column.key if column else None for _word, column in fields_of(each).named()]
        for each in acting
    }
    assert keys == {
        "period_plan": ["owner", "year", "indicator"], "actor_measures": ["actor", "when", None],
        "networks": ["operated_by", None, None], "communication": ["responsible", "when", None],
    }  # fmt: skip


def signed_in(role: str, place: Region) -> Client:
    national = role in {"administrator", "directorate"}
    email = f"{role}{User.objects.count()}@example.org"
    user = User.objects.create(email=email, name="Kim", created_at=NOW, is_demo=True, language="en")
    Assignment.objects.create(
        user=user, role=role, office=None if national else place.office,
        municipality=place[0].municipality if role == "contact" else None,
    )  # fmt: skip
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("role", ["administrator", "coordinator", "partner", "contact", "directorate"])
def test_the_gap_is_read_by_those_who_read_the_plan_and_a_contact_learns_nothing_of_others(role: str) -> None:
    place, other = people.region(MANY), people.region(1, key="innlandet", county="92")
    plan, theirs = plan_of(place, ""), plan_of(other, "")
    for row in place.participations:
        say(row, "solution_stage", "in_use", item="D1")
    client = signed_in(role, place)
    national = role in {"administrator", "directorate"}
    page = client.get(f"/planer/{plan.pk}/gap/?day={DAY}")
    assert page.status_code == 200
    assert ("3 of 3 municipalities" in page.content.decode()) is (role != "contact")
    assert client.get(f"/planer/{theirs.pk}/gap/").status_code == (200 if national else 404)
    rows = client.get(f"/planer/{plan.pk}/gap/?day={DAY}&format=json&kind=chosen").json()["rows"]
    assert len(rows) == (0 if role == "contact" else 1)
    assert Client().get(f"/planer/{plan.pk}/gap/").status_code == 302


@pytest.mark.parametrize("count", [1, 3])
def test_the_gap_takes_the_same_few_queries_for_one_row_and_for_many(count: int) -> None:
    place = people.region(MANY)
    plan = plan_of(place, *["Tekst"] * count)
    for number in range(count):
        measure(plan, f"Tiltak {number}")
        say(place[number], "solution_stage", "in_use", item="D1")
    client = signed_in("coordinator", place)
    client.get(f"/planer/{plan.pk}/gap/?day={DAY}")
    with CaptureQueriesContext(connection) as taken:
        assert client.get(f"/planer/{plan.pk}/gap/?day={DAY}").status_code == 200
    assert len(taken) == 26
