"""Several processes and people at one outbox at the same moment. Only PostgreSQL lets them: SQLite takes one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from prove.mailserver import MailServer, serving
from samordner.journal.deeds import Refusal
from samordner.journal.queries import first_break
from samordner.letters.delivery import FEW, Round, claim, deliver
from samordner.letters.models import Letter
from samordner.letters.operations import withdraw, write
from tests.factories.participation import BY, NOW
from tests.letters.letters import Hands, new, smtp, states, written
from tests.plans.test_at_once import until_someone_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")


def apart(deed: Callable[..., Any], *about: Any, **more: Any) -> Any:
    try:
        return deed(*about, **more)
    finally:
        connection.close()


def test_who_claims_while_another_claims_waits_for_nobody_and_gets_others() -> None:
    written(*range(FEW + 5))
    with ThreadPoolExecutor(1) as other, transaction.atomic():
        mine = {row.pk for row in claim("mine", now=NOW)}
        theirs = {row.pk for row in other.submit(apart, claim, "theirs", now=NOW).result(timeout=30)}
    assert (len(mine), len(theirs), mine & theirs) == (FEW, 5, set())


def test_several_processes_share_one_outbox_and_each_letter_leaves_once() -> None:
    written(*range(120))

    def process(server: MailServer) -> Round:
        return deliver(smtp(server), clock=Hands())

    with serving(MailServer()) as server, ThreadPoolExecutor(4) as others:
        rounds = [others.submit(apart, process, server) for _each in range(4)]
        assert sum(each.result(timeout=60).sent for each in rounds) == 120
    assert Counter(server.ids) == {
        f"<{name}@localhost>": 1 for name in Letter.objects.values_list("mail_name", flat=True)
    }


def test_of_two_who_write_the_same_letter_at_once_one_does() -> None:
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert write([new(1), new(2)], by=BY, now=NOW) == 2
            theirs = other.submit(apart, write, [new(2), new(3)], by=BY, now=NOW)
            until_someone_waits()
        theirs.result(timeout=30)
    assert sorted(states()) == ["test/1", "test/2", "test/3"]
    assert first_break() is None


def test_a_letter_that_is_claimed_while_somebody_withdraws_it_is_not_withdrawn() -> None:
    (row,) = written(1)
    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            assert len(claim("mine", now=NOW)) == 1
            taken_back = other.submit(apart, withdraw, row, by=BY, now=NOW)
            until_someone_waits()
        with pytest.raises(Refusal):
            taken_back.result(timeout=30)
    assert states() == {"test/1": "sending"}
