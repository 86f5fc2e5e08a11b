"""Meetings proposed for those who have not been offered something: adjusted, accepted, undone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.asks.audiences import audiences
from samordner.happenings.collisions import Collision, collisions
from samordner.happenings.holidays import holiday_name
from samordner.happenings.sources import Asked
from samordner.journal.deeds import Conflict, Refusal
from samordner.offers.audiences import key_of
from samordner.offers.forms import HowForm, fresh, typed
from samordner.offers.models import Round
from samordner.offers.operations import make_round, undo_round, why_not_undo
from samordner.offers.queries import board, every_round, meetings_of, proposed, window_of, without
from samordner.offers.queries.rounds import Planned
from samordner.offers.sources import Stand
from samordner.offers.views.asking import asked_of
from samordner.offers.wording import board_address
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import NoSuch, kept, rows_of
from samordner.participation.models import Participation
from samordner.people.queries import names_of
from samordner.places.queries import issuer_name
from samordner.programmes.queries import definition

WITHOUT_GROUP = "offer:"


@page("meeting.change")
def propose(request: Request, offer: str) -> HttpResponse:
    """Meetings for those who have not been offered it: proposed by group, adjusted by a person, and made on acceptance."""
    asked = asked_of(request, offer, "meeting.change")
    if asked is None:
        return render(request, "offers/nobody.html")
    found, window = asked.chosen, asked.window
    if not window.offer.kinds:
        raise Http404
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "offers/which_office.html", {"chosen": found, "offer": window.offer})
    made = board(request.actor, found.definition, window, found.day, office=office.key)
    there = [
        each
        for each in audiences(programme, office, found.day)
        if each.group and not each.key.startswith(WITHOUT_GROUP)
    ]
    kinds = [(key, str(found.definition.meeting_kind(key).name)) for key in window.offer.kinds]
    how = HowForm(
        request.GET or None, groups=list(dict.fromkeys(str(each.group) for each in there)), kinds=kinds
    )
    said: dict[str, Any] = how.cleaned_data if how.is_bound and how.is_valid() else {}
    states = {Stand.NOT_YET, Stand.DECLINED} if said.get("declined") else {Stand.NOT_YET}
    rows = _reached(request, without(made, states))
    kind = said.get("kind") or kinds[0][0]
    most = said.get("most") or 8
    problem = ""
    if request.method == "POST":
        proposal = typed(request.POST, rows)
        form = request.POST.get("form", "")[:64] or uuid4().hex
        kind = kind if kind in window.offer.kinds else kinds[0][0]
        if proposal.is_valid():
            minutes = found.definition.meeting_kind(kind).minutes
            organisers = (issuer_name(office, found.day, "nb"),)
            try:
                row = make_round(
                    programme, office, window, proposal.meetings(kind, minutes, organisers), grouped=said.get("by", ""),
                    form=form, by=request.actor.id, now=request.moment,
                )  # fmt: skip
            except Refusal as refusal:
                problem = str(refusal.sentence)
            else:
                messages.success(request, _("The meetings are planned. Nobody is invited yet."))
                return redirect("offers:round", row.pk)
        else:
            problem = _("Something is not right in one of the meetings below. Nothing was made.")
    else:
        groups = [
            (str(each.label), {row.pk for row in each.members(programme, office, found.day)})
            for each in there
            if said.get("by") and str(each.group) == said["by"]
        ]
        proposal = fresh(proposed(rows, groups, most), rows, window.name)
        form = uuid4().hex
    context = {
        "chosen": found,
        "board": made,
        "how": how,
        "proposal": proposal,
        "planned_already": sum(row.planned is not None and row.is_gap for row in made.rows),
        "problem": problem,
        "form_key": form,
        "kind": kind,
        "back": board_address(window, **({"office": found.office} if found.office else {})),
        "kept": kept(request, "year"),
        "first": max(window.since, found.day),
    }
    return render(request, "offers/propose.html", context, status=422 if problem else 200)


def _reached(request: Request, rows: list[Participation]) -> list[Participation]:
    may = visible(
        Participation.objects.filter(pk__in=[row.pk for row in rows]), request.actor, "meeting.change"
    )
    ids = set(may.values_list("pk", flat=True))
    return [row for row in rows if row.pk in ids]


@page("meeting.read")
def show(request: Request, pk: int) -> HttpResponse:
    """A round: its meetings, whom each is for, the load around each day, and the way to inviting."""
    row = _loaded(request, pk)
    reform = definition(row.programme.key)
    try:
        offer = reform.offer(row.offer)
    except KeyError as error:
        raise Http404 from error
    window = window_of(offer, row.since, row.since.year if offer.yearly else None)
    assert window is not None
    may = request.actor.may("meeting.change")
    there = meetings_of(row)
    near = _near(request, row, there)
    context = {
        "round": row,
        "reform": reform,
        "window": window,
        "meetings": [(each, key_of(each.part), near.get(each.part.pk)) for each in there],
        "by": names_of([row.made_by]).get(row.made_by, ""),
        "may": may,
        "may_undo": may and why_not_undo(row) is None,
        "back": board_address(window, programme=row.programme.key, office=row.office.key),
    }
    return render(request, "offers/round.html", context)


@dataclass(frozen=True)
class Near:
    """What speaks against the day of a meeting that nobody is invited to yet."""

    holiday: str
    weekend: bool
    same_day: tuple[Collision, ...]

    def __bool__(self) -> bool:
        return bool(self.holiday or self.weekend or self.same_day)


def _near(request: Request, row: Round, there: Sequence[Planned]) -> dict[int, Near]:
    """Part of the round → what else there is on its days for those it is meant for and for the apparatus; everything with a
    day is asked for once."""
    days = {
        one.part.pk: (one.part.meeting.day, one.part.meeting.last_day or one.part.meeting.day)
        for one in there
        if one.part.meeting.day and not one.part.meeting.announced_at
    }
    if not days:
        return {}
    first, last = min(since for since, _until in days.values()), max(until for _since, until in days.values())
    asked = Asked(request.actor, first, last + timedelta(days=1), request.day, (row.programme.key,))
    codes = {one.part.pk: {each.participation.municipality.code for each in one.members} for one in there}
    found = collisions(asked, set().union(*codes.values()), office=row.office.key, on=(first, last))
    return {
        one.part.pk: Near(
            holiday_name(days[one.part.pk][0]), days[one.part.pk][0].isoweekday() > 5,
            tuple(_against(found, f"meeting:{one.part.meeting_id}", codes[one.part.pk], *days[one.part.pk])),
        )
        for one in there
        if one.part.pk in days
    }  # fmt: skip


def _against(
    found: Sequence[Collision], key: str, codes: Collection[str], first: date, last: date
) -> Iterator[Collision]:
    """Those of what was found that lie on these days and concern some of these municipalities, or the apparatus."""
    for each in found:
        if (
            each.occurrence.happening.key == key
            or each.occurrence.first > last
            or each.occurrence.last < first
        ):
            continue
        shared = tuple(place for place in each.shared if place.code in codes)
        if shared or (each.apparatus and each.occurrence.at is not None):
            yield replace(each, shared=shared)


def _loaded(request: Request, pk: int, right: str = "meeting.read") -> Round:
    return load(request, every_round(), read="meeting.read", right=right, pk=pk)


@page("meeting.change")
def undo(request: Request, pk: int) -> HttpResponse:
    """The round's meetings are removed, as long as nobody is invited."""
    row = _loaded(request, pk, "meeting.change")
    if request.method != "POST":
        return redirect("offers:round", pk)
    try:
        undo_round(row, by=request.actor.id, now=request.moment)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    except Conflict:
        messages.warning(
            request, _("Somebody changed one of the meetings meanwhile. Nothing was undone: look again.")
        )
    else:
        messages.success(request, _("Undone: the meetings are removed."))
        return redirect(
            f"{reverse('offers:board', args=[row.offer])}?programme={row.programme.key}&office={row.office.key}"
        )
    return redirect("offers:round", pk)
