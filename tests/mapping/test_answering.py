"""Somebody answers by the personal link: what the pages tell, and what is kept of what is written."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from samordner.letters.models import Letter
from samordner.links.models import PersonalLink
from samordner.mapping.models import Respondent, Response, Submission
from tests.boards.conftest import today
from tests.factories.participation import region
from tests.mapping.making import opened, respondents, secret_in

__all__ = ["today"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(today: date) -> Respondent:
    """One who is asked, in a round that is open."""
    return respondents(opened(region(2)))[0]


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def at(row: Respondent, page: str = "") -> str:
    """The address of a page, by the link of the first letter."""
    letter = Letter.objects.filter(key__startswith=f"mapping/{row.round_id}/{row.pk}/").earliest("pk")
    return f"/kartlegging/svar/{secret_in(letter)}/{page}"


PEOPLE = {"version:staff": "0", "staff": "12", "version:who": "0", "who": "Kari Ødegård"}
FOOD = {"version:kitchen": "0", "kitchen": "yes", "version:content_with": "0", "content_with": "4"}


def test_the_link_says_whose_it_is_who_asks_why_how_long_it_takes_and_until_when(
    row: Respondent, client: Client
) -> None:
    page = client.get(at(row)).content.decode()
    told = (
        "Øyvik",
        "Kari Eksempel",
        "Statsforvalteren i Havbukta",
        "Svarene styrer støtten.",
        "fredag 14. mai 2021",
    )
    assert [text for text in told if text not in page] == []


def test_looking_changes_nothing_but_that_the_link_was_opened(row: Respondent, client: Client) -> None:
    for page in ("", "del/people/", "del/food/", "oversikt/"):
        assert client.get(at(row, page)).status_code == 200
    assert (Response.objects.count(), Submission.objects.count()) == (0, 0)
    assert [link.key for link in PersonalLink.objects.exclude(opened_at=None)] == [str(row.pk)]


def test_one_answers_section_by_section_and_sends_in(row: Respondent, client: Client) -> None:
    first = client.post(at(row, "del/people/"), PEOPLE | {"go": "next"})
    assert (first.status_code, first["Location"]) == (302, at(row, "del/food/"))
    more = client.post(at(row, "del/food/"), FOOD | {"go": "next"})
    assert more["Location"] == at(row, "del/food/?flere=1#main")
    again = {"version:kitchen": "1", "kitchen": "yes", "version:which": "0", "which": "Det store"}
    assert client.post(at(row, "del/food/"), again | {"go": "next"})["Location"] == at(row, "oversikt/")
    sent = client.post(at(row, "oversikt/"))
    assert (sent.status_code, sent["Location"]) == (302, at(row, "kvittering/?sendt=1"))
    assert Submission.objects.get().values == {
        "staff": 12, "who": "Kari Ødegård", "kitchen": "yes", "which": "Det store", "content_with": 4,
    }  # fmt: skip
    page = client.get(sent["Location"]).content.decode()
    assert "Kari Ødegård" in page
