"""What rounds keep of one person, by the e-mail address: told and erased together with invitations (`invitations.keepers`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.documents.cells import day_text
from samordner.invitations.keepers import Keeper
from samordner.invitations.personal import Line
from samordner.links.queries import opened
from samordner.mapping.models import Respondent
from samordner.mapping.rounds.operations.erasing import erase_person
from samordner.mapping.rounds.operations.sending import KIND
from samordner.mapping.rounds.waiting import every_respondent
from samordner.places.models import Office

TOLD = ("name", "email", "organisation", "language", "sections", "answered", "made_at", "sent_at", "reminded_at", "reminders",
        "withdrawn_at")  # fmt: skip


class Respondents(Keeper):
    """Those who were asked to answer a questionnaire. What was answered is the municipality's, or tied to nobody."""

    def known(self, email: str, actor: Actor) -> Iterator[Line]:
        rows = visible(every_respondent(), actor, "participant.erase").filter(
            email__iexact=email.strip(), erased_at=None
        )
        found = list(rows.order_by("pk")) if email.strip() else []
        seen = opened(KIND, [str(row.pk) for row in found]) if found else {}
        for row in found:
            about = {name: _plain(getattr(row, name)) for name in TOLD}
            about["municipality"] = str(row.participation.municipality) if row.participation else ""
            about["link_opened"] = _plain(seen.get(str(row.pk)))
            yield Line(_("Asked to answer"), row.round.title, day_text(row.round.deadline), about)

    def erase(self, email: str, actor: Actor, office: Office, *, by: str, now: datetime) -> int:
        rows = visible(Respondent.objects.all(), actor, "participant.erase")
        return erase_person(email, rows, office, by=by, now=now)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


RESPONDENTS = Respondents()
