"""The chart of an indicator as a figure, from plain data: today's, or one that was kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from samordner.charts.control import Flag, Goal, Note, control_chart
from samordner.charts.figures import Figure
from samordner.measurement.models import Rhythm, State
from samordner.measurement.periods import after, period_text, through
from samordner.measurement.telling import Told
from samordner.spc import Result

MOST_AHEAD = 12
"""So many periods to come are shown, if a goal stands there."""


def draw(
    key: str, told: Told, result: Result, *, lang: str, address: Callable[[str], str] | None = None,
    cycle_address: Callable[[int], str] | None = None, narrow: bool = False, small: bool = False,
    verdict: bool = False, y_range: tuple[float, float] | None = None,
) -> Figure:  # fmt: skip
    """The chart. `address`: where a point leads, by its day; `cycle_address`: where a PDSA cycle leads, by its pk."""
    about = told["indicator"]
    times, rhythm = float(about["multiplier"]), about["rhythm"]
    names = ", ".join((about["name"], told["municipality"]))
    return control_chart(
        key, names, result, lang=lang, direction=about["direction"], unit=about["unit"], multiplier=times,
        goals=[Goal(one["since"], float(one["value"]) / times) for one in told["goals"]],
        ahead=_ahead(told), notes=_notes(told), flags=_flags(told, cycle_address),
        phase_labels=_labels(told, result),
        left_out={one["day"]: one["reason"] for one in told["exclusions"]},
        not_relevant=[one["day"] for one in told["points"] if one["state"] == State.NOT_RELEVANT],
        label_of_x=(lambda x: period_text(date.fromisoformat(x), rhythm)) if rhythm == Rhythm.EVENT else None,
        address=address, y_range=y_range, narrow=narrow, small=small, verdict=verdict,
    )  # fmt: skip


def cycle_label(cycle: Told | int) -> str:
    """What a cycle is called in a chart."""
    number = cycle if isinstance(cycle, int) else cycle["number"]
    return f"PDSA {number}"


def _ahead(told: Told) -> list[str]:
    """The periods after the last point, as far as a goal is set for them."""
    rhythm = told["indicator"]["rhythm"]
    if not told["points"] or not told["goals"] or rhythm == Rhythm.EVENT:
        return []
    last, goal = (date.fromisoformat(one) for one in (told["points"][-1]["day"], told["goals"][-1]["since"]))
    until = min(goal, after(last, rhythm, MOST_AHEAD))
    return [day.isoformat() for day in through(after(last, rhythm), until, rhythm)] if goal > last else []


def _notes(told: Told) -> list[Note]:
    found = [Note(one["day"], one["note"]) for one in told["points"] if one["note"]]
    for one in told["annotations"]:
        text = one["text"]
        if one["cycle"] is not None:
            text = ": ".join(filter(None, (cycle_label(one["cycle"]), text)))
        found.append(Note(one["day"], text))
    days = [one["day"] for one in told["points"]]
    inside = [note for note in found if days and days[0] <= note.at]
    return sorted(inside, key=lambda note: note.at)


def _flags(told: Told, address: Callable[[int], str] | None) -> list[Flag]:
    """The cycles that were begun, as long as they ran."""
    return [
        Flag(one["begins"], one["ends"], cycle_label(one), address(one["pk"]) if address else "")
        for one in told["cycles"]
        if one["begins"]
    ]


def _labels(told: Told, result: Result) -> dict[int, str]:
    """The phases' names by their numbers, where somebody named one or a definition begins."""
    days = [one["day"] for one in told["points"]]
    found: dict[int, str] = {}
    for phase in result.phases:
        first, last = days[phase.first - 1], days[phase.last - 1]
        before = days[phase.first - 2] if phase.first > 1 else ""
        for one in told["phases"]:
            if before < one["starts_on"] <= last and (one["starts_on"] <= first):
                found[phase.phase] = one["label"] or (_("New definition") if one["definition"] else "")
    return {number: label for number, label in found.items() if label}
