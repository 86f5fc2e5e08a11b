"""Control charts and run charts by published definitions, without Django; usable on its own.

>>> from samordner.spc import Chart, Observation, chart
>>> result = chart(Chart.P, [Observation("2021-01", 12, 50), Observation("2021-02", 9, 48)])
>>> result.verdict.en
'Too few points to say anything: 2 useful ones, at least 10 are needed.'
"""

from samordner.spc.charting import chart
from samordner.spc.options import Chart, Direction, Every, Observation, Options, RuleSet
from samordner.spc.result import METHOD_VERSION, PhaseResult, Point, Result, State, Verdict
from samordner.spc.words import Words

__all__ = [
    "METHOD_VERSION",
    "Chart",
    "Direction",
    "Every",
    "Observation",
    "Options",
    "PhaseResult",
    "Point",
    "Result",
    "RuleSet",
    "State",
    "Verdict",
    "Words",
    "chart",
]
