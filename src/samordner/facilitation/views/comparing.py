"""The teams seen together: the network's own series, each team against chance, and how much they differ."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.facilitation.documents.charting import network_figure, table_html
from samordner.facilitation.documents.comparing import (
    between_figure,
    between_words,
    funnel_figure,
    funnel_words,
)
from samordner.facilitation.documents.wording import apart_words, because, total_words
from samordner.facilitation.queries.series import Alike
from samordner.facilitation.queries.together import Compared, Whole, compared, whole
from samordner.facilitation.views.asking import about
from samordner.pages.gate import Request, page

LEASTS = (0, 6, 12, 18)
"""Only teams with at least so many periods: what one may choose."""


@page("facilitation.read")
def together(request: Request, pk: int) -> HttpResponse:
    """One indicator of all teams together: their total, each against chance, and how much they differ."""
    of = about(request, pk)
    language = get_language() or "nb"
    key = request.GET.get("indicator", "")
    every = of.alike
    alike = next((one for one in every if key in {f"{each.indicator.pk}" for each in one.watched}), None)
    alike = alike or next(iter(every), None)
    least = int(text) if (text := request.GET.get("least", "")).isdecimal() and int(text) in LEASTS else 0
    context = {
        "about": of, "cohort": of.cohort, "tab": "together", "names": every, "chosen": alike, "least": least, "leasts": LEASTS,
    }  # fmt: skip
    if alike is None:
        return render(request, "facilitation/together.html", context)
    names = of.material.names
    total = whole(alike, names, least=least)
    context |= _of_whole(total, language)
    context |= _of_teams(compared(alike, names, request.day), alike, names, language)
    return render(request, "facilitation/together.html", context)


def _of_whole(total: Whole, language: str) -> dict[str, Any]:
    """The network's own series."""
    figure = network_figure(total, "network", language)
    return {
        "whole": total,
        "figure": figure,
        "narrow": network_figure(total, "network-narrow", language, narrow=True),
        "table": table_html(figure.table, _("The numbers")) if figure else "",
        "verdict": total.result.verdict.text(language) if total.result else "",
        "warnings": total_words(total, language),
        "why_not_whole": because(total.why_not) if total.why_not else "",
    }


def _of_teams(held: Compared, of: Alike, names: dict[int, str], language: str) -> dict[str, Any]:
    """Each team against chance, and how much they differ."""
    funnel, between = funnel_figure(held, of, language), between_figure(held, of, language)
    return {
        "compared": held,
        "apart": [apart_words(one, names[one.watched.team_id]) for one in held.apart],
        "why_not": because(held.why_not) if held.why_not else "",
        "funnel": funnel,
        "funnel_narrow": funnel_figure(held, of, language, narrow=True),
        "funnel_table": table_html(funnel.table, numbers_of(_("Each team against chance"))) if funnel else "",
        "funnel_words": funnel_words(held, language),
        "between": between,
        "between_narrow": between_figure(held, of, language, narrow=True),
        "between_table": table_html(between.table, numbers_of(_("How much the teams differ")))
        if between
        else "",
        "between_words": between_words(held, of),
    }


def numbers_of(heading: str) -> str:
    """What the table under a heading is called by who cannot see it."""
    return ": ".join((heading, _("The numbers")))
