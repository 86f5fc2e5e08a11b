"""Approve a revision: print the plan once, and keep exactly that."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from samordner.documents.cells import day_text
from samordner.files.operations import keep
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.plandocument.states import fingerprint
from samordner.plans.models import Plan
from samordner.plans.operations.keeping import FRONT, store
from samordner.plans.operations.keeping import locked as locked_plan
from samordner.plans.queries import said_by
from samordner.plans.written import tidy
from samordner.revisions.comparing import compared
from samordner.revisions.documents import change_blocks
from samordner.revisions.models import Approval, Comment, Printing, Revision
from samordner.revisions.operations.steps import KIND, Sentence, locked, refuse
from samordner.revisions.printing import Frozen, freeze, media_type_of
from samordner.revisions.queries import approvals_of, state_frozen
from samordner.revisions.reading import state_of

PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def why_not_approve(revision: Revision) -> Sentence:
    """Why the revision cannot be approved as things stand; None: it can."""
    if revision.is_approved:
        return gettext_lazy("This revision is approved already.")
    if said_by(revision.plan.programme.key) is None:
        return gettext_lazy("The plan's programme is not loaded, so the plan cannot be printed.")
    waiting = Comment.objects.filter(revision=revision, settled_at=None, withdrawn_at=None).count()
    if waiting:
        return ngettext(
            "%(count)d comment is not settled. Answer and settle it first.",
            "%(count)d comments are not settled. Answer and settle them first.",
            waiting,
        ) % {"count": waiting}
    return None


@transaction.atomic
def approve(
    revision: Revision, *, body: str, on: date, seen: str, version: int, today: date, by: str, now: datetime
) -> Approval:  # fmt: skip
    """Freeze the plan as it stands. `body` approved it, as written, on a day; `seen` is the plan's fingerprint.

    Conflict (of the revision, or of the plan): someone changed it after it was looked at. The front page then says
    who approved it.
    """
    plan = locked_plan(revision.plan)
    plan = Plan.objects.select_related("office", "programme").get(pk=plan.pk)
    held = locked(revision)
    held.plan = plan
    refuse(why_not_approve(held))
    body = tidy(body)
    if not body:
        raise Refusal(_("Say who approved it."), field="body")
    if on > today:
        raise Refusal(_("That day has not come."), field="on")
    if seen and seen != fingerprint(plan):
        raise Conflict(plan)
    store(plan, plan, "plan", FRONT, plan.version, {"approved_by": body}, by, now)
    change(held, version=version, status=Revision.Status.APPROVED)
    made = _printed(held, body, on)
    data, _is_new = keep(_name(held, "json"), made.data, media_type_of("json"), by=by, now=now)
    files = [
        (each, keep(_name(held, each.ending), each.content, each.media_type, by=by, now=now)[0])
        for each in made.files
    ]
    detail: Detail = {"plan": plan.pk, "number": held.number, "data": data.digest}
    detail = {**detail, **{each.ending: row.digest for each, row in files if each.names}}
    entry = record(by, "approve", KIND, str(held.pk), now, detail, office=plan.office.key)
    approval = Approval.objects.create(
        revision=held, number=entry.number, body=body, approved_on=on, approved_at=now, approved_by=by,
        title=plan.title, period=plan.period_label, language=plan.language, data=data,
    )  # fmt: skip
    Printing.objects.bulk_create(
        Printing(approval=approval, ending=each.ending, names=each.names, file=row) for each, row in files
    )
    return approval


def _printed(revision: Revision, body: str, on: date) -> Frozen:
    plan = revision.plan
    before = approvals_of(plan).first()
    with override(plan.language):
        words = {"number": revision.number, "day": day_text(on)}
        facts = ((_("Revision"), _("%(number)d, approved %(day)s") % words),)
    changes = (
        change_blocks(compared(state_frozen(before), state_of(plan)), before, plan.language) if before else ()
    )
    return freeze(plan, facts=facts, changes=changes, today=on)


def _name(revision: Revision, ending: str) -> str:
    """What the file is called: the plan and the revision."""
    title = (
        slugify(revision.plan.title.lower().translate(PLAIN_LETTERS).replace("–", "-"))[:80].strip("-")
        or "plan"
    )
    return f"{title}-rev{revision.number}.{ending}"
