"""The next days, for other pages to show beside what they are about."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render

from samordner.calendars.queries import shown
from samordner.calendars.views.asking import about, asked, kept
from samordner.pages.gate import Request, page

MOST, AHEAD = 6, timedelta(days=60)


@page("calendar.read")
def show(request: Request) -> HttpResponse:
    """The next few things with a day, narrowed as the address says; what lies on no settled day is left to the calendar."""
    found = about(request)
    times = shown(asked(request, found, request.day, request.day + AHEAD), found.by)
    settled = [one for one in times if not one.happening.loosely and not one.cancelled]
    context = {"times": settled[:MOST], "more": max(0, len(settled) - MOST), "kept": kept(request)}
    return render(request, "calendars/_next.html", context)
