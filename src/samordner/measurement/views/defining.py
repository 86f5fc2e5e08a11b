"""An indicator made through questions about the data, described anew, defined anew, and what is aimed at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from samordner.improvement.models import Project
from samordner.journal.deeds import Refusal
from samordner.measurement.forms import DefineForm, DescribeForm, GoalForm, defined_of, described_of
from samordner.measurement.models import Indicator
from samordner.measurement.operations.indicators import (
    add_indicator,
    aim,
    change_indicator,
    define_anew,
    definition_on,
    drop_goal,
    why_not_add,
)
from samordner.measurement.queries.rows import every_goal
from samordner.measurement.views.asking import (
    DEFINE,
    READ,
    acts,
    address_of,
    do,
    language,
    loaded,
    project_address,
    project_of,
    word,
)
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, load, page
from samordner.spc.choosing import Choice, Question, choose, questions


def given_in(request: Request) -> dict[str, str]:
    """The answers that the address gives to the questions about the data, as far as they are asked."""
    given: dict[str, str] = {}
    for one in questions({}) + questions({key: word(request, key) for key in ("noted",)}):
        said = word(request, one.key)
        if said in {answer.key for answer in one.answers}:
            given[one.key] = said
    return {one.key: given[one.key] for one in questions(given) if one.key in given}


def asked(given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The questions to show: those answered, and those that are asked next."""
    return [_question(one, given) for one in questions(given)]


def _question(one: Question, given: Mapping[str, str]) -> dict[str, Any]:
    told = language()
    return {
        "key": one.key, "words": one.words.text(told), "given": given.get(one.key, ""),
        "answers": [(answer.key, answer.words.text(told), answer.example.text(told)) for answer in one.answers],
    }  # fmt: skip


def chosen(given: Mapping[str, str]) -> Choice | None:
    """The chart for these answers; None: something is still to be asked."""
    try:
        return choose(given)
    except ValueError:
        return None


@page("measurement.define")
def new(request: Request, pk: int) -> HttpResponse:
    """First the questions about the data, one after the other; then what is measured."""
    project = project_of(request, pk, DEFINE)
    if sentence := why_not_add(project):
        messages.warning(request, sentence)
        return redirect(project_address(project))
    given = given_in(request)
    choice = chosen(given)
    if choice is None or word(request, "again"):
        context = {"project": project, "questions": asked(given), "begun": bool(given)}
        return render(request, "measurement/choose.html", context)
    return _described(request, project, given, choice)


def _described(request: Request, project: Project, given: Mapping[str, str], choice: Choice) -> HttpResponse:
    begins = project.began_on or date(request.today.year, 1, 1)
    initial = {
        "chart": choice.chart.value,
        "begins": begins,
        "responsible": "",
        "rule_set": "anhoej",
        "fewest": 5,
    }
    data = request.POST or None
    form = DescribeForm(data, initial=initial, value_kind=choice.data, chosen_by=given)
    what = DefineForm(data, value_kind=choice.data)
    made: list[Indicator] = []

    def write(_typed: dict[str, Any], _version: int) -> Any:
        made.append(add_indicator(project, form.described(), what.defined(), **acts(request)))

    failed: Attempt[DescribeForm] | None = Attempt(form)
    if request.method == "POST":
        failed = _both(form, what, write)
    if failed is None:
        messages.success(
            request, _("The indicator is made. Write in the first numbers, or bring in those that you have.")
        )
        return redirect(address_of(made[0]))
    context = {
        "project": project, "attempt": failed, "form": failed.form, "what": what, "choice": choice,
        "why": choice.why.text(language()), "suggestions": [one.why.text(language()) for one in choice.suggestions],
        "answers": [(one["words"], _said(one)) for one in asked(given)], "query": urlencode(given), "indicator": None,
    }  # fmt: skip
    return render(request, "measurement/describe.html", context, status=failed.status)


def _said(question: Mapping[str, Any]) -> str:
    return next((words for key, words, _example in question["answers"] if key == question["given"]), "")


def _both(form: DescribeForm, what: DefineForm, write: Any) -> Attempt[DescribeForm] | None:
    """Save two forms as one: a refusal of either stands at its own field."""
    if not what.is_valid():
        form.is_valid()
        form.add_error(None, _("Something is missing in what is counted."))
        return Attempt(form, status=422)
    return attempt(form, _telling(what, write))


def _telling(what: DefineForm, write: Any) -> Any:
    def written(typed: dict[str, Any], version: int) -> Any:
        try:
            return write(typed, version)
        except Refusal as refusal:
            if refusal.field in what.fields:
                what.add_error(refusal.field, str(refusal.sentence))
            raise

    return written


@page("measurement.define")
def change(request: Request, pk: int) -> HttpResponse:
    """Describe an indicator anew, its chart and rules too."""
    row = loaded(request, pk, DEFINE)

    def form_of(data: Any = None) -> DescribeForm:
        return DescribeForm(
            data, initial=described_of(row), value_kind=row.value_kind, chosen_by=row.chosen_by
        )

    failed: Attempt[DescribeForm] | None = Attempt(form_of(), row.version)
    if request.method == "POST":
        form = form_of(request.POST)

        def write(_typed: dict[str, Any], version: int) -> Any:
            return change_indicator(row, form.described(), version=version, **acts(request))

        failed = attempt(form, write, version=version_of(request), standing=described_of)
    if failed is None:
        messages.success(request, _("Saved."))
        return redirect(address_of(row))
    context = {"project": row.project, "attempt": failed, "form": failed.form, "indicator": row, "what": None}
    return render(request, "measurement/describe.html", context, status=failed.status)


@page("measurement.define")
def define(request: Request, pk: int) -> HttpResponse:
    """Count something else, or in another way, from a day on."""
    row = loaded(request, pk, DEFINE)
    holds = definition_on(row, request.today)
    initial = defined_of(holds) | {"since": request.today}

    def form_of(data: Any = None) -> DefineForm:
        return DefineForm(data, initial=initial, value_kind=row.value_kind, rhythm=row.rhythm)

    failed: Attempt[DefineForm] | None = Attempt(form_of(), row.version)
    if request.method == "POST":
        form = form_of(request.POST)

        def write(typed: dict[str, Any], version: int) -> Any:
            return define_anew(row, form.defined(), since=typed["since"], version=version, **acts(request))

        def standing(_row: Indicator) -> dict[str, Any]:
            return defined_of(definition_on(row, request.today))

        failed = attempt(form, write, version=version_of(request), standing=standing)
    if failed is None:
        messages.success(request, _("From then on it is counted so, and the chart begins a new phase there."))
        return redirect(address_of(row))
    context = {
        "project": row.project,
        "attempt": failed,
        "form": failed.form,
        "indicator": row,
        "holds": holds,
    }
    return render(request, "measurement/define.html", context, status=failed.status)


@page("measurement.define")
def goal(request: Request, pk: int) -> HttpResponse:
    """Aim at something from a day on."""
    row = loaded(request, pk, DEFINE)
    failed: Attempt[GoalForm] | None = Attempt(GoalForm(initial={"since": request.today}), row.version)
    if request.method == "POST":
        form = GoalForm(request.POST)

        def write(typed: dict[str, Any], version: int) -> Any:
            return aim(row, since=typed["since"], value=typed["value"], version=version, **acts(request))

        failed = attempt(form, write, version=version_of(request))
    if failed is None:
        messages.success(request, _("The goal is set. It is drawn as a line of its own, never as a limit."))
        return redirect(address_of(row))
    context = {"project": row.project, "attempt": failed, "form": failed.form, "indicator": row}
    return render(request, "measurement/goal.html", context, status=failed.status)


@page("measurement.define")
def drop(request: Request, pk: int) -> HttpResponse:
    """Aim at it no longer."""
    row = load(
        request,
        every_goal(),
        read=READ,
        right=DEFINE,
        pk=pk,
    )
    return do(
        request, lambda version: drop_goal(row, version=version, **acts(request)), done=_("The goal is taken away."),
        back=address_of(row.indicator),
    )  # fmt: skip
