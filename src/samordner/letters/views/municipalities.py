"""A letter to municipalities: whom, in which language, seen before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.access.grants import visible
from samordner.asks.audiences import audiences
from samordner.asks.models import AskRecipient
from samordner.asks.queries import crowding
from samordner.journal.deeds import Refusal
from samordner.letters.addressing import Addressing, address
from samordner.letters.forms import MunicipalitiesForm, new_sheet
from samordner.letters.kinds import TO_A_MUNICIPALITY, Kind, Text, kinds
from samordner.letters.models import Language, Letterhead
from samordner.letters.queries import letterhead_of, wordings
from samordner.letters.sending import Asking, Draft, as_written, send, why_not_draft
from samordner.pages.gate import Request, page
from samordner.participation.choosing import NoSuch, chosen_of, kept, rows_of
from samordner.participation.contacts.queries import every_contact
from samordner.participation.models import Contact
from samordner.places.models import Office
from samordner.programmes.models import Programme


@dataclass(frozen=True)
class Shown:
    """How the letter looks to the first who gets it in a language."""

    language: str
    name: str
    to: str
    number: int
    text: Text


@page("letter.write")
def new(request: Request) -> HttpResponse:
    """Write to municipalities. Who gets it, in which language, and who gets nothing is seen before it can be sent."""
    found = chosen_of(request, "letter.write")
    if found is None:
        return render(request, "letters/nobody.html")
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "letters/which_office.html", {"offices": found.offices})
    by_hand = [each for each in kinds() if each.by_hand]
    participations = list(visible(found.participations(), request.actor, "letter.write"))
    head = letterhead_of(office)
    form = MunicipalitiesForm(
        request.POST or None,
        kinds=by_hand,
        audiences=audiences(programme, office, found.day),
        participations=[row for row in participations if row.office_id == office.pk],
        initial=_begun(request, office, by_hand),
    )
    context: dict[str, Any] = {"chosen": found, "form": form, "fields": TO_A_MUNICIPALITY, "letterhead": head}
    if request.method == "POST" and "begin" in request.POST:
        return redirect(_begin_address(request, by_hand))
    status = 200
    if request.method == "POST" and form.is_valid():
        contacts = visible(every_contact(), request.actor, "contact.read")
        rows = _rows(form, programme, office, found.day)
        to = address(rows, contacts, form.cleaned_data["roles"], found.day, head.language)
        draft = _draft(form, to, request.actor.name, head)
        context |= {"to": to, "rows": rows}
        _refuse(form, why_not_draft(draft))
        if not rows:
            form.add_error("audience", _("Choose an audience, or tick municipalities."))
        seen = bool(form.cleaned_data["seen"]) and form.cleaned_data["seen"] == to.digest
        if "send" in request.POST and not form.errors:
            if not seen:
                form.add_error(
                    None,
                    _("Who gets the letter has changed since you looked. Look through it again, and send."),
                )
            else:
                try:
                    number = send(
                        draft, to, programme, office, audience=str(form.chosen.label) if form.chosen else "",
                        day=found.day, today=request.today, by=request.actor.id, now=request.now,
                    )  # fmt: skip
                except Refusal as refusal:
                    form.add_error(
                        refusal.field if refusal.field in form.fields else None, str(refusal.sentence)
                    )
                else:
                    return _sent(request, number)
        context |= _looked(request, form, draft, to, programme, office, found.day)
    if form.is_bound and form.errors:
        status = 422
    context["attempt"] = {"form": form, "in_conflict": False}
    return render(request, "letters/municipalities.html", context, status=status)


def _begun(request: Request, office: Office, by_hand: list[Kind]) -> dict[str, Any]:
    """What a new letter begins with: the wording that the address names, in both forms of Norwegian."""
    asked = request.GET.get("kind", "")
    of = next((each for each in by_hand if each.key == asked), by_hand[0])
    worded = wordings(office, [of])
    texts = {language: worded[of.key, language].text for language in Language.values}
    return {
        "kind": of.key,
        "roles": [Contact.Role.MAIN.value],
        "sheet": new_sheet(),
        **{f"subject_{language}": text.subject for language, text in texts.items()},
        **{f"body_{language}": text.body for language, text in texts.items()},
    }


def _begin_address(request: Request, by_hand: list[Kind]) -> str:
    keys = {each.key for each in by_hand}
    asked = request.POST.get("kind", "")
    return f"{reverse('letters:municipalities')}{kept(request, kind=asked if asked in keys else '')}"


def _rows(form: MunicipalitiesForm, *about: Any) -> list[Any]:
    """The audience and those ticked, among those that the form may write to."""
    audience = form.chosen
    members = {str(row.pk) for row in audience.members(*about)} if audience else set()
    return [row for pk, row in form.participations.items() if pk in members | form.ticked]


def _draft(form: MunicipalitiesForm, to: Addressing, sender: str, head: Letterhead) -> Draft:
    cleaned = form.cleaned_data
    used = {one.language for one in to.recipients} or {head.language}
    texts = {
        language: Text(cleaned[f"subject_{language}"], cleaned[f"body_{language}"])
        for language in Language.values
        if language in used
    }
    asking = Asking(cleaned["minutes"] or 0, cleaned["deadline"]) if cleaned["asks"] else None
    return Draft(
        kind=form.chosen_kind,
        texts=texts,
        sheet=form.sheet_key,
        sender=sender,
        reply_to=head.reply_to,
        asking=asking,
    )


def _refuse(form: MunicipalitiesForm, fault: tuple[str, str] | None) -> None:
    if fault:
        form.add_error(fault[0] if fault[0] in form.fields else None, fault[1])


def _looked(
    request: Request, form: MunicipalitiesForm, draft: Draft, to: Addressing, programme: Programme, office: Office,
    day: Any,
) -> dict[str, Any]:  # fmt: skip
    """What is to be seen before it is sent."""
    if form.errors:
        return {}
    shown = []
    for language in draft.texts:
        there = to.in_language(language)
        if there:
            text = as_written(draft, there[0], programme, office, day)
            who = f"{there[0].contact.name}, {there[0].participation.municipality}"
            shown.append(Shown(language, str(Language(language).label), who, len(there), text))
    crowded = []
    if draft.asking:
        seen = visible(AskRecipient.objects.all(), request.actor, "ask.read")
        due = draft.asking.deadline or request.today
        crowded = crowding(seen, to.participations, due, draft.asking.minutes)
    return {
        "looked": True,
        "shown": shown,
        "crowded": crowded,
        "reached": to.participations if draft.asking else [],
    }


def _sent(request: Request, number: int) -> HttpResponse:
    if number:
        text = ngettext(
            "%(n)d letter is in the outbox, and leaves from there.",
            "%(n)d letters are in the outbox, and leave from there.",
            number,
        )
        messages.success(request, text % {"n": number})
    else:
        messages.info(request, _("This letter was written already; nobody gets it twice."))
    return redirect("letters:index")
