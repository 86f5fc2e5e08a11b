"""A round is prepared: what it says, whom it asks, and opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.asks.audiences import audiences
from samordner.asks.forms import WhomForm
from samordner.asks.models import AskRecipient
from samordner.asks.queries import organisations, pressure
from samordner.asks.views.pressing import about
from samordner.invitations.forms import others_in
from samordner.journal.deeds import Conflict, Refusal
from samordner.letters.composing import texts_of
from samordner.letters.kinds import Text
from samordner.letters.queries import letterhead_of
from samordner.letters.texts import why_not_say
from samordner.mapping import letters
from samordner.mapping.models import MappingRound
from samordner.mapping.rounds.forms import RoundForm, RunningForm, said
from samordner.mapping.rounds.lists import with_own
from samordner.mapping.rounds.minutes import estimated
from samordner.mapping.rounds.operations.opening import open_round, why_not_open
from samordner.mapping.rounds.operations.planning import (
    Outside,
    change_round,
    choose,
    facts_of,
    make_round,
    why_not_change,
    why_not_choose,
)
from samordner.mapping.rounds.views.asking import round_of
from samordner.mapping.rounds.whom import Line, ordered, whom
from samordner.meetings.models import Meeting
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.participation.choosing import NoSuch, chosen_of, kept, rows_of
from samordner.participation.models import Participation
from samordner.participation.queries import taking_part
from samordner.places.models import Office
from samordner.places.queries import issuer_name
from samordner.programmes.models import Programme
from samordner.questionnaires.models import Questionnaire

For = MappingRound.For
USUAL = timedelta(days=21)


def _questionnaires(request: Request, programme: Programme, office: Office) -> QuerySet[Questionnaire]:
    rows = visible(Questionnaire.objects.all(), request.actor, "questionnaire.read")
    return rows.filter(programme=programme, office=office, put_away_at=None)


def _known(request: Request) -> list[str]:
    return organisations(visible(AskRecipient.objects.all(), request.actor, "ask.read"))


# What it says


@page("mapping.run")
def new(request: Request) -> HttpResponse:
    """Prepare a round; from the start like another one (`like`), or about a meeting (`meeting`)."""
    found = chosen_of(request, "mapping.run")
    if found is None:
        return render(request, "mapping/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "mapping/which_office.html", {"chosen": found})
    asked, meeting = _questionnaires(request, programme, office), _meeting(request, office)
    initial = _from_the_start(request, programme, office, meeting)
    form = RoundForm(
        request.POST or None, questionnaires=asked, organisations=_known(request), initial=initial
    )
    tried: Attempt[RoundForm] = Attempt(form)
    made: list[MappingRound] = []
    if request.method == "POST":

        def write(_cleaned: dict[str, Any], _version: int) -> None:
            facts = form.facts(estimated(form.chosen.content))
            made.append(make_round(
                programme, office, form.chosen, facts, meeting=meeting.pk if meeting else None, by=request.actor.id,
                now=request.moment,
            ))  # fmt: skip

        failed = attempt(form, write)
        if failed is None:
            messages.success(request, _("Saved. Now choose whom it asks."))
            return redirect("mapping:whom", made[0].pk)
        tried = failed
    context = {
        "attempt": tried, "form": form, "chosen": found, "kept": kept(request), "meeting": meeting,
        "any": bool(form.questionnaires), "programme": programme.key, "office": office.key,
    }  # fmt: skip
    return render(request, "mapping/new.html", context, status=tried.status)


def _meeting(request: Request, office: Office) -> Meeting | None:
    """The meeting that the address names, of this office."""
    said_so = request.GET.get("meeting", "")
    if not said_so:
        return None
    rows = visible(Meeting.objects.filter(office=office, removed_at=None), request.actor, "participant.read")
    found = rows.filter(pk=int(said_so)).first() if said_so.isdecimal() and len(said_so) < 15 else None
    if found is None:
        raise Http404
    return found


def _from_the_start(
    request: Request, programme: Programme, office: Office, meeting: Meeting | None
) -> dict[str, Any]:
    """What stands in the form before anything is typed."""
    today = request.today
    held = request.actor.holdings
    theirs = (one.organisation for one in held if one.role == "partner" and one.office == office.key)
    own = next(filter(None, theirs), "")
    initial: dict[str, Any] = {
        "asked_by": own or issuer_name(office, today, "nb"), "opens": today, "deadline": today + USUAL,
        "remind_days": [7, 2], "answered_for": For.MUNICIPALITY.value, "fewest": 5, "retention_days": 365,
        "questionnaire": request.GET.get("questionnaire", ""),
    }  # fmt: skip
    like = request.GET.get("like", "")
    if like.isdecimal() and len(like) < 15:
        rows = visible(MappingRound.objects.all(), request.actor, "mapping.run")
        other = rows.filter(pk=int(like), programme=programme, office=office).first()
        if other is not None:
            initial |= {key: value for key, value in said(other).items() if key not in ("opens", "deadline")}
    if meeting is not None:
        initial |= {"answered_for": For.PERSON.value, "anonymous": True, "title": str(meeting)[:200]}
    return initial


@page("mapping.run")
def change(request: Request, pk: int) -> HttpResponse:
    """Let a round say something else; another's change meanwhile is shown, nothing is overwritten unseen."""
    row = round_of(request, pk, "mapping.run")
    if sentence := why_not_change(row):
        messages.warning(request, sentence)
        return redirect("mapping:round", pk)
    tried = _tried_running(request, row) if row.state == MappingRound.State.OPEN else _tried(request, row)
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("mapping:round", pk)
    context = {
        "round": row, "attempt": tried, "form": tried.form, "programme": row.programme.key, "office": row.office.key,
        "is_open": row.state == MappingRound.State.OPEN,
    }  # fmt: skip
    return render(request, "mapping/change.html", context, status=tried.status)


def _tried(request: Request, row: MappingRound) -> Attempt[Any] | None:
    """All that a round says, while nobody has been asked; None: it is saved."""
    asked = with_own(row, _questionnaires(request, row.programme, row.office))
    known = _known(request)
    if request.method != "POST":
        return Attempt(RoundForm(initial=said(row), questionnaires=asked, organisations=known), row.version)
    form = RoundForm(request.POST, questionnaires=asked, organisations=known)

    def write(_cleaned: dict[str, Any], version: int) -> Any:
        facts = form.facts(estimated(form.chosen.content))
        return change_round(
            row, facts, questionnaire=form.chosen, version=version, by=request.actor.id, now=request.moment
        )

    return attempt(form, write, version=version_of(request), standing=said)


def _tried_running(request: Request, row: MappingRound) -> Attempt[Any] | None:
    """What may still be changed when somebody has been asked; None: it is saved."""

    def standing(current: MappingRound) -> dict[str, Any]:
        return {name: getattr(current, name) for name in RunningForm.base_fields}

    if request.method != "POST":
        return Attempt(RunningForm(initial=standing(row)), row.version)

    def write(cleaned: dict[str, Any], version: int) -> Any:
        facts = replace(facts_of(row), **cleaned)
        return change_round(row, facts, version=version, by=request.actor.id, now=request.moment)

    return attempt(RunningForm(request.POST), write, version=version_of(request), standing=standing)


# Whom


@page("mapping.run")
def asking(request: Request, pk: int) -> HttpResponse:
    """Choose whom the round asks, see whom that reaches, and give those an address whom nobody is reached in."""
    row, day = round_of(request, pk, "mapping.run"), request.today
    if sentence := why_not_choose(row):
        messages.warning(request, sentence)
        return redirect("mapping:round", pk)
    places = list(
        visible(taking_part(row.programme.key, day, office=row.office.key), request.actor, "mapping.run")
    )
    known = audiences(row.programme, row.office, day)
    tried: Attempt[WhomForm]
    if request.method == "POST":
        form = WhomForm(request.POST, audiences=known, participations=places)

        def write(cleaned: dict[str, Any], version: int) -> Any:
            others, wrong = others_in(cleaned["others"])
            if wrong:
                text = _("This line begins with no e-mail address: %(line)s") % {"line": wrong[0]}
                raise Refusal(text, field="others")
            language = str(letterhead_of(row.office).language)
            return choose(
                row, audience=form.chosen, roles=cleaned["roles"], by_hand=form.ticked, left_out=_left_out(request, places),
                given=_given(request, places), outside=[Outside(**one, language=language) for one in others],
                version=version, by=request.actor.id, now=request.moment,
            )  # fmt: skip

        failed = attempt(form, write, version=version_of(request))
        if failed is None:
            messages.success(request, _("Saved."))
            return redirect("mapping:open" if "on" in request.POST else "mapping:whom", pk)
        tried = failed
    else:
        tried = Attempt(WhomForm(initial=_chosen(row), audiences=known, participations=places), row.version)
    found = whom(row, day)
    context = {
        "round": row, "attempt": tried, "form": tried.form, "whom": found, "lines": _lines(row, found.lines, request),
        "left_out": {one.participation_id for one in row.respondents.exclude(withdrawn_at=None)},
        "programme": row.programme.key, "office": row.office.key,
    }  # fmt: skip
    return render(request, "mapping/whom.html", context, status=tried.status)


def _chosen(row: MappingRound) -> dict[str, Any]:
    """What stands in the form: what was chosen last."""
    held = [one for one in row.respondents.all() if not one.withdrawn_at]
    lines = [
        "; ".join(part for part in (one.email, one.name or (one.organisation and "–"), one.organisation) if part)
        for one in held if one.participation_id is None
    ]  # fmt: skip
    return {
        "audience": row.audience, "roles": row.roles, "others": "\n".join(lines),
        "who": [str(one.participation_id) for one in held if one.participation_id and not row.audience],
    }  # fmt: skip


def _lines(
    row: MappingRound, found: Sequence[Line], request: Request
) -> list[tuple[Participation, Line | None, str, str]]:
    """Each municipality with whom it reaches (None: it is left out) and the address and name that stand in its inputs."""
    out = row.respondents.exclude(withdrawn_at=None).select_related("participation__municipality")
    lines: dict[int, Line | None] = {line.participation.pk: line for line in found}
    places = {line.participation.pk: line.participation for line in found}
    for one in out:
        if one.participation is not None:
            lines[one.participation.pk], places[one.participation.pk] = None, one.participation
    shown = []
    for place in ordered(places.values()):
        line = lines[place.pk]
        email = line.given.email if line and line.given else ""
        name = line.given.name if line and line.given else ""
        typed = request.POST if request.method == "POST" else {}
        shown.append(
            (place, line, typed.get(f"email-{place.pk}", email), typed.get(f"name-{place.pk}", name))
        )
    return shown


def _given(request: Request, places: Sequence[Participation]) -> Mapping[int, Outside]:
    """The addresses that were typed for municipalities."""
    found = {}
    for place in places:
        email = request.POST.get(f"email-{place.pk}", "").strip()
        if email:
            name = request.POST.get(f"name-{place.pk}", "").replace("\0", "").strip()[:200]
            found[place.pk] = Outside(email=email, name=name)
    return found


def _left_out(request: Request, places: Sequence[Participation]) -> list[Participation]:
    out = set(request.POST.getlist("leave"))
    return [place for place in places if str(place.pk) in out]


# Opening


@page("mapping.run")
def opening(request: Request, pk: int) -> HttpResponse:
    """What is about to happen: who is asked, by which letter, on top of what; and the button that does it."""
    row, day, now = round_of(request, pk, "mapping.run"), request.today, request.moment
    if row.state != MappingRound.State.DRAFT:
        return redirect("mapping:round", pk)
    found = whom(row, day)
    shown, problem, status = texts_of(letters.INVITATION, row.office), "", 200
    if request.method == "POST":
        texts, problem = _worded(request, shown)
        if not problem:
            try:
                open_round(
                    row, sheet=request.POST.get("sheet", "-"), texts=texts or None, version=version_of(request), day=day,
                    by=request.actor.id, now=now,
                )  # fmt: skip
            except Refusal as refusal:
                problem = str(refusal.sentence)
            except Conflict:
                problem = _("Somebody has changed the round meanwhile. Nothing was sent: look again.")
                row = round_of(request, pk, "mapping.run")
            else:
                messages.success(request, _("The round is open, and the letters are on their way."))
                return redirect("mapping:round", pk)
        status = 422
    places = found.participations
    seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
    context = {
        "round": row, "whom": found, "texts": shown, "problem": problem, "why_not": why_not_open(row, found, now),
        "due": row.deadline, "planning": True, "estimated": estimated(row.questionnaire.content), "early": row.opens > day,
    }  # fmt: skip
    if places:
        found_near = pressure(seen, places, row.deadline, row.minutes, asked_by=row.asked_by)
        context |= about(request, found_near, places, row.deadline)
    return render(request, "mapping/open.html", context, status=status)


def _worded(request: Request, shown: dict[str, Text]) -> tuple[dict[str, Text], str]:
    """The letter as it is worded for this once, put among what is shown, and what is wrong with it."""
    texts, wrong = {}, ""
    for language, standing in list(shown.items()):
        subject, body = (
            request.POST.get(f"{part}_{language}", "").replace("\0", "") for part in ("subject", "body")
        )
        if subject or body:
            text = replace(standing, subject=subject, body=body)
            texts[language] = shown[language] = text
            fault = why_not_say(letters.INVITATION, subject, body)
            wrong = wrong or (fault[1] if fault else "")
    return texts, wrong
