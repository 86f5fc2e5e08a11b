"""A network: its page, and what is said of it, beside what the plan says."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.invitations.models import Invitation, Registration
from samordner.journal.deeds import Conflict, Refusal
from samordner.meetings.documents import SIGNS as MEETING_SIGNS
from samordner.meetings.documents import TONES as MEETING_TONES
from samordner.meetings.models import Meeting
from samordner.networks.documents import (
    SIGNS,
    TONES,
    address_of,
    facts,
    lacks_words,
    last_day,
    member_table,
    place_table,
    place_words,
    state_words,
    title_of,
)
from samordner.networks.forms import AttachForm, EndForm, NetworkForm, said_of
from samordner.networks.models import NetworkMember, RunningNetwork
from samordner.networks.operations.keeping import remove, restore, why_not_remove
from samordner.networks.operations.running import (
    change_network,
    end_network,
    resume_network,
    run_network,
    settle_with_plan,
)
from samordner.networks.panels import PANELS
from samordner.networks.queries.comparing import CELLS, differences
from samordner.networks.queries.lists import Line, every_network, kind_of, lines, state_of
from samordner.networks.queries.one import (
    MeetingLine,
    Place,
    attachable,
    attendance,
    by_state,
    every_member,
    every_offer,
    in_on,
    meeting_lines,
    places,
    taking_part_in,
)
from samordner.networks.views.asking import acts_of, deed, network_of, number, rows_of_plans, word
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.participation.choosing import NoSuch, chosen_of, kept, rows_of
from samordner.programmes.queries import definition

LATEST = 8
"""So many earlier meetings are shown at first."""


@page("network.read")
def show(request: Request, pk: int) -> HttpResponse:
    """Everything on a network: what it is, its meetings, who is in it, and who was offered a place."""
    network = network_of(request, pk)
    may = allowed(network, request.actor, "network.change")
    may_meet = request.actor.may("meeting.read")
    day, reform = request.day, definition(network.programme.key)
    members = list(
        visible(every_member(), request.actor, "network.read").filter(network=network, removed_at=None)
    )
    offers = list(
        visible(every_offer(), request.actor, "network.read").filter(network=network, removed_at=None)
    )
    meetings = visible(Meeting.objects.all(), request.actor, "meeting.read").filter(
        networks__network=network, removed_at=None
    )
    registrations = visible(Registration.objects.all(), request.actor, "offer.read")
    met = meeting_lines(
        list(meetings), visible(Invitation.objects.all(), request.actor, "offer.read"), registrations, day
    )
    came, held = attendance(registrations, met)
    there = taking_part_in(network, request.actor, "network.read", day)
    stands = places(network, members, offers, there, day)
    if wanted := request.GET.get("format"):
        name = f"network-{network.pk}-{day}"
        if word(request, "what") == "offers":
            return answer_file(place_table(), stands, wanted, f"{name}-offers")
        return answer_file(member_table(came, held, people=may), members, wanted, f"{name}-members")
    line = lines(request.actor, [network], {network.programme.key: reform}, day)[0]
    row = rows_of_plans(request).of(network) if request.actor.may("plan.read") else None
    context: dict[str, Any] = {
        **told(network, line, day),
        "facts": facts(network),
        "may": may,
        "may_meet": may_meet,
        "own": not may_meet,
        "row": row,
        "plan": _beside(network, row) if row else None,
        **_meetings(met, may, network, request),
        "members": [_member(one, came, day) for one in members if in_on(one, day) and one.participation_id],
        "outside": [one for one in members if in_on(one, day) and not one.participation_id],
        "coming_in": [one for one in members if one.since and one.since > day],
        "before": [
            (one, last_day(one.until))
            for one in members
            if not in_on(one, day) and not (one.since and one.since > day)
        ],
        "held": held,
        "gaps": [str(one.participation) for one in stands if one.state == "not_offered"],
        "places": [_place(one) for one in stands if one.state not in {"member", "not_offered"}],
        "numbers": [
            (key, place_words(key), n, SIGNS[key], TONES[key]) for key, n in by_state(stands).items() if n
        ],
        "in_it": by_state(stands)["member"],
        "whole": len(stands),
        "panels": PANELS.drawn(request, network),
        "why_not_remove": why_not_remove(network),
        "ending": Attempt(EndForm(initial={"last_day": request.today}), network.version),
        "undone": _undone(request, network) if may else None,
        "day": day,
    }
    return render(request, "networks/network.html", context)


def told(network: RunningNetwork, line: Line | None, day: date) -> dict[str, Any]:
    """What the head of every page about a network says."""
    reform = definition(network.programme.key)
    state = state_of(network, day)
    lacks = line.lacks(day) if line else ""
    return {
        "network": network,
        "line": line,
        "reform": reform,
        "kind": kind_of(network, reform),
        "state": state,
        "state_words": state_words(state),
        "state_sign": SIGNS[state],
        "state_tone": TONES[state],
        "lacks": lacks_words(lacks),
        "lacks_key": lacks,
        "last_day": last_day(network.until),
        "address": address_of(network),
    }


def _beside(network: RunningNetwork, row: Any) -> dict[str, Any]:
    found = differences(network, row)
    return {"new": [one for one in found if one.new], "own": [one for one in found if not one.new]}


def _meetings(met: list[MeetingLine], may: bool, network: RunningNetwork, request: Request) -> dict[str, Any]:
    before = [one for one in met if not one.is_coming]
    every = word(request, "all") == "1"
    there = visible(attachable(network), request.actor, "meeting.read")[: 200 if may else 0]
    choice = AttachForm(meetings=there)
    return {
        "coming": [_meeting(one) for one in met if one.is_coming],
        "earlier": [_meeting(one) for one in (before if every else before[:LATEST])],
        "more_meetings": 0 if every else max(len(before) - LATEST, 0),
        "attach": choice if choice.meetings else None,
    }


def _meeting(one: MeetingLine) -> dict[str, Any]:
    return {
        "one": one,
        "sign": MEETING_SIGNS[one.state],
        "tone": MEETING_TONES[one.state],
        "words": one.state.label,
    }


def _member(member: NetworkMember, came: dict[int, int], day: date) -> dict[str, Any]:
    row = member.participation
    return {
        "one": member,
        "came": came.get(member.participation_id or 0, 0),
        "no_longer": row is not None and not row.holds(day),
    }


def _place(one: Place) -> dict[str, Any]:
    return {"one": one, "words": place_words(one.state), "sign": SIGNS[one.state], "tone": TONES[one.state]}


def _undone(request: Request, network: RunningNetwork) -> dict[str, Any] | None:
    """What was just done, with the way back: several taken in or offered a place at once, or one removed."""
    members, offers = every_member().filter(network=network), every_offer().filter(network=network)
    if pk := number(word(request, "joined")):
        found = members.filter(pk=pk, removed_at=None, version=1).exists()
        told = {
            "words": _("They are in the network."),
            "url": "networks:undo_join",
            "pk": network.pk,
            "first": pk,
        }
        return told if found else None
    if pk := number(word(request, "offered")):
        found = offers.filter(pk=pk, removed_at=None, version=1).exists()
        words = _("It is noted whom a place was offered.")
        return (
            {"words": words, "url": "networks:undo_offers", "pk": network.pk, "first": pk} if found else None
        )
    if member := members.filter(pk=number(word(request, "gone")), removed_at__isnull=False).first():
        words = _("Removed: %(who)s") % {"who": member}
        return {"words": words, "url": "networks:restore_member", "pk": member.pk, "version": member.version}
    if offer := offers.filter(pk=number(word(request, "taken")), removed_at__isnull=False).first():
        words = _("The offer is removed.")
        return {"words": words, "url": "networks:restore_offer", "pk": offer.pk, "version": offer.version}
    return None


# What is said of it


@page("network.change")
def new(request: Request) -> HttpResponse:
    """Run a network that stands in no plan."""
    found = chosen_of(request, "network.change")
    if found is None:
        return render(request, "networks/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "networks/which_office.html", {"chosen": found})
    initial = {"kind": word(request, "kind"), "since": None}
    form = NetworkForm(request.POST or None, reform=found.definition, initial=initial)
    failed: Attempt[NetworkForm] | None = Attempt(form)
    made: list[RunningNetwork] = []
    if request.method == "POST":

        def write(_typed: dict[str, Any], _version: int) -> Any:
            made.append(run_network(programme, office, form.facts(), by=request.actor.id, now=request.moment))

        failed = attempt(form, write)
    if failed is None:
        messages.success(request, _("The network is run. Take in its members, or offer them a place."))
        return redirect(address_of(made[0]))
    context = {
        "attempt": failed, "form": failed.form, "chosen": found, "kept": kept(request),
        "not_run": [
            row for row in rows_of_plans(request).not_run(every_network().filter(office=office, removed_at=None))
            if (row.plan.office_id, row.plan.programme_id) == (office.pk, programme.pk)
        ],
    }  # fmt: skip
    return render(request, "networks/form.html", context, status=failed.status)


@page("network.change")
def change(request: Request, pk: int) -> HttpResponse:
    """Let a network say something else; the plan's row is not changed by it."""
    network = network_of(request, pk, "network.change")
    reform = definition(network.programme.key)
    failed: Attempt[NetworkForm] | None = Attempt(
        NetworkForm(initial=said_of(network), reform=reform), network.version
    )
    if request.method == "POST":
        form = NetworkForm(request.POST, initial=said_of(network), reform=reform)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_network(
                network, form.facts(), version=version, by=request.actor.id, now=request.moment
            )

        failed = attempt(form, write, version=version_of(request), standing=said_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(address_of(network))
    context = {"attempt": failed, "form": failed.form, "network": network, "address": address_of(network)}
    return render(request, "networks/form.html", context, status=failed.status)


@page("network.change")
def beside_plan(request: Request, pk: int) -> HttpResponse:
    """What the plan's row says otherwise, column by column: taken over, or left as it is here."""
    network = network_of(request, pk, "network.change")
    row = rows_of_plans(request).of(network)
    if row is None or row.removed_at:
        raise Http404
    status, why = 200, ""
    if request.method == "POST":
        columns = [key for key in CELLS if key in request.POST.getlist("take")]
        try:
            settle_with_plan(
                network, row, columns, version=version_of(request), row_version=number(request.POST.get("row_version", "")),
                by=request.actor.id, now=request.moment,
            )  # fmt: skip
        except Refusal as refusal:
            status, why = 422, str(refusal.sentence)
        except Conflict:
            network = network_of(request, pk, "network.change")
            status, why = (
                409,
                _("The network or the plan was changed meanwhile: nothing was done. Look again."),
            )
        else:
            messages.success(request, _("Saved."))
            return redirect(address_of(network))
    context = {
        "network": network,
        "row": row,
        "differences": [(one, title_of(one.column), str(one.plan)) for one in differences(network, row)],
        "why": why,
        "address": address_of(network),
    }
    return render(request, "networks/beside_plan.html", context, status=status)


@page("network.change")
def ended(request: Request, pk: int) -> HttpResponse:
    """It is no longer run."""
    network = network_of(request, pk, "network.change")
    if request.method != "POST":
        return redirect(address_of(network))

    def write(typed: dict[str, Any], version: int) -> Any:
        return end_network(
            network,
            last_day=typed["last_day"],
            why=typed["why"],
            version=version,
            by=request.actor.id,
            now=request.moment,
        )

    failed = attempt(EndForm(request.POST), write, version=version_of(request))
    if failed is None:
        messages.success(request, _("It is noted when the network ends."))
        return redirect(address_of(network))
    context = {"attempt": failed, "form": failed.form, "network": network, "address": address_of(network)}
    return render(request, "networks/end.html", context, status=failed.status)


@page("network.change")
def resumed(request: Request, pk: int) -> HttpResponse:
    """It did not end after all."""
    network = network_of(request, pk, "network.change")
    acts = acts_of(request)
    return deed(
        request, lambda: resume_network(network, **acts), _("The network goes on."), address_of(network)
    )


@page("network.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """Take a network out of every list; it can be brought back."""
    network = network_of(request, pk, "network.change")
    if request.method != "POST":
        return redirect(address_of(network))
    acts = acts_of(request)
    answer = deed(request, lambda: remove(network, **acts), _("The network is removed."), address_of(network))
    network.refresh_from_db()
    return redirect(f"{reverse('networks:index')}?removed={pk}") if network.removed_at else answer


@page("network.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    network = network_of(request, pk, "network.change")
    acts = acts_of(request)
    return deed(request, lambda: restore(network, **acts), _("It is back."), address_of(network))
