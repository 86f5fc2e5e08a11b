"""The partners, and everything with one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.cooperation.documents import (
    SIGNS,
    TONES,
    agreement_address,
    agreement_words,
    meeting_words,
    partner_address,
    partner_document,
    partner_table,
)
from samordner.cooperation.forms import MeetForm, NewPartnerForm, SettleForm, settled_of
from samordner.cooperation.models import Arena, ArenaVisit, Partner, PartnerContact, VisitNeed
from samordner.cooperation.operations.partners import meet, settle
from samordner.cooperation.queries.agreements import key_in as _key
from samordner.cooperation.queries.arenas import Visited, lines, visited
from samordner.cooperation.queries.partners import (
    NOT_MET,
    Line,
    Narrowing,
    contacts_of,
    kept_partners,
    narrowed,
    ordered,
    partners,
    parts_of,
    programme_of,
)
from samordner.cooperation.views.asking import (
    About,
    choices,
    keep,
    offices_in,
    one_page,
    own_office,
    people_at,
    persons_of,
    remove,
    removed,
    restore,
    word,
)
from samordner.documents.printing import DocumentFormat, print_document
from samordner.meetings.models import Meeting
from samordner.pages.answers import answer_file, answer_printed
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.participation.choosing import following
from samordner.people.queries import names_of
from samordner.places.models import Office
from samordner.places.queries import issuer_name, look_of
from samordner.programmes.models import Programme

MEETING_STATES = ("wait", "late", "never", "planned", "met", "none")
AGREEMENT_STATES = ("soon", "in_force", "coming", "ended", "none")


@page("cooperation.read")
def index(request: Request) -> HttpResponse:
    """Every partner of the offices that the reader reaches, narrowed and sorted as the address says; also as a file."""
    about = About(request)
    kept = visible(kept_partners(), request.actor, "cooperation.read")
    every = partners(kept, about.rows, about.standings, about.meetings, request.day)
    by = Narrowing(
        words=word(request, "q"),
        **{name: word(request, name) for name in ("office", "parent", "meeting", "agreement", "responsible")},
    )
    found = ordered(narrowed(every, by, request.day), word(request, "sort"))
    if wanted := request.GET.get("format"):
        return answer_file(partner_table(request.day, about.names), found, wanted, f"partners-{request.day}")
    paged = one_page(request, found)
    context = {
        "by": by,
        "rows": paged,
        "shown": [_shown(one, request) for one in paged],
        "any": bool(every),
        "offices": offices_in([one.office.key for one in every], about.names),
        "parents": choices([one.parent for one in every]),
        "responsible": choices([one.responsible for one in every]),
        "meeting_states": [(key, _wait() if key == "wait" else meeting_words(key)) for key in MEETING_STATES],
        "agreement_states": [(key, agreement_words(key)) for key in AGREEMENT_STATES],
        "names": about.names,
        "may": request.actor.may("cooperation.change"),
        "removed": removed(request, visible(Partner.objects.all(), request.actor, "cooperation.change")),
        "restore": "cooperation:restore_partner",
        "day": request.day,
        "tab": "partners",
    }
    return render(request, "cooperation/partners.html", context)


def _wait() -> str:
    return _("to be met, and nothing is planned")


def _shown(one: Line, request: Request) -> dict[str, Any]:
    """A partner as a row of the list."""
    agreement, meeting = one.agreement_on(request.day), one.meeting_state(request.day)
    state = agreement.state(request.day) if agreement else "none"
    return {
        "line": one,
        "address": partner_address(one.office.key, one.key),
        "agreement": agreement,
        "agreement_words": agreement_words(state),
        "agreement_sign": SIGNS[state],
        "agreement_tone": TONES[state],
        "meeting": meeting,
        "meeting_words": meeting_words(meeting),
        "meeting_sign": SIGNS[meeting],
        "meeting_tone": TONES[meeting],
    }


# One partner


def partner_of(
    request: Request, office: str, key: str, right: str = "cooperation.read"
) -> tuple[About, Line]:
    """A partner of an office, as far as the reader reaches it; Http404 when there is none, 403 without `right`."""
    row = load(request, Office.objects.all(), read="cooperation.read", right=right, key=office)
    about = About(request)
    kept = visible(kept_partners(), request.actor, "cooperation.read").filter(office=row)
    found = partners(kept, about.rows, about.standings, about.meetings, request.day, only=(row.pk, key))
    if not found:
        parts = parts_of(about.rows, row, key)
        if not parts:
            raise Http404
        # A body that only its parts name: it has a page all the same
        name = " ".join(parts[0].parent.split())
        return about, Line(row, key, name, None, (), False, (), NOT_MET)
    return about, found[0]


@page("cooperation.read")
def show(request: Request, office: str, key: str) -> HttpResponse:
    """Everything with one partner: the plans' rows, agreements, meetings, arenas, whom one reaches. Also to print."""
    about, line = partner_of(request, office, key)
    arenas, went = _arenas(request, line)
    contacts = contacts_of(line.kept)
    names = names_of(account for one in went for account in one.accounts)
    if wanted := request.GET.get("format"):
        return _printed(request, line, contacts, went, names, wanted)
    may = allowed(line.office, request.actor, "cooperation.change")
    state = line.meeting_state(request.day)
    context = {
        "line": line,
        "office": about.names.get(line.office.key, line.office.key),
        "several": len(about.names) > 1 and len(request.actor.offices) != 1,
        "parts": [
            {"row": row, "address": partner_address(line.office.key, _key(row.partner))}
            for row in parts_of(about.rows, line.office, line.key)
        ],
        "parent_address": partner_address(line.office.key, _key(line.parent)) if line.parent else "",
        "standings": [
            {
                "one": one,
                "address": agreement_address(one),
                "words": agreement_words(one.state(request.day)),
                "sign": SIGNS[one.state(request.day)],
                "tone": TONES[one.state(request.day)],
            }
            for one in sorted(line.standings, key=lambda one: one.last_day or request.day, reverse=True)
        ],
        "earlier": line.rows[1:],
        "held": line.met.held[::-1],
        "state": state,
        "state_words": meeting_words(state),
        "state_sign": SIGNS[state],
        "state_tone": TONES[state],
        "arenas": arenas,
        "went": [(one, names) for one in went],
        "contacts": contacts,
        "erased": removed(
            request,
            visible(PartnerContact.objects.filter(partner=line.kept), request.actor, "cooperation.change"),
        )
        if line.kept
        else None,
        "names": names_of([line.kept.responsible_account]) if line.kept else {},
        "may": may,
        "may_meet": may and request.actor.may("meeting.change"),
        "day": request.day,
        "tab": "partners",
    }
    return render(request, "cooperation/partner.html", context)


def _arenas(request: Request, line: Line) -> tuple[list[Any], list[Visited]]:
    """The arenas that the partner holds, and the days of any arena where it went."""
    arenas = visible(Arena.objects.all(), request.actor, "cooperation.read").filter(office=line.office)
    visits = visible(ArenaVisit.objects.all(), request.actor, "cooperation.read")
    visits = visits.filter(arena__office=line.office, went__organisation_key=line.key)
    needs = visible(VisitNeed.objects.all(), request.actor, "need.read")
    return lines(arenas.filter(owner_key=line.key), request.day), visited(visits, needs)


def _printed(
    request: Request, line: Line, contacts: list[PartnerContact], went: list[Visited], names: dict[str, str], wanted: str
) -> HttpResponse:  # fmt: skip
    try:
        format = DocumentFormat(wanted)
    except ValueError as error:
        raise Http404 from error
    language = get_language() or "nb"
    document = partner_document(
        line, contacts, went, names, office=issuer_name(line.office, request.day, language), day=request.day,
        language=language, notice=notice(request),
    )  # fmt: skip
    printed = print_document(replace(document, look=look_of(line.office)), format)
    return answer_printed(printed, f"partner-{request.day}")


def notice(request: Request) -> str:
    return (
        _("Demonstration: days, agreements and what was said are invented") if request.demonstration else ""
    )


@page("cooperation.change")
def new(request: Request) -> HttpResponse:
    """A partner that no plan names yet."""
    office = own_office(request)
    people = people_at(office, request)
    form = NewPartnerForm(
        request.POST or None, organisations=_spelled(request, people.organisations), persons=persons_of(people),
        initial={"meet_every": 12},
    )  # fmt: skip
    failed: Attempt[NewPartnerForm] | None = Attempt(form)
    if request.method == "POST":

        def write(_typed: dict[str, Any], version: int) -> Any:
            return settle(
                office, form.spelled("name"), form.settled(), version=version, by=request.actor.id, now=request.now
            )  # fmt: skip

        failed = attempt(form, write, version=version_of(request), standing=settled_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(partner_address(office.key, _key(form.spelled("name"))))
    context = {"attempt": failed, "form": failed.form, "line": None, "tab": "partners"}
    return render(request, "cooperation/settle.html", context, status=failed.status)


def _spelled(request: Request, known: tuple[str, ...]) -> list[str]:
    about = About(request)
    return choices([*known, *(one.partner.split("\n")[0].strip() for one in about.rows.standing)])


@page("cooperation.change")
def settled(request: Request, office: str, key: str) -> HttpResponse:
    """How often the partner is met, and who answers for it."""
    _about, line = partner_of(request, office, key, "cooperation.change")
    people = people_at(line.office, request)
    row = line.kept
    more: dict[str, Any] = {"organisations": people.organisations, "persons": persons_of(people)}
    initial = settled_of(row) if row else {"meet_every": 12}
    failed: Attempt[SettleForm] | None = Attempt(
        SettleForm(initial=initial, **more), row.version if row else 0
    )
    if request.method == "POST":
        form = SettleForm(request.POST, initial=initial, **more)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return settle(
                line.office, line.name, form.settled(), version=version, by=request.actor.id, now=request.now
            )  # fmt: skip

        failed = attempt(form, write, version=version_of(request), standing=settled_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(partner_address(line.office.key, line.key))
    context = {"attempt": failed, "form": failed.form, "line": line, "tab": "partners"}
    return render(request, "cooperation/settle.html", context, status=failed.status)


@page("cooperation.change")
def met(request: Request, office: str, key: str) -> HttpResponse:
    """Plan a meeting with the partner, or note one that was held."""
    _about, line = partner_of(request, office, key, "cooperation.change")
    programme = _programme(request, line.office)
    ours = own_organisation(request, line.office)
    due = line.due if line.due and line.due >= request.day else None
    begin = {"topic": _("Meeting with %(partner)s") % {"partner": line.name}, "day": due}
    failed: Attempt[MeetForm] | None = Attempt(MeetForm(initial=begin))
    if request.method == "POST":
        form = MeetForm(request.POST)
        made: list[Meeting] = []

        def write(_typed: dict[str, Any], _version: int) -> Any:
            if programme is None:
                raise Http404
            made.append(
                meet(
                    line.office,
                    programme,
                    line.name,
                    form.meet(ours),
                    today=request.today,
                    by=request.actor.id,
                    now=request.now,
                )
            )

        failed = attempt(form, write)
    if failed is None:
        messages.success(
            request, _("The meeting is held.") if made[0].done_on else _("The meeting is planned.")
        )
        return redirect(partner_address(line.office.key, line.key))
    context = {
        "attempt": failed,
        "form": failed.form,
        "line": line,
        "ours": ours,
        "programme": programme,
        "tab": "partners",
    }
    return render(request, "cooperation/meet.html", context, status=failed.status)


def own_organisation(request: Request, office: Office) -> tuple[str, ...]:
    """The organisation that the actor works for at the office; none known: none."""
    held = (one.organisation.strip() for one in request.actor.holdings if one.office == office.key)
    return tuple(dict.fromkeys(name for name in held if name))


def _programme(request: Request, office: Office) -> Programme | None:
    """The programme that a meeting belongs to: the one that the office takes part in on the day."""
    found = following(request.actor, "meeting.change", request.day)
    if found is None or office.key not in found.offices:
        return None
    return programme_of(found.definition.key)


@page("cooperation.change")
def take_away(request: Request, pk: int) -> HttpResponse:
    """What was settled about a partner is taken away; what plans say of it is not touched."""
    return _keep(request, pk, remove)


@page("cooperation.change")
def bring_back(request: Request, pk: int) -> HttpResponse:
    return _keep(request, pk, restore)


def _keep(request: Request, pk: int, deed: Any) -> HttpResponse:
    return keep(
        request, kept_partners(), pk, deed,
        gone=lambda _row: reverse("cooperation:partners"),
        there=lambda row: partner_address(row.office.key, row.key),
    )  # fmt: skip
