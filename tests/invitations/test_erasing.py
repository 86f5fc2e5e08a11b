"""What is known of a participant: handed out whole, erased in time or on demand, and then nowhere, with the journal whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from samordner.invitations.jobs import erase
from samordner.invitations.models import Invitation, Registration
from samordner.invitations.operations.answering import Coming, answer
from samordner.invitations.operations.attending import walk_in
from samordner.invitations.operations.erasing import erase_registration
from samordner.invitations.operations.inviting import invite, remind
from samordner.invitations.operations.registering import Wish, register
from samordner.invitations.queries import Guest
from samordner.journal.queries import first_break
from samordner.letters.models import Letter
from samordner.links.queries import look
from samordner.meetings.models import Meeting
from samordner.meetings.operations import change_meeting
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, DAY, NOW, Region, region
from tests.invitations.making import MEETING_DAY, facts, letters, planned, secret_of, terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

NAME, MAIL, WHY, NEED = "Zacharine Quistgaard", "zacharine@quist.example", "Xylofonkurs", "Yacsalat"


def everything() -> Iterator[tuple[str, str]]:
    """(where, what) of every value in every table."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.proxy or not model._meta.managed:
            continue
        fields = [field.attname for field in model._meta.concrete_fields]
        for row in model._base_manager.values_list(*fields):
            for name, value in zip(fields, row, strict=True):
                if isinstance(value, bytes | memoryview):
                    yield f"{model.__name__}.{name}", bytes(value).decode("latin-1")
                elif isinstance(value, dict | list):
                    yield f"{model.__name__}.{name}", json.dumps(value, ensure_ascii=False)
                elif value is not None:
                    yield f"{model.__name__}.{name}", str(value)


def found(*words: str) -> set[str]:
    """The columns in which one of these words stands, whatever its capitals."""
    wanted = [word.casefold() for word in words]
    return {where for where, what in everything() if any(word in what.casefold() for word in wanted)}


def known_everywhere(place: Region) -> Meeting:
    """A meeting at which one person is invited, answers, comes, is reminded and told of a move; another registers."""
    meeting = planned(place)
    terms(meeting, public=True, asks_diet=True, retention_days=30)
    guest = Guest(participation=place[0], name=NAME, email=MAIL)
    other = Guest(participation=place[0], name="Kari Eksempel", email="kari@example.org")
    row, _second = invite(meeting, [guest, other], day=DAY, by=BY, now=NOW)
    remind(meeting, [row], day=DAY, by=BY, now=NOW)
    answer(row, answer="declined", why=f"{WHY} med {NAME}", how="link", version=1, day=DAY, by="", now=NOW)
    coming = Coming(names=(NAME, "Følge av Zacharine"), diet=NEED)
    answer(row, answer="accepted", coming=coming, how="link", version=2, day=DAY, by="", now=NOW)
    meeting = Meeting.objects.get(pk=meeting.pk)
    change_meeting(meeting, facts(MEETING_DAY, place="Kulturhuset"), version=meeting.version, by=BY, now=NOW)
    meeting = Meeting.objects.get(pk=meeting.pk)
    register(
        meeting, Wish(name=NAME, email=MAIL, diet=NEED), form="f", language="nb", day=DAY, by="", now=NOW
    )
    register(
        meeting,
        Wish(name="En Annen", email="annen@example.org"),
        form="g",
        language="nb",
        day=DAY,
        by="",
        now=NOW,
    )
    return Meeting.objects.get(pk=meeting.pk)


def test_all_that_is_known_is_shown_handed_out_and_then_erased_on_demand_everywhere(
    signed_in: SignIn,
) -> None:
    place = region(1)
    known_everywhere(place)
    before = found(NAME, MAIL, WHY, NEED, "Zacharine")
    assert {
        "Invitation.name",
        "Invitation.email",
        "Registration.name",
        "Registration.diet",
        "Letter.to_address",
        "Letter.body",
    } <= before
    client = signed_in("coordinator", place.office)
    page = client.post("/deltakere/", {"email": MAIL.upper()}).content.decode()
    assert (NAME in page, NEED in page) == (True, True)
    secret = secret_of(letters("invitation")[0])
    told = client.post("/deltakere/", {"email": MAIL, "deed": "json"}).json()
    kinds = [line["what"] for line in told["data"]]
    assert (kinds.count("Invitation"), kinds.count("Registration"), kinds.count("Letter")) == (
        1,
        3,
        Letter.objects.filter(to_address=MAIL).count(),
    )
    assert secret not in json.dumps(told)
    assert client.post("/deltakere/", {"email": MAIL, "deed": "xlsx"}).status_code == 200
    done = client.post("/deltakere/", {"email": MAIL, "deed": "erase"})
    assert done.status_code == 302
    assert found(NAME, MAIL, WHY, NEED, "Zacharine") == set()
    assert first_break() is None
    row = Invitation.objects.get(contact=None, erased_at__isnull=False)
    assert (row.participation_id, row.email, Registration.objects.count()) == (place[0].pk, "", 4)
    assert look(secret, purpose="answer", kind="invitation", now=NOW) is None
    assert found("kari@example.org", "annen@example.org") != set()
    for address in (
        "inviterte/",
        "deltakere/",
        "deltakere/?format=csv",
        "oppmote/",
        "deltakere/?q=zacharine",
    ):
        meeting = Meeting.objects.get()
        assert NAME not in client.get(f"/moter/{meeting.pk}/{address}").content.decode()
    assert NAME not in client.get("/brev/?q=zacharine").content.decode()
    assert "Nothing is known" in client.post("/deltakere/", {"email": MAIL}).content.decode()


def test_needs_are_erased_the_day_after_and_the_rest_when_the_time_has_run_out() -> None:
    known_everywhere(region(1))

    def on(days: int) -> set[str]:
        moment = datetime(2021, 5, 11, 8, 0, tzinfo=UTC) + timedelta(days=days)
        erase(day=moment.date(), by="system", now=moment)
        return found(NAME, MAIL, WHY, NEED)

    assert "Registration.diet" in on(0)
    assert "Registration.diet" not in on(1)
    assert "Registration.name" in on(30)
    assert on(31) == set()
    assert first_break() is None
    assert (
        Invitation.objects.filter(erased_at=None).count(),
        Registration.objects.filter(erased_at=None).count(),
    ) == (0, 0)
    assert on(32) == set()


def test_one_on_the_list_is_erased_alone_and_the_number_and_the_attendance_stay() -> None:
    place = region(1)
    meeting = planned(place, DAY)
    Meeting.objects.filter(pk=meeting.pk).update(period_start=DAY, period_end=DAY)
    meeting = Meeting.objects.get(pk=meeting.pk)
    row = walk_in(meeting, name=NAME, email=MAIL, form="f", today=DAY, by=BY, now=NOW)
    walk_in(meeting, name="En Annen", form="g", today=DAY, by=BY, now=NOW)
    erase_registration(row, by=BY, now=NOW)
    assert found(NAME, MAIL) == set()
    rows = Registration.objects.order_by("number").values_list("number", "name", "attended")
    assert list(rows) == [(1, "", True), (2, "En Annen", True)]


def test_another_office_s_participants_are_neither_shown_nor_erased(signed_in: SignIn) -> None:
    place, other = region(1), region(1, key="innlandet", county="92")
    known_everywhere(other)
    client = signed_in("coordinator", place.office)
    assert NAME not in client.post("/deltakere/", {"email": MAIL}).content.decode()
    client.post("/deltakere/", {"email": MAIL, "deed": "erase"})
    assert Invitation.objects.filter(email=MAIL).count() == 1
