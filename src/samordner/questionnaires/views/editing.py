"""The editor: the outline beside what is open, which is the questionnaire itself, a section, a question or a list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.access.grants import allowed
from samordner.journal.deeds import Refusal
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.questionnaires.checking.places import LIST, SECTION
from samordner.questionnaires.content import ChoiceList, Content, Question
from samordner.questionnaires.forms import FrontForm, ListForm, QuestionForm, SectionForm
from samordner.questionnaires.forms.question import KIND_WORDS, KINDS, said
from samordner.questionnaires.forms.whole import COLUMNS, lines_of, said_front, said_list, said_section
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import rename, save_content, why_not_touch
from samordner.questionnaires.queries import said_in
from samordner.questionnaires.rewriting import insert, section, section_of, users_of
from samordner.questionnaires.views.asking import address_of, editor, loaded, says_of

Part = Callable[[Content], object]
"""The part of a questionnaire that a form is about, to be compared with itself."""


@page("questionnaire.read")
def show(request: Request, pk: int) -> HttpResponse:
    """The questionnaire as such: its name, title, introduction and thanks; for others than writers, all there is to see."""
    row = loaded(request, pk, write=request.method == "POST")

    def write(form: FrontForm, version: int) -> None:
        with transaction.atomic():
            saved = save_content(row, form.written(), version=version, by=request.actor.id, now=request.now)
            rename(
                saved, form.cleaned_data["name"], version=saved.version, by=request.actor.id, now=request.now
            )

    def form_of(data: Any) -> FrontForm:
        return FrontForm(data, content=row.content, initial=said_front(row))

    def part(content: Content) -> object:
        return content.title, content.intro, content.thanks

    if request.method == "POST":
        tried = _tried(request, row, form_of, write, part=part, standing=said_front)
        if tried is None:
            return _saved(request, row, "")
    else:
        tried = Attempt(form_of(None), row.version)
    return _page(request, row, "questionnaires/front.html", tried)


@page("questionnaire.write")
def show_section(request: Request, pk: int, key: str) -> HttpResponse:
    """A section: its texts, when it is asked, and new questions in it."""
    row = loaded(request, pk, write=True)
    try:
        here = section(row.content, key)
    except KeyError as error:
        raise Http404 from error

    def write(form: SectionForm, version: int) -> None:
        save_content(
            row, form.written(), version=version, by=request.actor.id, now=request.now, deed="section"
        )
        nonlocal key
        key = form.cleaned_data["key"]

    def form_of(data: Any) -> SectionForm:
        return SectionForm(data, content=row.content, section=here)

    def part(content: Content) -> object:
        found = section(content, key)
        return found.title, found.intro, found.relevant, found.key

    def standing(now: Questionnaire) -> Mapping[str, Any]:
        return said_section(now.content, section(now.content, key))

    if request.method == "POST":
        tried = _tried(request, row, form_of, write, part=part, standing=standing)
        if tried is None:
            return _saved(request, row, f"{SECTION}{key}")
    else:
        tried = Attempt(form_of(None), row.version)
    more = {"section": here, "kinds": [(kind, KIND_WORDS[kind]) for kind in KINDS]}
    return _page(request, row, "questionnaires/section.html", tried, f"{SECTION}{key}", more)


@page("questionnaire.write")
def show_question(request: Request, pk: int, key: str) -> HttpResponse:
    """One question, with everything it has."""
    row = loaded(request, pk, write=True)
    version = version_of(request) if request.method == "POST" else row.version
    now, gone = _question(row, key, version)
    if now is None:
        raise Http404
    content, question = now
    says = says_of(row)

    def form_of(data: Any) -> QuestionForm:
        shown = str(data.get("shown", "")) if data else question.kind
        kind = next((each for each in KINDS if each == shown), question.kind)
        return QuestionForm(data, content=content, question=question, says=says, shown=kind)

    def write(form: QuestionForm, version: int) -> None:
        nonlocal key
        if gone and "again" not in request.POST:
            raise Refusal(
                _("Somebody has removed this question meanwhile. Save again to put it back as you wrote it.")
            )
        save_content(
            row,
            form.written(),
            version=row.version if gone else version,
            by=request.actor.id,
            now=request.now,
            deed="question",
        )
        key = form.cleaned_data["key"]

    def part(content: Content) -> object:
        return _with_lists(content, key)

    def standing(now: Questionnaire) -> Mapping[str, Any]:
        return said(now.content, now.content.question(key))

    if request.method == "POST":
        tried = _tried(request, row, form_of, write, part=part, standing=None if gone else standing)
        if tried is None:
            return _saved(request, row, key)
    else:
        tried = Attempt(form_of(None), row.version)
    more = {
        "question": question,
        "shown": tried.form.shown,
        "gone": gone,
        "section": section_of(content, question.key),
        "number": [each.key for each in content.questions].index(question.key) + 1,
    }
    return _page(request, row, "questionnaires/question.html", tried, key, more)


def _question(row: Questionnaire, key: str, version: int) -> tuple[tuple[Content, Question] | None, bool]:
    """The question as it stands; or, removed meanwhile, as the writer saw it, back in its section (and True)."""
    content = row.content
    try:
        return (content, content.question(key)), False
    except KeyError:
        before = said_in(row, version)
    try:
        if before is None:
            raise KeyError(key)
        question, home = before.question(key), section_of(before, key).key
        return (insert(content, home, question), question), True
    except KeyError:
        return None, False


def _with_lists(content: Content, key: str) -> object:
    question = content.question(key)
    lists = {each.key: each.choices for each in content.lists}
    return question, lists.get(question.choices), lists.get(question.rows)


@page("questionnaire.write")
def show_list(request: Request, pk: int, key: str) -> HttpResponse:
    """A list of choices as a table, or as lines."""
    row = loaded(request, pk, write=True)
    made = _list(row.content, key)
    if made is None:
        raise Http404

    def form_of(data: Any) -> ListForm:
        if data is not None and "as_table" in data:
            data = data | {
                "lines": lines_of({name: request.POST.getlist(name) for name in (*COLUMNS, "place")})
            }
        return ListForm(data, content=row.content, made=made, initial=said_list(made))

    def write(form: ListForm, version: int) -> None:
        save_content(row, form.written(), version=version, by=request.actor.id, now=request.now, deed="list")

    def standing(now: Questionnaire) -> Mapping[str, Any]:
        found = _list(now.content, key)
        return said_list(found) if found else {}

    if request.method == "POST":
        tried = _tried(
            request, row, form_of, write, part=lambda content: _list(content, key), standing=standing
        )
        if tried is None:
            return _saved(request, row, f"{LIST}{key}")
    else:
        tried = Attempt(form_of(None), row.version)
    more = {
        "list": made,
        "users": users_of(row.content, key),
        "filters": "filter" in request.GET or any(each.filters for each in made.choices),
    }
    return _page(request, row, "questionnaires/list.html", tried, f"{LIST}{key}", more)


def _list(content: Content, key: str) -> ChoiceList | None:
    return next((each for each in content.lists if each.key == key), None)


def _tried(
    request: Request,
    row: Questionnaire,
    form_of: Callable[[Any], Any],
    write: Callable[[Any, int], None],
    *,
    part: Part,
    standing: Callable[[Any], Mapping[str, Any]] | None,
) -> Attempt[Any] | None:
    """Save what was typed. Who wrote elsewhere in the questionnaire meanwhile is in nobody's way."""
    form = form_of(request.POST.dict())
    version = version_of(request)
    if version != row.version and _same(said_in(row, version), row.content, part):
        version = row.version
    return attempt(form, lambda _typed, seen: write(form, seen), version=version, standing=standing)


def _same(before: Content | None, now: Content, part: Part) -> bool:
    try:
        return before is not None and part(before) == part(now)
    except KeyError:
        return False


def _saved(request: Request, row: Questionnaire, where: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(address_of(row, where))


def _page(
    request: Request,
    row: Questionnaire,
    template: str,
    tried: Attempt[Any],
    opened: str = "",
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    may_keep = allowed(row, request.actor, "questionnaire.write")
    context = {
        "may_keep": may_keep,
        "may_ask": may_keep and request.actor.may("mapping.run"),
        "attempt": tried,
        "form": tried.form,
        "may_write": may_keep and why_not_touch(row) is None,
        **editor(row, opened=opened),
        **(more or {}),
    }
    return render(request, template, context, status=tried.status)
