"""Pages: the plan as one document, on screen and as a file."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.access.grants import allowed
from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.documents import PlanContents, plan_document
from samordner.plans.models import Plan
from samordner.programmes.queries import definition as definition_of


@page("plan.read")
def document(request: Request, pk: int) -> HttpResponse:
    """The plan as one document, on screen."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    language = _language(request, plan)
    made = plan_document(
        _contents(request, plan, language), definition_of(plan.programme.key), language=language
    )
    context = {
        "plan": plan,
        "language": language,
        "body": html.body(made),
        "document": made,
        "may_look": request.actor.may("office.change"),
    }
    return render(request, "plandocument/document.html", context)


@page("plan.read")
def document_file(request: Request, pk: int, ending: str) -> HttpResponse:
    """The plan as a file: PDF, DOCX, HTML or JSON."""
    plan = load(request, queries.every_plan(), read="plan.read", pk=pk)
    language = _language(request, plan)
    made = plan_document(
        _contents(request, plan, language), definition_of(plan.programme.key), language=language
    )
    printed = print_document(made, DocumentFormat(ending))
    title = " ".join(plan.title.replace("/", " ").split())[:100]
    return answer_printed(printed, f"{title} ({language})")


def _contents(request: Request, plan: Plan, language: str) -> PlanContents:
    """The plan as this reader may see it."""
    return queries.contents(
        plan, language, names=allowed(plan, request.actor, "observation.read"), today=request.day
    )


def _language(request: Request, plan: Plan) -> str:
    asked = request.GET.get("sprak", "")
    return asked if asked in {"nb", "nn", "en"} else plan.language
