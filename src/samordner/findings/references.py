"""What an answer is called where it is named as the source of something, and where it opens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.documents.columns import Link
from samordner.findings.models import Review
from samordner.mapping.models import Response
from samordner.participation.references import Reference
from samordner.support.models import Need


def answers(numbers: Sequence[int], actor: Actor) -> Mapping[int, Reference]:
    """Answers that the reader may see; they open for those who may read what a round found."""
    rows = visible(Response.objects.filter(pk__in=numbers), actor, "mapping.read")
    opens = set(
        visible(Response.objects.filter(pk__in=numbers), actor, "finding.read").values_list("pk", flat=True)
    )
    return {
        row.pk: Reference(
            _("Answer to %(round)s") % {"round": row.round.title},
            reverse("findings:answer", args=[row.pk]) if row.pk in opens else "",
        )
        for row in rows.select_related("round")
    }


def raised_in(need: Need, actor: Actor) -> Link | None:
    """The answer that a need came out of; None when the reader may not see it, or there is none."""
    rows = visible(Review.objects.filter(need=need), actor, "finding.read")
    found = rows.exclude(verdict=Review.Verdict.UNDONE).select_related("submission__round").first()
    if found is None or found.submission.response_id is None:
        return None
    return Link(reverse("findings:answer", args=[found.submission.response_id]), found.submission.round.title)
