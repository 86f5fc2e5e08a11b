"""A later document beside the registers, row by row, and a person's choice of what the plan gets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client

from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.models import Entry
from samordner.people.models import Assignment, User
from samordner.plandocument.comparing import Chooser, comparison, register_part
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import (
    accept_reading,
    choose_plan,
    choose_rows,
    correct_reading,
    target,
)
from samordner.plandocument.operations.settling import settle
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Earlier, Plan
from samordner.plans.new import NewRow
from samordner.plans.operations import add_row, change_row, move_row
from samordner.plans.registers import register
from samordner.programmes.queries import definition
from tests.conftest import NOW
from tests.factories import participation as region_of
from tests.factories.participation import Region
from tests.plandocument.stating import accepted, begun, differing, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

MEETINGS = (("11.januar", "Oppstart"), ("4.april", "Mat"), ("1.juni", "Reiser"))
WORK = (
    ("Helseforetaket", "Avtale", "Utskriving"),
    ("Bondelaget", "Møte", "Inn på tunet"),
    ("Tannhelsa", "Møte", "Munnhelse"),
)


def document(
    *,
    title: str = "PLAN FOR GODE DAGER 2021-2023",
    background: str = "Bakgrunnen.",
    meetings: tuple[tuple[str, str], ...] = MEETINGS,
    work: tuple[tuple[str, str, str], ...] = WORK,
    guidelines: tuple[str, ...] = ("Boligstrategien", "Kompetanseplanen"),
    form: bool = True,
) -> bytes:
    """A plan of four chapters; without `form` the table of cooperation prints no form."""
    columns = (0, 1, 2) if form else (0, 2)
    rows = [("Organisasjon", "Samarbeidsform", "Ansvar, rolle, oppgaver"), *work] if work else []
    lines = [
        title, "", "Dato: 27.april", "Godkjent av: Styringsgruppa", "Utarbeidet av: Embetet og KS", "",
        "INNHOLD", "1. BAKGRUNN", "2. ORGANISERING OG ANSVAR", "3. SAMARBEID MED ANDRE AKTØRER",
        "4. NASJONALE FØRINGER", "", "1. BAKGRUNN", "", background, "", "2. ORGANISERING OG ANSVAR", "",
        "Møteplan 2021", "", "Dato\tTema", *("\t".join(each) for each in meetings), "",
        "3. SAMARBEID MED ANDRE AKTØRER", "", *("\t".join(row[at] for at in columns) for row in rows), "",
        "4. NASJONALE FØRINGER", "", *(f"- {each}" for each in guidelines), "",
    ]  # fmt: skip
    return "\n".join(lines).encode()


@pytest.fixture
def region() -> Region:
    return region_of.region(3)


@pytest.fixture
def plan(region: Region) -> Plan:
    """The plan that the document of last year became."""
    return accepted(document(), region.office, region.programme)[1]


@pytest.fixture
def later(region: Region, plan: Plan) -> Callable[..., PlanReading]:
    """A later document of the plan."""
    return lambda **change: begun(document(**change), region.office, region.programme)


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


def rows(plan: Plan, key: str) -> list[Any]:
    model = register(key).model
    return list(model._default_manager.filter(plan=plan, removed_at=None).order_by("position"))


def meetings(plan: Plan) -> list[tuple[str, str]]:
    return [(row.period_label, row.topic) for row in rows(plan, "meetings")]


def guidelines(plan: Plan) -> list[str]:
    return [row.text for row in rows(plan, "guidelines")]


def accept(reading: PlanReading, plan: Plan, **more: Any) -> Plan:
    usual = {"into": plan, "version": reading.version, "language": "nb", "by": "u1", "now": NOW}
    return accept_reading(reading, **{**usual, **more})[0]


def choose(reading: PlanReading, choices: Mapping[str, str]) -> PlanReading:
    return choose_rows(reading, choices, version=reading.version, by="u1", now=NOW)


def keys(reading: PlanReading, plan: Plan) -> dict[str, str]:
    """Name of a difference → its key."""
    parts = comparison(reading, plan, definition(reading.programme.key), Chooser(reading.choices))
    return {line.name: line.key for part in parts for line in part.differing}


# What differs


def test_the_same_document_differs_in_nothing(later: Callable[..., PlanReading], plan: Plan) -> None:
    assert differing(later(), plan) == []


def test_each_row_is_new_changed_or_gone_and_what_is_gone_is_kept_until_somebody_chooses(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(
        meetings=(MEETINGS[0], ("1.juni", "Reiser og opphold"), ("9.september", "Bolig")),
        background="Bakgrunnen er en annen.",
    )
    assert differing(reading, plan) == [
        ("Chapters", "changed", "1. Bakgrunn", True),
        ("Meeting plan", "gone", "4.april", False),
        ("Meeting plan", "changed", "1.juni", True),
        ("Meeting plan", "new", "9.september", True),
    ]
    accept(reading, plan)
    assert meetings(plan) == [
        ("11.januar", "Oppstart"), ("4.april", "Mat"), ("1.juni", "Reiser og opphold"), ("9.september", "Bolig"),
    ]  # fmt: skip
    assert plan.chapters.all()[0].text == "Bakgrunnen er en annen."


def test_exactly_what_was_chosen_is_done(later: Callable[..., PlanReading], plan: Plan) -> None:
    reading = later(
        meetings=(MEETINGS[0], ("1.juni", "Reiser og opphold"), ("9.september", "Bolig")),
        background="Bakgrunnen er en annen.",
    )
    found = keys(reading, plan)
    choose(
        reading,
        {
            found["1. Bakgrunn"]: "keep", found["4.april"]: "take", found["1.juni"]: "keep",
            found["9.september"]: "keep",
        },
    )  # fmt: skip
    accept(reading, plan)
    assert meetings(plan) == [("11.januar", "Oppstart"), ("1.juni", "Reiser")]
    assert plan.chapters.all()[0].text == "Bakgrunnen."
    assert Earlier.objects.count() == 0


def test_rows_that_stand_in_another_order_are_the_same_rows(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    ids = {row.partner: row.pk for row in rows(plan, "cooperation")}
    reading = later(work=(WORK[2], WORK[0], ("Bondelaget i fylket", "Møte", "Inn på tunet")))
    assert differing(reading, plan) == [
        ("Cooperation with others", "moved", "The order of the rows", True),
        ("Cooperation with others", "changed", "Bondelaget", True),
    ]
    accept(reading, plan)
    found = rows(plan, "cooperation")
    assert [row.partner for row in found] == ["Tannhelsa", "Helseforetaket", "Bondelaget i fylket"]
    assert [row.pk for row in found] == [ids["Tannhelsa"], ids["Helseforetaket"], ids["Bondelaget"]]
    assert [row.position for row in found] == [1, 2, 3]


def test_the_registers_own_order_can_be_kept(later: Callable[..., PlanReading], plan: Plan) -> None:
    reading = later(meetings=(MEETINGS[2], ("9.mai", "Bolig"), *MEETINGS[:2]))
    choose(reading, {"meetings:order": "keep"})
    accept(reading, plan)
    assert [label for label, _topic in meetings(plan)] == ["11.januar", "4.april", "1.juni", "9.mai"]


def test_a_row_that_is_kept_stands_after_the_row_that_it_stood_after(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    accept(later(guidelines=("Matstrategien", "Boligstrategien", "Fallstrategien")), plan)
    assert guidelines(plan) == ["Matstrategien", "Boligstrategien", "Kompetanseplanen", "Fallstrategien"]


# What the document does not say


def test_a_column_that_the_document_does_not_print_is_left_as_it_is(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(form=False, work=(WORK[0], ("Bondelaget", "", "Gårdsbesøk"), WORK[2]))
    parts = comparison(reading, plan, definition(plan.programme.key), Chooser({}))
    part = next(each for each in parts if each.key == "cooperation")
    assert [str(title) for title in part.unsaid] == ["Form of cooperation, agreement if any"]
    accept(reading, plan)
    assert [(row.form, row.responsibilities) for row in rows(plan, "cooperation")] == [
        ("Avtale", "Utskriving"), ("Møte", "Gårdsbesøk"), ("Møte", "Munnhelse"),
    ]  # fmt: skip


def test_what_only_the_register_knows_of_a_row_is_never_blanked(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    row = rows(plan, "meetings")[0]
    type(row)._default_manager.filter(pk=row.pk).update(
        status_key="done", done_on=date(2021, 1, 11), result="Referat", filled_by="KS"
    )
    before = rows(plan, "meetings")[0]
    accept(later(meetings=(("11.januar", "Oppstart og mål"), *MEETINGS[1:])), plan, gone=True)
    row.refresh_from_db()
    assert (row.topic, row.status_key, row.done_on, row.result, row.filled_by) == (
        "Oppstart og mål", before.status_key, before.done_on, before.result, before.filled_by,
    )  # fmt: skip


def test_what_a_person_said_that_words_mean_stands_as_long_as_the_document_has_the_same_words(
    plan: Plan,
) -> None:
    of = register("period_plan")
    words = {"area": "Mat", "measure": "Kurs", "deadline": "Før ferien", "money": "Egne midler"}
    row = add_row(of, plan, NewRow(words), by="u1", now=NOW)
    type(row)._default_manager.filter(pk=row.pk).update(deadline_day=date(2021, 6, 20), money_amount=50_000)
    part = register_part(of, plan, [NewRow({**words, "measure": "Kurs for alle"})], ["1"], Chooser({}))
    settle(plan, [part], "u1", NOW)
    row.refresh_from_db()
    assert (row.measure, row.deadline_day, row.money_amount) == ("Kurs for alle", date(2021, 6, 20), 50_000)
    part = register_part(of, plan, [NewRow({**words, "deadline": "1. mai 2021"})], ["1"], Chooser({}))
    settle(plan, [part], "u1", NOW)
    row.refresh_from_db()
    assert (row.deadline_day, row.money_amount) == (date(2021, 5, 1), 50_000)


def test_a_table_that_the_document_lacks_takes_no_row_away_unless_that_is_chosen(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(work=())
    part = next(
        each
        for each in comparison(reading, plan, definition(plan.programme.key), Chooser({}))
        if each.key == "cooperation"
    )
    assert part.absent
    accept(reading, plan)
    assert len(rows(plan, "cooperation")) == 3


def test_a_cell_that_the_document_has_blank_in_a_printed_column_is_shown_as_changed(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(work=(WORK[0], ("Bondelaget", "", "Inn på tunet"), WORK[2]))
    assert differing(reading, plan) == [("Cooperation with others", "changed", "Bondelaget", True)]


def test_a_chapter_that_is_kept_and_one_of_the_document_do_not_share_a_number(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    content = document().replace(b"4. NASJONALE F\xc3\x98RINGER", b"4. HELT NOE ANNET OM FERIE")
    content = content.replace(b"- Boligstrategien", b"Vi reiser.").replace(b"- Kompetanseplanen", b"")
    reading = begun(content, plan.office, plan.programme)
    accept(reading, plan)
    numbers = [chapter.number for chapter in plan.chapters.all()]
    assert numbers == sorted({*numbers})
    assert {"Nasjonale føringer", "Helt noe annet om ferie"} <= {
        chapter.title for chapter in plan.chapters.all()
    }


def test_the_numbers_of_a_chapter_that_is_kept_are_kept_with_it(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    def stated() -> list[tuple[int, int | None]]:
        return [(claim.numerator, claim.denominator) for claim in plan.claims.all()]

    accept(later(background="I 2021 hadde 1 av 3 kommuner vedtatt en plan."), plan)
    assert stated() == [(1, 3)]
    reading = later(background="I 2021 hadde 2 av 3 kommuner vedtatt en plan.")
    choose(reading, {keys(reading, plan)["1. Bakgrunn"]: "keep"})
    accept(reading, plan)
    assert stated() == [(1, 3)]
    again = later(background="I 2021 hadde 2 av 3 kommuner vedtatt en plan.")
    accept(again, plan)
    assert stated() == [(2, 3)]


# Choices


def test_choices_are_kept_with_the_reading_through_corrections(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(meetings=(*MEETINGS[:2], ("1.juni", "Rikting")), guidelines=("Boligstrategien",))
    found = keys(reading, plan)
    choose(reading, {found["1.juni"]: "keep", found["Kompetanseplanen"]: "take"})
    edit = {"do": "set-front", "field": "title", "value": "En annen tittel"}
    correct_reading(reading, [edit], version=reading.version, by="u1", now=NOW)
    assert differing(PlanReading.objects.get(pk=reading.pk), plan) == [
        ("Front page", "changed", "Title", True),
        ("Meeting plan", "changed", "1.juni", False),
        ("National guidelines", "gone", "Kompetanseplanen", True),
    ]


def test_the_second_of_two_who_choose_at_once_is_told(later: Callable[..., PlanReading], plan: Plan) -> None:
    reading = later(guidelines=())
    mine, theirs = (PlanReading.objects.get(pk=reading.pk) for _ in range(2))
    choose(mine, {"meetings:1": "keep"})
    with pytest.raises(Conflict):
        choose(theirs, {"meetings:1": "take"})
    assert PlanReading.objects.get(pk=reading.pk).choices == {"meetings:1": "keep"}


def test_choosing_what_is_chosen_already_changes_nothing(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = choose(later(guidelines=()), {"meetings:1": "keep"})
    before = Entry.objects.count()
    choose(reading, {"meetings:1": "keep"})
    assert (reading.version, Entry.objects.count()) == (2, before)


def test_what_another_wrote_after_the_rows_were_shown_is_not_written_over_unseen(
    later: Callable[..., PlanReading], plan: Plan
) -> None:
    reading = later(meetings=(*MEETINGS[:2], ("1.juni", "Rikting")))
    shown = fingerprint(plan)
    change_row(
        register("meetings"), rows(plan, "meetings")[2], version=1, cells={"topic": "Mitt"}, by="u2", now=NOW
    )
    with pytest.raises(Conflict):
        accept(reading, plan, seen=shown)
    assert meetings(plan)[2] == ("1.juni", "Mitt")


def test_a_row_that_somebody_moved_keeps_its_choice(later: Callable[..., PlanReading], plan: Plan) -> None:
    reading = later(meetings=(*MEETINGS[:2], ("1.juni", "Rikting")))
    choose(reading, {keys(reading, plan)["1.juni"]: "keep"})
    move_row(register("meetings"), rows(plan, "meetings")[2], to=1, by="u2", now=NOW)
    accept(reading, plan)
    assert meetings(plan) == [*MEETINGS]


# Which plan


def test_a_document_can_go_into_any_plan_of_its_office_or_become_one_of_its_own(
    later: Callable[..., PlanReading], plan: Plan, region: Region
) -> None:
    other = accepted(document(title="PLAN FOR GODE ÅR 2024-2026"), region.office, region.programme)[1]
    reading = later()
    assert target(reading) == plan
    choose_plan(reading, other, version=1, by="u1", now=NOW)
    assert target(PlanReading.objects.get(pk=reading.pk)) == other
    choose_plan(reading, None, version=2, by="u1", now=NOW)
    assert target(PlanReading.objects.get(pk=reading.pk)) is None
    made = accept_reading(reading, into=None, version=3, language="nb", by="u1", now=NOW)[0]
    assert made not in {plan, other}
    assert said(made)["meetings"] != said(plan)["meetings"]


def test_what_was_chosen_of_one_plan_is_not_carried_over_to_another(
    later: Callable[..., PlanReading], plan: Plan, region: Region
) -> None:
    other = accepted(document(title="PLAN FOR GODE ÅR 2024-2026"), region.office, region.programme)[1]
    reading = choose(later(), {"guidelines:+1": "keep"})
    choose_plan(reading, other, version=2, by="u1", now=NOW)
    assert reading.choices == {}


def test_a_document_goes_into_no_other_offices_plan(
    later: Callable[..., PlanReading], region: Region
) -> None:
    office = region_of.office("solvik", "Solvik")
    theirs = accepted(document(), office, region.programme)[1]
    with pytest.raises(Refusal):
        choose_plan(later(), theirs, version=1, by="u1", now=NOW)


# In the browser


def test_the_page_shows_the_differences_and_accepts_what_is_chosen(
    later: Callable[..., PlanReading], plan: Plan, client: Client
) -> None:
    reading = later(meetings=(MEETINGS[0], ("1.juni", "Reiser og opphold")), guidelines=("Boligstrategien",))
    page = f"/les-inn/{reading.pk}/sammenlign/"
    found = keys(reading, plan)
    answer = client.get(page)
    content = answer.content.decode()
    assert "<ins>og opphold</ins>" in content
    assert [line.name for part in answer.context["parts"] for line in part.differing] == [
        "4.april", "1.juni", "Kompetanseplanen",
    ]  # fmt: skip
    seen = {"version": "1", "seen": answer.context["seen"]}
    sent = {**seen, f"c-{found['1.juni']}": "keep", f"c-{found['4.april']}": "take", "c-meetings:999": "take"}
    assert client.post(page, {**sent, "do": "save"}).status_code == 302
    reading.refresh_from_db()
    assert reading.choices == {found["1.juni"]: "keep", found["4.april"]: "take"}
    assert (
        client.post(page, {**seen, "version": "2", "all": "guidelines:take"})["Location"]
        == f"{page}#guidelines"
    )
    accepted = client.post(page, {**seen, "version": "3", "do": "accept"})
    assert accepted["Location"] == f"/planer/{plan.pk}/"
    assert (meetings(plan), guidelines(plan)) == ([MEETINGS[0], MEETINGS[2]], ["Boligstrategien"])


def test_who_chooses_while_another_does_sees_both_and_loses_nothing(
    later: Callable[..., PlanReading], plan: Plan, client: Client
) -> None:
    reading = later(meetings=(*MEETINGS[:2], ("1.juni", "Rikting")), guidelines=("Boligstrategien",))
    page, found = f"/les-inn/{reading.pk}/sammenlign/", keys(reading, plan)
    choose(reading, {found["Kompetanseplanen"]: "take"})
    answer = client.post(page, {"version": "1", f"c-{found['1.juni']}": "keep", "do": "save"})
    assert answer.status_code == 409
    taken = {line.name: line.takes for part in answer.context["parts"] for line in part.differing}
    assert taken == {"1.juni": False, "Kompetanseplanen": True}
    again = client.post(page, {"version": "2", f"c-{found['1.juni']}": "keep", "do": "save"})
    assert again.status_code == 302
    reading.refresh_from_db()
    assert reading.choices == {found["1.juni"]: "keep", found["Kompetanseplanen"]: "take"}


def test_a_choice_is_saved_as_it_is_made(
    later: Callable[..., PlanReading], plan: Plan, client: Client
) -> None:
    reading = later(guidelines=("Boligstrategien",))
    key = keys(reading, plan)["Kompetanseplanen"]
    answer = client.post(
        f"/les-inn/{reading.pk}/sammenlign/",
        {"version": "1", f"c-{key}": "take"},
        headers={"hx-request": "true"},
    )
    assert b'name="version" value="2"' in answer.content
    assert PlanReading.objects.get(pk=reading.pk).choices == {key: "take"}
    late = client.post(
        f"/les-inn/{reading.pk}/sammenlign/",
        {"version": "1", f"c-{key}": "keep"},
        headers={"hx-request": "true"},
    )
    assert b"Someone else chose here meanwhile" in late.content


@pytest.mark.parametrize("count", [1, 3])
def test_comparing_takes_the_same_queries_however_much_differs(
    count: int, later: Callable[..., PlanReading], client: Client, django_assert_num_queries: Any
) -> None:
    reading = later(guidelines=tuple(f"Noe helt nytt {number * 'a'}" for number in range(count)))
    client.get(f"/les-inn/{reading.pk}/sammenlign/")
    with django_assert_num_queries(21):
        client.get(f"/les-inn/{reading.pk}/sammenlign/")
