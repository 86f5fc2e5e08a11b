"""Send an approved revision to the directorate."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import Detail, record
from samordner.revisions.dues import Due
from samordner.revisions.models import Revision, Sending
from samordner.revisions.operations.steps import KIND, Sentence, locked, refuse

RECEIVER = _("the directorate")


def why_not_send(revision: Revision, due: Due | None) -> Sentence:
    """Why the revision cannot be sent for that deadline (None: without being due); None: it can."""
    if not revision.is_approved:
        return _("Only an approved revision can be sent.")
    sent = Sending.objects.filter(approval__revision=revision)
    if due and sent.filter(deadline=due.deadline.key, due=due.day).exists():
        return _("This revision is already sent for that deadline. Approve a new one to send again.")
    if due is None and sent.exists():
        return _("This revision is already sent. Approve a new one to send again.")
    return None


def send(
    revision: Revision, due: Due | None, *, receiver: str, today: date, by: str, now: datetime
) -> Sending:
    """Send exactly what was approved, and give it a receipt. `receiver` is who gets it where no deadline says so."""
    try:
        return _send(revision, due, receiver, today, by, now)
    except IntegrityError as error:  # two sent it in the same moment
        raise Refusal(_("This revision is already sent. Approve a new one to send again.")) from error


@transaction.atomic
def _send(revision: Revision, due: Due | None, receiver: str, today: date, by: str, now: datetime) -> Sending:
    held = locked(revision)
    refuse(why_not_send(held, due))
    approval = held.approval
    digest = approval.data.digest
    detail: Detail = {"plan": held.plan_id, "number": held.number, "digest": digest}
    if due:
        detail = {**detail, "deadline": due.deadline.key, "due": due.day.isoformat()}
    entry = record(by, "send", KIND, str(held.pk), now, detail, office=held.plan.office.key)
    return Sending.objects.create(
        approval=approval, deadline=due.deadline.key if due else "", due=due.day if due else None,
        number=entry.number, sent_on=today, sent_at=now, sent_by=by,
        receiver=(str(due.deadline.receiver) if due else receiver)[:200], digest=digest,
    )  # fmt: skip
