"""Two who do the same at the same moment: one is first, the other is told, and nothing is there twice.

Only PostgreSQL lets them: SQLite takes one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from samordner.cooperation.models import Agreement, ArenaVisit, Partner
from samordner.cooperation.operations.agreements import change_agreement, keep_from_plan, renew
from samordner.journal.deeds import Conflict, Refusal
from samordner.journal.queries import first_break
from samordner.plans.models import Cooperation
from tests.factories import cooperation as make
from tests.factories.participation import BY, NOW, region

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def two_at_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL lets two write at once")


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What came of each: done, refused or conflict."""
    gate = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> str:
        gate.wait(timeout=30)
        try:
            deed()
        except Refusal:
            return "refused"
        except Conflict:
            return "conflict"
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(deeds)) as pool:
        return sorted(pool.map(one, deeds))


def test_of_two_who_keep_the_same_row_s_agreement_one_is_first() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale")

    def deed() -> object:
        return keep_from_plan(
            Cooperation.objects.select_related("plan__office").get(pk=row.pk), by=BY, now=NOW
        )

    assert at_once(deed, deed) == ["done", "refused"]
    assert (Agreement.objects.count(), first_break()) == (1, None)


def test_of_two_who_renew_the_same_agreement_one_is_first() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale")
    keep_from_plan(row, by=BY, now=NOW)

    def deed() -> object:
        old = Agreement.objects.get(renews=None)
        return renew(old, make.terms(what="Ny"), version=1, row_version=1, by=BY, now=NOW)

    found = at_once(deed, deed)
    assert (found.count("done"), Agreement.objects.count(), first_break()) == (1, 2, None)


def test_of_two_who_change_the_same_agreement_one_is_first_and_the_row_has_what_it_says() -> None:
    place = region(1)
    row = make.row(make.plan(place), agreement="Avtale")
    kept = keep_from_plan(row, by=BY, now=NOW)

    def deed(number: int) -> Callable[[], object]:
        said = make.terms(what=f"Avtale {number}", case_number=str(number))
        return lambda: change_agreement(
            Agreement.objects.get(pk=kept.pk), said, version=1, row_version=1, by=BY, now=NOW
        )

    assert at_once(deed(1), deed(2)) == ["conflict", "done"]
    row.refresh_from_db()
    kept.refresh_from_db()
    assert (row.agreement, row.version, kept.version) == (f"Avtale {kept.case_number}", 2, 2)


def test_the_same_partner_agreement_or_day_is_there_once_however_many_note_it() -> None:
    place = region(1)
    arena = make.arena(place)
    assert at_once(lambda: make.partner(place), lambda: make.contact(place))[-1] == "done"
    assert Partner.objects.count() == 1
    assert at_once(lambda: make.agreement(place), lambda: make.agreement(place)) == ["done", "refused"]
    day = date(2021, 4, 20)
    assert at_once(lambda: make.visit(arena, day), lambda: make.visit(arena, day)) == ["done", "refused"]
    assert (ArenaVisit.objects.count(), first_break()) == (1, None)
