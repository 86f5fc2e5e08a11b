"""A gathering prepared: what each team brings, on paper for everyone who comes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.documents.printing import DocumentFormat, print_document
from samordner.facilitation.documents.handout import handout as made
from samordner.facilitation.queries.material import kept_gatherings
from samordner.facilitation.views.asking import About, about
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request, load, page
from samordner.places.queries import issuer_name, look_of


@page("facilitation.read")
def chosen(request: Request, pk: int) -> HttpResponse:
    """To the handout of the next gathering; of the last one when none is ahead."""
    of = about(request, pk)
    rows = [one for one in of.material.gatherings if not one.is_off]
    if not rows:
        return render(
            request, "facilitation/none.html", {"about": of, "cohort": of.cohort, "tab": "gatherings"}
        )
    ahead = [one for one in rows if one.on is None or one.on >= request.day]
    return redirect("facilitation:handout", (ahead or rows[-1:])[0].pk)


@page("facilitation.read")
def handout(request: Request, pk: int) -> HttpResponse:
    """The handout to read; `?format=` pdf, docx or html to keep. `?numbers=all`: with what is not told outside the office."""
    gathering = load(request, kept_gatherings(), read="facilitation.read", pk=pk)
    of = about(request, gathering.cohort_id)
    whole = request.GET.get("numbers") == "all"
    language = get_language() or "nb"
    office = of.cohort.network.office
    document = made(
        gathering, of.material, of.watched, of.definition, day=request.day, language=language, whole=whole,
        issuer=issuer_name(office, request.day, language), notice=notice(of, whole), look=look_of(office),
    )  # fmt: skip
    if wanted := request.GET.get("format"):
        try:
            printed = print_document(document, DocumentFormat(wanted))
        except ValueError as error:
            raise Http404 from error
        return answer_printed(printed, f"gathering-{gathering.ordinal}-{of.cohort.pk}")
    context = {
        "about": of, "cohort": of.cohort, "tab": "gatherings", "gathering": gathering, "gatherings": of.material.gatherings,
        "title": document.title, "front": document.front, "body": html.body(document), "whole": whole,
        "address": reverse("networks:gathering", args=[gathering.pk]),
    }  # fmt: skip
    return render(request, "facilitation/handout.html", context)


def notice(of: About, whole: bool) -> str:
    """What must stand on every page: that it is invented, and that it is not for others."""
    said = [_("Demonstration: every status is invented")] if of.request.demonstration else []
    if whole:
        said.append(_("Not to be shared: it tells of few persons"))
    return ". ".join(said)
