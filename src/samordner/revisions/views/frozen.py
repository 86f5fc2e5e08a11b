"""An approved revision: on screen as it was printed, its files byte for byte, and its way to the directorate."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from samordner.access.actors import Actor
from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_download
from samordner.pages.gate import Request, load, page
from samordner.people.queries import names_of
from samordner.plans.queries import said_by
from samordner.revisions import operations
from samordner.revisions.dues import due_named, dues
from samordner.revisions.forms import SendForm
from samordner.revisions.models import Approval, Revision, Sending
from samordner.revisions.operations.sending import RECEIVER
from samordner.revisions.printing import body_of
from samordner.revisions.queries import approval_of, every_sending, is_unchanged, printing_of, printings
from samordner.revisions.views.listing import revision_for


def _approval(revision: Revision) -> Approval:
    found = approval_of(revision)
    if found is None:
        raise Http404
    return found


def _names(actor: Actor, revision: Revision) -> bool:
    """Whether the reader may see where each of the office's municipalities stands."""
    return allowed(revision.plan, actor, "observation.read")


@page("plan.read")
def show(request: Request, pk: int) -> HttpResponse:
    """The revision as it was approved; one that is not yet stands in the list."""
    revision = revision_for(request, pk)
    approval = approval_of(revision)
    if approval is None:
        return redirect("revisions:index", revision.plan_id)
    files = list(printings(approval, names=_names(request.actor, revision)))
    sendings = list(visible(every_sending().filter(approval=approval), request.actor, "plan.read"))
    page_file = next((each for each in files if each.ending == "html"), None)
    context = {
        "plan": revision.plan,
        "revision": revision,
        "approval": approval,
        "files": files,
        "body": mark_safe(body_of(bytes(page_file.file.content))) if page_file else "",  # noqa: S308 printed and escaped by us
        "by": names_of([approval.approved_by]).get(approval.approved_by, ""),
        "unchanged": is_unchanged(approval),
        "sendings": sendings,
        "may_send": allowed(revision, request.actor, "plan.send"),
    }
    return render(request, "revisions/revision.html", context)


@page("plan.read")
def file(request: Request, pk: int, ending: str) -> HttpResponse:
    """A file of an approved revision, byte for byte as it was kept."""
    revision = revision_for(request, pk)
    approval = _approval(revision)
    kept = approval.data
    if ending != "json":
        printed = printing_of(approval, ending, names=_names(request.actor, revision))
        if printed is None:
            raise Http404
        kept = printed.file
    return answer_download(bytes(kept.content), kept.media_type, kept.name)


@page("plan.send")
def send(request: Request, pk: int) -> HttpResponse:
    """Send what was approved, for one of the programme's deadlines or without being due."""
    revision = revision_for(request, pk, "plan.send")
    approval = _approval(revision)
    says = said_by(revision.plan.programme.key)
    open_ones = [
        due
        for due in (dues(says, request.today) if says else [])
        if not operations.why_not_send(revision, due)
    ]
    choices = [
        (due.key, _("%(name)s, due %(day)s") % {"name": due.name, "day": f"{due.day:%d.%m.%Y}"})
        for due in open_ones
    ]
    form = SendForm(choices, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            key = form.cleaned_data["due"]
            due = due_named(says, key, request.today) if says and key else None
            try:
                made = operations.send(
                    revision,
                    due,
                    receiver=str(RECEIVER),
                    today=request.today,
                    by=request.actor.id,
                    now=request.now,
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal.sentence))
            else:
                messages.success(request, _("The plan is sent. Here is the receipt."))
                return redirect("revisions:receipt", made.pk)
        status = 422
    context = {
        "plan": revision.plan, "revision": revision, "approval": approval, "form": form,
        "why_not": None if open_ones else operations.why_not_send(revision, None),
        "attempt": {"form": form},
    }  # fmt: skip
    return render(request, "revisions/send.html", context, status=status)


@page("plan.read")
def receipt(request: Request, pk: int) -> HttpResponse:
    """That a plan was sent: number, when, by whom, to whom, and what exactly."""
    sending: Sending = load(
        request, every_sending().select_related("approval__data"), read="plan.read", pk=pk
    )
    revision = sending.approval.revision
    says = said_by(revision.plan.programme.key)
    deadline = next((each for each in says.deadlines if each.key == sending.deadline), None) if says else None
    context = {
        "sending": sending,
        "plan": revision.plan,
        "revision": revision,
        "approval": sending.approval,
        "deadline": deadline,
        "by": names_of([sending.sent_by]).get(sending.sent_by, ""),
        "files": list(printings(sending.approval, names=_names(request.actor, revision))),
        "unchanged": is_unchanged(sending.approval),
    }
    return render(request, "revisions/receipt.html", context)
