"""How long the charts of a facilitator's page take, worked out and drawn."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from datetime import date

from bench.timing import Line, times

TEAMS, MONTHS = 26, 24
TARGET = 60  # ms, worked out and drawn
MOST = 60_000  # bytes, packed


def small_multiples() -> Iterator[Line]:
    """26 teams with 24 months each, as panels that a page puts beside each other."""
    from samordner.charts.control import Goal, control_chart
    from samordner.spc import Chart, Observation, Result, chart

    series = [
        [
            Observation(
                date(2019 + month // 12, month % 12 + 1, 1).isoformat(),
                (7 * month + 3 * team) % 11 + (6 if month > 12 and team % 4 == 0 else 0),
                20 + (5 * month + team) % 13,
            )
            for month in range(team % 5, MONTHS)
        ]
        for team in range(TEAMS)
    ]
    goals = [Goal("2019-01-01", 0.8)]

    def results() -> list[Result]:
        return [chart(Chart.P, each, direction="up") for each in series]

    def beside() -> str:
        return "".join(
            control_chart(f"c{number}", "Team", result, lang="nb", goals=goals, small=True).svg
            for number, result in enumerate(results())
        )

    packed = len(gzip.compress(beside().encode()))
    also = (f"{packed:,} bytes packed, at most {MOST:,}",) if packed > MOST else ()
    name = f"26 small charts, worked out and drawn ({packed / 1000:.0f} KB gz)"
    yield Line(name, times(beside, tries=40, warm=3), TARGET, also=also)
