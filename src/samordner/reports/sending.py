"""Print a draft as it is known this moment, and send exactly that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from samordner.places.queries import look_of
from samordner.reports.documents import printed
from samordner.reports.gathering import gather
from samordner.reports.models import Report, Sending
from samordner.reports.operations import send
from samordner.reports.queries import answers_of, fingerprint, sources_of


@transaction.atomic
def send_report(
    report: Report, *, version: int | None = None, today: date, by: str, now: datetime, notice: str = ""
) -> Sending:
    """Gather, print and freeze the report as known at `now`. Refusal and Conflict as `operations.send`.

    `version` is the fingerprint that the sender saw; None: whatever stands there now.
    """
    Report.objects.select_for_update().get(pk=report.pk)
    answers = answers_of(report)
    content = gather(report, answers, known_at=now, sources=sources_of(report))
    seen = fingerprint(report, answers) if version is None else version
    look = look_of(report.office) if report.office else None
    return send(
        report, content, printed(content, notice=notice, look=look), version=seen, today=today, by=by, now=now
    )
