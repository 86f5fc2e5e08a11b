"""Deeds on reports: begin, write, settle, put away, send, correct."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from samordner.documents.printing import MEDIA_TYPES
from samordner.files.models import File
from samordner.files.operations import keep
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import Detail, record
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.reports.content import Content
from samordner.reports.dues import Due
from samordner.reports.models import Answer, Report, Sending
from samordner.reports.queries import answers_of, fingerprint

KIND = "report"

# Begin


def why_not_begin(programme: Programme, office: Office | None, due: Due) -> str | None:
    """Why no report can be begun for this deadline; None: it can."""
    if due.is_national != (office is None):
        return _("This report is not for an office.") if office else _("This report is for an office.")
    there = Report.objects.filter(programme=programme, office=office, form=due.form.key, due=due.day)
    return _("This report is already begun.") if there.exists() else None


def begin_report(
    programme: Programme, office: Office | None, due: Due, *, status_day: date, language: str, by: str, now: datetime
) -> Report:  # fmt: skip
    """An empty draft, one for each office and deadline. Refusal: it is begun already."""
    try:
        return _begin(programme, office, due, status_day=status_day, language=language, by=by, now=now)
    except IntegrityError as error:  # two began it in the same moment
        raise Refusal(_("This report is already begun.")) from error


@transaction.atomic
def _begin(
    programme: Programme, office: Office | None, due: Due, *, status_day: date, language: str, by: str, now: datetime
) -> Report:  # fmt: skip
    if sentence := why_not_begin(programme, office, due):
        raise Refusal(sentence)
    report = Report.objects.create(
        programme=programme, office=office, form=due.form.key, deadline=due.deadline.key, due=due.day,
        status_day=status_day, language=Report.Language(language), begun_at=now, begun_by=by,
    )  # fmt: skip
    Answer.objects.bulk_create(Answer(report=report, question=one.key) for one in due.form.questions)
    record(by, "begin", KIND, str(report.pk), now, {"due": due.day.isoformat()}, office=_office(report))
    return report


def _office(report: Report) -> str:
    return report.office.key if report.office else ""


# Write


def why_not_write(report: Report) -> str | None:
    """Why nothing can be written in the report; None: it can."""
    if Sending.objects.filter(report=report).exists():
        return _("The report is sent and no longer changes. Make a corrected edition instead.")
    return None


def _locked(report: Report) -> None:
    """Wait for whoever writes in or sends this very report."""
    Report.objects.select_for_update().get(pk=report.pk)


@transaction.atomic
def write_answer(answer: Answer, *, text: str, risk: str, version: int, by: str, now: datetime) -> Answer:
    """Write the answer to a question. Conflict: another wrote after `version`; Refusal: the report is sent."""
    report = answer.report
    _locked(report)
    if sentence := why_not_write(report):
        raise Refusal(sentence)
    risks = {one.key for one in definition(report.programme.key).risks}
    if risk and risk not in risks:
        raise Refusal(_("There is no such step of the risk scale."), field="risk")
    change(answer, version=version, text=text.strip(), risk=risk, written_at=now, written_by=by)
    detail: Detail = {"question": answer.question, "version": answer.version}
    record(by, "write", KIND, str(report.pk), now, detail, office=_office(report))
    return answer


def answer_to(report: Report, question: str) -> Answer:
    """The row of a question; made now when the programme has come to ask it after the report was begun."""
    return Answer.objects.get_or_create(report=report, question=question)[0]


def why_not_tell(report: Report, status_day: date, *, today: date) -> str | None:
    """Why the report cannot tell the numbers of that day; None: it can."""
    if status_day > today:
        return _("That day has not come.")
    if status_day < definition(report.programme.key).period.since:
        return _("The programme had not begun on that day.")
    return None


@transaction.atomic
def change_report(
    report: Report, *, status_day: date, language: str, version: int, by: str, now: datetime
) -> Report:
    """Tell the numbers of another day, or in other labels. Conflict, Refusal as when writing."""
    _locked(report)
    if sentence := why_not_write(report):
        raise Refusal(sentence)
    if sentence := why_not_tell(report, status_day, today=localtime(now).date()):
        raise Refusal(sentence, field="status_day")
    change(report, version=version, status_day=status_day, language=Report.Language(language))
    detail = {"status_day": status_day.isoformat()}
    record(by, "change", KIND, str(report.pk), now, detail, office=_office(report))
    return report


@transaction.atomic
def put_away(report: Report, *, version: int, by: str, now: datetime) -> None:
    """Remove a draft with all that is written in it. Conflict: somebody wrote after `version` was seen."""
    _locked(report)
    if sentence := why_not_write(report):
        raise Refusal(sentence)
    _unless_seen(report, version)
    key, office = str(report.pk), _office(report)
    report.delete()
    record(by, "put_away", KIND, key, now, office=office)


def _unless_seen(report: Report, version: int) -> None:
    current = Report.objects.get(pk=report.pk)
    if fingerprint(current, answers_of(current)) != version:
        raise Conflict(current)


# Send


@dataclass(frozen=True)
class Printed:
    """The report as files, ready to be frozen."""

    data: bytes
    page: bytes
    letter: bytes


def why_not_send(content: Content, *, today: date) -> str | None:
    """Why a draft cannot be sent as it stands: every reason in a sentence of its own; None: it can."""
    reasons = []
    if content.status_day > today:
        reasons.append(_("The day of the numbers has not come yet."))
    if not content.places:
        reasons.append(_("No municipality took part on the day of the numbers."))
    silent = [part.name for part in content.parts if not part.text.strip()]
    if silent:
        reasons.append(_("Not answered: %(questions)s.") % {"questions": "; ".join(silent)})
    unjudged = [part.name for part in content.parts if part.asks_risk and not part.risk]
    if unjudged:
        reasons.append(_("Risk not judged: %(questions)s.") % {"questions": "; ".join(unjudged)})
    return " ".join(reasons) or None


@transaction.atomic
def send(
    report: Report, content: Content, printed: Printed, *, version: int, today: date, by: str, now: datetime
) -> Sending:
    """Freeze the report as it was printed, and give it a receipt. Nothing in it changes afterwards.

    `content` is what was printed, known at `now`. Conflict: somebody wrote after `version` was seen.
    """
    _locked(report)
    if sentence := why_not_write(report) or why_not_send(content, today=today):
        raise Refusal(sentence)
    _unless_seen(report, version)
    files = {kind: _kept(content, kind, data, by=by, now=now) for kind, data in vars(printed).items()}
    detail: Detail = {"edition": report.edition, **{kind: row.digest for kind, row in files.items()}}
    entry = record(by, "send", KIND, str(report.pk), now, detail, office=_office(report))
    return Sending.objects.create(
        report=report, number=entry.number, sent_on=today, sent_at=now, sent_by=by, known_at=content.known_at or now,
        receiver=content.receiver, **files,
    )  # fmt: skip


ENDINGS: Mapping[str, str] = {"data": "json", "page": "html", "letter": "docx"}


PLAIN_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def file_name(content: Content) -> str:
    """What the report's files are called, without ending."""
    parts = (content.name, content.offices.get(content.office, content.office), f"v{content.edition}")
    return slugify("-".join(part for part in parts if part).lower().translate(PLAIN_LETTERS))


def _kept(content: Content, kind: str, data: bytes, *, by: str, now: datetime) -> File:
    ending = ENDINGS[kind]
    return keep(f"{file_name(content)}.{ending}", data, MEDIA_TYPES[ending], by=by, now=now)[0]


# Correct what was sent


def why_not_replace(report: Report) -> str | None:
    """Why no corrected edition can be begun; None: it can."""
    if not Sending.objects.filter(report=report).exists():
        return _("The report is not sent yet: write in it as it is.")
    if Report.objects.filter(replaces=report).exists():
        return _("A corrected edition is already begun.")
    return None


def replace(report: Report, *, by: str, now: datetime) -> Report:
    """A new draft that replaces a sent report, with its answers copied. What was sent stays as it is."""
    try:
        return _replace(report, by=by, now=now)
    except IntegrityError as error:  # two began it in the same moment
        raise Refusal(_("A corrected edition is already begun.")) from error


@transaction.atomic
def _replace(report: Report, *, by: str, now: datetime) -> Report:
    if sentence := why_not_replace(report):
        raise Refusal(sentence)
    made = Report.objects.create(
        programme=report.programme, office=report.office, form=report.form, deadline=report.deadline,
        due=report.due, edition=report.edition + 1, replaces=report, status_day=report.status_day,
        language=report.language, begun_at=now, begun_by=by,
    )  # fmt: skip
    copies = [
        Answer(
            report=made, question=one.question, text=one.text, risk=one.risk, written_at=one.written_at,
            written_by=one.written_by,
        )
        for one in report.answers.all()
    ]  # fmt: skip
    Answer.objects.bulk_create(copies)
    record(by, "replace", KIND, str(made.pk), now, {"replaces": report.pk}, office=_office(report))
    return made
