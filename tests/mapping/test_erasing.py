"""Whom a round went to is erased after its time, or when somebody asks; whether they answered stays."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from samordner.letters.models import Letter
from samordner.links.models import PersonalLink
from samordner.links.queries import look
from samordner.mapping.jobs import erase
from samordner.mapping.models import Respondent
from samordner.mapping.rounds.board import counted, lines
from samordner.mapping.rounds.operations.erasing import erase_due, erase_person
from tests.boards.conftest import SignIn
from tests.factories.participation import BY, NOW, region
from tests.mapping.making import DEADLINE, answered, opened, respondents, secret_of

pytestmark = pytest.mark.django_db
LAST = DEADLINE + timedelta(days=365)


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


def test_names_and_addresses_are_erased_the_day_after_their_time_and_the_numbers_stay() -> None:
    made = opened(region(2))
    answered(respondents(made)[0])
    secret = secret_of(respondents(made)[0])
    assert erase_due(day=LAST, by=BY, now=moment(LAST)) == 0
    after = LAST + timedelta(days=1)
    assert [erase_due(day=after, by=BY, now=moment(after)) for _again in range(2)] == [2, 0]
    assert {(row.name, row.email, row.contact) for row in Respondent.objects.all()} == {("", "", None)}
    assert Letter.objects.exclude(to_address="").count() == 0
    assert look(secret, purpose="answer", kind="respondent", now=NOW) is None
    numbers = counted(lines(made, Respondent.objects.all(), NOW))
    assert (numbers.asked, numbers.answered) == (2, 1)


def test_the_time_is_the_round_s_own() -> None:
    opened(region(1), retention_days=30)
    day = DEADLINE + timedelta(days=31)
    assert erase(day=day, by="system", now=moment(day)) == 0
    assert Respondent.objects.filter(erased_at=None).count() == 0


def test_one_person_is_erased_at_one_office_and_nobody_else() -> None:
    home, away = region(2), region(1, key="sorviken", county="92")
    made, other = opened(home), opened(away)
    theirs = respondents(other)[0]
    Respondent.objects.filter(pk=theirs.pk).update(email=respondents(made)[0].email)
    number = erase_person(
        respondents(made)[0].email.upper(), Respondent.objects.all(), home.office, by=BY, now=NOW
    )
    assert number == 1
    assert [bool(row.email) for row in respondents(made)] == [False, True]
    assert Respondent.objects.get(pk=theirs.pk).email
    assert PersonalLink.objects.filter(revoked_at__isnull=False).count() == 1
    assert Letter.objects.filter(erased_at__isnull=False).count() == 1


def test_an_empty_address_erases_nobody() -> None:
    made = opened(region(1))
    assert erase_person("  ", Respondent.objects.all(), made.office, by=BY, now=NOW) == 0
    assert Respondent.objects.filter(erased_at=None).count() == 1


def test_what_rounds_keep_of_a_person_is_told_and_erased_with_the_rest_and_only_at_the_own_office(
    today: date, signed_in: SignIn
) -> None:
    home, away = region(1), region(1, key="sorviken", county="92")
    made, other = opened(home, title="Vår runde"), opened(away, title="Deres runde")
    email = respondents(made)[0].email
    Respondent.objects.filter(round=other).update(email=email)
    client = signed_in("coordinator", home.office)
    said = client.post(reverse("invitations:personal"), {"email": email, "deed": "json"}).content.decode()
    assert "Vår runde" in said
    assert "Deres runde" not in said
    client.post(reverse("invitations:personal"), {"email": email, "deed": "erase"})
    assert [row.email for row in (*respondents(made), *respondents(other))] == ["", email]
