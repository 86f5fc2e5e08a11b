"""What one should be wary of in a chart: what it is made from, how it is measured, and what would suit the data better."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.measurement.kinds import NAMES, charts_for, is_divided
from samordner.measurement.queries.series import Series
from samordner.spc import Chart, Observation, Result
from samordner.spc.cautions import Seen, cautions
from samordner.spc.cautions.seen import Data
from samordner.spc.choosing import reconsider

SAID_ALREADY = frozenset({"rare", "few", "alike"})
"""What the chart says of itself when it has too few events."""


def wary_of(series: Series, result: Result, today: date) -> list[str]:
    """Sentences, the weightiest first; none of them changes the chart."""
    language = get_language() or "nb"
    found = [one.words.text(language) for one in cautions(seen_in(series, result, today))]
    found += [one.text(language) for one in result.warnings]
    indicator = series.indicator
    for one in reconsider(Chart(indicator.chart), series.observations()):
        better = [str(NAMES[key]) for key in one.charts if key in charts_for(indicator.value_kind)]
        if not better and one.key in SAID_ALREADY:
            continue
        said = one.why.text(language)
        found.append(
            _("%(why)s Better suited: %(charts)s.") % {"why": said, "charts": ", ".join(better)}
            if better
            else said
        )
    return list(dict.fromkeys(found))


def seen_in(series: Series, result: Result, today: date) -> Seen:
    """The series with its chart and its settings, as cautions are found in it."""
    indicator = series.indicator
    newest = series.definitions[-1] if series.definitions else None
    goals = tuple(
        None if (goal := series.goal_on(day)) is None else float(goal.value) / indicator.multiplier
        for day in series.days
    )
    return Seen(
        result=result, observations=_as_reported(series), days=series.days, data=cast(Data, indicator.value_kind),
        unit=indicator.unit, texts=(indicator.name, newest.text if newest else "", indicator.source),
        definitions=tuple(one.since for one in series.definitions), goals=goals if any(goals) else (), today=today,
    )  # fmt: skip


def _as_reported(series: Series) -> tuple[Observation, ...]:
    """The numbers as they were written, with their denominators whatever the chart is."""
    if not is_divided(series.indicator.value_kind):
        return tuple(series.observations())
    return tuple(
        Observation(
            spot.day.isoformat(),
            float(spot.row.value) if spot.row and spot.row.value is not None else None,
            float(spot.row.denominator) if spot.row and spot.row.denominator is not None else None,
        )
        for spot in series.spots
    )
