"""Two offices that report: each with a draft, an earlier report that was sent, and words that could leak."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override

from samordner.reports.dues import Due, due_on
from samordner.reports.models import Report, Sending
from samordner.reports.operations import answer_to, begin_report, write_answer
from samordner.reports.sending import send_report
from tests.boards.conftest import signed_in, today
from tests.factories.participation import BY, NOW, Region


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What a page would say to an English reader; a report has labels of its own."""
    with override("en"):
        yield


__all__ = ["signed_in", "today"]

AUTUMN, SPRING, YEAR = date(2020, 11, 1), date(2021, 5, 15), date(2021, 2, 1)
BEFORE = datetime(2020, 10, 28, 9, tzinfo=UTC)


def due(place: Region, day: date) -> Due:
    form = "year" if day.month == 2 else "half_year"
    found = due_on(place.definition, form, day)
    assert found is not None
    return found


def begun(
    place: Region, day: date = SPRING, *, status_day: date | None = None, national: bool = False
) -> Report:
    """A draft without answers."""
    return begin_report(
        place.programme, None if national else place.office, due(place, day),
        status_day=status_day or min(day, NOW.date()), language="nb", by=BY, now=NOW,
    )  # fmt: skip


def answered(report: Report, words: str = "Slik er det", now: datetime = NOW) -> Report:
    """Every question answered, and every risk judged."""
    for row in list(report.answers.all()):
        risk = "2" if row.question in {"support", "plan", "next", "progress", "risk"} else ""
        text = f"{words}: {row.question}"
        write_answer(
            answer_to(report, row.question), text=text, risk=risk, version=row.version, by=BY, now=now
        )
    return report


def sent(report: Report, now: datetime = NOW, **fields: object) -> Sending:
    return send_report(Report.objects.get(pk=report.pk), today=now.date(), by=BY, now=now)


def sent_autumn(place: Region, words: str = "Som sist", status_day: date = date(2020, 10, 28)) -> Report:
    """The report that was due on 1 November 2020, sent in time."""
    report = answered(begun(place, AUTUMN, status_day=status_day), words, BEFORE)
    sent(report, BEFORE)
    return Report.objects.get(pk=report.pk)
