"""What revisions need of somebody now, for the first page: a review to answer, comments to settle, a plan to send or
to fill in. Each in a few queries, and only of what its reader reaches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.actors import Actor, organisation_key
from samordner.access.grants import visible
from samordner.boards.queries import Scope
from samordner.boards.tasks import Task, each_once
from samordner.documents.cells import day_text
from samordner.participation.choosing import following
from samordner.participation.queries import State as Known
from samordner.plans.models import Plan
from samordner.revisions.completeness import completeness
from samordner.revisions.dues import dues
from samordner.revisions.models import Comment, NothingMore, Revision
from samordner.revisions.queries import every_sending, organisation_in
from samordner.revisions.reading import measured
from samordner.revisions.submitting import Line, lines

NEAR, PAST = 45, 120
"""Days: a plan is told of so long before it is due, and so long after; older ones stand in their list."""


def reviews(actor: Actor, scope: Scope, _known: Known, _now: datetime) -> Iterator[Task]:
    """For partners the plans that are out for review; for the coordinator comments that are not settled."""
    if not actor.may("plan.review"):
        return
    rows = visible(Revision.objects.all(), actor, "plan.review").filter(
        plan__programme__key=scope.definition.key
    )
    if scope.office:
        rows = rows.filter(plan__office__key=scope.office)
    if actor.may("plan.approve"):
        yield from _unsettled(rows)
        return
    out = list(rows.filter(status=Revision.Status.REVIEW).select_related("plan__office"))
    heard = _heard(out) if out else set()
    for revision in out:
        organisation = organisation_key(organisation_in(actor, revision.plan))
        if {(revision.pk, actor.id), (revision.pk, organisation)} & heard:
            continue
        assert revision.review_until is not None
        text = _("%(plan)s is out for review until %(day)s")
        yield Task(
            sentence=text % {"plan": revision.plan.title, "day": day_text(revision.review_until)},
            address=reverse("revisions:review_page", args=[revision.pk]),
            sign="✎",
            tone="danger" if revision.review_until < scope.day else "warning",
            due=revision.review_until,
        )


def _heard(revisions: Sequence[Revision]) -> set[tuple[int, str]]:
    """Revision and who has answered it, each by their own id and by their organisation's key; one query."""
    said = Comment.objects.filter(revision__in=revisions, withdrawn_at=None).order_by()
    done = NothingMore.objects.filter(revision__in=revisions)
    rows = said.values_list("revision", "written_by", "organisation").union(
        done.values_list("revision", "said_by", "organisation")
    )
    found = set()
    for revision, by, organisation in rows:
        found |= {(revision, by), (revision, organisation_key(organisation) or by)}
    return found


def _unsettled(rows: QuerySet[Revision]) -> Iterator[Task]:
    open_ones = Q(comments__settled_at=None, comments__withdrawn_at=None)
    revisions = rows.exclude(status=Revision.Status.APPROVED)
    for revision in revisions.annotate(waiting=Count("comments", filter=open_ones)).filter(waiting__gt=0):
        text = ngettext(
            "%(count)d comment on revision %(number)d is not settled",
            "%(count)d comments on revision %(number)d are not settled",
            revision.waiting,
        )
        yield Task(
            sentence=text % {"count": revision.waiting, "number": revision.number},
            address=f"{reverse('revisions:review_page', args=[revision.pk])}?state=open",
            sign="…",
            tone="warning",
            due=revision.review_until,
        )


def plans_due(actor: Actor, scope: Scope, _known: Known, _now: datetime) -> Iterator[Task]:
    """The office's plan that is to be sent; for the directorate, which offices have not sent theirs."""
    national = actor.may("yearreport.write")
    if not (actor.may("plan.send") or national):
        return
    pressing = [
        due for due in dues(scope.definition, scope.day) if -PAST <= (due.day - scope.day).days <= NEAR
    ]
    if not pressing:
        return
    about = following(actor, "plan.read", scope.day, scope.definition.key)
    if about is None:
        return
    sent = visible(every_sending(), actor, "plan.read").filter(
        approval__revision__plan__programme__key=scope.definition.key
    )
    waiting = [
        line for line in lines(about, sent, scope.day)
        if line.sending is None and -PAST <= line.days_left <= NEAR and scope.office in {"", line.office}
    ]  # fmt: skip
    by_due: dict[str, list[Line]] = {}
    for line in waiting:
        by_due.setdefault(line.due.key, []).append(line)
    for found in by_due.values():
        text = (
            ngettext(
                "%(plan)s: %(count)d office has not sent",
                "%(plan)s: %(count)d offices have not sent",
                len(found),
            )
            if national
            else _("%(plan)s is not sent")
        )
        yield Task(
            sentence=text % {"plan": found[0].due.name, "count": len(found)},
            address=f"{reverse('revisions:submitted')}?programme={scope.definition.key}",
            sign="✉",
            tone="danger" if found[0].days_left < 0 else "warning",
            due=found[0].due.day,
            concerns=each_once(line.name for line in found) if national else (),
        )


def incomplete(actor: Actor, scope: Scope, _known: Known, _now: datetime) -> Iterator[Task]:
    """What the office's plan lacks of the contents that the programme requires."""
    if not actor.may("plan.approve") or not scope.definition.required_contents:
        return
    plans = visible(Plan.objects.all(), actor, "plan.approve").filter(programme__key=scope.definition.key)
    if scope.office:
        plans = plans.filter(office__key=scope.office)
    over = Q(period_end__lt=scope.day)
    plan = plans.exclude(over).order_by("-period_start", "-created_at").first()
    if plan is None:
        return
    checked = completeness(plan, scope.definition, measured(plan), day=scope.day)
    lacking = [each for each in checked if each.standing in {"missing", "thin"}]
    if lacking:
        text = ngettext(
            "%(count)d of %(all)d required contents of the plan is missing or thin",
            "%(count)d of %(all)d required contents of the plan are missing or thin",
            len(lacking),
        )
        yield Task(
            sentence=text % {"count": len(lacking), "all": len(checked)},
            address=reverse("revisions:completeness", args=[plan.pk]),
            sign="◔",
            tone="info",
            concerns=tuple(each.name for each in lacking),
        )
