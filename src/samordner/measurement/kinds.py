"""What fits together: what the data are, the charts that they can be drawn as, and how many times as large they are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samordner.documents.columns import Label
from samordner.measurement.models import ValueKind
from samordner.spc import Chart

CHARTS: dict[str, tuple[Chart, ...]] = {
    ValueKind.PROPORTION: (Chart.RUN, Chart.P, Chart.PP, Chart.IP, Chart.I),
    ValueKind.COUNT: (Chart.RUN, Chart.C, Chart.I, Chart.MR),
    ValueKind.RATE: (Chart.RUN, Chart.U, Chart.UP, Chart.IP, Chart.I),
    ValueKind.MEASUREMENT: (Chart.RUN, Chart.I, Chart.MR),
    ValueKind.SUBGROUP: (Chart.RUN, Chart.XBAR, Chart.S),
    ValueKind.BETWEEN: (Chart.RUN, Chart.T, Chart.G),
}
"""The charts for each kind of data, the simplest first."""
DIVIDED = frozenset({Chart.P, Chart.PP, Chart.U, Chart.UP, Chart.IP})
"""Charts that are given the numerator and the denominator."""
GROUPED = frozenset({Chart.XBAR, Chart.S})
"""Charts that are given each measurement."""

NAMES: dict[str, Label] = {
    Chart.RUN: _("Run chart"), Chart.I: _("I chart: single numbers"), Chart.MR: _("MR chart: from one to the next"),
    Chart.IP: _("I′ chart: numbers that rest on more or less"), Chart.P: _("P chart: so many of so many"),
    Chart.PP: _("P′ chart: so many of very many"), Chart.C: _("C chart: how many times"),
    Chart.U: _("U chart: how many times per something"), Chart.UP: _("U′ chart: how many times per very much"),
    Chart.T: _("T chart: time between events"), Chart.G: _("G chart: how many between events"),
    Chart.XBAR: _("X̄ chart: means of several"), Chart.S: _("S chart: spread of several"),
}  # fmt: skip
"""What a chart is called where somebody asks for its name; nobody has to."""
RULES: dict[str, Label] = {
    "anhoej": _("Anhøj rules"), "ihi-run": _("IHI's run chart rules"), "ihi-shewhart": _("IHI's rules for control charts"),
    "nhs": _("NHS Making Data Count"), "western-electric": _("Western Electric rules"), "nelson": _("Nelson rules"),
}  # fmt: skip


def charts_for(value_kind: str) -> tuple[str, ...]:
    """The charts that such data can be drawn as; none of an unknown kind."""
    return tuple(one.value for one in CHARTS.get(value_kind, ()))


def multipliers_for(value_kind: str) -> tuple[int, ...]:
    """How many times as large such numbers may be shown: per cent, per 1000 …"""
    match value_kind:
        case ValueKind.PROPORTION:
            return (100,)
        case ValueKind.RATE:
            return (1, 10, 100, 1000, 10_000, 100_000)
        case _:
            return (1,)


def is_divided(value_kind: str) -> bool:
    """Whether there is a denominator."""
    return value_kind in {ValueKind.PROPORTION, ValueKind.RATE}


def whole_numbers(value_kind: str) -> bool:
    """Whether only whole numbers can come in above the line."""
    return value_kind in {ValueKind.PROPORTION, ValueKind.COUNT, ValueKind.RATE}
