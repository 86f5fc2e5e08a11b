"""Using an answer that was given to another, because the municipality says so."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from samordner.journal.operations import record
from samordner.mapping.answering.offers import offers_to
from samordner.mapping.answering.operations.saving import Saved, Told, Wanted, save_read
from samordner.mapping.answering.queries import actor_of, response_of, values_of
from samordner.mapping.models import How, Respondent, Reuse


@transaction.atomic
def reuse(
    respondent: Respondent, cells: Collection[str], *, versions: Mapping[str, int], by: str, now: datetime, how: str = How.LINK
) -> Saved:  # fmt: skip
    """Put what the municipality has answered elsewhere into these cells (their names), and keep that it agreed.

    Only what is offered (`offers_to`) is used; what another has written here meanwhile is told as a conflict. Nothing is
    told to the one who asked first. Raises Refusal.
    """
    response = response_of(respondent)
    standing = response.cells if response else {}
    offers = {
        name: offer for name, offer in offers_to(respondent, how, values_of(standing)).items() if name in cells
    }  # fmt: skip
    wanted = {name: Wanted(value=offer.value) for name, offer in offers.items()}
    saved = save_read(respondent, wanted, Told(versions, how=how), by=by, now=now)
    response = response_of(respondent)
    if response is None or not saved.written:
        return saved
    by_submission: dict[str, list[str]] = {}
    for name in saved.written:
        if name in offers:
            by_submission.setdefault(str(offers[name].submission.pk), []).append(name)
    for key, names in by_submission.items():
        Reuse.objects.create(
            response=response, submission_id=key, cells=sorted(names), at=now, by=by or actor_of(respondent)
        )
    detail = {"round": respondent.round_id, "number": sum(map(len, by_submission.values()))}
    record(by, "reuse", "response", str(response.pk), now, detail, office=respondent.round.office.key)
    return saved
