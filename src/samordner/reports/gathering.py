"""A draft's content, read from the registers in a fixed number of queries, however many municipalities there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.documents.cells import day_text
from samordner.participation.figures import draw
from samordner.participation.models import HOLDS, Participation
from samordner.participation.queries import State, state, taking_part, tally
from samordner.participation.statements import Series, series_of
from samordner.places.queries import authority_name, office_names
from samordner.programmes.definition import Definition, Question
from samordner.programmes.queries import definition
from samordner.reports.content import Content, Count, Drawing, Number, Part, Place, Source, Sum
from samordner.reports.dues import name_of
from samordner.reports.models import Answer, Report
from samordner.reports.registers import Counted, told

Answers = Mapping[str, Answer]


def gather(
    report: Report,
    answers: Answers,
    *,
    known_at: datetime | None = None,
    language: str = "",
    sources: Sequence[Source] = (),
) -> Content:
    """What the report says now, in the labels of `language` (else its own); what people wrote stays as written.

    `known_at`: only what was recorded by then counts. `answers` by question. The report comes with its programme,
    its office and what it replaces.
    """
    language = language or report.language
    says = definition(report.programme.key)
    office = report.office.key if report.office else ""
    rows = list(taking_part(says.key, report.status_day, office=office))
    names = office_names(report.status_day)
    with override(language):
        form = says.report(report.form)
        subjects = list(dict.fromkeys(key for question in form.questions for key in question.subjects))
        subjects += [
            says.figure(key).subject for question in form.questions for key in question.figures
            if says.figure(key).subject not in subjects
        ]  # fmt: skip
        known = state(rows, says, report.status_day, subjects=subjects, known_at=known_at)
        counted = {key: tuple(_numbers(rows, says, known, key)) for key in subjects}
        registers = Counted(report, says, rows)
        deadline = says.deadline(report.deadline)
        replaced = report.replaces.sending.number if report.replaces else None
        return Content(
            programme=says.key,
            programme_name=str(says.name),
            form=form.key,
            form_name=str(form.name),
            name=name_of(form, deadline, report.due),
            office=office,
            issuer=_issuer(report, names, language) if office else str(deadline.sender),
            receiver=str(deadline.receiver),
            due=report.due,
            edition=report.edition,
            replaces=replaced,
            status_day=report.status_day,
            known_at=known_at,
            language=language,
            places=tuple(
                Place(row.municipality.code, str(row.municipality), row.office.key) for row in rows
            ),
            offices=_offices(rows, names),
            parts=tuple(
                _part(question, registers, known, counted, answers.get(question.key))
                for question in form.questions
            ),
            sources=tuple(sources),
        )  # fmt: skip


def _issuer(report: Report, names: Mapping[str, str], language: str) -> str:
    assert report.office is not None
    link = "of" if language == "en" else "i"
    key = report.office.key
    return f"{authority_name(report.status_day, language)} {link} {names.get(key, key)}"


def _offices(rows: Sequence[Participation], names: Mapping[str, str]) -> dict[str, str]:
    """The names of the offices in view, in Norwegian order."""
    here = {row.office.key for row in rows}
    return {key: name for key, name in names.items() if key in here} | {
        key: key for key in sorted(here - names.keys())
    }


def _part(
    question: Question, registers: Counted, known: State, counted: Mapping[str, tuple[Number, ...]],
    answer: Answer | None,
) -> Part:  # fmt: skip
    says, rows = registers.says, registers.rows
    risk = next((one for one in says.risks if answer and one.key == answer.risk), None)
    return Part(
        key=question.key,
        name=str(question.name),
        help=str(question.help or ""),
        asks_risk=question.risk and bool(says.risks),
        numbers=tuple(number for key in question.subjects for number in counted[key]),
        drawings=tuple(
            Drawing.of(draw(says.figure(key), rows, says, known, key=f"{question.key}-"))
            for key in (question.figures if rows else ())
        ),
        told=tuple(told(question.key, registers)),
        text=answer.text if answer else "",
        risk=risk.key if risk else "",
        judged=str(risk.name) if risk else "",
        sign=risk.sign if risk else "",
        tone=risk.tone if risk else "neutral",
    )


# Counting


def _numbers(rows: Sequence[Participation], says: Definition, known: State, subject: str) -> Iterator[Number]:
    """How everybody stands in every series of the subject."""
    codes = {row.pk: row.municipality.code for row in rows}
    for series in series_of(says, subject):
        found = tally(known, says, subject, series.item)
        groups = {
            value: tuple(codes[pk] for pk in members) for value, members in found.groups.items()
        }  # fmt: skip
        unknown = tuple(codes[pk] for pk in found.unknown)
        yield _number(says, series, groups, unknown)


def _number(
    says: Definition, series: Series, groups: Mapping[str, tuple[str, ...]], unknown: tuple[str, ...]
) -> Number:
    asked, title = says.subject(series.subject), str(says.subject(series.subject).name)
    if asked.holds == "day":
        counts = tuple(Count(day, day_text(_day(day)), codes=codes) for day, codes in sorted(groups.items()))
        return Number(series.subject, "day", title, counts=counts, unknown=unknown)
    if asked.many:
        option = says.value_of(series.subject, series.item)
        counts = tuple(
            Count(
                key,
                str(option.name) if key == HOLDS else _("not: %(what)s") % {"what": option.name},
                option.sign if key == HOLDS else "–",
                codes=codes,
            )
            for key, codes in groups.items()
        )
        return Number(series.subject, "many", title, series.item, str(option.name), counts, (), unknown)
    values = {value.key: value for value in says.values_of(series.subject)}
    counts = tuple(
        Count(key, str(values[key].name), values[key].sign, values[key].tone, values[key].applies, codes)
        if key in values
        else Count(key, key, codes=codes)
        for key, codes in groups.items()
    )
    items = {one.key: f"{one.key} {one.name}" for one in says.items_of(series.subject) or ()}
    return Number(
        series.subject, "value", title, series.item, items.get(series.item, ""), counts,
        tuple(_sums(says, series.subject)), unknown,
    )  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _sums(says: Definition, subject: str) -> Iterator[Sum]:
    """Values of the subject that documents tell as one number: each sum says in words what it adds."""
    names = {value.key: str(value.name) for value in says.values_of(subject)}
    told_together = (rule.values for rule in says.claims if rule.subject == subject and len(rule.values) > 1)
    for keys in dict.fromkeys(told_together):
        ordered = tuple(key for key in names if key in keys)
        yield Sum(" + ".join(names[key] for key in reversed(ordered)), ordered)
