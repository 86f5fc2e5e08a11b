"""Deeds on what is measured: an indicator, its definitions and its goals."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from samordner.improvement.models import Project
from samordner.journal.deeds import Reason, Refusal, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_a_day
from samordner.measurement.kinds import charts_for, multipliers_for
from samordner.measurement.models import (
    Definition,
    Direction,
    Goal,
    Indicator,
    Phase,
    Purpose,
    Rhythm,
    State,
    ValueKind,
)
from samordner.measurement.operations.keeping import locked, noted, why_not_touch
from samordner.measurement.periods import first_of, period_text
from samordner.spc import METHOD_VERSION, RuleSet

MOST_OF_A_PROJECT = 60
MOST_GOALS = 60


@dataclass(frozen=True, kw_only=True)
class Described:
    """What is said of an indicator. Fields as in `Indicator`; the chart's own choices among them."""

    name: str
    kind: str
    value_kind: str
    direction: str
    begins: date
    rhythm: str = Rhythm.MONTH
    unit: str = ""
    multiplier: int = 1
    responsible: str = ""
    source: str = ""
    chart: str = "run"
    rule_set: str = "anhoej"
    screening: bool = False
    exact_d2: bool = False
    chosen_by: dict[str, Any] = field(default_factory=dict)
    fewest: int = 5

    def tidy(self) -> Described:
        rhythm = Rhythm.EVENT if self.value_kind == ValueKind.BETWEEN else self.rhythm
        return replace(
            self,
            name=" ".join(self.name.split()), unit=" ".join(self.unit.split()), rhythm=rhythm,
            responsible=" ".join(self.responsible.split()), source=self.source.strip(),
            begins=first_of(self.begins, rhythm),
        )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Defined:
    """What is counted: so exactly that two persons come to the same number."""

    text: str
    numerator_text: str = ""
    denominator_text: str = ""

    def tidy(self) -> Defined:
        return Defined(
            text=self.text.strip(),
            numerator_text=" ".join(self.numerator_text.split()),
            denominator_text=" ".join(self.denominator_text.split()),
        )


def not_described(said: Described) -> Reason:
    """Why an indicator cannot be so: (the input it concerns, a sentence)."""
    if not said.name.strip():
        return "name", _("Give the indicator a name.")
    for name, choices in (
        ("kind", Purpose.values), ("value_kind", ValueKind.values), ("direction", Direction.values),
        ("rhythm", Rhythm.values), ("rule_set", [one.value for one in RuleSet]),
    ):  # fmt: skip
        if getattr(said, name) not in choices:
            return name, _("Choose one of these.")
    if said.rhythm == Rhythm.EVENT and said.value_kind != ValueKind.BETWEEN:
        return "rhythm", _("Only what lies between two events is measured each time it happens.")
    if said.chart not in charts_for(said.value_kind):
        return "chart", _("This chart is not for such data.")
    if said.multiplier not in multipliers_for(said.value_kind):
        return "multiplier", _("Choose one of these.")
    if not 0 <= said.fewest <= 100:
        return "fewest", _("Write a number from 0 to 100.")
    return not_a_day("begins", said.begins)


def not_defined(said: Defined, value_kind: str) -> Reason:
    """Why this is no definition: (the input it concerns, a sentence)."""
    if not said.text.strip():
        return "text", _("Say what is counted and how, so that two persons come to the same number.")
    if value_kind in {ValueKind.PROPORTION, ValueKind.RATE}:
        if not said.numerator_text.strip():
            return "numerator_text", _("Say what is counted above the line.")
        if not said.denominator_text.strip():
            return "denominator_text", _("Say of what, or per what: what stands below the line.")
    return None


def why_not_add(project: Project) -> str | None:
    """Why the project can have no more indicators; None: it can."""
    if project.removed_at:
        return _("The project is removed. Bring it back first.")
    if project.indicators.filter(removed_at=None).count() >= MOST_OF_A_PROJECT:
        return _("A project has at most %(most)d indicators.") % {"most": MOST_OF_A_PROJECT}
    return None


@transaction.atomic
def add_indicator(
    project: Project, said: Described, defined: Defined, *, by: str, now: datetime
) -> Indicator:
    """Measure something in a project from now on. Raises Refusal."""
    project = (
        Project.objects.select_for_update(of=("self",))
        .select_related("participation__office")
        .get(pk=project.pk)
    )
    if sentence := why_not_add(project):
        raise Refusal(sentence)
    said, defined = said.tidy(), defined.tidy()
    refuse(not_described(said) or not_defined(defined, said.value_kind))
    last = project.indicators.aggregate(last=Max("position"))["last"] or 0
    made = Indicator.objects.create(
        project=project,
        position=last + 1,
        method_version=METHOD_VERSION,
        made_at=now,
        made_by=by,
        **asdict(said),
    )
    Definition.objects.create(
        indicator=made, number=1, since=said.begins, made_at=now, made_by=by, **asdict(defined)
    )
    noted(made, "add", by, now, project=project.pk)
    return made


SET_BY_DATA = ("value_kind", "rhythm")
"""What cannot change any more once something is measured: the numbers would mean something else."""


def not_changed_to(indicator: Indicator, said: Described) -> Reason:
    """Why an indicator cannot be described so: (the input it concerns, a sentence)."""
    if fault := not_described(said):
        return fault
    changed = [name for name in SET_BY_DATA if getattr(said, name) != getattr(indicator, name)]
    if changed and indicator.measurements.exists():
        return changed[0], _(
            "Something is measured already, and would come to mean something else. Make another indicator."
        )
    first = indicator.measurements.order_by("day").values_list("day", flat=True).first()
    if first and said.begins > first:
        return "begins", _("Something is measured before that day.")
    return None


@transaction.atomic
def change_indicator(
    indicator: Indicator, said: Described, *, version: int, by: str, now: datetime
) -> Indicator:
    """Describe an indicator anew. What is counted is changed by `define_anew` alone. Raises Refusal and Conflict."""
    seen(indicator, version)
    if sentence := why_not_touch(indicator):
        raise Refusal(sentence)
    said = said.tidy()
    refuse(not_changed_to(indicator, said))
    change(indicator, version=version, method_version=METHOD_VERSION, **asdict(said))
    noted(indicator, "change", by, now)
    return indicator


def definition_on(indicator: Indicator, day: date) -> Definition | None:
    """What was counted on a day: the newest definition that had begun; else the first."""
    rows = indicator.definitions.order_by("since")
    return rows.filter(since__lte=day).last() or rows.first()


def not_anew(indicator: Indicator, said: Defined, since: date) -> Reason:
    """Why this cannot be counted from that day on: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if fault := not_defined(said, indicator.value_kind) or not_a_day("since", since):
        return fault
    newest = indicator.definitions.order_by("since").last()
    if newest and since <= newest.since:
        told = {"period": period_text(newest.since, indicator.rhythm)}
        return "since", _("The definition before it holds from %(period)s. Choose a later one.") % told
    if newest and (said.text, said.numerator_text, said.denominator_text) == (
        newest.text, newest.numerator_text, newest.denominator_text
    ):  # fmt: skip
        return "text", _("This is the definition that holds already.")
    return None


def why_not_define_anew(indicator: Indicator, said: Defined, since: date) -> str | None:
    """Why this cannot be counted from that day on; None: it can."""
    return sentence_of(not_anew(indicator, said.tidy(), first_of(since, indicator.rhythm)))


@transaction.atomic
def define_anew(
    indicator: Indicator, said: Defined, *, since: date, version: int, by: str, now: datetime
) -> Definition:
    """Count something else, or in another way, from a day on: the chart begins a new phase there. Raises Refusal and Conflict."""
    indicator = locked(indicator)
    seen(indicator, version)
    said, since = said.tidy(), first_of(since, indicator.rhythm)
    refuse(not_anew(indicator, said, since))
    number = (indicator.definitions.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Definition.objects.create(
        indicator=indicator, number=number, since=since, made_at=now, made_by=by, **asdict(said)
    )
    there = indicator.phases.filter(starts_on=since, removed_at=None, stands=True).first()
    if there:
        change(there, version=there.version, definition=made)
    else:
        Phase.objects.create(
            indicator=indicator, starts_on=since, definition=made, decided_by=by, decided_at=now,
            label="", reason="",
        )  # fmt: skip
    change(indicator, version=version)
    noted(indicator, "define", by, now, number=number, since=since.isoformat())
    return made


def not_aimed(indicator: Indicator, since: date, value: Decimal | None) -> Reason:
    """Why this cannot be aimed at: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if fault := not_a_day("since", since):
        return fault
    if value is None:
        return "value", _("Write what is aimed at.")
    if indicator.value_kind == ValueKind.PROPORTION and not 0 <= value <= indicator.multiplier:
        return "value", _("Write a number from 0 to %(most)d.") % {"most": indicator.multiplier}
    if indicator.value_kind in {ValueKind.COUNT, ValueKind.RATE, ValueKind.BETWEEN} and value < 0:
        return "value", _("It cannot be below zero.")
    if indicator.goals.exclude(since=since).count() >= MOST_GOALS:
        return "", _("An indicator has at most %(most)d goals.") % {"most": MOST_GOALS}
    return None


@transaction.atomic
def aim(indicator: Indicator, *, since: date, value: Decimal, version: int, by: str, now: datetime) -> Goal:
    """Aim at a value from a day on, which may be to come; in the place of what was aimed at from that very day.

    Raises Refusal and Conflict.
    """
    indicator = locked(indicator)
    seen(indicator, version)
    refuse(not_aimed(indicator, since, value))
    made, _new = Goal.objects.update_or_create(
        indicator=indicator, since=since, defaults={"value": value, "made_at": now, "made_by": by}
    )
    change(indicator, version=version)
    noted(indicator, "aim", by, now, since=since.isoformat())
    return made


@transaction.atomic
def drop_goal(goal: Goal, *, version: int, by: str, now: datetime) -> None:
    """Aim at it no longer; what was aimed at before that day holds on. `version` is the indicator's. Raises Conflict."""
    indicator = locked(goal.indicator)
    seen(indicator, version)
    if sentence := why_not_touch(indicator):
        raise Refusal(sentence)
    since = goal.since
    goal.delete()
    change(indicator, version=version)
    noted(indicator, "drop_goal", by, now, since=since.isoformat())


def has_values(indicator: Indicator) -> bool:
    """Whether anything is measured."""
    return indicator.measurements.filter(state=State.VALUE).exists()
