"""Free text is given its themes, one text after the other; themes are made, reworded, put together, removed, brought back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samordner.findings.documents.tables import Written, written_table
from samordner.findings.forms import IntoForm, ThemeForm
from samordner.findings.models import Theme
from samordner.findings.operations.coding import (
    code,
    make_theme,
    merge_theme,
    remove_theme,
    restore_theme,
    reword_theme,
    why_not_code,
    why_not_restore,
)
from samordner.findings.queries import material
from samordner.findings.queries.rounds import submission_of
from samordner.findings.queries.texts import Item, beside, items, narrowed, to_code
from samordner.findings.queries.themes import Coded, coded, every_theme
from samordner.findings.views.finding import round_of
from samordner.journal.deeds import Refusal
from samordner.mapping.models import MappingRound
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt, carry_out, version_of
from samordner.pages.gate import Request, load, page

SHORTCUTS = "123456789"


@page("finding.read")
def themes(request: Request, pk: int) -> HttpResponse:
    """The themes of a round with how much was coded; a new one is posted here. Also all texts as a file."""
    writes = request.method == "POST"
    of = round_of(request, pk, "finding.code" if writes else None)
    shown: Attempt[ThemeForm] = Attempt(ThemeForm())
    if writes:
        tried = attempt(ThemeForm(request.POST), lambda said, _version: _made(request, of, said))
        if tried is None:
            return redirect("findings:themes", of.pk)
        shown = tried
    coding = coded(of)
    whole = material(of)
    _found, rows = items(whole, coding) if not whole.why_not else (None, [])
    if wanted := request.GET.get("format"):
        return answer_file(written_table(), _written(rows, coding), wanted, f"texts-{of.pk}")
    rows = to_code(rows)
    context = {
        "round": of,
        "attempt": shown,
        "form": shown.form,
        "why_not": whole.why_not or why_not_code(of),
        "themes": [(row, sum(row.pk in each.themes for each in rows)) for row in coding.themes],
        "away": [(row, why_not_restore(row)) for row in _away(of)],
        "texts": len(rows),
        "coded": sum(bool(each.themes) for each in rows),
        "questions": _questions(rows),
        "may": request.actor.may("finding.code"),
        "anonymous": of.anonymous,
    }
    return render(request, "findings/themes.html", context, status=shown.status)


def _made(request: Request, of: MappingRound, said: dict[str, Any]) -> None:
    row = make_theme(of, said["name"], description=said["description"], by=request.actor.id, now=request.now)
    messages.success(request, _("The theme “%(name)s” is there.") % {"name": row.name})


def _away(of: MappingRound) -> list[Theme]:
    return [row for row in every_theme().filter(round=of) if row.removed_at or row.merged_into_id]


def _questions(rows: list[Item]) -> list[tuple[str, str, int, int]]:
    """Each question with texts: its cell, its words, how many, how many coded."""
    found: dict[str, tuple[str, int, int]] = {}
    for row in rows:
        _label, number, done = found.get(row.cell, (row.label, 0, 0))
        found[row.cell] = (row.label, number + 1, done + bool(row.themes))
    return [(cell, *each) for cell, each in found.items()]


def _written(rows: list[Item], coding: Coded) -> list[Written]:
    names = {row.pk: row.name for row in coding.themes}
    return [
        Written(row.label, row.cell, row.name, row.text, tuple(names[theme] for theme in row.themes))
        for row in rows
    ]


def _theme(request: Request, pk: int) -> Theme:
    return load(request, every_theme(), read="finding.read", right="finding.code", pk=pk)


@page("finding.code")
def theme(request: Request, pk: int) -> HttpResponse:
    """One theme: reworded, put into another, removed; or brought back."""
    row = _theme(request, pk)
    initial = {"name": row.name, "description": row.description}
    shown: Attempt[ThemeForm] = Attempt(ThemeForm(initial=initial), row.version)
    if request.method == "POST":
        tried = attempt(
            ThemeForm(request.POST),
            lambda said, version: reword_theme(
                row, said["name"], said["description"], version=version, by=request.actor.id, now=request.now
            ),
            version=version_of(request),
            standing=lambda now: {"name": now.name, "description": now.description},
        )
        if tried is None:
            messages.success(request, _("Saved."))
            return redirect("findings:themes", row.round_id)
        shown = tried
    return _theme_page(request, row, shown, IntoForm(theme=row))


def _theme_page(request: Request, row: Theme, shown: Attempt[ThemeForm], into: IntoForm) -> HttpResponse:
    context = {
        "theme": row, "round": row.round, "attempt": shown, "form": shown.form, "into": into,
        "away": bool(row.removed_at or row.merged_into_id), "why_not_restore": why_not_restore(row),
    }  # fmt: skip
    return render(request, "findings/theme.html", context, status=422 if into.errors else shown.status)


@page("finding.code")
def merge(request: Request, pk: int) -> HttpResponse:
    """The theme counts as another from now on."""
    row = _theme(request, pk)
    if request.method != "POST":
        return redirect("findings:theme", row.pk)
    form = IntoForm(request.POST, theme=row)
    if not form.is_valid():
        initial = {"name": row.name, "description": row.description}
        return _theme_page(request, row, Attempt(ThemeForm(initial=initial), row.version), form)
    into = form.cleaned_data["into"]
    carry_out(
        request,
        lambda: merge_theme(row, into, version=version_of(request), by=request.actor.id, now=request.now),
        done=_("“%(one)s” counts as “%(other)s” now. It can be brought back below.")
        % {"one": row.name, "other": into.name},
        meanwhile=_meanwhile(),
    )
    return redirect("findings:themes", row.round_id)


@page("finding.code")
def remove(request: Request, pk: int) -> HttpResponse:
    """The theme is not used any more."""
    row = _theme(request, pk)
    if request.method == "POST":
        carry_out(
            request,
            lambda: remove_theme(row, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("“%(name)s” is removed. It can be brought back below, with what was coded.")
            % {"name": row.name},
            meanwhile=_meanwhile(),
        )
    return redirect("findings:themes", row.round_id)


@page("finding.code")
def restore(request: Request, pk: int) -> HttpResponse:
    """The theme is used again."""
    row = _theme(request, pk)
    if request.method == "POST":
        carry_out(
            request,
            lambda: restore_theme(row, version=version_of(request), by=request.actor.id, now=request.now),
            done=_("“%(name)s” is back, with what was coded.") % {"name": row.name},
            meanwhile=_meanwhile(),
        )
    return redirect("findings:themes", row.round_id)


def _meanwhile() -> str:
    return _("Somebody else has changed the theme meanwhile. Look again.")


@page("finding.code")
def coding(request: Request, pk: int) -> HttpResponse:
    """One text and the themes to give it; saved, the next one comes."""
    of = round_of(request, pk, "finding.code")
    whole = material(of)
    if whole.why_not:
        return render(request, "findings/coding.html", {"round": of, "why_not": whole.why_not})
    had = coded(of)
    every = to_code(items(whole, had)[1])
    asked = {name: request.GET.get(name, "")[:130] for name in ("question", "theme")}
    rows = narrowed(every, **asked)
    token = request.POST.get("text", "") if request.method == "POST" else request.GET.get("text", "")
    if request.method == "POST":
        return _save(request, of, every, rows, token, asked)
    here = next((row for row in every if row.token == token), rows[0] if rows and not token else None)
    if token and here is None:
        raise Http404
    return _coding_page(request, of, had, every, rows, here, asked)


def _coding_page(
    request: Request, of: MappingRound, had: Coded, every: list[Item], rows: list[Item], here: Item | None,
    asked: dict[str, str], *, refusal: str = "", typed: str = "", ticked: tuple[int, ...] | None = None,
) -> HttpResponse:  # fmt: skip
    before, after = beside(rows, here.token) if here else (None, None)
    chosen = ticked if ticked is not None else here.themes if here else ()
    keys = [*SHORTCUTS, *[""] * len(had.themes)]
    context = {
        "round": of,
        "here": here,
        "place": rows.index(here) + 1 if here in rows else 0,
        "rows": rows,
        "every": len(every),
        "coded": sum(bool(row.themes) for row in every),
        "themes": [(row, row.pk in chosen, key) for row, key in zip(had.themes, keys, strict=False)],
        "every_theme": had.themes,
        "before": before,
        "after": after,
        "asked": asked,
        "kept": {name: text for name, text in asked.items() if text},
        "query": urlencode({name: text for name, text in asked.items() if text}),
        "questions": _questions(every),
        "refusal": refusal,
        "typed": typed,
    }
    return render(request, "findings/coding.html", context, status=422 if refusal else 200)


def _save(
    request: Request, of: MappingRound, every: list[Item], rows: list[Item], token: str, asked: dict[str, str]
) -> HttpResponse:
    here = next((row for row in every if row.token == token), None)
    if here is None:
        raise Http404
    chosen, seen = _numbers(request.POST.getlist("themes")), _numbers(request.POST.getlist("seen"))
    typed = request.POST.get("new", "").strip()[:100]
    try:
        with transaction.atomic():
            if typed:
                made = make_theme(of, typed, by=request.actor.id, now=request.now)
                chosen = (*chosen, made.pk)
            submission = submission_of(of, here.submission)
            code(of, submission, here.cell, themes=chosen, seen=seen, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        return _coding_page(
            request, of, coded(of), every, rows, here, asked,
            refusal=str(refusal.sentence), typed=typed, ticked=chosen,
        )  # fmt: skip
    _before, after = beside(rows, here.token)
    query = {name: text for name, text in asked.items() if text} | ({"text": after.token} if after else {})
    if after is None:
        messages.success(request, _("That was the last of these texts."))
    address = reverse("findings:coding", args=[of.pk]) if after else reverse("findings:themes", args=[of.pk])
    return redirect(f"{address}?{urlencode(query)}" if after else address)


def _numbers(texts: list[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)
