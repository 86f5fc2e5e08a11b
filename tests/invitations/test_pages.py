"""The office's pages: inviting, following up, the list of names, the door, and a municipality's own invitations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from samordner.asks.operations import Wording, ask
from samordner.invitations.models import EventTerms, Invitation, Registration
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.registering import Wish, register
from samordner.meetings.models import Meeting
from samordner.meetings.operations import cancel_meeting
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.invitations.making import MEETING_DAY, contact, invited, letters, planned, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

TERMS = {
    "deadline": "2021-05-04T12:00", "remind_days": "", "max_each": "3", "capacity": "", "waiting_list": "on", "opens": "",
    "retention_days": "365", "version": "0",
}  # fmt: skip


def sheet_in(text: str) -> str:
    """What tells who was shown on the page."""
    found = re.search(r'name="sheet" value="([^"]+)"', text)
    assert found is not None
    return found[1]


def text_of(client: Client, address: str, **more: str) -> str:
    return client.get(address, more).content.decode()


def test_whom_it_reaches_and_who_is_asked_for_much_are_seen_before_anything_is_sent(
    signed_in: SignIn,
) -> None:
    place = region(3)
    contact(place[0])
    contact(place[1], "leader", "Uten Adresse", email="")
    for number in range(2):
        wording = Wording(
            asked_by="Direktoratet", title=f"Rapport {number}", kind="report", minutes=60, sent=DAY, deadline=MEETING_DAY,
        )  # fmt: skip
        ask(place.programme, place.office, wording, [place[0]], by=BY, now=NOW)
    meeting = planned(place)
    client = signed_in("coordinator", place.office)
    address = f"/moter/{meeting.pk}/inviter/"
    mail = f"kari.{place[0].municipality.code}@example.org"
    form = {"audience": "all", "roles": ["main", "leader"], "others": ""}
    page = client.post(address, form | {"look": "1"})
    text = page.content.decode()
    assert (page.status_code, Invitation.objects.count(), len(letters())) == (200, 0, 0)
    for said in (mail, "Uten Adresse has no address", "2 municipalities are reached by nobody",
                 "1 municipality is asked for much at once", "Rapport 1"):  # fmt: skip
        assert said in text
    typed = {f"email-{place[1].pk}": "post@asund.example", f"noted-{place[2].pk}": "Ringte"}
    sent = client.post(address, form | typed | {"send": "1", "sheet": sheet_in(text)})
    assert (sent.status_code, sent["Location"]) == (302, f"/moter/{meeting.pk}/inviterte/")
    assert [(row.email, row.noted) for row in Invitation.objects.order_by("pk")] == [
        (mail, ""), ("post@asund.example", ""), ("", "Ringte"),
    ]  # fmt: skip


def test_what_reaches_nobody_cannot_be_sent(signed_in: SignIn) -> None:
    place = region(1)
    client = signed_in("coordinator", place.office)
    address = f"/moter/{planned(place).pk}/inviter/"
    looked = {
        audience: client.post(address, {"audience": audience, "roles": ["main"], "others": "", "look": "1"})
        for audience in ("", "all")
    }
    assert {audience: 'name="send"' in page.content.decode() for audience, page in looked.items()} == {
        "": False,
        "all": True,
    }
    assert "Choose municipalities, or write who else is invited." in looked[""].content.decode()


def test_the_letter_can_be_worded_for_this_once_but_must_hold_the_link(signed_in: SignIn) -> None:
    place = region(1)
    contact(place[0])
    meeting = planned(place)
    client = signed_in("coordinator", place.office)
    address = f"/moter/{meeting.pk}/inviter/"
    form = {"audience": "all", "roles": ["main"], "others": ""}
    form |= {"send": "1", "sheet": sheet_in(client.post(address, form | {"look": "1"}).content.decode())}
    blind = client.post(address, form | {"sheet": ""})
    assert (blind.status_code, Invitation.objects.count()) == (422, 0)
    without = client.post(address, form | {"subject_nb": "Kom!", "body_nb": "Kom til møtet, hilsen alle"})
    assert (without.status_code, "Kom til møtet, hilsen alle" in without.content.decode()) == (422, True)
    assert client.post(address, form | {"subject_nb": "Kom!", "body_nb": "Kom: {link}"}).status_code == 302
    assert [(letter.subject, letter.body.startswith("Kom: http")) for letter in letters()] == [("Kom!", True)]


def test_terms_are_set_and_refused_where_they_cannot_hold(signed_in: SignIn) -> None:
    place = region(1)
    meeting = planned(place)
    client = signed_in("coordinator", place.office)
    address = f"/moter/{meeting.pk}/vilkar/"
    assert client.get(address).status_code == 200
    late = client.post(address, TERMS | {"deadline": "2021-06-01T12:00"})
    assert (late.status_code, "before the meeting begins" in late.content.decode()) == (422, True)
    assert client.post(address, TERMS | {"capacity": "20", "public": "on"}).status_code == 302
    row = EventTerms.objects.get()
    assert (row.capacity, row.public, row.deadline and row.deadline.isoformat()) == (
        20,
        True,
        "2021-05-04T10:00:00+00:00",
    )
    assert client.post(address, TERMS | {"capacity": "30"}).status_code == 302
    assert client.post(address, TERMS | {"version": "1", "capacity": "40"}).status_code == 409


def test_numbers_on_the_meeting_s_page_open_to_those_behind_them(signed_in: SignIn) -> None:
    place = region(3)
    meeting = planned(place)
    rows = invited(meeting, *place.participations)
    answer(
        rows[0],
        answer="accepted",
        coming=Coming(names=("Kari Eksempel", "Ola")),
        how="link",
        version=1,
        day=DAY,
        by="",
        now=NOW,
    )
    answer(rows[1], answer="declined", why="Ferie", how="link", version=1, day=DAY, by="", now=NOW)
    client = signed_in("coordinator", place.office)
    assert "Invitations and participants" in text_of(client, f"/moter/{meeting.pk}/")
    address = f"/moter/{meeting.pk}/inviterte/"
    found = {
        state: [row.whose in text_of(client, address, state=state) for row in rows]
        for state in ("", "accepted", "declined", "waiting")
    }
    assert found == {
        "": [True] * 3, "accepted": [True, False, False], "declined": [False, True, False], "waiting": [False, False, True],
    }  # fmt: skip
    assert "Ferie" in text_of(client, address)
    names = client.get(f"/moter/{meeting.pk}/deltakere/", {"format": "json"}).json()["rows"]
    assert [(row["number"], row["name"], row["place"]) for row in names] == [
        (1, "Kari Eksempel", str(place[0])),
        (2, "Ola", str(place[0])),
    ]
    for format in ("xlsx", "docx", "csv", "html"):
        assert client.get(f"/moter/{meeting.pk}/deltakere/", {"format": format}).status_code == 200


def test_the_office_reminds_sends_again_withdraws_and_notes_an_answer_by_telephone(signed_in: SignIn) -> None:
    place = region(2)
    meeting = planned(place)
    terms(meeting)
    first, second = invited(meeting, *place.participations)
    client = signed_in("coordinator", place.office)
    client.post(f"/moter/{meeting.pk}/minn-om/")
    assert len(letters("invitation-reminder")) == 2
    client.post(
        f"/invitasjoner/{first.pk}/",
        {"version": "1", "deed": "again", "email": "ny@example.org", "name": "Ny"},
    )
    assert letters()[-1].to_address == "ny@example.org"
    client.post(f"/invitasjoner/{second.pk}/", {"version": "1", "deed": "withdraw", "why": "Feil"})
    noted = client.post(
        f"/invitasjoner/{first.pk}/svar/", {"version": "2", "answer": "accepted", "names": "Ny", "why": ""}
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (noted.status_code, first.answer, first.answered_how) == (302, "accepted", "coordinator")
    assert second.withdrawn_at is not None


def test_a_contact_answers_for_the_own_municipality_and_sees_no_other(signed_in: SignIn) -> None:
    place = region(2)
    meeting = planned(place)
    own, other = invited(meeting, *place.participations)
    client = signed_in("contact", place.office, place[0].municipality)
    page = text_of(client, "/invitasjoner/")
    assert (own.whose in page, other.whose in page) == (True, False)
    assert client.get(f"/invitasjoner/{other.pk}/svar/").status_code == 404
    assert (
        client.post(
            f"/invitasjoner/{own.pk}/svar/", {"version": "1", "answer": "declined", "why": "Ferie"}
        ).status_code
        == 302
    )
    own.refresh_from_db()
    assert (own.answer, own.answered_how) == ("declined", "account")


def test_a_municipality_sees_among_its_invitations_that_a_meeting_is_cancelled(signed_in: SignIn) -> None:
    place = region(1)
    meeting = planned(place)
    invited(meeting, *place.participations)
    client = signed_in("contact", place.office, place[0].municipality)
    before = "cancelled" in text_of(client, "/invitasjoner/")
    meeting.refresh_from_db()
    cancel_meeting(meeting, why="Sykdom", version=meeting.version, by=BY, now=NOW)
    assert (before, "cancelled" in text_of(client, "/invitasjoner/")) == (False, True)


# At the door


def held(place: Region) -> tuple[Meeting, list[Registration]]:
    """A meeting of today with two who have registered."""
    meeting = planned(place, DAY + timedelta(days=1))
    terms(meeting, public=True, deadline=None)
    meeting = Meeting.objects.get(pk=meeting.pk)
    for name in ("Kari Eksempel", "Ola Nordmann"):
        wish = Wish(name=name, email=f"{name.split()[0].lower()}@example.org", organisation="Øyvik")
        register(meeting, wish, form=name, language="nb", day=DAY, by="", now=NOW)
    Meeting.objects.filter(pk=meeting.pk).update(period_start=DAY, period_end=DAY)
    return Meeting.objects.get(pk=meeting.pk), list(Registration.objects.order_by("number"))


def test_at_the_door_names_are_found_pressed_undone_and_written_in_once(signed_in: SignIn) -> None:
    place = region(1)
    meeting, (kari, ola) = held(place)
    client = signed_in("partner", place.office)
    address = f"/moter/{meeting.pk}/oppmote/"
    page = text_of(client, address, q="kari")
    assert ("Kari Eksempel" in page, "Ola Nordmann" in page) == (True, False)
    for _again in range(2):
        assert client.post(address, {"deed": "came", "pk": kari.pk}).status_code == 302
    client.post(address, {"deed": "came", "pk": ola.pk})
    client.post(address, {"deed": "undo", "pk": ola.pk})
    for _again in range(2):
        client.post(
            address, {"deed": "walk-in", "form": "k1", "name": "Per Uanmeldt", "organisation": "Ukjent"}
        )
    rows = Registration.objects.order_by("number").values_list("name", "attended", "walked_in")
    assert list(rows) == [
        ("Kari Eksempel", True, False),
        ("Ola Nordmann", None, False),
        ("Per Uanmeldt", True, True),
    ]
    assert "2 here, of 3 with a place" in text_of(client, address)
    pressed = client.post(address, {"deed": "came", "pk": ola.pk}, headers={"HX-Request": "true"})
    assert (pressed.status_code, pressed["HX-Trigger"]) == (204, '{"noted": {"target": "#find"}}')
    drawn = client.get(address, {"q": "ola"}, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in drawn, 'class="here"' in drawn, "Kari" in drawn) == (False, True, False)
    Meeting.objects.filter(pk=meeting.pk).update(
        period_start=DAY + timedelta(days=1), period_end=DAY + timedelta(days=1)
    )
    refused = client.post(address, {"deed": "undo", "pk": ola.pk}, headers={"HX-Request": "true"})
    assert (refused.status_code, 'role="alert"' in refused.content.decode()) == (200, True)


def test_one_who_was_invited_and_never_answered_is_noted_at_the_door(signed_in: SignIn) -> None:
    place = region(1)
    meeting = planned(place)
    [row] = invited(meeting, place[0])
    Meeting.objects.filter(pk=meeting.pk).update(period_start=DAY, period_end=DAY)
    client = signed_in("coordinator", place.office)
    address = f"/moter/{meeting.pk}/oppmote/"
    assert "invited, not registered" in text_of(client, address)
    for _again in range(2):
        client.post(address, {"deed": "invited", "pk": row.pk})
    [came] = Registration.objects.all()
    assert (came.invitation_id, came.attended, came.participation_id) == (row.pk, True, place[0].pk)


def test_nobody_is_noted_before_the_day(signed_in: SignIn) -> None:
    place = region(1)
    meeting = planned(place)
    client = signed_in("coordinator", place.office)
    client.post(
        f"/moter/{meeting.pk}/oppmote/",
        {"deed": "walk-in", "form": "k", "name": "For Tidlig", "organisation": ""},
    )
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/moter/{}/inviterte/", 15),
        ("/moter/{}/deltakere/", 14),
        ("/moter/{}/oppmote/", 14),
        ("/invitasjoner/", 8),
        ("/apne/", 8),
    ],
)
def test_pages_take_the_same_few_queries_for_one_and_for_many(
    signed_in: SignIn, count: int, address: str, queries: int
) -> None:
    place = region(count)
    meeting = planned(place)
    terms(meeting, public=True)
    for row in invited(meeting, *place.participations):
        answer(
            row,
            answer="accepted",
            coming=Coming(names=("Kari Eksempel",)),
            how="link",
            version=1,
            day=DAY,
            by="",
            now=NOW,
        )
    Meeting.objects.filter(pk=meeting.pk).update(period_start=DAY, period_end=DAY)
    if address == "/apne/":
        for number in range(count - 1):
            terms(planned(place, topic=f"Fagdag {number}"), public=True)
    client = signed_in("coordinator", place.office)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address.format(meeting.pk)).status_code == 200
    assert len(asked) == queries
