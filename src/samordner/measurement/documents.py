"""Indicators, their numbers and a project's report: one definition for screen and file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from samordner.charts.figures import Figure
from samordner.charts.phrases import in_language
from samordner.documents.blocks import Block, BulletList, Document, Facts, Front, Heading, Paragraph, Table
from samordner.documents.cells import day_text, number_text
from samordner.documents.columns import Column, Kind, TableDefinition
from samordner.improvement.aims import aim_of
from samordner.improvement.models import Cycle, Project
from samordner.measurement.disclosure import HIDDEN
from samordner.measurement.drawing import draw
from samordner.measurement.kinds import NAMES, RULES, is_divided
from samordner.measurement.models import Indicator, Purpose, State, ValueKind
from samordner.measurement.periods import period_text
from samordner.measurement.queries.lists import Standing
from samordner.measurement.queries.series import Series
from samordner.measurement.telling import Told
from samordner.spc import Point, Result
from samordner.spc.sayings import RULES as SAYINGS


@dataclass(frozen=True)
class Line:
    """One period of a chart with everything that is known of it."""

    point: Point
    told: Told
    times: float
    rhythm: str
    left_out: str
    notes: str
    rules: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.told["day"])

    @property
    def state(self) -> str:
        if self.told["state"] == HIDDEN:
            return HIDDEN
        return str(State(self.told["state"] or State.MISSING).label)

    def shown(self, value: float | None) -> float | None:
        return None if value is None else round(value * self.times, 6)


def lines_of(told: Told, result: Result) -> list[Line]:
    """Every period of a chart, in order."""
    about = told["indicator"]
    left_out = {one["day"]: one["reason"] for one in told["exclusions"]}
    notes: dict[str, list[str]] = {}
    for one in told["annotations"]:
        cycle = f"PDSA {one['cycle']}" if one["cycle"] is not None else ""
        notes.setdefault(one["day"], []).append(": ".join(filter(None, (cycle, one["text"]))))
    rules = SAYINGS[result.options.rules]
    return [
        Line(
            point, one, float(about["multiplier"]), about["rhythm"], left_out.get(one["day"], ""),
            "; ".join(filter(None, [one["note"], *notes.get(one["day"], [])])),
            ", ".join(key for key in point.signals if key in rules),
        )
        for point, one in zip(result.points, told["points"], strict=True)
    ]  # fmt: skip


def _plain(value: str | None) -> float | None:
    return None if value is None else float(value)


def points_table(indicator: Indicator) -> TableDefinition[Line]:
    """The numbers of an indicator: what was written, and the lines that were worked out."""
    columns: list[Column[Line]] = [
        Column(key="day", title=_("First day"), kind=Kind.DAY, value=lambda one: one.day, names_row=True),
        Column(key="period", title=_("Period"), value=lambda one: period_text(one.day, one.rhythm)),
        Column(key="state", title=_("Measured"), value=lambda one: one.state),
    ]  # fmt: skip
    if indicator.value_kind == ValueKind.SUBGROUP:
        columns.append(
            Column(key="values", title=_("The measurements"), value=lambda one: _several(one.told["values"]))
        )
    else:
        columns.append(
            Column(
                key="value", title=_("Value"), kind=Kind.NUMBER, value=lambda one: _plain(one.told["value"])
            )
        )
    if is_divided(indicator.value_kind):
        columns.append(
            Column(
                key="denominator",
                title=_("Of"),
                kind=Kind.NUMBER,
                value=lambda one: _plain(one.told["denominator"]),
            )
        )
    lined: tuple[Column[Line], ...] = (
        Column(key="shown", title=_("Drawn"), kind=Kind.NUMBER, value=lambda one: one.shown(one.point.y)),
        Column(
            key="centre",
            title=_("Centre line"),
            kind=Kind.NUMBER,
            value=lambda one: one.shown(one.point.centre),
        ),
        Column(
            key="lower",
            title=_("Lower limit"),
            kind=Kind.NUMBER,
            value=lambda one: one.shown(one.point.lower),
        ),
        Column(
            key="upper",
            title=_("Upper limit"),
            kind=Kind.NUMBER,
            value=lambda one: one.shown(one.point.upper),
        ),
        Column(key="phase", title=_("Phase"), kind=Kind.NUMBER, value=lambda one: one.point.phase),
        Column(key="signals", title=_("Signal"), value=lambda one: one.rules),
        Column(key="left_out", title=_("Left out because"), value=lambda one: one.left_out),
        Column(key="note", title=_("Note"), value=lambda one: one.notes),
    )
    return TableDefinition(key="points", title=indicator.name, columns=(*columns, *lined))


def _several(values: Sequence[float]) -> str:
    return "; ".join(f"{one:g}".replace(".", ",") for one in values)


# Lists


def newest_text(series: Series) -> str:
    """The newest number as it is shown, with its period; "" when there is none."""
    last = series.last
    if last is None or last.y is None:
        return ""
    return f"{value_text(series.indicator, last.y)} ({period_text(last.day, series.indicator.rhythm)})"


def value_text(indicator: Indicator, y: float) -> str:
    """A number as it is drawn, with its unit."""
    shown = round(y * indicator.multiplier, 1)
    text = number_text(int(shown) if shown == int(shown) else shown)
    if indicator.value_kind == ValueKind.PROPORTION:
        return f"{text} %"
    said = f"{text} {indicator.unit}".strip()
    if indicator.multiplier == 1 or indicator.unit.casefold().startswith("per "):
        return said
    return _("%(said)s per %(number)s") % {"said": said, "number": number_text(indicator.multiplier)}


def indicators_table(language: str) -> TableDefinition[Standing]:
    """Indicators, where they stand and what lacks."""
    columns: tuple[Column[Standing], ...] = (
        Column(key="name", title=_("Indicator"), value=lambda one: one.indicator.name, names_row=True),
        Column(key="kind", title=_("For"), value=lambda one: str(one.indicator.get_kind_display())),
        Column(key="municipality", title=_("Municipality"), value=lambda one: one.place),
        Column(key="project", title=_("Project"), value=lambda one: one.indicator.project.name),
        Column(key="rhythm", title=_("Rhythm"), value=lambda one: str(one.indicator.get_rhythm_display())),
        Column(
            key="measured", title=_("Measurements"), kind=Kind.NUMBER, value=lambda one: one.series.measured
        ),
        Column(key="newest", title=_("Newest"), value=lambda one: newest_text(one.series)),
        Column(
            key="waiting",
            title=_("Periods to write in"),
            kind=Kind.NUMBER,
            value=lambda one: len(one.waiting),
        ),
        Column(
            key="verdict",
            title=_("What the chart says"),
            kind=Kind.TEXT,
            value=lambda one: one.verdict.text(language),
        ),
    )
    return TableDefinition(key="indicators", title=_("Indicators"), columns=columns)


# A project's set of indicators


@dataclass(frozen=True)
class Balance:
    """How many indicators of each purpose a project has, and what lacks of a good set, in words."""

    counts: Mapping[str, int]
    lacks: tuple[str, ...]


def balance_of(kinds: Sequence[str]) -> Balance:
    """At least one outcome, some process, at least one balancing: what lacks of that."""
    counts = {key: list(kinds).count(key) for key in Purpose.values}
    lacks = []
    if not counts[Purpose.OUTCOME]:
        lacks.append(_("an outcome: whether it becomes better for those whom it is about"))
    if not counts[Purpose.PROCESS]:
        lacks.append(_("a process: whether what is tried is done"))
    if not counts[Purpose.BALANCING]:
        lacks.append(_("a balancing one: whether something else becomes worse meanwhile"))
    return Balance(counts, tuple(lacks))


# The team's report

NO_EFFECT = gettext_lazy(
    "A signal after a change is no proof that the change brought it about, and no signal is no failure. "
    "The charts show when something behaves otherwise than before, not why."
)


def report(
    project: Project, charts: Sequence[tuple[Series, Told, Result]], cycles: Sequence[Cycle], *, issuer: str, day: date,
    language: str, notice: str = "", is_shared: bool = False, diagram: Figure | None = None,
) -> Document:  # fmt: skip
    """A project's report: its aim and driver diagram, its charts with their sentences, and the changes that were tried."""
    aim = aim_of(project)
    blocks: list[Block] = [Heading(1, _("The aim"))]
    blocks.append(Paragraph(aim.sentence or _("No aim is said yet.")))
    if project.problem:
        blocks += [Heading(2, _("Why")), Paragraph(project.problem)]
    if diagram:
        blocks += [Heading(1, _("What decides it")), diagram]
    blocks.append(Heading(1, _("What is measured")))
    if not charts:
        blocks.append(Paragraph(_("Nothing is measured yet.")))
    for place, (series, told, result) in enumerate(charts):
        blocks += _chart(series, told, result, f"c{place}", language)
    if charts:
        blocks.append(Paragraph(NO_EFFECT))
    if is_shared:
        blocks.append(Paragraph(_("Numbers so small that they could tell of single persons are not shown.")))
    blocks += [Heading(1, _("What was tried"))]
    blocks += (
        [Table(cycles_table(), tuple(cycles))] if cycles else [Paragraph(_("Nothing has been tried yet."))]
    )
    if project.outcome:
        blocks += [Heading(1, _("What came of it")), Paragraph(project.outcome)]
    team = project.team.name if project.team else ""
    facts = (
        (_("Municipality"), str(project.participation.municipality)),
        (_("Team"), team),
        (_("As of"), day_text(day)),
    )
    front = Front(
        issuer=issuer,
        subtitle=_("Report of an improvement project"),
        facts=tuple(pair for pair in facts if pair[1]),
    )
    return Document(title=project.name, language=language, blocks=tuple(blocks), front=front, notice=notice)


def _chart(series: Series, told: Told, result: Result, key: str, language: str) -> list[Block]:
    indicator = series.indicator
    definition = series.definitions[-1] if series.definitions else None
    kind = str(indicator.get_kind_display())
    found: list[Block] = [
        Heading(2, indicator.name), Paragraph(in_language(result.verdict, language)),
    ]  # fmt: skip
    if series.measured:
        found.append(figure_of(key, told, result, language))
    else:
        found.append(Paragraph(_("Nothing is measured yet.")))
    facts = [(_("What it is for"), kind), (_("Which way is better"), str(indicator.get_direction_display()))]
    if definition:
        facts.append((_("Definition"), definition.text))
        if definition.numerator_text:
            facts.append((_("Counted of"), f"{definition.numerator_text} / {definition.denominator_text}"))
    facts += [(_("Chart"), str(NAMES[indicator.chart])), (_("Rule set"), str(RULES[indicator.rule_set])),
              (_("Method"), pgettext("method", "version %(version)s") % {"version": result.method_version})]  # fmt: skip
    found.append(Facts(tuple(facts)))
    decided = [text for one in series.phases if (text := _phase_words(one, series, indicator))]
    decided += [
        _("%(period)s is left out: %(reason)s")
        % {"period": period_text(one.day, indicator.rhythm), "reason": one.reason} for one in series.exclusions
    ]  # fmt: skip
    if decided:
        found.append(BulletList(tuple(decided)))
    return found


def _phase_words(phase: Any, series: Series, indicator: Indicator) -> str:
    if not series.days:
        return ""
    said = {
        "period": period_text(max(phase.starts_on, series.days[0]), indicator.rhythm),
        "reason": phase.reason,
    }
    if phase.definition_id:
        return _("From %(period)s it is counted in another way.") % said
    if phase.reason:
        return _("A new phase from %(period)s: %(reason)s") % said
    return ""


def figure_of(key: str, told: Told, result: Result, language: str) -> Figure:
    """The chart for a printed page."""
    return draw(key, told, result, lang=language)


def cycles_table() -> TableDefinition[Cycle]:
    """The changes that were tried."""
    return TableDefinition(
        key="cycles",
        title=_("PDSA cycles"),
        columns=(
            Column(key="number", title=_("Number"), kind=Kind.NUMBER),
            Column(key="question", title=_("What one wanted to find out"), names_row=True, kind=Kind.TEXT),
            Column(key="begins", title=_("Tried from"), kind=Kind.DAY),
            Column(key="done", title=_("What happened"), kind=Kind.TEXT),
            Column(key="study", title=_("What was learned"), kind=Kind.TEXT),
            Column(
                key="act", title=_("Decided"), value=lambda row: str(row.get_act_display()) if row.act else ""
            ),
        ),
    )
