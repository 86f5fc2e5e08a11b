"""One report: its questions with their numbers, and writing the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.documents.blocks import Document
from samordner.documents.html import passage
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.editing import Attempt, attempt, version_of
from samordner.pages.gate import Request, page
from samordner.people.queries import names_of
from samordner.programmes.definition import Question
from samordner.programmes.queries import definition
from samordner.reports import operations
from samordner.reports.content import Content, Part
from samordner.reports.documents import OfficeRow, Row, office_rows, topics
from samordner.reports.dues import name_of
from samordner.reports.forms import AnswerForm, SettingsForm
from samordner.reports.gathering import gather
from samordner.reports.models import Answer, Report
from samordner.reports.queries import (
    answers_of,
    content_of,
    fingerprint,
    materials,
    may_send,
    may_write,
    sent_before,
    sources_of,
)
from samordner.reports.views.listing import report_for


@dataclass(frozen=True)
class Asked:
    """A question as the page shows it: its numbers, its answer, and what was said last time."""

    part: Part
    topics: list[tuple[str, list[Row], list[OfficeRow]]]
    text: Any
    last: Part | None
    last_text: Any
    answer: Answer | None
    writer: str
    figures: Any

    @property
    def is_answered(self) -> bool:
        return self.part.is_answered


def content_for(report: Report, answers: Mapping[str, Answer], language: str = "") -> Content:
    """What the report says: a sent one as it was frozen, a draft as the registers are now.

    A draft is shown in the reader's language unless another is asked for; a document has the report's own.
    """
    if report.is_sent:
        return content_of(report.sending)
    return gather(report, answers, language=language or get_language() or "", sources=sources_of(report))


def asked_in(content: Content, report: Report, answers: Mapping[str, Answer]) -> list[Asked]:
    """Every question of the report as it is shown."""
    before = sent_before(report)
    last = content_of(before) if before else None
    names = names_of(answer.written_by for answer in answers.values())
    return [
        _asked(part, content, last.part(part.key) if last else None, answers, names) for part in content.parts
    ]


def _asked(
    part: Part, content: Content, last: Part | None, answers: Mapping[str, Answer], names: Mapping[str, str]
) -> Asked:
    answer = answers.get(part.key)
    return Asked(
        part,
        [
            (title, rows, office_rows(rows, content) if content.is_national else [])
            for title, rows in topics(part.numbers, content)
        ],
        passage(part.text),
        last if last and last.text else None,
        passage(last.text) if last else "",
        answer,
        names.get(answer.written_by, "") if answer else "",
        html.body(Document("", content.language, tuple(one.figure for one in part.drawings))),
    )


@page("report.read")
def show(request: Request, pk: int) -> HttpResponse:
    report = report_for(request, pk)
    return render(request, "reports/report.html", context_of(request, report))


def context_of(request: Request, report: Report) -> dict[str, Any]:
    answers = {} if report.is_sent else answers_of(report)
    content = content_for(report, answers)
    asked = asked_in(content, report, answers)
    return {
        "report": report,
        "content": content,
        "questions": asked,
        "answered": sum(one.is_answered for one in asked),
        "days_left": (report.due - request.day).days,
        "may_write": not report.is_sent and may_write(report, request.actor),
        "may_send": not report.is_sent and may_send(report, request.actor),
        "may_replace": report.is_sent
        and not hasattr(report, "replaced_by")
        and may_send(report, request.actor),
        "newer": _newer(request, report),
        "version": fingerprint(report, answers),
        "materials": _materials(report) if report.is_national else [],
    }


def _newer(request: Request, report: Report) -> Report | None:
    """The edition that replaces this one; a draft of it only for those who may write it."""
    newer: Report | None = getattr(report, "replaced_by", None)
    return newer if newer and (newer.is_sent or may_write(newer, request.actor)) else None


def _materials(report: Report) -> list[dict[str, Any]]:
    """What the offices answered, question by question, side by side."""
    found = materials(report)
    keys: dict[str, str] = {}
    for _source, content in found:
        keys |= {part.key: part.name for part in content.parts}
    return [
        {
            "name": name,
            "answers": [
                (source, content, part, passage(part.text))
                for source, content in found
                if (part := content.part(key)) is not None and part.text
            ],
        }
        for key, name in keys.items()
    ]


# An answer


def writable(request: Request, pk: int) -> Report:
    """The report, for one who may write in it: 404 when it cannot be seen, 403 when it cannot be written in."""
    report = report_for(request, pk)
    if not may_write(report, request.actor):
        raise PermissionDenied
    return report


def _question(report: Report, key: str) -> Question:
    form = definition(report.programme.key).report(report.form)
    found = next((one for one in form.questions if one.key == key), None)
    if found is None:
        raise Http404
    return found


@page("report.read")
def answer(request: Request, pk: int, question: str) -> HttpResponse:
    """Write an answer; `copy` puts last time's text into what is being written, and saves nothing."""
    report = writable(request, pk)
    asks = _question(report, question)
    if request.method == "GET" and request.htmx and request.GET.get("away"):
        return _part(request, report, asks)
    risks = definition(report.programme.key).risks
    answers = answers_of(report)
    row = answers.get(question) or Answer(report=report, question=question)
    if request.method != "POST":
        if sentence := operations.why_not_write(report):
            messages.warning(request, sentence)
            return redirect("reports:report", pk)
        return _form(
            request, report, asks, Attempt(AnswerForm(asks, risks, initial=_standing(row)), row.version)
        )
    if request.POST.get("deed") == "copy":
        return _form(request, report, asks, _copied(request, report, asks))

    def write(cleaned: dict[str, Any], version: int) -> None:
        operations.write_answer(
            operations.answer_to(report, question), text=cleaned["text"], risk=cleaned.get("risk", row.risk),
            version=version, by=request.actor.id, now=request.now,
        )  # fmt: skip

    failed = attempt(
        AnswerForm(asks, risks, request.POST), write, version=version_of(request), standing=_standing
    )
    if failed:
        return _form(request, report, asks, failed)
    if request.htmx:
        return _part(request, report, asks)
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('reports:report', args=[pk])}#q-{question}")


def _standing(row: Answer) -> dict[str, Any]:
    return {"text": row.text, "risk": row.risk}


def _copied(request: Request, report: Report, asks: Question) -> Attempt[AnswerForm]:
    """The form as typed, with last time's text after it; nothing is saved."""
    before = sent_before(report)
    last = content_of(before).part(asks.key) if before else None
    typed = request.POST.get("text", "").rstrip()
    text = last.text if last else ""
    both = typed if text and text in typed else "\n\n".join(filter(None, (typed, text)))
    initial = {"text": both, "risk": request.POST.get("risk", "")}
    form = AnswerForm(asks, definition(report.programme.key).risks, initial=initial)
    return Attempt(form, version_of(request))


def _form(request: Request, report: Report, asks: Question, tried: Attempt[AnswerForm]) -> HttpResponse:
    answers = answers_of(report)
    content = content_for(report, answers)
    asked = next(one for one in asked_in(content, report, answers) if one.part.key == asks.key)
    context = {
        "report": report,
        "content": content,
        "one": asked,
        "form": tried.form,
        "attempt": tried,
        "materials": _materials(report) if report.is_national else [],
    }
    template = "reports/_answer_form.html" if request.htmx else "reports/answer.html"
    return render(request, template, context, status=tried.status)


def _part(request: Request, report: Report, asks: Question) -> HttpResponse:
    """The question as it stands now, and how many are answered."""
    context = context_of(request, report)
    context["one"] = next(one for one in context["questions"] if one.part.key == asks.key)
    context["swapped"] = True
    return render(request, "reports/_question_swapped.html", context)


# The report's own settings


@page("report.read")
def settle(request: Request, pk: int) -> HttpResponse:
    """Which day's numbers it tells, and in which labels."""
    report = writable(request, pk)
    if sentence := operations.why_not_write(report):
        messages.warning(request, sentence)
        return redirect("reports:report", pk)
    tried: Attempt[SettingsForm] | None = Attempt(SettingsForm(initial=_settings(report)), report.version)
    if request.method == "POST":

        def write(cleaned: dict[str, Any], version: int) -> None:
            operations.change_report(report, version=version, by=request.actor.id, now=request.now, **cleaned)

        tried = attempt(SettingsForm(request.POST), write, version=version_of(request), standing=_settings)
    if tried is None:
        messages.success(request, _("Saved."))
        return redirect("reports:report", pk)
    context = {"report": report, "form": tried.form, "attempt": tried, "name": _name(report)}
    return render(request, "reports/settings.html", context, status=tried.status)


def _settings(report: Report) -> dict[str, Any]:
    return {"status_day": report.status_day, "language": report.language}


def _name(report: Report) -> str:
    says = definition(report.programme.key)
    return name_of(says.report(report.form), says.deadline(report.deadline), report.due)


@page("report.read")
def drop(request: Request, pk: int) -> HttpResponse:
    """Put a draft away, after being asked once."""
    report = writable(request, pk)
    answers = answers_of(report)
    problem, status = "", 200
    if request.method == "POST":
        try:
            operations.put_away(report, version=version_of(request), by=request.actor.id, now=request.now)
        except Refusal as refusal:
            problem, status = str(refusal.sentence), 422
        except Conflict:
            problem = _("Someone has written in it meanwhile. Look at it again before you put it away.")
            status = 409
        else:
            messages.success(request, _("The draft was put away."))
            return redirect("reports:index")
    elif sentence := operations.why_not_write(report):
        problem, status = sentence, 422
    context = {
        "report": report,
        "name": _name(report),
        "written": sum(bool(one.text) for one in answers.values()),
        "version": fingerprint(report, answers),
        "problem": problem,
    }
    return render(request, "reports/drop.html", context, status=status)
