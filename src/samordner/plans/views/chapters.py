"""A chapter's text, written in place on the plan's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from samordner.access.grants import allowed
from samordner.documents.html import passage
from samordner.pages.gate import Request, load, page
from samordner.plans import operations
from samordner.plans.forms import ChapterForm
from samordner.plans.models import Chapter
from samordner.plans.queries import before, is_there
from samordner.plans.views import editing
from samordner.plans.views.editing import Attempt, plan_for, save

KIND = "chapter"


def chapter_for(request: Request, plan_id: int, chapter_id: int, right: str = "plan.read") -> Chapter:
    return load(
        request,
        Chapter._default_manager.select_related("plan__office", "plan__programme"),
        read="plan.read",
        right=right,
        pk=chapter_id,
        plan_id=plan_id,
    )


def place_of(chapter: Chapter) -> str:
    return f"{reverse('plans:plan', args=[chapter.plan_id])}#chapter-{chapter.pk}"


@page("plan.read")
def show(request: Request, plan_id: int, chapter_id: int) -> HttpResponse:
    """The text as it stands, for putting away the form it was written in."""
    chapter = chapter_for(request, plan_id, chapter_id)
    return text_part(request, chapter) if request.htmx else redirect(place_of(chapter))


def text_part(request: Request, chapter: Chapter) -> HttpResponse:
    context = {
        "plan": chapter.plan,
        "chapter": chapter,
        "text": passage(chapter.text),
        "may_change": allowed(chapter, request.actor, "plan.change"),
        "open": True,
        "focus": True,
    }
    return render(request, "plans/_chapter.html", context)


@page("plan.change")
def change(request: Request, plan_id: int, chapter_id: int) -> HttpResponse:
    if request.method == "POST" and not is_there(Chapter, plan_id, chapter_id):
        return gone(request, plan_id, chapter_id)
    chapter = chapter_for(request, plan_id, chapter_id, "plan.change")
    if request.method != "POST":
        return form_part(request, Attempt(chapter, ChapterForm(chapter)))

    def write(chapter: Chapter, form: ChapterForm, version: int) -> None:
        operations.change_chapter(
            chapter, version=version, title=form.cleaned_data["title"], text=form.cleaned_data["text"],
            by=request.actor.id, now=request.now,
        )  # fmt: skip

    try:
        failed = save(request, chapter, KIND, form_of=ChapterForm, write=write)
    except Chapter.DoesNotExist:  # it went while it was saved
        return gone(request, plan_id, chapter_id)
    if failed:
        return form_part(request, failed)
    return text_part(request, chapter) if request.htmx else redirect(place_of(chapter))


def gone(request: Request, plan_id: int, chapter_id: int) -> HttpResponse:
    """What was typed in a chapter that the plan has no longer, to be copied: so it is not lost with the chapter."""
    context = {
        "plan": plan_for(request, plan_id, "plan.change"),
        "chapter_id": chapter_id,
        "title": request.POST.get("title", ""),
        "text": request.POST.get("text", ""),
    }
    template = "plans/_chapter_gone.html" if request.htmx else "plans/chapter_gone.html"
    return render(request, template, context, status=409)


def form_part(request: Request, attempt: Attempt[Chapter, ChapterForm]) -> HttpResponse:
    template = "plans/_chapter_form.html" if request.htmx else "plans/chapter_form.html"
    context = {
        "plan": attempt.row.plan,
        "chapter": attempt.row,
        "chapter_key": str(attempt.row.pk),
        "form": attempt.form,
        "attempt": attempt,
        "name": str(attempt.row),
    }
    return render(request, template, context, status=attempt.status)


@page("plan.read")
def earlier(request: Request, plan_id: int, chapter_id: int) -> HttpResponse:
    """What stood in the chapter before."""
    chapter = chapter_for(request, plan_id, chapter_id)
    versions = [
        {
            "before": each,
            "facts": [(each.row.title, passage(each.row.text))],
            "action": reverse("plans:chapter_bring_back", args=[plan_id, chapter_id, each.earlier.pk]),
        }
        for each in before(chapter, KIND)
    ]
    context = {
        "plan": chapter.plan,
        "row": chapter,
        "name": str(chapter),
        "facts": [(chapter.title, passage(chapter.text))],
        "versions": versions,
        "back": place_of(chapter),
        "may_change": allowed(chapter, request.actor, "plan.change"),
    }
    return render(request, "plans/earlier.html", context)


@page("plan.change")
def bring_back(request: Request, plan_id: int, chapter_id: int, earlier_id: int) -> HttpResponse:
    chapter = chapter_for(request, plan_id, chapter_id, "plan.change")
    if editing.bring_back(request, chapter, KIND, earlier_id):
        return redirect(place_of(chapter))
    return redirect("plans:chapter_earlier", plan_id, chapter_id)
