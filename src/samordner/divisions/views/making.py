"""A division is made: chosen, seen as the rule has it, moved by hand, kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.divisions.documents import names_by_value
from samordner.divisions.forms import BY_HAND, BeginForm, KeepForm
from samordner.divisions.models import UNKNOWN
from samordner.divisions.operations import keep_by_hand, keep_by_rule
from samordner.divisions.queries import Ruled, divided, groups_by, groups_named, latest, rule_of
from samordner.journal.deeds import Refusal
from samordner.pages.editing import Attempt
from samordner.pages.gate import Request, page
from samordner.participation.choosing import Chosen, NoSuch, chosen_of, kept, rows_of
from samordner.participation.models import Participation
from samordner.programmes.definition import Division as Rule


@page("division.change")
def new(request: Request) -> HttpResponse:
    """Choose how to divide; then see the groups, move municipalities, and keep it."""
    found = chosen_of(request, "division.change")
    if found is None:
        return render(request, "divisions/nobody.html")
    if not found.only_office:
        return render(request, "divisions/which_office.html", {"chosen": found})
    rules = found.definition.divisions
    asked = "rule" in request.GET
    initial = {"rule": rules[0].key if rules else BY_HAND, "day": found.day}
    begin = BeginForm(request.GET if asked else None, rules=rules, initial=initial)
    if not asked or not begin.is_valid():
        context = {
            "chosen": found,
            "form": begin,
            "rules": rules,
            "attempt": Attempt(begin),
            "kept": kept(request),
        }
        return render(request, "divisions/begin.html", context, status=422 if begin.errors else 200)
    return _preview(request, found, begin)


def _preview(request: Request, found: Chosen, begin: BeginForm) -> HttpResponse:
    try:
        programme, office = rows_of(found)
    except NoSuch:
        return render(request, "divisions/which_office.html", {"chosen": found})
    rule = rule_of(found.definition, begin.cleaned_data["rule"])
    groups = groups_by(rule) if rule else groups_named(begin.group_names)
    last = latest(programme, office, rule.key if rule else "", name=begin.cleaned_data["name"].strip())
    rows = list(visible(found.participations(), request.actor, "division.change"))
    rows = [row for row in rows if row.office_id == office.pk]
    moment = request.now
    if request.method == "POST":
        bound = KeepForm(request.POST, ruled=[], groups=groups)
        moment = min(bound.moment, request.now) if bound.is_valid() else request.now
    ruled = _ruled(rows, found, rule, moment)
    initial: dict[str, Any] = {"seen": last.pk if last else 0, "known_at": moment.isoformat()}
    form = KeepForm(request.POST or None, ruled=ruled, groups=groups, initial=initial)
    if request.method == "POST" and form.is_valid():
        usual: dict[str, Any] = {
            "day": found.day, "moves": form.moves, "note": form.cleaned_data["note"],
            "seen": form.cleaned_data["seen"], "by": request.actor.id, "now": request.now,
        }  # fmt: skip
        try:
            made = (
                keep_by_rule(programme, office, found.definition, rule, rows, known_at=moment, **usual)
                if rule
                else keep_by_hand(
                    programme, office, rows,
                    name=begin.cleaned_data["name"], names=begin.group_names, **usual,
                )
            )  # fmt: skip
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            messages.success(request, _("The division is kept as it stands."))
            return redirect("divisions:division", made.pk)
    names = names_by_value(found.definition, rule)
    context = {
        "chosen": found,
        "rule": rule,
        "subject": found.definition.subject(rule.subject) if rule else None,
        "name": rule.name if rule else begin.cleaned_data["name"],
        "groups": [(group, sum(one.group == group.key for one in ruled)) for group in groups],
        "rows": [
            (
                one,
                names.get(one.standing.value, one.standing.value) if one.standing else "",
                form[f"group-{one.participation.pk}"],
                form[f"reason-{one.participation.pk}"],
            )
            for one in ruled
        ],
        "form": form,
        "attempt": Attempt(form),
        "last": last,
        "kept": kept(request),
    }
    return render(request, "divisions/preview.html", context, status=422 if form.errors else 200)


def _ruled(rows: list[Participation], found: Chosen, rule: Rule | None, moment: datetime) -> list[Ruled]:
    if rule is None:
        return [Ruled(row, UNKNOWN, None) for row in rows]
    return divided(rows, found.definition, rule, found.day, known_at=moment)
