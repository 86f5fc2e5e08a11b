"""The office writes in an answer that came on paper or by telephone, and a municipality's own is never replaced unseen."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from samordner.journal.deeds import Refusal
from samordner.mapping.answering.operations.sending import AskFirst
from samordner.mapping.models import How, MappingRound, Respondent, Submission
from tests.boards.conftest import SignIn
from tests.factories.participation import Region, region
from tests.mapping.answers import form, send, values, whole, write
from tests.mapping.making import opened, respondents

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(today: date) -> Region:
    return region(2)


@pytest.fixture
def row(place: Region) -> Respondent:
    return respondents(opened(place))[0]


@pytest.fixture
def office(place: Region, signed_in: SignIn) -> Client:
    return signed_in("coordinator", place.office)


SAID = {"how": "paper", "source": "Arkivsak 21/14"}


def page(row: Respondent, place: str = "") -> str:
    return f"/kartlegging/svar-for/{row.pk}/{place}"


def test_the_office_writes_it_in_with_how_it_came_and_where_it_lies(row: Respondent, office: Client) -> None:
    assert office.post(page(row, "del/people/"), form(row, who="Kari")).status_code == 302
    assert office.post(page(row, "oversikt/"), SAID).status_code == 302
    [one] = Submission.objects.all()
    assert (one.how, one.source, one.values, one.by[:1]) == (
        How.PAPER,
        "Arkivsak 21/14",
        {"who": "Kari"},
        "u",
    )


@pytest.mark.parametrize("said", [{}, {"how": "paper"}, {"how": "link", "source": "x"}, {"source": "x"}])
def test_without_how_and_where_it_is_not_sent_in(
    row: Respondent, office: Client, said: dict[str, str]
) -> None:
    office.post(page(row, "del/people/"), form(row, who="Kari"))
    assert (office.post(page(row, "oversikt/"), said).status_code, Submission.objects.count()) == (422, 0)


def test_what_the_municipality_has_written_itself_is_told_before_it_is_changed(
    row: Respondent, office: Client
) -> None:
    write(row, who="Skrevet selv")
    answer = office.post(page(row, "del/people/"), form(row, who="Fra papiret"))
    assert (answer.status_code, values(row)) == (409, {"who": "Skrevet selv"})
    assert "Skrevet selv" in answer.content.decode()
    chosen = form(row, who="Fra papiret") | {"choose:who": "mine:1"}
    assert office.post(page(row, "del/people/"), chosen).status_code == 302
    assert values(row) == {"who": "Fra papiret"}
    assert (
        office.post(page(row, "del/people/"), form(row, who="Rettet")).status_code == 302
    )  # now it is the office's


def test_what_the_municipality_has_sent_in_itself_is_replaced_only_when_that_is_said(
    row: Respondent, office: Client
) -> None:
    whole(row)
    changed = form(row, who="Fra papiret") | {"choose:who": "mine:1"}
    office.post(page(row, "del/people/"), changed)
    assert office.post(page(row, "oversikt/"), SAID).status_code == 409
    assert [one.how for one in Submission.objects.all()] == ["link"]
    assert office.post(page(row, "oversikt/"), SAID | {"instead_of": "7"}).status_code == 409
    assert office.post(page(row, "oversikt/"), SAID | {"instead_of": "1"}).status_code == 302
    assert [one.how for one in Submission.objects.order_by("number")] == ["link", "paper"]


def test_it_is_told_to_those_who_call_without_pages_too(row: Respondent) -> None:
    first = whole(row)
    write(row, who="Ny")
    more: dict[str, Any] = {"how": How.TELEPHONE, "source": "Ringte 27. april", "by": "u1"}
    with pytest.raises(AskFirst) as asks:
        send(row, **more)
    assert asks.value.standing == first
    assert send(row, instead_of=1, **more).number == 2


def test_nobody_writes_in_an_anonymous_answer(row: Respondent, office: Client) -> None:
    MappingRound.objects.update(anonymous=True)
    assert office.get(page(row)).status_code == 200
    assert office.post(page(row, "del/people/"), form(row, who="Kari")).status_code == 409
    with pytest.raises(Refusal):
        send(row, how=How.PAPER, source="x", by="u1")


def test_an_offices_people_are_led_to_writing_in_and_a_contact_answers_for_the_own_municipality(
    row: Respondent, office: Client, place: Region, signed_in: SignIn
) -> None:
    own = f"/kartlegging/mitt-svar/{row.pk}/"
    assert office.get(own)["Location"] == page(row)
    contact = signed_in("contact", place.office, place[0].municipality)
    assert contact.get(own).status_code == 200
    assert contact.post(f"{own}del/people/", form(row, who="Kari")).status_code == 302
    assert contact.post(f"{own}oversikt/").status_code == 302
    [one] = Submission.objects.all()
    assert (one.how, one.source) == (How.ACCOUNT, "")
    other = respondents(row.round)[1]
    assert contact.get(f"/kartlegging/mitt-svar/{other.pk}/").status_code == 404


def test_signed_out_while_typing_the_words_are_shown_back(row: Respondent, client: Client) -> None:
    said = form(row, who="Et langt svar som ikke må gå tapt")
    whole_page = client.post(f"/kartlegging/mitt-svar/{row.pk}/del/people/", said)
    assert (whole_page.status_code, "Et langt svar som ikke må gå tapt" in whole_page.content.decode()) == (
        401,
        True,
    )
    address = f"/kartlegging/mitt-svar/{row.pk}/del/people/lagre/"
    assert client.post(address, said, headers={"HX-Request": "true"}).status_code == 401
