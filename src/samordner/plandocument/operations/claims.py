"""Deeds on the numbers that a plan states."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.plandocument.models import Claim
from samordner.plandocument.queries import countable_subjects
from samordner.plans.operations.keeping import locked
from samordner.programmes.queries import definition as definition_of


@transaction.atomic
def match_claim(claim: Claim, *, subject: str, values: Sequence[str], by: str, now: datetime) -> Claim:
    """A person says which observations a claim is about; an empty subject: none."""
    definition = definition_of(claim.plan.programme.key)
    countable = {each.key for each in countable_subjects(definition)}
    if subject and subject not in countable:
        raise Refusal(_("The programme has no such subject."), field="subject")
    if subject and not values:
        raise Refusal(_("Choose at least one value that the claim counts."), field="values")
    if subject and not {*values} <= {each.key for each in definition.values_of(subject)}:
        raise Refusal(_("The programme has no such value."), field="values")
    locked(claim.plan)
    claim.subject, claim.values = subject, list(values) if subject else []
    if not Claim.objects.filter(pk=claim.pk).update(subject=claim.subject, values=claim.values):
        raise Refusal(_("The plan was read anew meanwhile. These are its numbers as they are now."))
    detail = {"subject": subject}
    record(by, "match", "claim", str(claim.pk), now, detail, office=claim.plan.office.key)
    return claim
