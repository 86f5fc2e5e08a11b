"""A report as a document, compared, sent, and its receipt."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.documents import html
from samordner.documents.cells import clock_text, day_text
from samordner.documents.printing import MEDIA_TYPES, DocumentFormat, print_document
from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.answers import answer_download, answer_file
from samordner.pages.editing import version_of
from samordner.pages.gate import Request, page
from samordner.people.queries import names_of
from samordner.places.queries import look_of
from samordner.reports import operations
from samordner.reports.comparing import border_changes, compared
from samordner.reports.content import Content, frozen
from samordner.reports.documents import (
    differences_table,
    numbers_table,
    report_document,
    rows_of,
)
from samordner.reports.gathering import gather
from samordner.reports.models import Report, Sending
from samordner.reports.operations import ENDINGS, file_name, why_not_send
from samordner.reports.queries import (
    answers_of,
    content_of,
    fingerprint,
    is_unchanged,
    may_send,
    sent_before,
)
from samordner.reports.sending import send_report
from samordner.reports.views.listing import report_for
from samordner.reports.views.writing import content_for

LANGUAGES = ("nb", "nn")


def notice_of(request: Request, *, draft: bool) -> str:
    """What is printed conspicuously on a document that is not the real thing."""
    said = (
        [_("Demonstration: every status and every figure here is invented.")] if request.demonstration else []
    )
    if draft:
        said.insert(0, _("Draft, not sent."))
    return " ".join(said)


def _language(request: Request, report: Report) -> str:
    asked = request.GET.get("sprak", "")
    return asked if asked in LANGUAGES and not report.is_sent else report.language


def _content(report: Report, language: str = "") -> Content:
    answers = {} if report.is_sent else answers_of(report)
    return content_for(report, answers, language)


@page("report.read")
def preview(request: Request, pk: int) -> HttpResponse:
    """The whole report as one document, on screen."""
    report = report_for(request, pk)
    content = _content(report, _language(request, report))
    context = {
        "report": report,
        "content": content,
        "document": report_document(content),
        "body": html.body(report_document(content)),
        "languages": () if report.is_sent else LANGUAGES,
    }
    return render(request, "reports/preview.html", context)


@page("report.read")
def document(request: Request, pk: int, ending: str) -> HttpResponse:
    """The report as a file; a sent one is given out byte for byte as it was sent."""
    report = report_for(request, pk)
    if ending not in ENDINGS.values():
        raise Http404
    if report.is_sent:
        kind = next(kind for kind, known in ENDINGS.items() if known == ending)
        kept = getattr(report.sending, kind)
        return answer_download(bytes(kept.content), kept.media_type, kept.name)
    content = _content(report, _language(request, report))
    if ending == "json":
        data = frozen(content)
    else:
        look = look_of(report.office) if report.office else None
        made = report_document(content, notice=notice_of(request, draft=True), look=look)
        data = print_document(made, DocumentFormat(ending)).content
    return answer_download(data, MEDIA_TYPES[ending], f"{file_name(content)}-{content.language}.{ending}")


@page("report.read")
def numbers(request: Request, pk: int, ending: str) -> HttpResponse:
    """Every number of the report as a table to copy from."""
    report = report_for(request, pk)
    content = _content(report)
    rows = rows_of(list(content.numbers), content)
    return answer_file(numbers_table(content), rows, ending, f"{file_name(content)}-numbers")


# Compared


@page("report.read")
def compare(request: Request, pk: int) -> HttpResponse:
    """Then and now: against what was sent last, the edition it replaces, or what is known now of the same day."""
    report = report_for(request, pk)
    mine = _content(report)
    options = _options(report)
    wanted = request.GET.get("mot") or next(iter(options), "")
    if wanted and wanted not in options:
        raise Http404
    comparison = then = now = None
    if wanted == "no":
        then, now = mine, gather(report, {}, language=get_language() or "")
    elif wanted:
        sending = options[wanted][1]
        assert sending is not None
        then, now = content_of(sending), mine
    if then and now:
        comparison = compared(then, now, border_changes(then, now))
        if format := request.GET.get("format"):
            rows = comparison.differences
            return answer_file(differences_table(), rows, format, f"{file_name(mine)}-compared")
    context = {
        "report": report,
        "content": mine,
        "then": then,
        "now": now,
        "options": [(key, text) for key, (text, _sending) in options.items()],
        "wanted": wanted,
        "comparison": comparison,
        "moved": [one for one in comparison.differences if not one.is_quiet] if comparison else [],
    }
    return render(request, "reports/compare.html", context)


def _options(report: Report) -> dict[str, tuple[str, Sending | None]]:
    """What the report can be held against, by the word in the address."""
    found: dict[str, tuple[str, Sending | None]] = {}
    if before := sent_before(report):
        text = _("the last one, sent %(day)s") % {"day": day_text(before.sent_on)}
        found[str(before.report_id)] = text, before
    if report.replaces is not None:
        text = _("the edition that this one replaces")
        found[str(report.replaces_id)] = text, report.replaces.sending
    if report.is_sent:
        found["no"] = _("the same day as known now"), None
    return found


# Sent


@page("report.read")
def send(request: Request, pk: int) -> HttpResponse:
    """Look once more, then send. What was written after the page was shown is not sent unseen."""
    report = report_for(request, pk)
    if not may_send(report, request.actor):
        raise PermissionDenied
    if report.is_sent:
        return redirect("reports:receipt", pk)
    problem, status = "", 200
    today = request.demonstration.day if request.demonstration else localtime(request.now).date()
    if request.method == "POST":
        try:
            send_report(
                report, version=version_of(request), today=today, by=request.actor.id, now=request.now,
                notice=notice_of(request, draft=False),
            )  # fmt: skip
        except Refusal as refusal:
            problem, status = str(refusal.sentence), 422
        except Conflict:
            problem = _(
                "Someone has written in the report since you looked. Look at it again, and send it then."
            )
            status = 409
        else:
            messages.success(request, _("The report is sent. Nothing in it changes from now on."))
            return redirect("reports:receipt", pk)
    report = report_for(request, pk)
    if report.is_sent:  # another sent it first
        return redirect("reports:receipt", pk)
    answers = answers_of(report)
    content = content_for(report, answers, report.language)
    context = {
        "report": report,
        "content": content,
        "why_not": why_not_send(content, today=today),
        "problem": problem,
        "version": fingerprint(report, answers),
        "body": html.body(report_document(content)),
    }
    return render(request, "reports/send.html", context, status=status)


@page("report.read")
def receipt(request: Request, pk: int) -> HttpResponse:
    """That it was sent: number, when, by whom, to whom, and the digests of its files."""
    report = report_for(request, pk)
    if not report.is_sent:
        raise Http404
    sending = report.sending
    content = content_of(sending)
    files = [(ENDINGS[kind], getattr(sending, kind)) for kind in ENDINGS]
    context = {
        "report": report,
        "content": content,
        "sending": sending,
        "sent": f"{day_text(sending.sent_on)} {clock_text(sending.sent_at)}",
        "by": names_of([sending.sent_by]).get(sending.sent_by, ""),
        "files": files,
        "unchanged": is_unchanged(sending),
    }
    return render(request, "reports/receipt.html", context)


@page("report.read")
def replace(request: Request, pk: int) -> HttpResponse:
    """Begin a corrected edition of a sent report."""
    report = report_for(request, pk)
    if not may_send(report, request.actor):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("reports:report", pk)
    try:
        made = operations.replace(report, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("reports:report", pk)
    messages.success(request, _("A corrected edition is begun. The one that was sent is kept as it is."))
    return redirect("reports:report", made.pk)
