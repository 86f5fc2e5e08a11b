"""Two asks of an office become one, and can be taken apart again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.asks.models import Ask, AskMerge, AskRecipient, Kind
from samordner.asks.operations import WAITING
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import Detail, record

WAYS = ("larger", "sum")
"""The minutes of the one that is left: the larger of the two, when one answer serves both, or both together."""


def minutes_together(kept: Ask, closed: Ask, way: str) -> int:
    return kept.minutes + closed.minutes if way == "sum" else max(kept.minutes, closed.minutes)


def why_not_merge(kept: Ask, closed: Ask) -> str | None:
    """Why `closed` cannot go into `kept`; None: it can."""
    if kept.pk == closed.pk:
        return _("A request cannot be merged into itself.")
    if (kept.office_id, kept.programme_id) != (closed.office_id, closed.programme_id):
        return _("Only requests of one office and one programme can be merged.")
    if kept.merged_into_id or closed.merged_into_id:
        return _("One of them is merged already.")
    if closed.kind == Kind.MEETING:
        return _("A meeting does not go into another request; the other can go into the meeting.")
    if done := _done_with(kept, closed):
        names = ", ".join(str(row.participation.municipality) for row in done)
        text = _(
            "%(municipalities)s no longer waits with the one that is left, but with the other. Note how it went there first."
        )
        return text % {"municipalities": names}
    return None


def _done_with(kept: Ask, closed: Ask) -> list[AskRecipient]:
    """Recipients for whom the work that is merged in would be lost: it is noted already how it went with the other."""
    waiting = closed.recipients.filter(WAITING).values("participation")
    rows = kept.recipients.filter(participation__in=waiting).exclude(WAITING)
    return list(rows.select_related("participation__municipality"))


@transaction.atomic
def merge(
    kept: Ask,
    closed: Ask,
    *,
    way: str,
    versions: tuple[int, int],
    today: date,
    by: str,
    now: datetime,
) -> AskMerge:
    """Let `closed` go into `kept`: those who wait with it are asked the one that is left, once.

    `way` is one of WAYS; `versions` are those of kept and closed that were seen. Raises Refusal, and Conflict when
    one of them was changed meanwhile.
    """
    if way not in WAYS:
        raise Refusal(_("Choose what the work is together."), field="way")
    kept, closed = _locked(kept, closed)
    if sentence := why_not_merge(kept, closed):
        raise Refusal(sentence)
    row = AskMerge.objects.create(
        kept=kept,
        closed=closed,
        minutes_before=kept.minutes,
        minutes_after=minutes_together(kept, closed, way),
        at=now,
        by=by,
    )
    change(kept, version=versions[0], minutes=row.minutes_after)
    change(closed, version=versions[1], merged_into=kept)
    there = set(kept.recipients.values_list("participation", flat=True))
    waiting = closed.recipients.filter(WAITING)
    brought = [pk for pk in waiting.values_list("participation", flat=True) if pk not in there]
    AskRecipient.objects.bulk_create(
        AskRecipient(ask=kept, participation_id=pk, merged_by=row) for pk in brought
    )
    why = _("Merged with: %(title)s") % {"title": kept.title}
    waiting.update(withdrawn_on=max(today, closed.sent), withdrawn_why=why[:300], merged_by=row)
    detail: Detail = {"closed": closed.pk, "minutes": row.minutes_after, "brought": len(brought)}
    record(by, "merge", "ask", str(kept.pk), now, detail, office=kept.office.key)
    return row


def why_not_part(row: AskMerge) -> str | None:
    """Why the two cannot be taken apart again; None: they can."""
    if row.undone_at is not None:
        return _("They are taken apart already.")
    if row.kept.merged_into_id:
        return _("The one that is left was itself merged since. Take that apart first.")
    return None


@transaction.atomic
def part(row: AskMerge, *, by: str, now: datetime) -> None:
    """Take the two apart again: each waits where it waited. Who has answered meanwhile, or was spared, has so in both.

    Minutes that a person changed since are left as they are. Raises Refusal.
    """
    kept, closed = _locked(row.kept, row.closed)
    row = AskMerge.objects.select_related("kept__office", "closed").get(pk=row.pk)
    if sentence := why_not_part(row):
        raise Refusal(sentence)
    now_kept = {each.participation_id: each for each in kept.recipients.all()}
    for mine in closed.recipients.filter(merged_by=row):
        done = now_kept.get(mine.participation_id)
        mine.answered_on = max(done.answered_on, closed.sent) if done and done.answered_on else None
        mine.withdrawn_on = max(done.withdrawn_on, closed.sent) if done and done.withdrawn_on else None
        mine.withdrawn_why = done.withdrawn_why if done else ""
        mine.closed_on = max(done.closed_on, closed.sent) if done and done.closed_on else None
        mine.merged_by = None
        mine.save(update_fields=["answered_on", "withdrawn_on", "withdrawn_why", "closed_on", "merged_by"])
    kept.recipients.filter(merged_by=row).delete()
    minutes = row.minutes_before if kept.minutes == row.minutes_after else kept.minutes
    change(kept, version=kept.version, minutes=minutes)
    change(closed, version=closed.version, merged_into=None)
    AskMerge.objects.filter(pk=row.pk).update(undone_at=now, undone_by=by)
    record(by, "part", "ask", str(kept.pk), now, {"closed": closed.pk}, office=kept.office.key)


def _locked(kept: Ask, closed: Ask) -> tuple[Ask, Ask]:
    """Both as they stand now, held until the deed is done; always in one order, so that two deeds cannot wait for
    each other."""
    rows = Ask.objects.select_related("office").filter(pk__in=[kept.pk, closed.pk]).order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    return found[kept.pk], found[closed.pk]


def mergeable(asks: Iterable[Ask], into: Ask) -> list[Ask]:
    """Those that could go into `into`, by what is known without asking the database."""
    return [
        one
        for one in asks
        if one.pk != into.pk
        and not one.merged_into_id
        and one.kind != Kind.MEETING
        and (one.office_id, one.programme_id) == (into.office_id, into.programme_id)
    ]
