"""The first page tells what needs you now, in sentences that open to their rows."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from samordner.boards.attention import headlines, points
from samordner.boards.queries import next_deadlines, scope
from samordner.participation.models import Participation
from samordner.participation.queries import state
from samordner.programmes.definition import read_programme
from samordner.timeline.periods import read
from tests.boards.conftest import SignIn
from tests.factories.participation import DAY, Region, lively, region, say

pytestmark = pytest.mark.django_db


def sentences(place: Region, day: date = DAY) -> list[tuple[str, tuple[str, ...]]]:
    found = scope(Participation.objects.all(), day=day, asked=True)
    assert found is not None
    with override("en"):
        made = points(found, state(found.participations, found.definition, day))
    return [(point.sentence, point.names) for point in made]


def test_it_says_who_is_late_unknown_and_without_paper() -> None:
    place = region(5)
    late, silent, never, word, fine = place.participations
    for row in (late, word, fine):
        say(row, "last_contact", "2021-04-01")
    say(late, "plan_status", "in_process", date(2021, 1, 5), expected=read("innen 30. mars 2021"))
    say(silent, "last_contact", "2020-08-10")
    say(word, "plan_status", "decided")
    say(fine, "plan_status", "decided", evidence="documented", case_number="4/21")
    told = sentences(place)
    assert told[:2] == [
        ("1 was expected to be done by 30 March 2021 and is not (Plan status)", (str(late.municipality),)),
        (
            "1 decision rests on the municipality's own word, without a document (Plan status)",
            (str(word.municipality),),
        ),
    ]
    assert told[2][0] == "Plan status is unknown for 2"
    assert set(told[2][1]) == {str(never.municipality), str(silent.municipality)}


def test_a_day_that_was_kept_is_not_late() -> None:
    place = region(1)
    say(place[0], "plan_status", "in_process", date(2021, 1, 5), expected=read("innen 30. mars 2021"))
    assert any("expected to be done" in sentence for sentence, _names in sentences(place))
    assert not any(
        "expected to be done" in sentence for sentence, _names in sentences(place, date(2021, 3, 30))
    )
    say(
        place[0], "plan_status", "decided", date(2021, 3, 29), evidence="verified", link="https://example.org"
    )
    assert not any("expected to be done" in sentence for sentence, _names in sentences(place))


def test_decided_never_counts_what_is_only_documented_to_be_decided() -> None:
    place = region(3)
    say(place[0], "plan_status", "decided")
    say(place[1], "plan_status", "to_be_decided")
    found = scope(Participation.objects.all(), day=DAY, asked=True)
    assert found is not None
    head = headlines(found, state(found.participations, found.definition, DAY))[0]
    assert (head.number, head.whole) == (1, 3)


def test_the_next_deadline_is_the_programmes_own() -> None:
    says = read_programme("leve-hele-livet")
    due = next_deadlines(says, date(2021, 10, 20))
    assert [(one.deadline.key, one.day, one.in_days) for one in due] == [
        ("half_year_autumn", date(2021, 11, 1), 12), ("yearly_status", date(2022, 2, 1), 104),
    ]  # fmt: skip
    assert next_deadlines(says, date(2024, 6, 1)) == []


def test_every_sentence_opens_to_the_number_it_says(today: date, signed_in: SignIn) -> None:
    place = region(26)
    lively(place.participations)
    client = signed_in(office=place.office)
    page = client.get("/").content.decode()
    links = re.findall(r'href="(/tavle/tall/[^"]+)">([^<]+)</a>', page)
    assert len(links) >= 4
    for address, sentence in links:
        numbers = {int(number) for number in re.findall(r"\d+", sentence)}
        behind = client.get(address.replace("&amp;", "&")).content.decode()
        shown = re.search(r'figure-number">(\d+) of 26', behind)
        assert shown is not None
        assert int(shown[1]) in numbers, sentence
    assert "7 of 26" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_first_page_takes_the_same_few_queries_for_one_and_for_many(
    today: date, signed_in: SignIn, count: int
) -> None:
    place = region(count)
    lively(place.participations)
    client = signed_in(office=place.office)
    client.get("/")
    with CaptureQueriesContext(connection) as captured:
        answer = client.get("/")
    assert (answer.status_code, len(captured)) == (200, 46)


def test_a_visitor_is_welcomed_and_may_sign_in(today: date) -> None:
    page = Client(headers={"accept-language": "en"}).get("/").content.decode()
    assert "Every municipality through the reform" in page
    assert "/tavle/tall/" not in page


def test_a_contact_sees_the_own_municipality_only(today: date, signed_in: SignIn) -> None:
    place = region(2)
    say(place[0], "plan_status", "decided")
    client = signed_in("contact", office=place.office, municipality=place[0].municipality)
    page = client.get("/").content.decode()
    assert str(place[0].municipality) in page
    assert str(place[1].municipality) not in page
    assert "Decided" in page


def test_the_directorate_sees_every_office_and_they_add_up(today: date, signed_in: SignIn) -> None:
    one, two = region(2), region(3, key="sorviken", county="92")
    for row in (one[0], two[0], two[1]):
        say(row, "plan_status", "decided")
    page = signed_in("directorate").get("/").content.decode()
    assert [text in page for text in ("3 of 5", "1 of 2", "2 of 3")] == [True] * 3


def test_before_anything_is_registered_the_page_teaches(today: date, signed_in: SignIn) -> None:
    place = region(2)
    page = signed_in(office=place.office).get("/").content.decode()
    assert "Nothing has been registered yet." in page
    assert (
        "Nothing to see yet"
        in signed_in(office=region(0, key="sorviken", county="92").office).get("/").content.decode()
    )


def test_the_latest_names_the_solution_that_was_spoken_of(today: date, signed_in: SignIn) -> None:
    place = region(1)
    say(place[0], "solution_stage", "in_use", item="A1")
    page = signed_in(office=place.office).get("/").content.decode()
    named = next(one for one in read_programme("leve-hele-livet").solutions if one.key == "A1")
    with override("en"):
        assert f'<span class="quiet">A1 {named.name}</span>' in page
