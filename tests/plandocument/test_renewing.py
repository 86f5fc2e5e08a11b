"""The next plan is begun from the one that is there; plans of one office for one programme are told apart."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.journal.deeds import Refusal
from samordner.people.models import Assignment, User
from samordner.places.models import Office
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading, begin_from, target, undo_reading
from samordner.plandocument.queries import contents
from samordner.plans.models import Chapter, Plan
from samordner.plans.registers import register, registers
from samordner.programmes.definition import read_programme
from samordner.programmes.models import Programme
from samordner.programmes.operations import load
from samordner.timeline.periods import read
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.plans import PLANS
from tests.plandocument.stating import accepted, begun, differing, said, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


def browser(office: Office, name: str = "kim") -> Client:
    """The coordinator's browser, in English."""
    user = User.objects.create(
        email=f"{name}@example.org", name=name, language="en", created_at=NOW, is_demo=True
    )
    Assignment.objects.create(user=user, role="coordinator", since=date(2019, 1, 1), office=office)
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def following(plan: Plan, title: str = "PLAN FOR GODE DAGER 2022-2024", years: str = "2022-2024") -> Plan:
    return begin_from(plan, title=title, period=read(years), language="nn", by="u1", now=NOW)


def moved(plan: Plan, day: date) -> Plan:
    """The same plan with its period beginning on the day."""
    plan = Plan.objects.get(pk=plan.pk)
    plan.period_start = day
    return plan


def words(plan: Plan) -> dict[str, list[tuple[str, ...]]]:
    """What the plan's kept rows say, by register."""
    return {
        each.key: [
            tuple(str(cell) for cell in each.cells_of(row).values())
            for row in each.model._default_manager.filter(plan=plan, removed_at=None).order_by("position")
        ]
        for each in registers()
    }


def test_a_chapter_named_after_the_years_is_named_after_the_next_ones(region: Region) -> None:
    plan = accepted((PLANS / "fjordlandet.txt").read_bytes(), region.office, region.programme)[1]
    first = plan.chapters.all()[0]
    Chapter.objects.filter(pk=first.pk).update(title="Planen for 2022–2024")
    assert following(plan, "DEN NESTE", "2023-2025").chapters.all()[0].title == "Planen for 2023–2025"


def test_a_plan_without_a_date_is_drawn_as_of_the_day_that_has_come(region: Region) -> None:
    plan = accepted((PLANS / "fjordlandet.txt").read_bytes(), region.office, region.programme)[1]
    made = following(plan)
    at_work, later = date(2021, 10, 1), date(2022, 6, 1)
    assert contents(made, "nn", today=at_work).figures == contents(moved(made, at_work), "nn").figures
    assert contents(made, "nn", today=later).figures == contents(made, "nn").figures


def test_the_next_plan_says_what_this_one_says_and_this_one_is_not_changed(region: Region) -> None:
    plan = accepted((PLANS / "fjordlandet.txt").read_bytes(), region.office, region.programme)[1]
    before = said(plan)
    made = following(plan)
    assert words(made) == words(plan)
    assert [(each.number, each.title, each.text) for each in made.chapters.all()] == [
        (each.number, each.title, each.text) for each in plan.chapters.all()
    ]
    assert (made.period, made.language, made.authors, made.dated_label, made.approved_by) == (
        read("2022-2024"), "nn", plan.authors, "", "",
    )  # fmt: skip
    assert said(plan) == before


def test_how_far_anything_had_come_stays_behind(region: Region) -> None:
    plan = accepted(text(), region.office, region.programme)[1]
    meetings = register("meetings").model._default_manager
    meetings.filter(plan=plan).update(
        status_key="done", done_on=date(2021, 1, 11), result="Referat", filled_by="KS"
    )
    made = following(plan)
    found = set(meetings.filter(plan=made).values_list("status_key", "done_on", "result", "filled_by"))
    assert found == {("", None, "", "KS")}


def test_what_a_register_calls_status_without_meaning_how_far_follows(region: Region) -> None:
    plan = accepted((PLANS / "nordlia.txt").read_bytes(), region.office, region.programme)[1]
    networks = register("networks").model._default_manager
    networks.filter(plan=plan).update(status="Finst frå før")
    found = set(networks.filter(plan=following(plan)).values_list("status", flat=True))
    assert found == {"Finst frå før"}


def test_two_plans_with_one_title_and_one_period_are_refused(region: Region) -> None:
    plan = accepted(text(), region.office, region.programme)[1]
    following(plan)
    with pytest.raises(Refusal):
        following(plan)
    assert Plan.objects.count() == 2


def test_the_page_proposes_a_year_later_and_keeps_what_was_typed_when_it_is_not_understood(
    region: Region,
) -> None:
    plan = accepted(text(), region.office, region.programme)[1]
    client = browser(region.office)
    assert b'value="PLAN FOR GODE DAGER 2022-2024"' in client.get(f"/planer/{plan.pk}/neste/").content
    sent = {"title": "Min neste plan", "period": "snart", "language": "nb"}
    answer = client.post(f"/planer/{plan.pk}/neste/", sent)
    assert answer.status_code == 422
    assert b'value="Min neste plan"' in answer.content
    answer = client.post(f"/planer/{plan.pk}/neste/", {**sent, "period": "2022–2024"})
    assert answer["Location"] == f"/planer/{Plan.objects.latest('pk').pk}/"


# Several plans, offices and programmes


def test_of_last_years_plan_and_this_years_a_document_goes_into_the_one_of_its_period(region: Region) -> None:
    last = accepted(text(), region.office, region.programme)[1]
    this = following(last)
    document = text(tema="Rikting").replace(b"2021-2023", b"2022-2024")
    reading = begun(document, region.office, region.programme)
    assert target(reading) == this
    assert target(begun(text(), region.office, region.programme)) == last
    before = said(last)
    accept_reading(reading, into=this, version=1, language="nb", by="u1", now=NOW)
    assert said(last) == before


def test_what_is_undone_in_this_years_plan_leaves_last_years_alone(region: Region) -> None:
    last = accepted(text(), region.office, region.programme)[1]
    this = following(last)
    before = said(last), said(this)
    reading = begun(text(tema="Rikting"), region.office, region.programme)
    accept_reading(reading, into=this, version=1, language="nb", by="u1", now=NOW)
    undo_reading(reading, version=reading.version, by="u1", now=NOW)
    assert (said(last), said(this)) == before


def test_a_plan_of_another_programme_or_another_office_is_never_the_one_compared_with(region: Region) -> None:
    load(read_programme("bo-trygt-hjemme"), by="u1", now=NOW)
    other = Programme.objects.get(key="bo-trygt-hjemme")
    solvik, nordre = region_of.office("solvik", "Solvik"), region_of.office("nordre", "Nordre")
    mine = accepted(text(), region.office, region.programme)[1]
    accepted(text(), solvik, region.programme)
    accepted(text(), nordre, region.programme)
    theirs = accepted(text(), region.office, other)[1]
    assert target(begun(text(), region.office, region.programme)) == mine
    assert target(begun(text(), region.office, other)) == theirs
    assert differing(begun(text(), region.office, other), theirs) == []


def test_the_list_of_readings_is_narrowed_by_programme_and_state_and_shows_no_other_offices(
    region: Region,
) -> None:
    load(read_programme("bo-trygt-hjemme"), by="u1", now=NOW)
    other = Programme.objects.get(key="bo-trygt-hjemme")
    solvik = region_of.office("solvik", "Solvik")
    begun(text(), solvik, region.programme, name="Hemmelig.txt")
    begun(text(), region.office, region.programme, name="B.txt")
    begun(text(), region.office, other, name="A.txt")
    accepted(text(), region.office, region.programme)
    client = browser(region.office)

    def names(query: str) -> list[str]:
        return [each.row.name for each in client.get(f"/les-inn/{query}").context["readings"]]

    assert names("") == ["plan.txt", "A.txt", "B.txt"]
    assert names("?sort=name") == ["A.txt", "B.txt", "plan.txt"]
    assert names("?programme=bo-trygt-hjemme") == ["A.txt"]
    assert names("?status=accepted") == ["plan.txt"]
    assert names("?programme=bo-trygt-hjemme&status=accepted") == []
    assert names("?office=solvik") == ["plan.txt", "A.txt", "B.txt"]  # no such choice here
    exported = client.get("/les-inn/eksport/csv/?status=open").content.decode()
    assert ("A.txt" in exported, "plan.txt" in exported, "Hemmelig" in exported) == (True, False, False)


def test_another_offices_plan_cannot_be_chosen_even_by_its_number(region: Region) -> None:
    theirs = accepted(text(), region_of.office("solvik", "Solvik"), region.programme)[1]
    reading = begun(text(), region.office, region.programme)
    client = browser(region.office)
    sent = {"version": "1", "into": str(theirs.pk)}
    assert client.post(f"/les-inn/{reading.pk}/plan/", sent).status_code == 404
    assert PlanReading.objects.get(pk=reading.pk).into is None
    assert client.post(f"/planer/{theirs.pk}/neste/", {"title": "x", "period": "2022"}).status_code == 404
