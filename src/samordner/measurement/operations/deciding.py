"""What people decide about a chart: where it begins anew, what it is judged by, and which points tell of something else."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samordner.improvement.models import Cycle
from samordner.journal.deeds import Reason, Refusal, change, refuse, seen, sentence_of
from samordner.measurement.models import QUESTIONS, Answer, Exclusion, Indicator, Phase, State
from samordner.measurement.operations.keeping import locked, noted, why_not_touch
from samordner.timeline.days import EARLIEST

FEWEST_FROZEN = 2
"""A baseline of fewer points has no spread at all."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The four questions, each answered: yes, no, or that one does not know."""

    differs: str
    known: str
    wanted: str
    lasts: str

    @property
    def all_yes(self) -> bool:
        return all(getattr(self, name) == Answer.YES for name in QUESTIONS)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said of a new phase."""

    label: str = ""
    reason: str = ""
    cycle: Cycle | None = None

    def tidy(self) -> Said:
        return Said(label=" ".join(self.label.split()), reason=self.reason.strip(), cycle=self.cycle)


def first_point(indicator: Indicator) -> date | None:
    """The day of the first measurement."""
    return indicator.measurements.order_by("day").values_list("day", flat=True).first()


def not_split(indicator: Indicator, starts_on: date, answers: Answers, said: Said) -> Reason:
    """Why a new phase cannot begin there: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator) or why_not_begin(indicator, starts_on):
        return "", sentence
    for name in QUESTIONS:
        if getattr(answers, name) not in Answer.values:
            return name, _("Answer all four questions; “do not know” is an answer too.")
    if not said.reason.strip():
        return "reason", _("Say what was changed, or why you decide so.")
    if said.cycle and said.cycle.project_id != indicator.project_id:
        return "cycle", _("Choose one of the project's own cycles.")
    return None


def why_not_begin(indicator: Indicator, starts_on: date) -> str | None:
    """Why no phase can begin on a day; None: one can."""
    first = first_point(indicator)
    if first is None or not indicator.measurements.filter(day=starts_on).exists():
        return _("A new phase begins at a point of the chart.")
    if starts_on <= first:
        return _("The chart begins there already.")
    if indicator.phases.filter(starts_on=starts_on, removed_at=None, stands=True).exists():
        return _("A phase begins there already.")
    return None


@transaction.atomic
def answer_split(
    indicator: Indicator,
    starts_on: date,
    answers: Answers,
    said: Said,
    *,
    begins: bool,
    by: str,
    now: datetime,
) -> Phase:
    """Answer the four questions about a day; `begins`: and let a new phase begin there. The answers are kept either way.

    Raises Refusal.
    """
    indicator, said = locked(indicator), said.tidy()
    refuse(not_split(indicator, starts_on, answers, said))
    made = Phase.objects.create(
        indicator=indicator, starts_on=starts_on, stands=begins, label=said.label, reason=said.reason,
        cycle=said.cycle, decided_by=by, decided_at=now, **asdict(answers),
    )  # fmt: skip
    noted(made, "begin_phase" if begins else "keep_phase", by, now, starts_on=starts_on.isoformat())
    return made


@transaction.atomic
def reword_phase(phase: Phase, said: Said, *, version: int, by: str, now: datetime) -> Phase:
    """Say other words of a phase. Raises Refusal and Conflict."""
    seen(phase, version)
    said = said.tidy()
    if phase.removed_at:
        raise Refusal(_("The phase is removed. Bring it back first."))
    if not said.reason and not phase.definition_id:
        raise Refusal(_("Say what was changed, or why you decide so."), field="reason")
    if said.cycle and said.cycle.project_id != phase.indicator.project_id:
        raise Refusal(_("Choose one of the project's own cycles."), field="cycle")
    change(phase, version=version, label=said.label, reason=said.reason, cycle=said.cycle)
    noted(phase, "change", by, now)
    return phase


# The baseline


def phase_at(indicator: Indicator, day: date) -> tuple[date, Phase | None]:
    """The phase that a day lies in: its first day, and its row if it has one. ValueError: nothing is measured."""
    first = first_point(indicator)
    if first is None:
        raise ValueError(day)
    rows = indicator.phases.filter(removed_at=None, stands=True, starts_on__lte=max(day, first))
    row = rows.order_by("starts_on").last()
    return (max(row.starts_on, first), row) if row else (first, None)


def not_frozen(indicator: Indicator, until: date) -> Reason:
    """Why the points until a day cannot be the baseline of their phase: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if not indicator.measurements.filter(day=until).exists():
        return "until", _("The baseline ends at a point of the chart.")
    starts, _row = phase_at(indicator, until)
    left_out = indicator.exclusions.filter(removed_at=None).values("day")
    points = indicator.measurements.filter(day__gte=starts, day__lte=until, state=State.VALUE)
    if points.exclude(day__in=left_out).count() < FEWEST_FROZEN:
        return "until", _("A baseline needs at least two points.")
    return None


def why_not_freeze(indicator: Indicator, until: date) -> str | None:
    """Why the points until a day cannot be the baseline of their phase; None: they can."""
    return sentence_of(not_frozen(indicator, until))


@transaction.atomic
def freeze(indicator: Indicator, until: date, *, version: int, by: str, now: datetime) -> Phase:
    """Let the points of a phase until that day be its baseline: later ones are judged by them.

    `version` is that of the indicator, since a first phase may have no row. Raises Refusal and Conflict.
    """
    indicator = locked(indicator)
    seen(indicator, version)
    refuse(not_frozen(indicator, until))
    _starts, row = phase_at(indicator, until)
    if row is None:  # of the first phase, which begins with the chart, whenever that is
        row = Phase.objects.create(
            indicator=indicator, starts_on=EARLIEST, baseline_until=until, decided_by=by, decided_at=now
        )
    else:
        change(row, version=row.version, baseline_until=until)
    change(indicator, version=version)
    noted(row, "freeze", by, now, until=until.isoformat())
    return row


@transaction.atomic
def thaw(phase: Phase, *, version: int, by: str, now: datetime) -> Phase:
    """Let every point of the phase make its centre and limits again. Raises Refusal and Conflict."""
    seen(phase, version)
    if phase.baseline_until is None:
        raise Refusal(_("No baseline is set."))
    change(phase, version=version, baseline_until=None)
    noted(phase, "thaw", by, now)
    return phase


# Points that tell of something else


def not_excluded(indicator: Indicator, day: date, reason: str) -> Reason:
    """Why a point cannot be left out: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if not indicator.measurements.filter(day=day, state=State.VALUE).exists():
        return "day", _("Nothing is measured there.")
    if not reason.strip():
        return "reason", _(
            "Say why. A point is left out only for a reason that is known and will not come back."
        )
    if indicator.exclusions.filter(day=day, removed_at=None).exists():
        return "day", _("This point is left out already.")
    return None


@transaction.atomic
def exclude(indicator: Indicator, day: date, reason: str, *, by: str, now: datetime) -> Exclusion:
    """Let a point make neither centre nor limits; it stays on the chart. Raises Refusal."""
    indicator = locked(indicator)
    refuse(not_excluded(indicator, day, reason))
    try:
        with transaction.atomic():
            made = Exclusion.objects.create(
                indicator=indicator, day=day, reason=reason.strip(), made_at=now, made_by=by
            )
    except IntegrityError as error:
        raise Refusal(_("This point is left out already."), field="day") from error
    noted(made, "exclude", by, now, day=day.isoformat())
    return made
