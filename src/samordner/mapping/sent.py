"""The answers that count: of each response the newest that was sent in, and every anonymous one."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from samordner.mapping.models import MappingRound, Submission


def sent_in(of: MappingRound) -> QuerySet[Submission]:
    """One for each who answered. What was corrected later is left out."""
    rows = Submission.objects.filter(round=of).select_related("participation__municipality", "response")
    return rows.filter(Q(response=None) | Q(number=F("response__submitted")))
