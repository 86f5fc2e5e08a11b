"""Rounds, and answers of them, for those who were let in to them."""

from __future__ import annotations

from django.db.models import QuerySet

from samordner.mapping.models import MappingRound, Submission


def every_round() -> QuerySet[MappingRound]:
    """Rounds with all that their findings need; to be had through the grants."""
    return MappingRound.objects.select_related("programme", "office", "questionnaire", "edition", "ask")


def submission_of(of: MappingRound, key: str) -> Submission:
    """One answer of the round."""
    return Submission.objects.get(round=of, pk=key)
