"""The steps of a revision before it is approved: begin, send for review, take back, put away."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from samordner.documents.lines import clean
from samordner.journal.deeds import Refusal, change
from samordner.journal.operations import Detail, record
from samordner.plans.models import Plan
from samordner.revisions.models import Revision

KIND = "revision"
Sentence = str | Promise | None
LONGEST = 20_000


def locked(revision: Revision) -> Revision:
    """The revision as it stands, for nobody else to change until the deed is done."""
    rows = Revision.objects.select_related("plan__office", "plan__programme").select_for_update(of=("self",))
    return rows.get(pk=revision.pk)


def note(revision: Revision, verb: str, by: str, now: datetime, **more: str | int) -> None:
    detail: Detail = {"plan": revision.plan_id, "number": revision.number, **more}
    record(by, verb, KIND, str(revision.pk), now, detail, office=revision.plan.office.key)


def refuse(sentence: Sentence, field: str = "") -> None:
    if sentence:
        raise Refusal(sentence, field=field)


def why_not_begin(plan: Plan) -> Sentence:
    """Why no revision of the plan can be begun; None: it can."""
    if plan.revisions.exclude(status=Revision.Status.APPROVED).exists():
        return _("A revision of this plan is already being worked on.")
    return None


def begin_revision(plan: Plan, *, by: str, now: datetime) -> Revision:
    """The next revision, as a draft. Refusal: one is being worked on."""
    try:
        return _begin(plan, by, now)
    except IntegrityError as error:  # two began it in the same moment
        raise Refusal(_("A revision of this plan is already being worked on.")) from error


@transaction.atomic
def _begin(plan: Plan, by: str, now: datetime) -> Revision:
    refuse(why_not_begin(plan))
    last = plan.revisions.aggregate(last=Max("number"))["last"] or 0
    revision = Revision.objects.create(plan=plan, number=last + 1, begun_at=now, begun_by=by)
    note(revision, "begin", by, now)
    return revision


def why_not_send_for_review(revision: Revision) -> Sentence:
    match revision.status:
        case Revision.Status.APPROVED:
            return _("This revision is approved and no longer changes. Begin the next one.")
        case Revision.Status.REVIEW:
            return _("This revision is already out for review.")
        case _:
            return None


@transaction.atomic
def send_for_review(
    revision: Revision, *, until: date, asks: str = "", version: int, today: date, by: str, now: datetime
) -> Revision:
    """Let the partners comment until (and with) a day. Conflict: another changed the revision meanwhile."""
    held = locked(revision)
    refuse(why_not_send_for_review(held))
    if until < today:
        raise Refusal(_("The day to answer by has passed already."), field="until")
    change(
        held, version=version, status=Revision.Status.REVIEW, review_from=today, review_until=until,
        review_asks=clean(asks).strip()[:LONGEST],
    )  # fmt: skip
    note(held, "send_for_review", by, now, until=until.isoformat())
    return held


def why_not_take_back(revision: Revision) -> Sentence:
    return None if revision.is_in_review else _("This revision is not out for review.")


@transaction.atomic
def take_back(revision: Revision, *, version: int, by: str, now: datetime) -> Revision:
    """Make a revision that is out for review a draft again; its comments are kept."""
    held = locked(revision)
    refuse(why_not_take_back(held))
    change(held, version=version, status=Revision.Status.DRAFT, review_from=None, review_until=None)
    note(held, "take_back", by, now)
    return held


def why_not_put_away(revision: Revision) -> Sentence:
    if revision.status != Revision.Status.DRAFT:
        return _("Only a draft can be put away.")
    if revision.comments.exists() or revision.done.exists():
        return _("Someone has commented on this revision, so it is kept.")
    return None


@transaction.atomic
def put_away(revision: Revision, *, version: int, by: str, now: datetime) -> None:
    """Undo that a revision was begun. The plan itself is left as it is."""
    held = locked(revision)
    refuse(why_not_put_away(held))
    change(held, version=version)
    note(held, "put_away", by, now)
    held.delete()
