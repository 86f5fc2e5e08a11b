"""The first page of an answer: whose it is, who asks, why, how long it takes, until when."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.mapping.answering.operations.handing import why_not_hand_on
from samordner.mapping.answering.queries import answers_alone, handed_on, last_of
from samordner.mapping.answering.views.showing import lacking, offered_here, shown, steps_of, told
from samordner.mapping.answering.views.ways import Way
from samordner.pages.gate import Request


def front(request: Request, way: Way) -> HttpResponse:
    """What is asked, of whom and why, before anything is written."""
    one = shown(way)
    about = told(way)
    faults = lacking(one)
    steps = steps_of(one, faults)
    begun = any(step.answered for step in steps)
    first = next((step for step in steps if step.lacking), steps[0] if steps else None)
    alone = way.of.anonymous or answers_alone(way.of)
    context = {
        **about, "one": one, "steps": steps, "begin": first if begun else (steps[0] if steps else None), "begun": begun,
        "last": last_of(one.response), "alone": alone, "many": not alone and not way.respondent.handed_by_id,
        "handed": handed_on(way.respondent) if not way.respondent.handed_by_id and not alone else [],
        "can_hand_on": why_not_hand_on(way.respondent) is None, "offered": len(offered_here(one)),
    }  # fmt: skip
    return render(request, "mapping/answering/front.html", context)
