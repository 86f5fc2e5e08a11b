"""What one more request would come on top of, shown while somebody plans it; two requests made one, and taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.asks.audiences import audience
from samordner.asks.merging import merge, mergeable, part
from samordner.asks.models import Ask, AskMerge, AskRecipient
from samordner.asks.queries import Pressure, every_ask, later_than, pressure
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.editing import version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import NoSuch, chosen_of, rows_of
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part

FIELDS = ("due", "minutes", "audience", "who", "asked_by", "besides", "kind")
MOST_MINUTES = 60 * 24 * 20


@page("ask.read")
def warning(request: Request) -> HttpResponse:
    """Who would be asked for much at once if they were asked for this too: a part of any form that plans something.

    The address says `programme` and `office`, and what the form says: `due` (a day), `minutes`, `audience` (a key),
    `who` (participations), `asked_by`, `besides` (a request), `kind` (of a meeting: how much work it usually is). A form
    whose inputs are called otherwise says so in `fields`: "due:period_start,minutes:minutes_each". `assumed`: nobody is
    chosen yet, so it is seen as if all were.
    """
    found = chosen_of(request, "ask.read")
    due, minutes = _day(_said(request, "due")), _number(_said(request, "minutes"))
    context: dict[str, Any] = {"due": due, "planning": True, "assumed": bool(request.GET.get("assumed"))}
    kinds = {one.key: one for one in found.definition.meeting_kinds} if found else {}
    kind = kinds.get(_said(request, "kind"))
    if kind is not None and kind.own:
        return HttpResponse("")
    minutes = minutes or (kind.minutes if kind else 0)
    if found is not None and due is not None:
        try:
            programme, office = rows_of(found)
        except NoSuch:
            return render(request, "asks/_pressure.html", context)
        reached = taking_part(programme.key, due, office=office.key)
        reached = visible(reached, request.actor, "ask.read")
        key, ticked = _said(request, "audience"), {_number(one) for one in _each(request, "who")}
        named = audience(key, programme, office, due) if key else None
        inside = {row.pk for row in named.members(programme, office, due)} if named else set()
        rows = [row for row in reached if row.pk in inside | ticked]
        seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
        besides = visible(every_ask(), request.actor, "ask.read").filter(
            pk=_number(_said(request, "besides"))
        )
        context |= about(
            request,
            pressure(
                seen,
                rows,
                due,
                min(minutes, MOST_MINUTES),
                asked_by=_said(request, "asked_by"),
                besides=besides.first(),
            ),
            rows,
            due,
        )
    return render(request, "asks/_pressure.html" if request.htmx else "asks/warning.html", context)


def about(
    request: Request, found: Pressure, reached: Sequence[Participation], due: date, *, ask: Ask | None = None
) -> dict[str, Any]:
    """What the warning shows: which of the others the reader may postpone, to when, and what may be merged."""
    mine = visible(every_ask(), request.actor, "ask.change").filter(pk__in=[one.pk for one in found.asks])
    mine = mine.filter(merged_into=None)
    changeable = {one.pk: one for one in mine.distinct()} if found.asks else {}
    others = [(one, later_than(max(one.due, due)), one.pk in changeable) for one in found.asks]
    joinable = mergeable(changeable.values(), ask) if ask is not None and ask.merged_into_id is None else []
    return {
        "pressure": found,
        "reached": reached,
        "others": others,
        "joinable": joinable,
        "changeable": list(changeable.values()),
        "planned": ask,
    }


def _names(request: Request) -> dict[str, str]:
    pairs = (pair.split(":", 1) for pair in request.GET.get("fields", "").split(",") if ":" in pair)
    return {name: called for name, called in pairs if name in FIELDS}


def _said(request: Request, name: str) -> str:
    return request.GET.get(_names(request).get(name, name), "").strip()


def _each(request: Request, name: str) -> list[str]:
    return request.GET.getlist(_names(request).get(name, name))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@page("ask.change")
def join(request: Request, pk: int) -> HttpResponse:
    """Another request goes into this one."""
    row = load(request, every_ask().distinct(), read="ask.read", right="ask.change", pk=pk)
    if request.method != "POST":
        return redirect("asks:ask", pk)
    other = request.POST.get("other", "")
    way = request.POST.get("way", "")
    try:
        if not other.isdecimal():
            raise Refusal(_("Choose the request that is merged into this one."))
        closed = load(request, every_ask().distinct(), read="ask.read", right="ask.change", pk=int(other))
        versions = version_of(request), _number(request.POST.get("other_version", "")) or closed.version
        merge(
            row,
            closed,
            way=way,
            versions=versions,
            today=request.today,
            by=request.actor.id,
            now=request.now,
        )
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    except Conflict:
        messages.warning(
            request, _("Somebody changed one of them meanwhile. Nothing was merged: look again.")
        )
    else:
        messages.success(
            request, _("Merged: %(title)s is part of this request now.") % {"title": closed.title}
        )
    return redirect("asks:ask", pk)


@page("ask.change")
def separate(request: Request, pk: int) -> HttpResponse:
    """Two that were merged are taken apart again."""
    row = load(request, every_ask().distinct(), read="ask.read", right="ask.change", pk=pk)
    if request.method != "POST" or "merge" not in request.POST:
        return redirect("asks:ask", pk)
    found = load(
        request,
        AskMerge.objects.select_related("kept__office", "closed").filter(kept=row),
        read="ask.change",
        pk=_number(request.POST.get("merge", "")),
    )
    try:
        part(found, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("Taken apart: each is asked for by itself again."))
    return redirect("asks:ask", pk)


def moved(request: Request, deadline: date) -> HttpResponse:
    """Told to a form that plans something: a request was postponed, so look again."""
    said = date_format(deadline, "DATE_FORMAT")
    messages.success(request, _("Postponed to %(day)s.") % {"day": said})
    return looked_again()


def looked_again() -> HttpResponse:
    return HttpResponse(status=204, headers={"HX-Trigger": "load-changed"})
