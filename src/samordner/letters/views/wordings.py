"""How an office words its letters, and what holds for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.access.grants import allowed, visible
from samordner.letters.forms import LetterheadForm, WordingForm
from samordner.letters.kinds import Kind, Text, kind, kinds
from samordner.letters.models import Language, Letterhead, Wording
from samordner.letters.operations import change_letterhead, unword, word
from samordner.letters.queries import Worded, letterhead_of, wordings
from samordner.letters.texts import filled, one_line, plain, why_not_say
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, page
from samordner.places.models import Office
from samordner.places.queries import office_names


@dataclass(frozen=True)
class Line:
    """A kind of letter in the list: how it is worded in each language."""

    kind: Kind
    nb: Worded
    nn: Worded


@page("letter.read")
def index(request: Request) -> HttpResponse:
    """Every kind of letter, in both forms of Norwegian."""
    office = _office(request, "letter.read")
    if office is None:
        return _which(request, "letter.read")
    worded = wordings(office)
    lines = [Line(each, worded[each.key, "nb"], worded[each.key, "nn"]) for each in kinds()]
    context = {
        "lines": lines,
        "office": office,
        "name": office_names(request.day).get(office.key, office.key),
        "letterhead": letterhead_of(office),
        "may": allowed(office, request.actor, "wording.change"),
        "query": _query(request),
    }
    return render(request, "letters/wordings.html", context)


def _office(request: Request, right: str) -> Office | None:
    """The office that the address names, or the only one that the actor reaches; None: there are several."""
    rows = visible(Office.objects.all(), request.actor, right)
    if key := request.GET.get("office", ""):
        found = rows.filter(key=key).first()
        if found is None:
            raise Http404
        return found
    held = list(rows[:2])
    return held[0] if len(held) == 1 else None


def _which(request: Request, right: str) -> HttpResponse:
    there = set(visible(Office.objects.all(), request.actor, right).values_list("key", flat=True))
    offices = {key: name for key, name in office_names(request.day).items() if key in there}
    return render(request, "letters/which_office.html", {"offices": offices})


def _query(request: Request) -> str:
    office = request.GET.get("office", "")
    return f"?office={office}" if office else ""


def _known(key: str, language: str) -> Kind:
    found = kind(key)
    if found is None or language not in Language.values:
        raise Http404
    return found


@dataclass(frozen=True)
class Preview:
    """The letter as an invented municipality would get it; `problem`: why there is none."""

    text: Text | None
    problem: str = ""


def _preview(of: Kind, language: str, subject: str, body: str) -> Preview:
    if fault := why_not_say(of, subject, body):
        return Preview(None, fault[1])
    values = {field.name: field.example(language) for field in of.fields}
    return Preview(Text(one_line(filled(subject, values)), filled(plain(body), values)))


@page("wording.change")
def change(request: Request, kind: str, language: str) -> HttpResponse:
    """Word a kind of letter in a language; looked at before it is saved, on an invented municipality."""
    of, office = _known(kind, language), _office(request, "wording.change")
    if office is None:
        return _which(request, "wording.change")
    now = wordings(office, [of])[of.key, language]
    said = {"subject": now.text.subject, "body": now.text.body}
    tried: Attempt[WordingForm] = Attempt(WordingForm(initial=said, language=language), now.version)
    shown = now.text
    if request.method == "POST":
        form = WordingForm(request.POST, language=language)
        if "look" in request.POST:
            tried = Attempt(form, version_of(request), status=200 if form.is_valid() else 422)
        else:

            def write(cleaned: dict[str, Any], version: int) -> Any:
                return word(
                    office, of, language, **cleaned, version=version, by=request.actor.id, now=request.now
                )

            def standing(row: Wording) -> dict[str, Any]:
                text = Text(row.subject, row.body) if row.subject else of.standard(language)
                return {"subject": text.subject, "body": text.body}

            done = attempt(form, write, version=version_of(request), standing=standing)
            if done is None:
                messages.success(request, _("Saved. Letters are worded so from now on."))
                return redirect(f"{reverse('letters:wordings')}{_query(request)}")
            tried = done
        shown = Text(request.POST.get("subject", ""), request.POST.get("body", ""))
    context = {
        "kind": of,
        "language": language,
        "language_name": Language(language).label,
        "attempt": tried,
        "form": tried.form,
        "own": now.own,
        "standard": of.standard(language),
        "preview": _preview(of, language, shown.subject, shown.body),
        "query": _query(request),
    }
    if request.htmx and "look" in request.POST:
        return render(request, "letters/_preview.html", context)
    return render(request, "letters/wording.html", context, status=tried.status)


@page("wording.change")
def reset(request: Request, kind: str, language: str) -> HttpResponse:
    """Let the letter say what it says from the start."""
    of, office = _known(kind, language), _office(request, "wording.change")
    if office is None:
        return _which(request, "wording.change")
    if request.method == "POST":
        carry_out(
            request,
            lambda: unword(
                office, of, language, version=version_of(request), by=request.actor.id, now=request.now
            ),
            done=_("The letter says what it says from the start again."),
            meanwhile=_("Someone else has changed it meanwhile. Look at it, and try again."),
        )
    return redirect(f"{reverse('letters:wording', args=[of.key, language])}{_query(request)}")


@page("wording.change")
def letterhead(request: Request) -> HttpResponse:
    """What holds for all the office's letters."""
    office = _office(request, "wording.change")
    if office is None:
        return _which(request, "wording.change")

    def standing(row: Letterhead) -> dict[str, Any]:
        return {"language": row.language, "reply_to": row.reply_to}

    row = letterhead_of(office)
    tried: Attempt[LetterheadForm] = Attempt(LetterheadForm(initial=standing(row)), row.version)
    if request.method == "POST":
        form = LetterheadForm(request.POST)

        def write(cleaned: dict[str, Any], version: int) -> Any:
            return change_letterhead(office, **cleaned, version=version, by=request.actor.id, now=request.now)

        done = attempt(form, write, version=version_of(request), standing=standing)
        if done is None:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('letters:wordings')}{_query(request)}")
        tried = done
    context = {"attempt": tried, "form": tried.form, "query": _query(request)}
    return render(request, "letters/letterhead.html", context, status=tried.status)
