"""Everything that a chart is drawn from, as plain data: the same for a chart of today and for one that was kept."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from samordner.improvement.models import Cycle
from samordner.measurement.entries import plain
from samordner.measurement.models import QUESTIONS, Phase
from samordner.measurement.queries.series import Series, unit_of

OF_INDICATOR = ("name", "kind", "value_kind", "direction", "multiplier", "rhythm", "chart", "rule_set", "screening",
                "exact_d2", "responsible", "source")  # fmt: skip
Told = dict[str, Any]


def told_of(series: Series) -> Told:
    """The indicator, its points, and what people said and decided about them."""
    indicator = series.indicator
    return {
        "indicator": {name: getattr(indicator, name) for name in OF_INDICATOR} | {"unit": unit_of(indicator)},
        "project": indicator.project.name,
        "municipality": str(indicator.project.participation.municipality),
        "points": [
            {
                "day": spot.day.isoformat(),
                "state": spot.row.state if spot.row else "",
                "value": plain(spot.row.value) if spot.row else None,
                "denominator": plain(spot.row.denominator) if spot.row else None,
                "values": list(spot.row.values) if spot.row else [],
                "note": spot.row.note if spot.row else "",
            }
            for spot in series.spots
        ],
        "definitions": [
            {
                "number": one.number, "since": one.since.isoformat(), "text": one.text,
                "numerator_text": one.numerator_text, "denominator_text": one.denominator_text,
            }
            for one in series.definitions
        ],
        "goals": [{"since": one.since.isoformat(), "value": _number(one.value)} for one in series.goals],
        "phases": [_phase(one) for one in series.phases],
        "exclusions": [{"day": one.day.isoformat(), "reason": one.reason} for one in series.exclusions],
        "annotations": [
            {
                "day": one.day.isoformat(), "until": one.until.isoformat() if one.until else "", "text": one.text,
                "cycle": one.cycle.number if one.cycle else None,
            }
            for one in series.annotations
        ],
        "cycles": [_cycle(one) for one in series.cycles],
    }  # fmt: skip


def _number(value: Decimal) -> str:
    return plain(value) or "0"


def _phase(phase: Phase) -> Told:
    return {
        "starts_on": phase.starts_on.isoformat(),
        "baseline_until": phase.baseline_until.isoformat() if phase.baseline_until else "",
        "label": phase.label, "reason": phase.reason,
        "cycle": phase.cycle.number if phase.cycle else None,
        "definition": phase.definition.number if phase.definition else None,
        "answers": {name: getattr(phase, name) for name in QUESTIONS},
    }  # fmt: skip


def _cycle(cycle: Cycle) -> Told:
    return {
        "pk": cycle.pk, "number": cycle.number, "question": cycle.question, "act": cycle.act,
        "begins": cycle.begins.isoformat() if cycle.begins else "", "ends": cycle.ends.isoformat() if cycle.ends else "",
    }  # fmt: skip
