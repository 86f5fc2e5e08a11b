"""A personal link does one thing, for a while, and nobody can guess it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from samordner.links.models import PersonalLink
from samordner.links.operations import BITS, issue, issue_all, note_opening, revoke
from samordner.links.queries import digest_of, look, opened

pytestmark = pytest.mark.django_db

NOW = datetime(2021, 4, 27, 8, 0, tzinfo=UTC)
WEEK = timedelta(days=7)


def made(key: str = "12", purpose: str = "answer") -> str:
    return issue(purpose, "invitation", key, expires_at=NOW + WEEK, now=NOW)


def test_a_link_opens_the_one_thing_that_it_was_made_for() -> None:
    found = look(made("12"), purpose="answer", kind="invitation", now=NOW)
    assert found is not None
    assert (found.purpose, found.kind, found.key) == ("answer", "invitation", "12")


def test_each_link_leads_to_its_own_thing_and_no_other() -> None:
    secret = issue_all("answer", "invitation", ["1", "2", "3"], expires_at=NOW + WEEK, now=NOW)
    found = [look(one, purpose="answer", kind="invitation", now=NOW) for one in secret]
    assert [one.key for one in found if one] == ["1", "2", "3"]


def test_guessed_used_for_something_else_expired_and_revoked_are_nothing_all_alike() -> None:
    expired, revoked, other = made(), made("13"), made("14")
    revoke("answer", "invitation", ["13"], now=NOW)
    tries = [
        look("gjettet", purpose="answer", kind="invitation", now=NOW),
        look("", purpose="answer", kind="invitation", now=NOW),
        look("æ\0" * 5000, purpose="answer", kind="invitation", now=NOW),
        look(expired, purpose="answer", kind="invitation", now=NOW + WEEK),
        look(revoked, purpose="answer", kind="invitation", now=NOW),
        look(other, purpose="survey", kind="invitation", now=NOW),
        look(other, purpose="answer", kind="registration", now=NOW),
    ]
    assert tries == [None] * 7
    assert look(other, purpose="answer", kind="invitation", now=NOW) is not None


def test_only_a_digest_is_kept_and_the_secret_is_long_enough() -> None:
    secret = made()
    row = PersonalLink.objects.get()
    kept = " ".join(str(value) for value in PersonalLink.objects.values().get().values())
    assert (BITS >= 128, len(secret) * 6 >= BITS) == (True, True)
    assert secret not in kept
    assert row.digest == digest_of(secret)
    assert len({made() for _each in range(50)}) == 50


def test_revoking_for_one_purpose_leaves_the_others_and_counts_what_it_ended() -> None:
    first, again, other = made("12"), made("12"), made("12", purpose="survey")
    assert revoke("answer", "invitation", ["12"], now=NOW) == 2
    assert revoke("answer", "invitation", ["12"], now=NOW) == 0
    assert [look(one, purpose="answer", kind="invitation", now=NOW) for one in (first, again)] == [None, None]
    assert look(other, purpose="survey", kind="invitation", now=NOW) is not None


def test_it_is_told_when_a_thing_s_links_were_first_looked_at() -> None:
    first, again = made("12"), made("12")
    for secret, later in ((again, 2), (first, 1), (first, 3)):
        link = look(secret, purpose="answer", kind="invitation", now=NOW)
        assert link is not None
        note_opening(link, now=NOW + timedelta(hours=later))
    made("13")
    assert opened("invitation", ["12", "13"]) == {"12": NOW + timedelta(hours=1)}


@pytest.mark.parametrize(
    "wrong",
    [
        {"purpose": ""}, {"kind": ""}, {"key": ""}, {"digest": ""}, {"expires_at": NOW},
        {"expires_at": NOW - WEEK},
    ],
)  # fmt: skip
def test_the_database_bears_no_link_without_bounds(wrong: dict[str, object]) -> None:
    right = {
        "purpose": "answer", "kind": "invitation", "key": "12", "digest": "a", "issued_at": NOW, "expires_at": NOW + WEEK,
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonalLink.objects.create(**{**right, **wrong})
