"""Who has not answered: whom reminders, new deadlines and cancellations concern."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from samordner.mapping.models import MappingRound, Respondent, Response


def every_respondent() -> QuerySet[Respondent]:
    """Those who are asked, with their round and municipality."""
    return Respondent.objects.select_related(
        "round__office", "round__programme", "participation__municipality", "participation__office"
    )


def standing(of: MappingRound) -> QuerySet[Respondent]:
    """Those of a round who are asked still."""
    return every_respondent().filter(round=of, withdrawn_at=None, erased_at=None)


def unanswered(of: MappingRound) -> QuerySet[Respondent]:
    """Those who are asked still, and for whom nothing is sent in; not those whom only a part was handed on to."""
    return unanswered_in(standing(of).filter(handed_by=None))


def unanswered_in(rows: QuerySet[Respondent]) -> QuerySet[Respondent]:
    """Those of `rows` for whom nothing is sent in."""
    sent_in = Response.objects.filter(round=OuterRef("round"), submitted__gt=0)
    theirs = Q(respondent=OuterRef("pk")) | Q(respondent=None, participation=OuterRef("participation"))
    return rows.filter(~Exists(sent_in.filter(theirs)), answered=False)


def has_answered(row: Respondent) -> bool:
    """Whether something is sent in for this one."""
    return not unanswered_in(Respondent.objects.filter(pk=row.pk)).exists()
