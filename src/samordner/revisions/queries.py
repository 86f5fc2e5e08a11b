"""Questions to revisions: which there are, what was approved, who has commented, who has sent."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import pgettext_lazy

from samordner.access.actors import Actor, organisation_key
from samordner.access.policy import POLICY
from samordner.documents.columns import Label
from samordner.people.models import Assignment
from samordner.people.queries import names_of
from samordner.plans.models import Plan
from samordner.revisions.models import Approval, Comment, NothingMore, Printing, Revision, Sending
from samordner.revisions.places import WHOLE, Section
from samordner.revisions.state import State, thawed

# Rows for pages, to be had through the grants only


def every_revision() -> QuerySet[Revision]:
    """Revisions with their plan and, where they have one, their approval without its bytes."""
    return Revision.objects.select_related(
        "plan__office", "plan__programme", "approval__data"
    ).defer("approval__data__content")  # fmt: skip


def every_comment() -> QuerySet[Comment]:
    return Comment.objects.select_related("revision__plan__office", "revision__plan__programme")


def printing_of(approval: Approval, ending: str, *, names: bool) -> Printing | None:
    """What was printed at the approval, with or without the figures that name municipalities."""
    kept = Printing.objects.filter(approval=approval, ending=ending, names=names)
    return kept.select_related("file").first()


def has_said_nothing_more(revision: Revision, who: str) -> bool:
    return NothingMore.objects.filter(revision=revision, said_by=who).exists()


def every_sending() -> QuerySet[Sending]:
    return Sending.objects.select_related("approval__revision__plan__office")


# What was approved


def approvals_of(plan: Plan) -> QuerySet[Approval]:
    """The plan's approvals with their data, the newest first."""
    found = Approval.objects.filter(revision__plan=plan).select_related("revision", "data")
    return found.order_by("-revision__number")


def state_frozen(approval: Approval) -> State:
    """What the plan said when it was approved: read from what was kept, never from the registers."""
    return thawed(bytes(approval.data.content))


def printings(approval: Approval, *, names: bool) -> QuerySet[Printing]:
    """The files of an approval for those who may (or may not) see where each municipality stands."""
    found = Printing.objects.filter(approval=approval, names=names).select_related("file")
    return found.defer("file__content")


def is_unchanged(approval: Approval) -> bool:
    """Whether every file of the approval still has the digest that it was kept under."""
    kept = Printing.objects.filter(approval=approval).select_related("file")
    files = {approval.data_id: approval.data} | {each.file_id: each.file for each in kept}
    return all(hashlib.sha256(bytes(file.content)).hexdigest() == file.digest for file in files.values())


# The review


def organisation_in(actor: Actor, plan: Plan) -> str:
    """For which organisation the actor acts at the plan's office; "" when nobody has said."""
    return next(
        (
            each.organisation
            for each in actor.holdings
            if each.office == plan.office.key and each.organisation
        ),
        "",
    )


def comments_for(actor: Actor, rows: QuerySet[Comment]) -> QuerySet[Comment]:
    """Comments that the actor may read: withdrawn ones only their author."""
    return rows.filter(Q(withdrawn_at=None) | Q(written_by=actor.id))


COMMENT_STATES: Mapping[str, Label] = {
    "open": pgettext_lazy("comment", "not settled"),
    "settled": pgettext_lazy("comment", "settled"),
    "withdrawn": pgettext_lazy("comment", "withdrawn"),
}


def state_of_comment(comment: Comment) -> str:
    if comment.withdrawn_at:
        return "withdrawn"
    return "settled" if comment.settled_at else "open"


@dataclass(frozen=True)
class Said:
    """A comment with the name of who wrote it and who answered."""

    comment: Comment
    state: str
    by: str
    answered_by: str
    address: str

    @property
    def word(self) -> Label:
        return COMMENT_STATES[self.state]


def in_sections(
    found: Sequence[Said], sections: Sequence[Section], whole: str
) -> list[tuple[str, list[Said]]]:
    """The comments by the chapter that they belong to: those on the whole first; what is gone from the plan last."""
    left = list(found)
    grouped: list[tuple[str, list[Said]]] = [(whole, [each for each in left if each.comment.kind == WHOLE])]
    for section in sections:
        here = [each for each in left if section.holds(each.comment.kind, each.comment.key)]
        grouped.append((section.title, here))
    placed = {id(each) for _title, members in grouped for each in members}
    grouped.append(("", [each for each in left if id(each) not in placed]))
    return [(title, members) for title, members in grouped if members]


def said(comments: Iterable[Comment], addresses: Mapping[int, str]) -> list[Said]:
    """The comments with names; `addresses` says by comment where what they are about stands."""
    rows = list(comments)
    names = names_of([*(row.written_by for row in rows), *(row.answered_by for row in rows)])
    return [
        Said(
            row, state_of_comment(row), names.get(row.written_by, ""), names.get(row.answered_by, ""),
            addresses.get(row.pk, ""),
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class Reviewer:
    """An organisation of the support apparatus: how many comments it made, and whether it is heard from."""

    organisation: str
    people: tuple[str, ...]
    comments: int
    done: bool

    @property
    def has_answered(self) -> bool:
        return self.done or self.comments > 0


REVIEWERS = tuple(
    role
    for role, reach in POLICY["plan.review"].items()
    if reach == "office" and POLICY["plan.approve"][role] == "-"
)
"""The roles that are asked: those that may comment, and do not approve themselves."""


def reviewers(revision: Revision, day: date) -> list[Reviewer]:
    """The organisations that are asked, by the roles held at the plan's office on `day` (a day of the real calendar,
    which roles are held by); three queries.

    Someone whose organisation nobody has told stands for themselves.
    """
    held = Assignment.objects.as_of(day).filter(
        office=revision.plan.office_id, role__in=REVIEWERS, user__is_active=True
    ).select_related("user")  # fmt: skip
    names: dict[str, str] = {}
    people: dict[str, list[tuple[str, str]]] = {}
    for each in held.order_by("organisation", "user__name"):
        key = organisation_key(each.organisation) or each.user.actor_id
        names.setdefault(key, each.organisation or each.user.name)
        people.setdefault(key, []).append((each.user.actor_id, each.user.name))
    said = list(
        Comment.objects.filter(revision=revision, withdrawn_at=None).values_list("written_by", "organisation")
    )
    done = list(NothingMore.objects.filter(revision=revision).values_list("said_by", "organisation"))

    def by(key: str, rows: list[tuple[str, str]]) -> int:
        ids = {actor for actor, _name in people[key]}
        return sum(1 for actor, organisation in rows if actor in ids or organisation_key(organisation) == key)

    return [
        Reviewer(names[key], tuple(name for _id, name in people[key]), by(key, said), by(key, done) > 0)
        for key in names
    ]


# The list of revisions


@dataclass(frozen=True)
class Line:
    """A revision in its plan's list."""

    revision: Revision
    approval: Approval | None
    comments: int
    unsettled: int
    sendings: tuple[Sending, ...]

    @property
    def number(self) -> int:
        return self.revision.number

    @property
    def status(self) -> str:
        return self.revision.status

    @property
    def approved_on(self) -> date | None:
        return self.approval.approved_on if self.approval else None

    @property
    def sent_on(self) -> date | None:
        """When it was sent last."""
        return self.sendings[0].sent_on if self.sendings else None


def lines(revisions: QuerySet[Revision]) -> list[Line]:
    """The revisions with their numbers; three queries."""
    open_ones = Q(comments__withdrawn_at=None, comments__settled_at=None)
    rows = list(
        revisions.annotate(
            number_of_comments=Count("comments", filter=Q(comments__withdrawn_at=None)),
            number_unsettled=Count("comments", filter=open_ones),
        ).order_by("-number")
    )
    sent: dict[int, list[Sending]] = {}
    for each in Sending.objects.filter(approval__revision__in=[row.pk for row in rows]).select_related(
        "approval"
    ):
        sent.setdefault(each.approval.revision_id, []).append(each)
    return [
        Line(
            row, approval_of(row), row.number_of_comments, row.number_unsettled, tuple(sent.get(row.pk, ())),
        )
        for row in rows
    ]  # fmt: skip


def approval_of(revision: Revision) -> Approval | None:
    return revision.approval if hasattr(revision, "approval") else None
