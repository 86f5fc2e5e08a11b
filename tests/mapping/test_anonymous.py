"""An anonymous answer: that somebody has answered is known, what they answered is tied to nobody."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils.translation import override

from samordner.journal.deeds import Refusal
from samordner.journal.models import Entry
from samordner.mapping.answering.operations.saving import save
from samordner.mapping.models import Respondent, Response, Submission
from samordner.mapping.rounds.operations.running import close, reopen
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, NOW, region
from tests.mapping.answers import at, fresh, send, visitor, write
from tests.mapping.making import letters, opened, respondents

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(today: date) -> list[Respondent]:
    return respondents(opened(region(2), anonymous=True, answered_for="person"))


def test_sent_in_it_is_tied_to_nobody_and_the_draft_is_erased(rows: list[Respondent]) -> None:
    write(rows[0], who="Åpenhjertig")
    one = send(rows[0])
    one.refresh_from_db()
    assert (one.response, one.participation, one.by, one.source) == (None, None, "", "")
    assert one.at.isoformat() == "2021-04-27T10:00:00+00:00"  # noon in Norway, whenever it was
    assert one.values == {"who": "Åpenhjertig"}
    assert Response.objects.count() == 0
    assert [fresh(row).answered for row in rows] == [True, False]


def test_no_entry_and_no_letter_ties_it_either(rows: list[Respondent]) -> None:
    write(rows[0], who="Åpenhjertig")
    entries, before = Entry.objects.count(), len(letters())
    one = send(rows[0])
    [entry] = Entry.objects.order_by("number")[entries:]
    assert (entry.actor, entry.kind, entry.key, entry.detail) == ("", "mapping_round", str(one.round_id), {})
    assert len(letters()) == before
    told = json.dumps([[each.key, each.detail] for each in Entry.objects.all()])
    assert one.digest not in told
    assert str(one.pk) not in told


def test_it_can_be_neither_corrected_nor_sent_twice_nor_shown(rows: list[Respondent]) -> None:
    write(rows[0], who="Åpenhjertig")
    client = visitor()
    assert client.post(at(rows[0], "oversikt/")).status_code == 302
    assert client.post(at(rows[0], "oversikt/")).status_code == 422
    stale = rows[0]
    for row in (fresh(stale), stale):  # also one whose page was loaded before
        with pytest.raises(Refusal):
            save(row, {"who": ["Igjen"]}, versions={}, by="", now=NOW)
    with pytest.raises(Refusal):
        send(rows[0])
    for page in ("", "del/people/", "oversikt/", "kvittering/"):
        answer = client.get(at(rows[0], page))
        assert (answer.status_code, "Åpenhjertig" in answer.content.decode()) == (200, False)
    assert (Submission.objects.count(), Response.objects.count()) == (1, 0)


def test_each_writes_alone_also_where_two_are_of_one_municipality(rows: list[Respondent]) -> None:
    Respondent.objects.filter(pk=rows[1].pk).update(participation=rows[0].participation)
    write(rows[0], who="Den ene")
    assert "Den ene" not in visitor().get(at(rows[1], "del/people/")).content.decode()
    write(rows[1], who="Den andre")
    assert Response.objects.count() == 2


PAST: dict[str, Any] = {"day": date(2021, 6, 2), "by": BY, "now": datetime(2021, 6, 2, 8, tzinfo=UTC)}


def test_told_of_when_it_closed_it_is_not_opened_again_for_each_answer_would_show_in_the_difference(
    today: date, signed_in: SignIn
) -> None:
    place = region(4)
    made = opened(place, anonymous=True, answered_for="person", fewest=3)
    everyone = respondents(made)
    for row in everyone[:3]:
        write(row, who="Hemmelig")
        send(row)
    made = close(made, version=made.version, **PAST)
    with (
        override("en"),
        pytest.raises(Refusal, match="each answer that came now would show in the difference"),
    ):
        reopen(made, deadline=date(2021, 6, 30), version=made.version, **PAST)
    client = signed_in("coordinator", place.office)
    page = client.get(reverse("mapping:round", args=[made.pk])).content.decode()
    assert "each answer that came now would show in the difference" in page
    assert reverse("mapping:later", args=[made.pk]) not in page


def test_closed_with_so_few_that_nothing_was_told_it_is_opened_again(today: date) -> None:
    made = opened(region(4), anonymous=True, answered_for="person", fewest=3)
    for row in respondents(made)[:2]:
        write(row, who="Hemmelig")
        send(row)
    made = close(made, version=made.version, **PAST)
    again = reopen(made, deadline=date(2021, 6, 30), version=made.version, **PAST)
    assert (again.state, again.deadline) == ("open", date(2021, 6, 30))
