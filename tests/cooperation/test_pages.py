"""The pages of cooperation: what they show, what they take, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from samordner.cooperation.documents import partner_address
from samordner.cooperation.models import Agreement, Arena, ArenaVisit, Partner, PartnerContact
from samordner.meetings.models import Meeting, State
from samordner.people.models import User
from samordner.places.models import Grouping
from samordner.places.operations import join, make_grouping
from samordner.plans.operations import change_row
from samordner.plans.registers import register
from samordner.support.models import Need
from tests.boards.conftest import SignIn
from tests.factories import cooperation as make
from tests.factories.participation import BY, DAY, NOW, Region, region

pytestmark = pytest.mark.django_db

TERMS = {
    "partner": "Husbanken", "what": "Samarbeidsavtale", "signed": "2021-01-05", "expires_day": "2023-12-31",
    "notice_months": "3",
}  # fmt: skip
VISIT = {
    "day": "2021-04-20", "state": "been", "organisations": "KS\nUSHT", "theme": "Skyss", "said": "Vi fortalte om reformen",
    "agreed": "Tas opp igjen til høsten",
}  # fmt: skip


def url(name: str, *args: object) -> str:
    return reverse(f"cooperation:{name}", args=args)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def full(place: Region, number: int) -> None:
    """A partner with a row, an agreement, a meeting and a contact, and an arena with two days."""
    name = f"Lag {number}"
    make.row(make.plan(place, title=f"Plan {number}"), partner=name, agreement="Avtale", expires="31.12.2022")
    make.agreement(place, partner=name, what="Egen", responsible="KS")
    make.partner(place, name, meet_every=12, responsible="KS")
    make.contact(place, name)
    make.met(place, date(2021, 1, number + 1), name=name)
    arena = make.arena(place, f"Råd {number}", owner=name)
    make.visit(arena, date(2021, 4, 20), organisations=(name,))
    make.visit(arena, date(2021, 5, 20), "planned")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        (url("partners"), 9), (url("contacts"), 5), (url("agreements"), 7), (url("arenas"), 7), (url("visits"), 10),
        (partner_address("havbukta", "lag 0"), 17), (url("partners") + "?format=json", 9),
        (url("visits") + "?format=json", 7),
    ],
)  # fmt: skip
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, today: date, count: int, address: str, queries: int
) -> None:
    place = region(2)
    for number in range(count):
        full(place, number)
    client = signed_in("coordinator", place.office)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    assert len(taken) == queries


# Partners


def test_the_partner_s_page_holds_everything_with_it(signed_in: SignIn, today: date) -> None:
    place = region(1)
    make.row(
        make.plan(place), form="Ett møte i året", next_step="Ny handlingsplan", parent="Fylket", agreement="Avtale",
        expires="30.06.2021",
    )  # fmt: skip
    make.partner(place, meet_every=12, note="Ring først")
    make.met(place, date(2021, 1, 20), topic="Årsmøte om bolig")
    make.met(place, date(2021, 6, 1), held=False, topic="Neste møte")
    make.contact(place, position="Rådgiver bolig")
    make.visit(make.arena(place, "Boligforum", owner=make.OF), organisations=(make.OF,), theme="Lån")
    client = signed_in("partner", place.office)
    page = text(client, partner_address(place.office.key, "boligbanken"))
    for said in (
        "Ett møte i året", "Ny handlingsplan", "30.06.2021", "ends soon", "Årsmøte om bolig", "Neste møte", "Rådgiver bolig",
        "Boligforum", "Lån", "Ring først", "met in time",
    ):  # fmt: skip
        assert (said, said in page) == (said, True)
    assert "Boligbanken" in text(client, partner_address(place.office.key, "fylket")), (
        "the body has its parts"
    )
    document = client.get(partner_address(place.office.key, "boligbanken") + "?format=docx")
    assert document.content[:2] == b"PK"
    assert "demonstration-" in document.headers["Content-Disposition"]


def test_a_partner_in_no_plan_is_added_settled_and_taken_away_again(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    failed = client.post(url("new_partner"), {"name": "", "meet_every": "0", "note": "Husk dette"})
    assert (failed.status_code, "Husk dette" in failed.content.decode()) == (422, True)
    made = client.post(
        url("new_partner"), {"name": "Frivilligsentralen / byen", "meet_every": "6", "responsible": "ks"}
    )
    row = Partner.objects.get()
    assert (made.status_code, row.key, row.meet_every) == (302, "frivilligsentralen / byen", 6)
    assert "never met" in text(client, made.headers["Location"])
    settle = url("settle", place.office.key, row.key)
    client.post(settle, {"version": "1", "meet_every": "12"})
    conflict = client.post(settle, {"version": "1", "meet_every": "3", "note": "Mitt"})
    assert (conflict.status_code, "Mitt" in conflict.content.decode()) == (409, True)
    gone = client.post(url("remove_partner", row.pk), {"version": "2"})
    listed = text(client, gone.headers["Location"])
    assert "Removed: Frivilligsentralen / byen" in listed
    client.post(url("restore_partner", row.pk), {"version": "3"})
    assert "Removed:" not in text(client, gone.headers["Location"])
    assert Partner.objects.get().removed_at is None


def test_a_meeting_is_planned_in_one_step_and_one_that_was_is_noted_as_held(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    make.row(make.plan(place))
    make.partner(place, meet_every=12)
    client = signed_in("coordinator", place.office)
    address = url("meet", place.office.key, "boligbanken")
    for wrong in (
        {"day": "2021-06-01", "held": "on"},
        {"day": "2021-06-01", "starts": "12:00", "ends": "11:00"},
        {},
    ):
        failed = client.post(address, {"topic": "Årlig møte om lån", **wrong})
        assert (wrong, failed.status_code) == (wrong, 422)
        assert "Årlig møte om lån" in failed.content.decode()
    assert Meeting.objects.count() == 0
    client.post(
        address, {"topic": "Neste", "day": "2021-06-01", "starts": "09:00", "ends": "11:00", "place": "Teams"}
    )
    client.post(address, {"topic": "Sist", "day": "2021-01-20", "held": "on"})
    found = {one.topic: (one.state, one.place, one.programme) for one in Meeting.objects.all()}
    assert found == {
        "Neste": (State.PLANNED, "Teams", place.programme), "Sist": (State.HELD, "", place.programme)
    }  # fmt: skip
    page = text(client, partner_address(place.office.key, "boligbanken"))
    assert "20 January 2022" in page


def test_a_contact_is_added_changed_removed_brought_back_and_erased(signed_in: SignIn, today: date) -> None:
    place = region(1)
    make.row(make.plan(place))
    client = signed_in("coordinator", place.office)
    client.post(
        url("add_contact", place.office.key, "boligbanken"),
        {"position": "Rådgiver", "name": "Kari", "email": "kari@bolig.example"},
    )
    row = PartnerContact.objects.get()
    listed = client.get(url("contacts"), {"format": "json"}).json()["rows"]
    assert [(one["partner"], one["email"]) for one in listed] == [(make.OF, "kari@bolig.example")]
    client.post(url("change_contact", row.pk), {"version": "1", "position": "Leder", "name": "Kari"})
    gone = client.post(url("remove_contact", row.pk), {"version": "2"})
    assert "Removed: Kari, Leder" in text(client, gone.headers["Location"])
    client.post(url("restore_contact", row.pk), {"version": "3"})
    client.post(url("erase_contact", row.pk), {"version": "4"})
    row.refresh_from_db()
    assert (row.name, row.position, row.removed_at) == ("", "Leder", None)
    assert "(erased)" in text(client, url("contacts"))


# Agreements


def test_an_agreement_is_kept_changed_ended_renewed_and_removed(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("partner", place.office)
    for wrong in (
        {"what": ""},
        {"expires_day": "2020-01-01"},
        {"until_terminated": "on"},
        {"notice_months": "-1"},
    ):
        failed = client.post(url("new_agreement"), {**TERMS, "note": "Husk dette", **wrong})
        assert (wrong, failed.status_code, "Husk dette" in failed.content.decode()) == (wrong, 422, True)
    made = client.post(url("new_agreement"), TERMS)
    row = Agreement.objects.get()
    page = text(client, made.headers["Location"])
    assert "31 December 2023" in page
    assert "30 September 2023" in page, "notice by"
    client.post(url("change_agreement", row.pk), {**TERMS, "version": "1", "case_number": "21/7"})
    conflict = client.post(url("change_agreement", row.pk), {**TERMS, "version": "1", "case_number": "22/8"})
    assert (conflict.status_code, "21/7" in conflict.content.decode()) == (409, True)
    failed = client.post(url("terminate", row.pk), {"version": "2", "on": "2020-01-01", "why": "Husk dette"})
    assert (failed.status_code, "Husk dette" in failed.content.decode()) == (422, True)
    client.post(url("terminate", row.pk), {"version": "2", "on": "2021-12-31"})
    client.post(url("undo_termination", row.pk), {"version": "3"})
    renewed = client.post(
        url("renew", row.pk), {**TERMS, "version": "4", "what": "Ny avtale", "signed": "2021-04-01"}
    )
    assert "Took over from" in text(client, renewed.headers["Location"])
    assert "renewed by another" in text(client, url("agreement", row.pk))
    new = Agreement.objects.get(what="Ny avtale")
    gone = client.post(url("remove_agreement", new.pk), {"version": "1"})
    assert "Removed: Husbanken" in text(client, gone.headers["Location"])
    client.post(url("restore_agreement", new.pk), {"version": "2"})
    listed = client.get(url("agreements"), {"format": "json", "state": "now"}).json()["rows"]
    assert [(one["what"], one["case_number"]) for one in listed] == [("Ny avtale", "")]


def test_an_agreement_of_the_plan_is_kept_in_one_step_and_a_conflict_shows_what_the_plan_says_now(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale", expires="31.12.2022")
    client = signed_in("coordinator", place.office)
    assert "only the plan names it" in text(client, url("agreements"))
    made = client.post(url("from_plan", row.pk))
    kept = Agreement.objects.get()
    assert made.headers["Location"] == url("change_agreement", kept.pk)
    assert "only the plan names it" not in text(client, url("agreements"))
    change_row(register("cooperation"), row, version=1, cells={"agreement": "Fra planen"}, by=BY, now=NOW)
    sent = {
        "version": "1",
        "row_version": "1",
        "what": "Herfra",
        "expires_day": "2022-12-31",
        "case_number": "21/7",
    }
    conflict = client.post(url("change_agreement", kept.pk), sent)
    page = conflict.content.decode()
    assert (conflict.status_code, "Fra planen" in page, "Herfra" in page) == (409, True, True)
    assert 'name="row_version" value="2"' in page
    client.post(url("change_agreement", kept.pk), {**sent, "row_version": "2"})
    row.refresh_from_db()
    kept.refresh_from_db()
    assert (row.agreement, row.expires, kept.case_number) == ("Herfra", "31.12.2022", "21/7")


# Arenas


def test_an_arena_and_its_days_from_plan_to_what_was_said(signed_in: SignIn, today: date) -> None:
    place = region(2)
    grouping = make_grouping(
        place.office, name="Kystrådet", kind=Grouping.Kind.REGIONAL_COUNCIL, by=BY, now=NOW
    )
    join(grouping, place[1].municipality, since=date(2020, 1, 1), by=BY, now=NOW)
    client = signed_in("coordinator", place.office)
    failed = client.post(url("new_arena"), {"name": "", "kind": "forum", "about": "Husk dette"})
    assert (failed.status_code, "Husk dette" in failed.content.decode()) == (422, True)
    client.post(
        url("new_arena"),
        {"name": "Kystrådet", "kind": "regional_council", "grouping": grouping.pk, "visit_every": "6", "rhythm": "fire ganger"},
    )  # fmt: skip
    arena = Arena.objects.get()
    page = text(client, url("arena", arena.pk))
    assert str(place[1].municipality) in page
    assert "Nobody of us has been there yet." in page
    failed = client.post(url("new_visit", arena.pk), {**VISIT, "day": "2021-05-20"})
    assert (failed.status_code, "Vi fortalte om reformen" in failed.content.decode()) == (422, True)
    planned = {"day": "2021-05-20", "state": "planned", "organisations": "KS"}
    client.post(url("new_visit", arena.pk), planned)
    client.post(url("new_visit", arena.pk), VISIT)
    day = ArenaVisit.objects.get(state="been")
    person = User.objects.get()
    client.post(
        url("change_visit", day.pk),
        {**VISIT, "version": "1", "accounts": person.actor_id, "agreed": "Møtes til høsten"},
    )
    page = text(client, url("arena", arena.pk))
    for said in ("KS, USHT", "Vi fortalte om reformen", "Møtes til høsten", "20 May 2021"):
        assert (said, said in page) == (said, True)
    assert person.name in text(client, url("visit", day.pk))
    client.post(
        url("raise_there", day.pk),
        {"municipality": place[1].pk, "text": "Hjelp til skyss", "raised_by": "ordfører"},
    )
    assert Need.objects.get().raised_reference == "Kystrådet, 20.04.2021"
    assert "Hjelp til skyss" in text(client, url("visit", day.pk))
    for file in ("docx", "pdf", "xlsx", "csv", "json", "html"):
        answer = client.get(url("arena", arena.pk), {"format": file})
        assert (file, answer.status_code, len(answer.content) > 200) == (file, 200, True)
    rows = client.get(url("visits"), {"format": "json", "organisation": "USHT"}).json()["rows"]
    assert [(one["arena"], one["needs"], one["went"]) for one in rows] == [
        ("Kystrådet", 1, ["KS", "USHT", person.name])
    ]  # fmt: skip


def test_a_day_is_called_off_and_taken_up_and_removed_and_brought_back_on_the_page(
    signed_in: SignIn, today: date
) -> None:
    place = region(1)
    arena = make.arena(place)
    day = make.visit(arena, date(2021, 5, 20), "planned")
    client = signed_in("partner", place.office)
    client.post(url("call_off", day.pk), {"version": "1", "why": "Utsatt av rådet"})
    assert "Utsatt av rådet" in text(client, url("visit", day.pk))
    client.post(url("take_up", day.pk), {"version": "2"})
    gone = client.post(url("remove_visit", day.pk), {"version": "3"})
    assert "Removed: Kystrådet 2021-05-20" in text(client, gone.headers["Location"])
    client.post(url("restore_visit", day.pk), {"version": "4"})
    day.refresh_from_db()
    assert (day.state, day.removed_at) == ("planned", None)
    gone = client.post(url("remove_arena", arena.pk), {"version": "1"})
    assert "Removed: Kystrådet" in text(client, gone.headers["Location"])
    assert text(client, url("visits")).count("Kystrådet") == 0
    client.post(url("restore_arena", arena.pk), {"version": "2"})
    assert Arena.objects.get().removed_at is None


def test_a_day_that_is_past_and_not_written_up_says_so(signed_in: SignIn, today: date) -> None:
    place = region(1)
    arena = make.arena(place, visit_every=12)
    day = make.visit(arena, date(2021, 4, 1), "planned", theme="Mat")
    client = signed_in("coordinator", place.office)
    assert "How did it go?" in text(client, url("arena", arena.pk))
    assert "Write it up" in text(client, url("visit", day.pk))
    client.post(url("change_visit", day.pk), {**VISIT, "day": "2021-04-01", "version": "1"})
    assert "How did it go?" not in text(client, url("arena", arena.pk))


def test_empty_lists_teach_and_narrowed_ones_lead_back(signed_in: SignIn, today: date) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    for name in ("partners", "contacts", "agreements", "arenas", "visits"):
        assert 'class="empty"' in text(client, url(name))
    full(place, 0)
    for name in ("partners", "contacts", "agreements", "arenas", "visits"):
        narrowed = text(client, url(name) + "?q=finnesikke")
        assert (name, "Show all" in narrowed, 'class="empty"' in narrowed) == (name, True, True)


def test_a_long_list_comes_in_pages_and_leaves_whole_as_a_file(signed_in: SignIn, today: date) -> None:
    place = region(1)
    for number in range(101):
        make.partner(place, f"Lag {number:03}")
    client = signed_in("coordinator", place.office)
    pages = [text(client, f"{url('partners')}?page={page}").count(">Lag ") for page in (1, 2)]
    assert pages == [100, 1]
    assert len(client.get(url("partners"), {"format": "json"}).json()["rows"]) == 101


def test_a_word_from_outside_is_no_trap(signed_in: SignIn, today: date) -> None:
    place = region(1)
    make.row(make.plan(place), partner="<b>Bank</b> & co/?#%", next_step="<script>1</script>")
    make.row(make.plan(place, "2019-2020"), partner="..")
    client = signed_in("coordinator", place.office)
    page = text(client, url("partners"))
    assert "<script>1" not in page
    assert "<b>Bank" not in page
    assert "<b>Bank" not in text(client, partner_address(place.office.key, "<b>bank</b> & co/?#%"))
    for query in ("first=rubbish", "last=1814-99-99"):
        assert client.get(f"{url('visits')}?{query}").status_code == 404
    for query in ("sort=rubbish", "page=x", "removed=999999999999", "removed=x", "state=x", "meeting=x"):
        assert client.get(f"{url('partners')}?{query}").status_code == 200
    assert client.get(f"{url('agreements')}?format=exe").status_code == 404
    assert client.get(f"{url('new_partner')}?office=annet").status_code == 404
    kept = make.agreement(place)
    assert (
        client.post(
            url("change_agreement", kept.pk), {**TERMS, "version": "1", "row_version": "x"}
        ).status_code
        == 400
    )
    assert (Agreement.objects.get().version, DAY) == (1, today)
