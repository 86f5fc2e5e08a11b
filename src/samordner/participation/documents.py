"""What heirs take over, as tables: one definition for screen and file."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samordner.documents.cells import day_text
from samordner.documents.columns import Column, Kind, Layout, TableDefinition
from samordner.participation.borders import Question
from samordner.participation.heirs import Decided, Line, Open, Pair
from samordner.participation.lines import Standing
from samordner.participation.models import Evidence, Inheritance
from samordner.participation.statements import Series
from samordner.participation.wording import series_words, value_words
from samordner.programmes.definition import Definition


@dataclass(frozen=True)
class Asked:
    """One open question on a line of its own."""

    office: str
    question: Question


def asked(rows: list[Open], offices: dict[str, str]) -> list[Asked]:
    return [
        Asked(offices.get(row.office.key, row.office.key) if row.office else "", question)
        for row in rows
        for question in row.questions
    ]


def why_words(why: str) -> str:
    """Why a question is open, in a few words."""
    return {
        "divided": _("it was divided"),
        "merged": _("it went together with others"),
        "differs": _("those it went together with differ"),
        "unknown": _("of one it went together with, nothing is known"),
    }[why]


def value_text(definition: Definition, series: Series, value: str) -> str:
    return value_words(definition, series, value, yes=pgettext("option", "yes"), no=pgettext("option", "no"))


def standing_text(definition: Definition, standing: Standing | None) -> str:
    """What is known with since and evidence, in one line; said to be unknown when it is."""
    if standing is None:
        return _("unknown")
    value = value_text(definition, standing.series, standing.value)
    return f"{value}, {day_text(standing.since)}, {Evidence(standing.evidence).label}"


def about_words(definition: Definition, row: Inheritance) -> str:
    """What a decision is about."""
    if not row.subject:
        return _("everything")
    return series_words(definition, Series(row.subject, row.item))


def question_table(definition: Definition) -> TableDefinition[Asked]:
    """Every open question with what is known of the old municipality."""
    return TableDefinition(
        key="open-heirs",
        title=_("Open questions after border changes"),
        columns=(
            Column(key="office", title=_("Office")),
            Column(key="heir_code", title=_("Heir's number"), value=lambda row: row.question.heir.code),
            Column(key="heir", title=_("Heir"), value=lambda row: str(row.question.heir), names_row=True),
            Column(key="old_code", title=_("Old number"), value=lambda row: row.question.old.code),
            Column(key="old", title=_("Old municipality"), value=lambda row: str(row.question.old)),
            Column(
                key="changed", title=_("Border change"), kind=Kind.DAY, value=lambda row: row.question.change.day
            ),
            Column(
                key="about", title=_("What it is about"),
                value=lambda row: series_words(definition, row.question.series),
            ),
            Column(
                key="value", title=_("What was known"),
                value=lambda row: value_text(definition, row.question.series, row.question.standing.value),
            ),
            Column(
                key="since", title=_("Since"), kind=Kind.DAY, value=lambda row: row.question.standing.since
            ),
            Column(
                key="evidence", title=_("Evidence"),
                value=lambda row: str(Evidence(row.question.standing.evidence).label),
            ),
            Column(key="why", title=_("Why it is open"), value=lambda row: why_words(row.question.why)),
        ),
    )  # fmt: skip


def decision_table(definition: Definition) -> TableDefinition[Decided]:
    """Every decision: on what, by whom, when and why, and whether it still counts."""
    return TableDefinition(
        key="decided-heirs",
        title=_("Decisions after border changes"),
        columns=(
            Column(key="heir_code", title=_("Heir's number"), value=lambda one: one.row.heir.code),
            Column(key="heir", title=_("Heir"), value=lambda one: str(one.row.heir), names_row=True),
            Column(key="old_code", title=_("Old number"), value=lambda one: one.row.old.code),
            Column(key="old", title=_("Old municipality"), value=lambda one: str(one.row.old)),
            Column(
                key="about", title=_("What it is about"), value=lambda one: about_words(definition, one.row)
            ),
            Column(
                key="holds", title=_("Decision"),
                value=lambda one: _("holds for the heir") if one.row.holds else _("does not hold for the heir"),
            ),
            Column(key="reason", title=_("Reason"), kind=Kind.TEXT, value=lambda one: one.row.reason),
            Column(key="by", title=_("Settled by")),
            Column(
                key="at", title=_("Decided on"), kind=Kind.DAY,
                value=lambda one: localtime(one.row.recorded_at).date(),
            ),
            Column(
                key="counts", title=_("Status"),
                value=lambda one: _("replaced by a later one") if one.replaced else _("counts"),
            ),
        ),
        layout=Layout(columns=("heir", "old", "about", "holds", "reason", "by", "at", "counts")),
    )  # fmt: skip


def pair_table(definition: Definition, pair: Pair) -> TableDefinition[Line]:
    """What was known of the old municipality, beside those who went together with it."""
    beside = [
        Column[Line](
            key=f"beside-{place.code}",
            title=f"{place} ({place.code})",
            value=lambda line, number=number: standing_text(definition, line.beside[number]),  # type: ignore[misc]
        )
        for number, place in enumerate(pair.others)
    ]
    return TableDefinition(
        key="heir-lines",
        title=_("What was known the day before"),
        columns=(
            Column(
                key="about", title=_("What it is about"), names_row=True,
                value=lambda line: series_words(definition, line.series),
            ),
            Column(
                key="value", title=f"{pair.change.old} ({pair.change.old.code})",
                value=lambda line: standing_text(definition, line.standing),
            ),
            *beside,
            Column(key="stands", title=_("For the heir"), value=stands),
        ),
    )  # fmt: skip


def stands(line: Line) -> str:
    """Whether it is settled for the heir."""
    if line.standing is None:
        return _("nothing to take over")
    if line.ruling is not None:
        return _("decided: holds") if line.ruling.holds else _("decided: does not hold")
    return _("goes on by itself") if line.by_itself else _("open")
