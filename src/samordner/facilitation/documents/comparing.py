"""Each team against chance, and how much they differ: as figures, and as sentences that nobody can take for a ranking."""

from __future__ import annotations

from typing import cast

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samordner.charts.between import between_plot
from samordner.charts.figures import Figure
from samordner.charts.funnels import funnel_plot
from samordner.documents.cells import number_text
from samordner.facilitation.queries.series import Alike
from samordner.facilitation.queries.together import Compared
from samordner.spc import Direction
from samordner.spc.funnel import Place

OUTSIDE = frozenset({Place.LOW998, Place.HIGH998})
DIFFER_MUCH = 0.5
"""Of the variation between teams, this part or more is beyond chance: they differ much."""


def funnel_figure(held: Compared, of: Alike, language: str, *, narrow: bool = False) -> Figure | None:
    """The funnel; None: there is none."""
    if held.funnel is None:
        return None
    return funnel_plot(
        "funnel-narrow" if narrow else "funnel", of.name, held.funnel, lang=language, direction=way(of),
        multiplier=float(of.watched[0].indicator.multiplier), unit=of.watched[0].unit, narrow=narrow,
    )  # fmt: skip


def funnel_words(held: Compared, language: str) -> str:
    """What the funnel says."""
    if held.funnel is None:
        return ""
    outside = [dot.label for dot in held.funnel.dots if dot.place in OUTSIDE]
    if not outside:
        text = ngettext(
            "%(n)d team, the last twelve months: it does not lie farther from the others than chance can explain.",
            "%(n)d teams, the last twelve months: none lies farther from the others than chance can explain.",
            len(held.funnel.dots),
        ) % {"n": len(held.funnel.dots)}
    else:
        text = ngettext(
            "%(n)d team lies farther from the others than chance can explain: %(teams)s. Ask what it does in another way.",
            "%(n)d teams lie farther from the others than chance can explain: %(teams)s. Ask what they do in another way.",
            len(outside),
        ) % {"n": len(outside), "teams": ", ".join(outside)}
    return " ".join([text, *(one.text(language) for one in held.funnel.warnings)])


def between_figure(held: Compared, of: Alike, language: str, *, narrow: bool = False) -> Figure | None:
    """Every team with its interval, and that in which another team would be expected; None: there is none."""
    if held.between is None:
        return None
    return between_plot(
        "between-narrow" if narrow else "between", of.name, held.between, lang=language,
        multiplier=float(of.watched[0].indicator.multiplier), unit=of.watched[0].unit, narrow=narrow,
    )  # fmt: skip


def way(of: Alike) -> Direction:
    """Which way is better."""
    return cast(Direction, of.watched[0].indicator.direction)


def between_words(held: Compared, of: Alike) -> str:
    """How much of the difference between the teams is beyond chance."""
    if held.between is None or held.between.summary is None:
        return ""
    found, multiplier = held.between.summary, of.watched[0].indicator.multiplier
    said = {
        "part": number_text(round(found.i2 * 100)),
        "low": number_text(round(found.predicted_lower * multiplier, 1)),
        "high": number_text(round(found.predicted_upper * multiplier, 1)),
        "unit": of.watched[0].unit,
    }
    if found.i2 >= DIFFER_MUCH:
        text = _("The teams differ: %(part)s %% of what sets them apart is more than chance.")
    else:
        text = _("The teams differ little: %(part)s %% of what sets them apart is more than chance.")
    expected = _("Another team like these would be expected between %(low)s and %(high)s %(unit)s.")
    return f"{text % said} {(expected % said).replace(' .', '.')}"
