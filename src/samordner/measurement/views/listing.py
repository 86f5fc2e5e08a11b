"""Every indicator that one may see, and what its chart says."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import pgettext

from samordner.measurement.documents import indicators_table, newest_text
from samordner.measurement.models import Purpose
from samordner.measurement.queries.lists import (
    STATES,
    Narrowing,
    Standing,
    in_state,
    narrowed,
    ordered,
    seen_by,
    standings,
)
from samordner.measurement.views.asking import language, word
from samordner.pages.answers import answer_file
from samordner.pages.gate import Request, page

PER_PAGE = 50
SIGNS = {"signal": "◆", "calm": "●", "few": "…", "waiting": "!"}
TONES = {"signal": "accent", "calm": "neutral", "few": "neutral", "waiting": "warning"}


def state_words(state: str) -> str:
    """What a chart tells, in a word or two."""
    return {
        "signal": pgettext("indicator", "a signal"),
        "calm": pgettext("indicator", "no signal"),
        "few": pgettext("indicator", "too few points"),
        "waiting": pgettext("indicator", "something to write in"),
    }[state]


@page("measurement.read")
def index(request: Request) -> HttpResponse:
    """The indicators, narrowed and sorted as the address says; also as a file."""
    by = Narrowing(
        words=word(request, "q"), kind=word(request, "kind"), municipality=word(request, "municipality"),
        state=word(request, "state"),
    )  # fmt: skip
    every = seen_by(request.actor)
    found = ordered(in_state(standings(narrowed(every, by), request.today), by.state), word(request, "sort"))
    if wanted := request.GET.get("format"):
        return answer_file(indicators_table(language()), found, wanted, f"indicators-{request.today}")
    paged = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    places = every.values_list(
        "project__participation__municipality__code", "project__participation__municipality__label"
    ).order_by("project__participation__municipality__sort_key")
    municipalities = dict(places)
    context = {
        "by": by, "rows": paged, "shown": [line(one) for one in paged], "any": bool(found) or by.narrows,
        "kinds": Purpose.choices, "states": [(key, state_words(key)) for key in STATES],
        "municipalities": municipalities if len(municipalities) > 1 else {},
    }  # fmt: skip
    return render(request, "measurement/indicators.html", context)


def line(one: Standing) -> dict[str, Any]:
    """What a list tells of one indicator."""
    return {
        "one": one, "indicator": one.indicator, "place": one.place, "newest": newest_text(one.series),
        "verdict": one.verdict.text(language()), "words": state_words(one.state), "sign": SIGNS[one.state],
        "tone": TONES[one.state],
    }  # fmt: skip
