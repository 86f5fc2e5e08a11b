"""What was planned against what was done, year by year: counted, never guessed; every number opens to its rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from samordner.charts.figures import Figure
from samordner.documents.blocks import Heading, Table
from samordner.people.models import Assignment, User
from samordner.plandocument.documents import plan_document
from samordner.plandocument.evaluation import evaluation_blocks, figure, followed, planned_and_done
from samordner.plandocument.queries import contents, rows_of
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, remove_row
from samordner.plans.registers import register
from samordner.programmes.queries import definition
from samordner.timeline.periods import Period, read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import accepted, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.fixture
def plan(region: Region) -> Plan:
    """A plan for 2021–2023 with two meetings in 2021."""
    return accepted(text(), region.office, region.programme)[1]


@pytest.fixture
def client(region: Region) -> Client:
    """The coordinator's browser, in English."""
    user = User.objects.create(
        email="kim@example.org", name="Kim", language="en", created_at=NOW, is_demo=True
    )
    Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=region.office)
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser


def measure(plan: Plan, year: str, name: str, standing: str = "", **more: Any) -> Any:
    """A measure of the period plan, and how far it has come."""
    period = read(year)
    row = add_row(register("period_plan"), plan, NewRow({"year": period, "area": name}), by="u1", now=NOW)
    type(row)._default_manager.filter(pk=row.pk).update(status_key=standing, **more)
    row.refresh_from_db()
    return row


def counted(plan: Plan) -> dict[tuple[int | None, str], dict[str, int]]:
    """(year, register) → how far → how many, where there are any."""
    years = planned_and_done(plan, {each.key: rows_of(plan, each) for each in followed()})
    return {
        (line.year, line.register.key): {key: number for key, _label, number in line.counts if number}
        for year in years
        for line in year.lines
    }


def test_every_register_with_a_time_and_a_status_is_counted() -> None:
    assert [each.key for each in followed()] == [
        "meetings", "period_plan", "communication", "follow_up", "actor_measures",
    ]  # fmt: skip


def test_what_nobody_has_said_anything_of_is_not_said(plan: Plan) -> None:
    assert counted(plan) == {(2021, "meetings"): {"unsaid": 2}}


def test_each_year_counts_how_far_its_rows_have_come(plan: Plan) -> None:
    for standing in ("done", "done", "underway", "planned", "postponed", "dropped", ""):
        measure(plan, "2022", f"Tiltak {standing}", standing)
    removed = measure(plan, "2022", "Fjernet", "done")
    remove_row(register("period_plan"), removed, version=removed.version, by="u1", now=NOW)
    assert counted(plan)[2022, "period_plan"] == {
        "done": 2, "underway": 1, "planned": 1, "postponed": 1, "dropped": 1, "unsaid": 1,
    }  # fmt: skip


def test_a_row_that_lasts_several_years_is_counted_in_each(plan: Plan) -> None:
    measure(plan, "2021-2022", "Lenge", "underway")
    found = counted(plan)
    assert (found[2021, "period_plan"], found[2022, "period_plan"]) == ({"underway": 1}, {"underway": 1})


def test_a_row_without_a_year_is_counted_as_such_and_one_that_comes_back_in_every_year(plan: Plan) -> None:
    add_row(register("period_plan"), plan, NewRow({"area": "Uten år"}), by="u1", now=NOW)
    add_row(
        register("period_plan"), plan, NewRow({"year": Period("årlig", None, None, "yearly"), "area": "Fast"}),
        by="u1", now=NOW,
    )  # fmt: skip
    found = counted(plan)
    assert {year for year, key in found if key == "period_plan"} == {None, 2021, 2022, 2023}


def test_the_figure_draws_what_is_not_said_too_and_holds_the_same_numbers(plan: Plan) -> None:
    measure(plan, "2021", "Ferdig", "done")
    drawn = figure(planned_and_done(plan, {each.key: rows_of(plan, each) for each in followed()}))
    assert isinstance(drawn, Figure)
    assert drawn.table.rows[0][0] == "2021"
    assert [int(str(cell).split()[0]) for cell in drawn.table.rows[0][-7:-1]] == [0, 0, 0, 0, 1, 2]


# In the printed plan


def printed(plan: Plan) -> list[Any]:
    made = plan_document(contents(plan, "nb"), definition(plan.programme.key), language="nb")
    return list(made.blocks)


def test_the_printed_plan_holds_nothing_of_it_until_somebody_has_said_how_anything_went(plan: Plan) -> None:
    assert list(evaluation_blocks(plan, {each.key: rows_of(plan, each) for each in followed()})) == []
    assert "planned_and_done" not in [
        each.definition.key for each in printed(plan) if isinstance(each, Table)
    ]


def test_the_chapter_on_evaluation_holds_the_table_and_the_figure(plan: Plan) -> None:
    measure(plan, "2021", "Ferdig", "done")
    blocks = printed(plan)
    last = [at for at, each in enumerate(blocks) if isinstance(each, Heading) and each.level == 1][-1]
    assert (blocks[last].text, blocks[last].number) == ("Evaluering", "5")
    kinds = [type(each).__name__ for each in blocks[last:]]
    assert kinds == ["Heading", "Heading", "Paragraph", "Figure", "Table"]
    assert [(line.year, line.register.key, line.total) for line in blocks[-1].rows] == [
        (2021, "meetings", 2), (2021, "period_plan", 1),
    ]  # fmt: skip


# On the page


def test_every_number_opens_to_the_rows_behind_it(plan: Plan, client: Client) -> None:
    measure(plan, "2022", "Ferdig kurs", "done", done_on=date(2022, 5, 4), result="Tjue kom")
    measure(plan, "2022", "Annet kurs", "underway")
    page = client.get(f"/planer/{plan.pk}/evaluering/").content.decode()
    asked = "?aar=2022&amp;register=period_plan&amp;status=done#rows"
    assert f'href="/planer/{plan.pk}/evaluering/{asked}">1</a>' in page
    answer = client.get(f"/planer/{plan.pk}/evaluering/?aar=2022&register=period_plan&status=done")
    assert [each.name for each in answer.context["rows"]] == ["Ferdig kurs"]
    assert "Tjue kom" in answer.content.decode()


def test_the_numbers_and_the_rows_behind_one_are_had_as_files(plan: Plan, client: Client) -> None:
    measure(plan, "2022", "Ferdig kurs", "done", result="Tjue kom")
    numbers = client.get(f"/planer/{plan.pk}/evaluering/eksport/csv/").content.decode()
    assert "2022;Plan for the period;1;1;0;0;0;0;0" in numbers.replace('"', "").replace(",", ";")
    rows = client.get(f"/planer/{plan.pk}/evaluering/eksport/csv/?aar=2022").content.decode()
    assert "Ferdig kurs" in rows
    assert "Tjue kom" in rows
    assert client.get(f"/planer/{plan.pk}/evaluering/eksport/exe/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_however_many_rows(
    count: int, plan: Plan, client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(count):
        measure(plan, "2022", f"Kurs {number}", "done")
    client.get(f"/planer/{plan.pk}/evaluering/")
    with django_assert_num_queries(10):
        client.get(f"/planer/{plan.pk}/evaluering/?aar=2022")
