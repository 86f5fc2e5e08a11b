"""The deed of sending approved minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.letters.composing import worded_letters
from samordner.letters.operations import write
from samordner.minutes.content import thawed
from samordner.minutes.letters import CORRECTED, MINUTES, Recipient, addressed
from samordner.minutes.models import Approval, Sending
from samordner.minutes.operations.writing import noted


def why_not_send(approval: Approval) -> str | None:
    """Why this edition cannot be sent; None: it can."""
    later = Approval.objects.filter(minutes=approval.minutes_id, edition__gt=approval.edition)
    return _("A corrected edition replaces this one: send that.") if later.exists() else None


@transaction.atomic
def send(approval: Approval, chosen: Sequence[Recipient], *, day: date, by: str, now: datetime) -> Sending:
    """Write a letter with the minutes to each of those chosen who has not had this edition before. Raises Refusal."""
    if sentence := why_not_send(approval):
        raise Refusal(sentence)
    if not chosen:
        raise Refusal(_("Choose at least one who is to get the minutes."), field="who")
    content = thawed(bytes(approval.data.content))
    kind, office = CORRECTED if approval.edition > 1 else MINUTES, approval.minutes.meeting.office
    number = write(
        worded_letters(kind, office, addressed(approval, content, chosen), day=day), by=by, now=now
    )
    if not number:
        raise Refusal(_("Everyone who is chosen has had this edition already."), field="who")
    entry = noted(approval.minutes, "send", by, now, edition=approval.edition, letters=number)
    return Sending.objects.create(approval=approval, number=entry, letters=number, sent_at=now, sent_by=by)
