"""A review: the plan to comment on, the comments, their answers, and who has been heard from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.documents.html import passage
from samordner.journal.deeds import Refusal
from samordner.pages.answers import answer_file
from samordner.pages.editing import attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page
from samordner.plans.models import Chapter, Plan
from samordner.plans.presenting import facts_of
from samordner.plans.queries import rows_of
from samordner.plans.registers import register
from samordner.revisions import operations
from samordner.revisions.documents import comments_table
from samordner.revisions.forms import AnswerForm, CommentForm
from samordner.revisions.models import Comment, Revision
from samordner.revisions.places import WHOLE, Place, Section, address_of, place_named, sections
from samordner.revisions.queries import (
    COMMENT_STATES,
    Said,
    comments_for,
    every_comment,
    every_revision,
    has_said_nothing_more,
    in_sections,
    organisation_in,
    reviewers,
    said,
)


def _revision(request: Request, pk: int) -> Revision:
    return load(request, every_revision(), read="plan.read", right="plan.review", pk=pk)


def _comments(request: Request, revision: Revision) -> list[Said]:
    rows = visible(every_comment().filter(revision=revision), request.actor, "plan.review")
    rows = comments_for(request.actor, rows)
    plan = revision.plan
    return said(rows, {row.pk: address_of(plan, row.kind, row.key) for row in rows})


@page("plan.review")
def show(request: Request, pk: int) -> HttpResponse:
    """The comments by chapter, who has answered, and the way to comment on every part of the plan."""
    revision = _revision(request, pk)
    plan, asked = revision.plan, request.GET
    every = _comments(request, revision)
    shown = [
        each for each in every
        if asked.get("state", "") in {"", each.state}
        and asked.get("organisation", "") in {"", each.comment.organisation}
    ]  # fmt: skip
    if asked.get("sort") == "newest":
        shown.sort(key=lambda each: each.comment.written_at, reverse=True)
    parts = sections(plan)
    grouped = in_sections(shown, parts, _("The whole plan"))
    if wanted := asked.get("format"):
        chapter_of = {each.comment.pk: title for title, members in grouped for each in members}
        ordered = [each for _title, members in grouped for each in members]
        return answer_file(comments_table(chapter_of), ordered, wanted, f"comments-{revision.number}")
    heard = reviewers(revision, localtime(request.now).date())
    context = {
        "plan": plan,
        "revision": revision,
        "grouped": grouped,
        "total": len(every),
        "shown": len(shown),
        "open": sum(1 for each in every if each.state == "open"),
        "states": [(key, word) for key, word in COMMENT_STATES.items() if any(each.state == key for each in every)],
        "organisations": sorted({each.comment.organisation for each in every if each.comment.organisation}),
        "reviewers": heard,
        "heard": sum(1 for each in heard if each.has_answered),
        "sections": [(section, _numbers(section, every)) for section in parts],
        "why_not_comment": operations.why_not_comment(revision),
        "may_settle": allowed(revision, request.actor, "plan.approve"),
        "is_done": has_said_nothing_more(revision, request.actor.id),
        "is_late": bool(revision.review_until and revision.review_until < request.today),
    }  # fmt: skip
    return render(request, "revisions/review.html", context)


def _numbers(section: Section, every: list[Said]) -> list[tuple[Any, int, int]]:
    """Each register of a section with how many rows it has and how many comments are on them."""
    return [
        (
            one,
            section.counts.get(one.key, 0),
            sum(1 for each in every if each.comment.kind == one.key and each.state != "withdrawn"),
        )
        for one in section.registers
    ]


@page("plan.review")
def rows(request: Request, pk: int, kind: str) -> HttpResponse:
    """The rows of a register, each with the way to comment on it."""
    revision = _revision(request, pk)
    try:
        found = register(kind)
    except KeyError as error:
        raise Http404 from error
    kept = visible(rows_of(found, revision.plan), request.actor, "plan.read")
    every = _comments(request, revision)
    counts: dict[int, int] = {}
    for each in every:
        if each.comment.kind == kind and each.state != "withdrawn":
            counts[each.comment.key] = counts.get(each.comment.key, 0) + 1
    context = {
        "plan": revision.plan,
        "revision": revision,
        "register": found,
        "rows": [(row, found.name_of(row), facts_of(found, row), counts.get(row.pk, 0)) for row in kept],
        "why_not_comment": operations.why_not_comment(revision),
    }
    return render(request, "revisions/rows.html", context)


@page("plan.review")
def write(request: Request, pk: int) -> HttpResponse:
    """Comment on the whole, a chapter or a row: what it says stands beside the form."""
    revision = _revision(request, pk)
    asked = request.POST if request.method == "POST" else request.GET
    key = asked.get("key", "0")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    place = place_named(revision.plan, asked.get("kind", WHOLE), int(key))
    if place is None:
        raise Http404
    tried = None
    if request.method == "POST":

        def made(cleaned: dict[str, Any], _version: int) -> Comment:
            return operations.comment(
                revision, place, text=cleaned["text"], by=request.actor.id,
                organisation=organisation_in(request.actor, revision.plan), now=request.now,
            )  # fmt: skip

        tried = attempt(CommentForm(request.POST), made)
        if tried is None:
            messages.success(request, _("Your comment stands among the others."))
            return redirect("revisions:review_page", revision.pk)
    context = {
        "plan": revision.plan,
        "revision": revision,
        "place": place,
        "form": tried.form if tried else CommentForm(),
        "attempt": tried,
        "why_not": operations.why_not_comment(revision),
        **_said_there(place),
    }
    return render(request, "revisions/write.html", context, status=tried.status if tried else 200)


def _said_there(place: Place) -> dict[str, Any]:
    if isinstance(place.row, Plan):
        return {}
    if isinstance(place.row, Chapter):
        return {"text": passage(place.row.text)}
    return {"facts": facts_of(register(place.kind), place.row)}


@page("plan.review")
def comment(request: Request, pk: int) -> HttpResponse:
    """One comment, what it is about as it stands now, and the answer."""
    rows = comments_for(request.actor, visible(every_comment(), request.actor, "plan.review"))
    found = load(request, rows, read="plan.review", pk=pk)
    may_settle = allowed(found.revision, request.actor, "plan.approve")
    tried = None
    if request.method == "POST":
        found = load(request, rows, read="plan.review", right="plan.approve", pk=pk)

        def write(cleaned: dict[str, Any], version: int) -> Comment:
            return operations.answer_comment(
                found, answer=cleaned["answer"], settled=cleaned["settled"], version=version,
                by=request.actor.id, now=request.now,
            )  # fmt: skip

        tried = attempt(AnswerForm(request.POST), write, version=version_of(request), standing=_standing)
        if tried is None:
            messages.success(request, _("Your answer is saved."))
            return redirect(
                reverse("revisions:review_page", args=[found.revision_id]) + f"#comment-{found.pk}"
            )
        found = load(request, rows, read="plan.review", pk=pk)
    place = place_named(found.revision.plan, found.kind, found.key)
    context = {
        "plan": found.revision.plan,
        "revision": found.revision,
        "said": said([found], {found.pk: address_of(found.revision.plan, found.kind, found.key)})[0],
        "place": place,
        "form": tried.form if tried else AnswerForm(initial=_standing(found)),
        "attempt": tried,
        "version": tried.version if tried else found.version,
        "may_settle": may_settle,
        "why_not": operations.why_not_answer(found),
        "why_not_withdraw": operations.why_not_withdraw(found, request.actor.id),
        "mine": found.written_by == request.actor.id,
        **(_said_there(place) if place else {}),
    }
    return render(request, "revisions/comment.html", context, status=tried.status if tried else 200)


def _standing(comment: Comment) -> dict[str, Any]:
    return {"answer": comment.answer, "settled": comment.settled_at is not None}


@page("plan.review")
def withdraw(request: Request, pk: int) -> HttpResponse:
    return _own(request, pk, "withdraw")


@page("plan.review")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _own(request, pk, "bring_back")


def _own(request: Request, pk: int, deed: str) -> HttpResponse:
    """A deed that only a comment's author does."""
    rows = comments_for(request.actor, visible(every_comment(), request.actor, "plan.review"))
    found = load(request, rows, read="plan.review", pk=pk)
    if request.method == "POST":
        do = operations.withdraw_comment if deed == "withdraw" else operations.bring_back_comment
        words = {
            "withdraw": _("The comment is withdrawn. Only you see it."),
            "bring_back": _("The comment is back."),
        }
        carry_out(
            request,
            lambda: do(found, version=version_of(request), by=request.actor.id, now=request.now),
            done=words[deed],
            meanwhile=_("Someone answered the comment meanwhile. Look at it as it is now."),
        )
    return redirect(reverse("revisions:review_page", args=[found.revision_id]) + f"#comment-{found.pk}")


@page("plan.review")
def done(request: Request, pk: int) -> HttpResponse:
    """Say that one has nothing more to remark, or that there is more after all."""
    revision = _revision(request, pk)
    if request.method == "POST":
        try:
            if request.POST.get("more"):
                operations.say_more(revision, by=request.actor.id, now=request.now)
                messages.success(request, _("Noted: there is more to come from you."))
            else:
                operations.say_nothing_more(
                    revision, by=request.actor.id, organisation=organisation_in(request.actor, revision.plan),
                    now=request.now,
                )  # fmt: skip
                messages.success(request, _("Noted: you have read it and have nothing more to remark."))
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
    return redirect("revisions:review_page", revision.pk)
