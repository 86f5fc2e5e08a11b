"""Who has not been heard of for some months, and who never; a contact is logged in one step."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.pages.answers import answer_file
from samordner.pages.editing import Attempt, attempt
from samordner.pages.gate import Request, page
from samordner.participation.models import Participation
from samordner.support.documents import Quiet, groups, silence_table
from samordner.support.forms import ContactForm
from samordner.support.models import Support
from samordner.support.operations import log_help
from samordner.support.queries import Silence, apparatus, silence
from samordner.support.views.asking import Scope, number, one_page, scope_of, word

MONTHS = 6
SORTS = {"municipality": "", "last": "", "days": ""}


def quiet_rows(scope: Scope, found: Silence) -> list[Quiet]:
    """A row for each municipality, in their order."""
    group = {pk: name for name in ("lately", "silent", "never") for pk in getattr(found, name)}
    return [
        Quiet(row, group[row.pk], heard, (found.day - heard.day).days if heard else None)
        for row in scope.participations
        for heard in [found.heard.get(row.pk)]
    ]


def _sorted(rows: list[Quiet], sort: str) -> list[Quiet]:
    name, backwards = sort.removeprefix("-"), sort.startswith("-")
    if name == "municipality":
        return rows[::-1] if backwards else rows
    # The longest silence first, whichever column says so; never heard of is no number, and comes last
    known = sorted((row for row in rows if row.heard), key=lambda row: row.days or 0, reverse=True)
    known = known[::-1] if sort in {"-last", "days"} else known
    return [*known, *(row for row in rows if not row.heard)]


@page("need.read")
def quiet(request: Request) -> HttpResponse:
    """The municipalities by when they were last heard of."""
    scope = scope_of(request, "need.read")
    if scope is None:
        return render(request, "support/empty.html")
    may_log = request.actor.may("need.change")
    # Who works there is told to those who may log a contact, and of their own offices alone
    offices = [one.office for _reach, one in request.actor.reaches("need.change")]
    here = [key for key in scope.office_keys if key in offices]
    people = apparatus(here, localtime(request.now).date()) if may_log else None
    form = None
    if people is not None:
        begin = {
            "day": scope.shown, "kind": Support.Kind.CALL,
            "organisation": people.organisation_of(request.actor.id),
        }  # fmt: skip
        form = ContactForm(people.organisations, request.POST or None, initial=begin)
    tried: Attempt[Any] | None = Attempt(form) if form else None
    if request.method == "POST" and form is not None:
        mine = visible(Participation.objects.all(), request.actor, "need.change").select_related(
            "municipality", "office", "programme"
        )
        pk = request.POST.get("participation", "")
        chosen = [
            row for row in mine.filter(pk__in=[row.pk for row in scope.participations]) if str(row.pk) == pk
        ]
        tried = attempt(
            form,
            lambda _typed, _version: log_help(chosen, form.given(), by=request.actor.id, now=request.now),
        )  # fmt: skip
        if tried is None:
            messages.success(request, _("The contact with %(place)s is logged.") % {"place": chosen[0]})
            return redirect(f"{reverse('support:silence')}?{request.GET.urlencode()}")
    months = number(request, "months", usual=MONTHS, most=120)
    found = silence(scope.participations, scope.definition, scope.shown, months=months)
    group = word(request, "group", tuple(groups())) if "group" in request.GET else "silent"
    sort = word(request, "sort") or "last"
    rows = [row for row in _sorted(quiet_rows(scope, found), sort) if group in {"", row.group}]
    definition = silence_table(scope.definition)
    if file := request.GET.get("format"):
        return answer_file(definition, rows, file, f"stille-{scope.shown}")
    context = {
        "scope": scope,
        "months": months,
        "group": group,
        "numbers": [(key, name, len(getattr(found, key))) for key, name in groups().items()],
        "rows": one_page(request, rows),
        "definition": definition,
        "sorts": SORTS,
        "sort": sort,
        "attempt": tried,
        "form": form,
        "organisations": people.organisations if people else (),
    }
    return render(request, "support/silence.html", context, status=tried.status if tried else 200)
