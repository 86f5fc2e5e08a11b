"""A plan held against what its programme requires, and what the first page tells of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samordner.access.actors import Actor, Holding
from samordner.boards.queries import Scope
from samordner.boards.tasks import Provider
from samordner.participation.queries import state
from samordner.plandocument.operations import begin_from
from samordner.plans.models import Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_chapter, change_plan, remove_row
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from samordner.revisions.completeness import Checked, completeness, former_state, period_of
from samordner.revisions.models import Revision
from samordner.revisions.operations import answer_comment, comment, say_nothing_more
from samordner.revisions.places import whole
from samordner.revisions.reading import measured, state_of
from samordner.revisions.tasks import incomplete, plans_due, reviews
from samordner.timeline.periods import read
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.factories.plans import actor
from tests.programmes.invented import invented
from tests.revisions.conftest import approved, begun, in_review, plan_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def checked(place: Region, plan: Plan, day: date = DAY) -> dict[str, Checked]:
    found = completeness(plan, place.definition, state_of(plan), day=day, former=former_state(plan))
    return {each.content.key: each for each in found}


def write(plan: Plan, answers: str, text: str) -> None:
    chapter = plan.chapters.get(answers=answers)
    change_chapter(chapter, version=chapter.version, title=chapter.title, text=text, by=BY, now=NOW)


def fill(plan: Plan, key: str, *cells: dict[str, str]) -> None:
    for each in cells:
        add_row(register(key), plan, NewRow(each), by=BY, now=NOW)


def test_each_required_content_is_missing_thin_outdated_or_in_place_with_the_way_to_fill_it_in() -> None:
    place = region(1)
    plan = plan_of(place)
    found = checked(place, plan)
    assert {key: each.standing for key, each in found.items()} == {
        "communication": "missing", "internal_organisation": "missing", "actors": "in_place", "local_plans": "in_place",
        "dialogue_meetings": "in_place", "networks": "thin", "follow_up": "missing", "agreements": "in_place",
    }  # fmt: skip
    assert found["networks"].reasons == ("Only 1 row.",)
    assert found["communication"].reasons == ("No rows, and no passage that speaks of it.",)
    assert found["networks"].address == f"/planer/{plan.pk}/nettverk/"
    chapter = plan.chapters.get(answers="apparatus")
    assert found["dialogue_meetings"].address == f"/planer/{plan.pk}/#chapter-{chapter.pk}"


def test_a_register_that_is_empty_makes_a_content_thin_though_its_chapter_speaks_of_it() -> None:
    place = region(1)
    plan = plan_of(place)
    write(plan, "communication", " ".join(["Planen for kommunikasjon er god."] * 20))
    assert checked(place, plan)["communication"].reasons == ("Communication plan has no rows.",)


def test_few_words_are_thin_where_there_is_no_register() -> None:
    place = region(1)
    plan = plan_of(place)
    write(plan, "apparatus", "Vi holder dialogmøter.\nHer står noe annet og langt.")
    found = checked(place, plan)["dialogue_meetings"]
    assert (found.standing, found.reasons) == ("thin", ("Only 3 words speak of it.",))


def test_everything_under_a_sub_heading_speaks_of_it() -> None:
    place = region(1)
    plan = plan_of(place)
    text = "\n".join(
        ["a) Annet", "Ord.", "b) Dialogmøter", *["Fem ord står på linjen."] * 9, "c) Mer", "Slutt."]
    )
    write(plan, "apparatus", text)
    assert checked(place, plan)["dialogue_meetings"].where[0].words == 45


def test_what_names_only_days_that_have_passed_is_outdated() -> None:
    place = region(1)
    plan = plan_of(place)
    found = checked(place, plan, date(2024, 2, 1))["local_plans"]
    assert (found.standing, found.reasons) == (
        "outdated", ("The last day that its rows name is 31.12.2023, which has passed.",),
    )  # fmt: skip
    write(plan, "apparatus", " ".join(["I 2019 holdt vi dialogmøter med alle i fylket."] * 8))
    found = checked(place, plan)["dialogue_meetings"]
    assert (found.standing, found.reasons) == ("outdated", ("It names no year later than 2019.",))


def test_what_says_the_same_as_the_plan_for_an_earlier_period_is_outdated() -> None:
    place = region(1)
    plan = plan_of(place)
    approved(begun(plan))
    assert former_state(plan) is None
    plan.refresh_from_db()
    change_plan(
        plan, version=plan.version, title=plan.title, period=read("2024-2026"), dated=None, approved_by="",
        prepared_by=[], language="nb", by=BY, now=NOW,
    )  # fmt: skip
    plan.refresh_from_db()
    former = former_state(plan)
    assert former is not None
    assert period_of(former) == "2021-2023"
    write(plan, "apparatus", " ".join(["Nå holder vi dialogmøter på en ny måte hvert år."] * 8))
    found = checked(place, plan)
    assert found["agreements"].reasons == ("Unchanged since the plan for 2021-2023.",)
    assert found["dialogue_meetings"].standing == "in_place"


def test_a_plan_begun_from_the_one_before_is_outdated_also_where_how_far_things_had_come_stayed_behind() -> (
    None
):
    place = region(1)
    plan = plan_of(place)
    fill(plan, "period_plan", {"area": "Mat", "measure": "Kurs", "status": "Pågår"})
    approved(begun(plan))
    later = begin_from(
        Plan.objects.get(pk=plan.pk), title="Neste", period=read("2024-2026"), language="nb", by=BY, now=NOW
    )
    assert checked(place, later)["local_plans"].reasons == ("Unchanged since the plan for 2021-2023.",)


def test_what_a_later_plan_says_makes_no_earlier_one_outdated() -> None:
    place = region(1)
    plan, later = plan_of(place), plan_of(place, title="Neste")
    change_plan(
        later, version=later.version, title="Neste", period=read("2024-2026"), dated=None, approved_by="",
        prepared_by=[], language="nb", by=BY, now=NOW,
    )  # fmt: skip
    approved(begun(later))
    assert former_state(plan) is None
    approved(begun(plan))
    former = former_state(later)
    assert former is not None
    assert period_of(former) == "2021-2023"


def test_a_deadline_that_has_not_come_keeps_a_content_from_being_outdated() -> None:
    place = region(1)
    plan = plan_of(place)
    fill(plan, "period_plan", {"area": "Mat", "measure": "Kurs", "deadline": "1. juni 2024"})
    assert checked(place, plan, date(2024, 2, 1))["local_plans"].standing == "in_place"
    (found,) = checked(place, plan, date(2024, 6, 2))["local_plans"].reasons
    assert found == "The last day that its rows name is 01.06.2024, which has passed."


def test_a_programme_that_requires_nothing_says_so(signed_in: SignIn) -> None:
    place = region(1, definition="bo-trygt-hjemme")
    plan = plan_of(place)
    assert checked(place, plan) == {}
    page = signed_in(office=place.office).get(f"/planer/{plan.pk}/fullstendighet/")
    assert "Nothing is required" in page.content.decode()


def test_an_invented_programme_is_checked_too() -> None:
    place = region(1, definition=invented())
    plan = plan_of(place)
    assert {key: each.standing for key, each in checked(place, plan).items()} == {"wells": "thin"}


def test_what_is_counted_for_the_first_page_agrees_with_the_page() -> None:
    place = region(1)
    plan = plan_of(place)
    light = completeness(plan, place.definition, measured(plan), day=DAY)
    whole_check = checked(place, plan)
    assert [each.standing for each in light] == [each.standing for each in whole_check.values()]


# The first page


def scope_of(place: Region, day: date = DAY) -> Scope:
    return Scope(place.definition, day, None, place.office.key, tuple(place.participations), (), (), False)


def told(place: Region, role: str, provider: Provider) -> list[str]:
    person = actor(role, place.office.key, "9101" if role == "contact" else "")
    scope = scope_of(place, DAY)
    known = state(place.participations, place.definition, DAY)
    return [task.sentence for task in provider(person, scope, known, NOW)]


def test_partners_are_told_of_a_review_until_they_have_answered_and_the_coordinator_of_open_comments() -> (
    None
):
    place = region(1)
    plan = plan_of(place)
    revision = in_review(plan)
    out = ["Plan for Havbukta is out for review until 20 May 2021"]
    assert (told(place, "partner", reviews), told(place, "coordinator", reviews)) == (out, [])
    said = comment(revision, whole(plan), text="Bra", by="u7", now=NOW)
    assert told(place, "partner", reviews) == out
    assert told(place, "coordinator", reviews) == ["1 comment on revision 1 is not settled"]
    say_nothing_more(revision, by="u9", now=NOW)
    answer_comment(said, answer="Takk", settled=True, version=1, by=BY, now=NOW)
    assert (told(place, "partner", reviews), told(place, "coordinator", reviews)) == ([], [])
    known = state(place.participations, place.definition, DAY)
    for organisation, sentences in (("ks ", []), ("SOF", out)):
        colleague = Actor("u5", "Kim", (Holding("partner", place.office.key, organisation=organisation),))
        comment(revision, whole(plan), text="Fint", by="u4", organisation="KS", now=NOW)
        assert [task.sentence for task in reviews(colleague, scope_of(place), known, NOW)] == sentences
    assert told(place, "contact", reviews) == told(place, "directorate", reviews) == []


def test_the_coordinator_is_told_what_the_plan_lacks() -> None:
    place = region(1)
    plan = plan_of(place)
    lacking = ["4 of 8 required contents of the plan are missing or thin"]
    assert told(place, "coordinator", incomplete) == lacking
    assert told(place, "partner", incomplete) == told(place, "directorate", incomplete) == []
    of = register("actors")
    for row in rows_of(of, plan):
        remove_row(of, row, version=row.version, by=BY, now=NOW)
    assert told(place, "coordinator", incomplete)[0].startswith("5 of 8")


def test_a_plan_that_is_due_is_told_of_until_it_is_sent() -> None:
    place = region(1)
    near = date(2019, 4, 20)
    scope = scope_of(place, near)
    known = state(place.participations, place.definition, near)

    def said(role: str) -> list[str]:
        return [task.sentence for task in plans_due(actor(role, place.office.key), scope, known, NOW)]

    assert said("coordinator") == ["Regional plan for the whole period is not sent"]
    assert said("directorate") == ["Regional plan for the whole period: 1 office has not sent"]
    assert said("partner") == []
    assert told(place, "coordinator", plans_due) == []


def test_a_review_past_its_day_is_pressing() -> None:
    place = region(1)
    plan = plan_of(place)
    revision = in_review(plan, until=DAY)
    Revision.objects.filter(pk=revision.pk).update(
        review_from=DAY - timedelta(9), review_until=DAY - timedelta(1)
    )
    person = actor("partner", place.office.key)
    scope = scope_of(place, DAY)
    tasks = list(reviews(person, scope, state(place.participations, place.definition, DAY), NOW))
    assert [task.tone for task in tasks] == ["danger"]
