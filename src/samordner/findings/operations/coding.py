"""Deeds of coding: themes are made, reworded, put into each other, removed and brought back; a text is given its themes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.findings.models import Coding, Theme
from samordner.findings.queries.themes import counting_as
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import Detail, record
from samordner.mapping.models import MappingRound, Submission

MOST_THEMES = 60


def why_not_code(of: MappingRound) -> str | None:
    """Why texts of the round are not coded now; None: they may be."""
    if of.edition_id is None or of.state in {of.State.DRAFT, of.State.CANCELLED}:
        return _("Nobody has been asked yet.")
    return None


def why_not_name(of: MappingRound, name: str, *, but: Theme | None = None) -> str | None:
    """Why a theme cannot have the name; None: it can."""
    if not name.strip():
        return _("A theme needs a name.")
    there = Theme.objects.filter(round=of, name=name.strip(), removed_at=None, merged_into=None)
    if (there.exclude(pk=but.pk) if but else there).exists():
        return _("There is a theme of that name already.")
    return None


@transaction.atomic
def make_theme(of: MappingRound, name: str, *, description: str = "", by: str, now: datetime) -> Theme:
    """A new theme. Refusal: it has no name, or the name of another; there are too many."""
    MappingRound.objects.select_for_update().get(pk=of.pk)
    if refusal := why_not_code(of):
        raise Refusal(refusal)
    if refusal := why_not_name(of, name):
        raise Refusal(refusal, field="name")
    if Theme.objects.filter(round=of, removed_at=None, merged_into=None).count() >= MOST_THEMES:
        raise Refusal(
            _("There are %(most)d themes already: put some together.") % {"most": MOST_THEMES}, field="name"
        )
    row = Theme.objects.create(
        round=of, name=name.strip(), description=description.strip(), made_at=now, made_by=by
    )
    _told(row, "made", by, now)
    return row


@transaction.atomic
def reword_theme(row: Theme, name: str, description: str, *, version: int, by: str, now: datetime) -> Theme:
    """The theme says something else; what was coded with it stays. Conflict: another changed it first."""
    if refusal := why_not_name(row.round, name, but=row):
        raise Refusal(refusal, field="name")
    changed = change(row, version=version, name=name.strip(), description=description.strip())
    _told(changed, "reworded", by, now)
    return changed


def why_not_merge(row: Theme, into: Theme) -> str | None:
    """Why a theme cannot count as another; None: it can."""
    if row.pk == into.pk or row.round_id != into.round_id:
        return _("Choose another theme of the same round.")
    if row.removed_at or row.merged_into_id or into.removed_at or into.merged_into_id:
        return _("One of the two is not in use any more.")
    return None


@transaction.atomic
def merge_theme(row: Theme, into: Theme, *, version: int, by: str, now: datetime) -> Theme:
    """What is coded with the theme counts as the other from now on. Nothing is lost: see `restore_theme`."""
    fresh = Theme.objects.select_for_update().get(pk=into.pk)
    if refusal := why_not_merge(row, fresh):
        raise Refusal(refusal, field="into")
    changed = change(row, version=version, merged_into=fresh)
    _told(changed, "merged", by, now, into=fresh.pk)
    return changed


@transaction.atomic
def remove_theme(row: Theme, *, version: int, by: str, now: datetime) -> Theme:
    """The theme is not used any more, nor what was put into it. Nothing is lost: see `restore_theme`."""
    if row.removed_at or row.merged_into_id:
        raise Refusal(_("It is not in use any more."))
    changed = change(row, version=version, removed_at=now)
    _told(changed, "removed", by, now)
    return changed


def why_not_restore(row: Theme) -> str | None:
    """Why a theme that was removed, or put into another, cannot be brought back; None: it can."""
    if not row.removed_at and not row.merged_into_id:
        return _("It is in use.")
    return why_not_name(row.round, row.name, but=row)


@transaction.atomic
def restore_theme(row: Theme, *, version: int, by: str, now: datetime) -> Theme:
    """The theme is used again, with everything that was coded with it."""
    if refusal := why_not_restore(row):
        raise Refusal(refusal)
    changed = change(row, version=version, removed_at=None, merged_into=None)
    _told(changed, "restored", by, now)
    return changed


@transaction.atomic
def code(
    of: MappingRound, submission: Submission, cell: str, *, themes: Collection[int], seen: Collection[int],
    by: str, now: datetime,
) -> int:  # fmt: skip
    """What somebody wrote is about `themes`. `seen`: the themes that it had when the coder was shown it, so that only
    what the coder changed is changed: what another coded meanwhile stays. Gives the number of changes.
    """
    if refusal := why_not_code(of):
        raise Refusal(refusal)
    rows = list(Theme.objects.filter(round=of))
    usable = {row.pk for row in rows if not row.removed_at and not row.merged_into_id}
    add, drop = (set(themes) - set(seen)) & usable, (set(seen) - set(themes)) & usable
    for theme in add:
        Coding.objects.get_or_create(
            theme_id=theme, submission=submission, cell=cell, defaults={"at": now, "by": by}
        )
    for theme in drop:
        here = Coding.objects.filter(submission=submission, cell=cell, theme__in=counting_as(theme, rows))
        here.delete()
    if add or drop:
        detail: Detail = {"cell": cell, "added": len(add), "dropped": len(drop)}
        record(by, "coded", "mapping_round", str(of.pk), now, detail, office=of.office.key)
    return len(add) + len(drop)


def _told(row: Theme, verb: str, by: str, now: datetime, **detail: int) -> None:
    record(
        by, verb, "theme", str(row.pk), now, {"round": row.round_id, **detail}, office=row.round.office.key
    )
