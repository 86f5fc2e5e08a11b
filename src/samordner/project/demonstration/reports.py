"""The demonstration's reports: two that were sent and a draft, invented, each written at its own moment."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.timezone import make_aware
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.places.models import Office
from samordner.programmes.definition.strict import read
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition
from samordner.reports.dues import due_on
from samordner.reports.operations import answer_to, begin_report, write_answer
from samordner.reports.sending import send_report


@dataclass(frozen=True, slots=True)
class Answered:
    question: str
    text: str
    risk: str = ""


@dataclass(frozen=True, slots=True)
class Reported:
    """A report of an office. `begun`, `written` and `sent` are moments in Norway; without `sent`, a draft."""

    by: str
    office: str
    form: str
    due: date
    status_day: date
    begun: datetime
    written: datetime
    language: str
    answers: tuple[Answered, ...]
    sent: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reports:
    reports: tuple[Reported, ...]


def load(folder: Path, programme: str, actors: Mapping[str, str]) -> None:
    """Write the reports of `folder`/reports.toml. `actors`: an account's key → the id by which it acts."""
    with (folder / "reports.toml").open("rb") as file:
        found = read(Reports, tomllib.load(file))
    for each in found.reports:
        _write(each, Programme.objects.get(key=programme), actors[each.by])


def _write(each: Reported, programme: Programme, by: str) -> None:
    due = due_on(definition(programme.key), each.form, each.due)
    if due is None:
        raise ValueError(f"no report of the form {each.form} is due on {each.due}")
    report = begin_report(
        programme, Office.objects.get(key=each.office), due, status_day=each.status_day,
        language=each.language, by=by, now=make_aware(each.begun),
    )  # fmt: skip
    for one in each.answers:
        row = answer_to(report, one.question)
        write_answer(
            row, text=one.text, risk=one.risk, version=row.version, by=by, now=make_aware(each.written)
        )
    if each.sent:
        with override(each.language):
            notice = _("Demonstration: every status and every figure here is invented.")
            moment = make_aware(each.sent)
            send_report(report, today=each.sent.date(), by=by, now=moment, notice=notice)
