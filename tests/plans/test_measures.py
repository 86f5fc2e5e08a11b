"""The plan for the period seen in ways: groups, deadlines that have passed, and sums that count what is unknown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samordner.documents.csv import read as csv_rows
from samordner.plans.measures import (
    Asked,
    grouped,
    known_years,
    narrowed,
    overdue,
    quarter_lines,
    totals,
)
from samordner.plans.models import PeriodMeasure, Plan
from samordner.plans.operations import add_row, remove_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from tests.factories import plans as make
from tests.factories.plans import BY, NOW, NewRow
from tests.plans.conftest import SignIn

DAY = date(2021, 4, 27)
MEASURES: tuple[dict[str, str], ...] = (
    {"year": "2021", "area": "Mat", "owner": "KS", "deadline": "26.04.2021", "status": "Pågår", "money": "500 kr"},
    {"year": "2021", "area": "Mat", "owner": " ks ", "deadline": "27.04.2021", "money": "etter søknad", "sdgs": "3\n11"},
    {"year": "2022", "area": "Helse", "deadline": "1.1.2021", "status": "Gjennomført", "money": "1 mill. kr", "sdgs": "3"},
    {"year": "2021-2023", "area": "Reise", "owner": "USHT", "deadline": "innen 1. juni 2021", "status": "Utsatt"},
    {"area": "Annet", "status": "Utgår", "deadline": "01.02.2020"},
)  # fmt: skip


@pytest.fixture
def plan(db: None) -> Plan:
    plan, of = make.plan(), register("period_plan")
    for cells in MEASURES:
        add_row(of, plan, NewRow(cells), by=BY, now=NOW)
    return plan


def rows(plan: Plan) -> list[PeriodMeasure]:
    return list(rows_of(register("period_plan"), plan))


def areas(found: Any) -> list[tuple[str, str]]:
    return [(row.area, row.owner.strip()) for row in found]


def test_a_measure_is_late_the_day_after_its_deadline_unless_it_is_done_or_dropped(plan: Plan) -> None:
    assert areas(overdue(rows(plan), DAY)) == [("Mat", "KS")]
    assert areas(overdue(rows(plan), date(2021, 4, 28))) == [("Mat", "KS"), ("Mat", "ks")]
    assert overdue(rows(plan), date(2021, 4, 26)) == []


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (Asked(), 5),
        (Asked(due="passed"), 1),
        (Asked(due="30"), 1),
        (Asked(due="90"), 2),
        (Asked(due="none"), 0),
        (Asked(status="done"), 1),
        (Asked(status="none"), 1),
        (Asked(owner="ks"), 2),
        (Asked(owner="none"), 2),
        (Asked(year="2021"), 2),
        (Asked(year="2021–2023"), 1),
        (Asked(goal="3"), 2),
        (Asked(goal="3", year="2021"), 1),
        (Asked(having="money"), 2),
        (Asked(without="money"), 3),
        (Asked(strategy="none"), 5),
        (Asked(without="posts"), 5),
    ],
)
def test_the_list_is_narrowed_to_what_is_asked_for(asked: Asked, found: int, plan: Plan) -> None:
    assert len(narrowed(register("period_plan"), rows(plan), asked, DAY)) == found


def test_a_sum_is_of_the_numbers_that_are_there_and_counts_the_rest(plan: Plan) -> None:
    (total,) = totals(register("period_plan"), rows(plan))
    assert (total.value, total.counted, total.unknown) == (Decimal(1_000_500), 2, 3)
    assert totals(register("period_plan"), rows(plan)[3:]) == []


def test_actors_posts_and_money_are_summed_with_what_is_unknown() -> None:
    of = register("actors")
    actors = [
        of.model(organisation="A", posts="2 x 50 %", posts_amount=Decimal(1), money="mye"),
        of.model(organisation="B", posts="20 %", posts_amount=Decimal("0.2")),
        of.model(organisation="C"),
    ]
    (posts,) = totals(of, actors)
    assert (posts.text.replace("\u00a0", " "), posts.unknown) == ("1,2 årsverk", 1)


WAYS = {
    "year": [("2021", 2), ("2021–2023", 1), ("2022", 1), ("none", 1)],
    "owner": [("ks", 2), ("usht", 1), ("none", 2)],
    "area": [("annet", 1), ("helse", 1), ("mat", 2), ("reise", 1)],
    "status": [("underway", 1), ("done", 1), ("postponed", 1), ("dropped", 1), ("none", 1)],
    "goal": [("3", 2), ("11", 1), ("none", 3)],
    "strategy": [("none", 5)],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_measure_stands_in_its_groups(way: str, plan: Plan) -> None:
    assert [(group.key, len(group.rows)) for group in grouped(plan, rows(plan), way)] == WAYS[way]


def test_a_group_s_sum_is_its_own(plan: Plan) -> None:
    sums = {
        group.key: (group.total.value, group.total.unknown) if group.total else None
        for group in grouped(plan, rows(plan), "year")
    }
    assert sums == {
        "2021": (Decimal(500), 1),
        "2022": (Decimal(1_000_000), 0),
        "2021–2023": None,
        "none": None,
    }


def test_the_quarters_show_where_a_measure_runs_and_is_due(plan: Plan) -> None:
    lines = {(line.row.area, line.row.owner.strip()): line.marks for line in quarter_lines(rows(plan), 2021)}
    assert lines == {
        ("Mat", "KS"): ("runs", "due", "runs", "runs"),
        ("Mat", "ks"): ("runs", "due", "runs", "runs"),
        ("Helse", ""): ("due", "", "", ""),
        ("Reise", "USHT"): ("runs", "due", "runs", "runs"),
    }
    assert known_years(rows(plan)) == [2020, 2021, 2022, 2023]


@given(st.dates(date(2019, 1, 1), date(2024, 12, 31)))
def test_a_deadline_stands_in_exactly_one_quarter(deadline: date) -> None:
    row = PeriodMeasure(deadline_day=deadline)
    marks = [mark for year in range(2019, 2025) for line in quarter_lines([row], year) for mark in line.marks]
    assert marks.count("due") == 1


def test_the_page_keeps_its_state_in_the_address_and_exports_what_it_shows(
    plan: Plan, sign_in: SignIn
) -> None:
    client = sign_in("directorate")
    base = f"/planer/{plan.pk}/tiltak/"
    page = client.get(f"{base}?by=owner&due=passed&day=2021-04-27").content.decode()
    assert ('value="passed" selected' in page, 'value="owner"' in page) == (True, True)
    table = csv_rows(client.get(f"{base}?due=passed&day=2021-04-27&format=csv").content)
    assert len(table) == 2
    assert client.get(f"{base}?format=xlsx").status_code == 200
    assert client.get(f"{base}?format=exe").status_code == 404
    for strange in ("?by=x", "?by=quarter&of=9999", "?due=999999", "?due=-1", "?goal=x", "?year=x"):
        assert client.get(f"{base}{strange}").status_code == 200


def test_a_choice_lists_what_there_is_in_the_order_of_the_groups(plan: Plan, sign_in: SignIn) -> None:
    filters = sign_in("directorate").get(f"/planer/{plan.pk}/tiltak/").context["filters"]
    found = {key: [value for value, _said in options] for key, _label, options in filters}
    assert (found["goal"], found["owner"]) == (["3", "11", "none"], ["ks", "usht", "none"])


def test_removed_measures_and_those_of_other_offices_are_not_told_of(plan: Plan, sign_in: SignIn) -> None:
    of = register("period_plan")
    remove_row(of, rows(plan)[0], version=1, by=BY, now=NOW)
    shown = sign_in("contact").get(f"/planer/{plan.pk}/tiltak/?day=2021-04-27&by=area").content.decode()
    assert ("26.04.2021" in shown, "27.04.2021" in shown) == (False, True)
    assert sign_in("partner", "innlandet").get(f"/planer/{plan.pk}/tiltak/").status_code == 404
    assert sign_in().get(f"/planer/{plan.pk}/tiltak/").status_code == 302


@pytest.mark.parametrize("copies", [1, 3])
@pytest.mark.parametrize(("way", "queries"), [("year", 13), ("quarter", 11), ("strategy", 13)])
def test_the_page_asks_the_database_the_same_number_of_times(
    copies: int, way: str, queries: int, plan: Plan, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for _ in range(copies):
        add_row(register("period_plan"), plan, NewRow(MEASURES[1] | {"strategies": "En"}), by=BY, now=NOW)
    client = sign_in("coordinator")
    with django_assert_num_queries(queries):
        client.get(f"/planer/{plan.pk}/tiltak/?by={way}")


@pytest.mark.django_db
def test_agreements_that_run_out_are_found_in_the_register(sign_in: SignIn) -> None:
    plan, of = make.plan(), register("cooperation")
    for partner, expires in (
        ("Snart", "31.05.2021"),
        ("Ute", "01.04.2021"),
        ("Lenge", "2023"),
        ("Aldri", ""),
    ):
        add_row(of, plan, NewRow({"partner": partner, "expires": expires}), by=BY, now=NOW)
    client = sign_in("coordinator")

    def found(due: str) -> list[str]:
        page = client.get(f"/planer/{plan.pk}/samarbeid/?due={due}&day=2021-04-27").content.decode()
        return [name for name in ("Snart", "Ute", "Lenge", "Aldri") if f">{name}<" in page]

    assert [found(due) for due in ("90", "passed", "none")] == [["Snart"], ["Ute"], ["Aldri"]]
