"""`samordner spc`: a file of values in, a chart out, as JSON or as a table to read. Needs neither Django nor a database."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NoReturn

from samordner.spc.charting import chart
from samordner.spc.options import Chart, Options, RuleSet
from samordner.spc.reading import Unreadable, read
from samordner.spc.result import Point, Result
from samordner.spc.rhythm import rhythm
from samordner.spc.words import LANGUAGES, Words


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the whole usage."""

    def error(self, message: str) -> NoReturn:
        refuse(message)


def refuse(sentence: str) -> NoReturn:
    print(f"samordner spc: {sentence}", file=sys.stderr)
    sys.exit(2)


def main(arguments: list[str]) -> int:
    """Print the chart of a file; what cannot be read is refused in a sentence, with 2."""
    asked = _parser().parse_args(arguments)
    kind = Chart(asked.chart)
    try:
        observations = read(Path(asked.file), kind)
        options = _options(asked, len(observations))
    except (Unreadable, ValueError) as error:
        refuse(str(error))
    every = asked.every or rhythm([it.x for it in observations])
    result = chart(kind, observations, options, direction=asked.direction, unit=asked.unit, every=every)
    if asked.json:
        print(json.dumps(result.as_json(), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        print(table(result, asked.lang))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="samordner spc", description="A run chart or control chart of a file of values.")
    add = parser.add_argument
    add("file", metavar="FILE.csv", help="columns x,y[,n][,subgroup]; an empty field is missing")
    add("--chart", required=True, choices=[it.value for it in Chart])
    add("--rules", default=RuleSet.ANHOEJ.value, choices=[it.value for it in RuleSet])
    add("--screen-mr", action="store_true", help="leave out moving ranges ≥ 3.267 times their mean, once")
    add(
        "--d2",
        default="1.128",
        choices=["1.128", "exact", "2.66"],
        help="what mean moving ranges are turned to sigma by",
    )
    add("--event-counted", action="store_true", help="g: the event itself is counted in")
    add("--nhs-length", type=int, default=7, choices=[6, 7, 8], help="nhs: points in a shift or a trend")
    add("--freeze", type=_point, metavar="N", help="the first N points are the baseline of their phase")
    add("--split", type=_points, default=(), metavar="N,N", help="a new phase begins after these points")
    add(
        "--exclude",
        type=_points,
        default=(),
        metavar="N,N",
        help="points that are shown but not reckoned with",
    )
    add("--direction", default="neutral", choices=["up", "down", "neutral"], help="which way is better")
    add("--unit", default="", help="what values are counted in")
    add(
        "--every",
        default="",
        choices=["", "day", "week", "month", "quarter", "year"],
        help="what a point stands for",
    )
    add("--lang", default="en", choices=list(LANGUAGES), help="of the table; JSON has all three")
    add("--json", action="store_true", help="for machines")
    return parser


def _point(written: str) -> int:
    try:
        found = int(written)
    except ValueError:
        found = 0
    if found < 1:
        raise argparse.ArgumentTypeError(f"“{written}” is not the number of a point; they count from 1")
    return found


def _points(written: str) -> tuple[int, ...]:
    return tuple(_point(it) for it in written.split(",") if it.strip())


def _options(asked: argparse.Namespace, size: int) -> Options:
    for name, given in (
        ("--exclude", asked.exclude),
        ("--split", asked.split),
        ("--freeze", (asked.freeze or 1,)),
    ):
        past = [it for it in given if it > size]
        if past:
            raise ValueError(f"argument {name}: there is no point {past[0]}; the series has {size}")
    return Options(
        rules=RuleSet(asked.rules),
        screen_mr=asked.screen_mr,
        exact_d2=asked.d2 == "exact",
        rounded_266=asked.d2 == "2.66",
        event_counted=asked.event_counted,
        nhs_length=asked.nhs_length,
        freeze=asked.freeze,
        splits=tuple(sorted(set(asked.split))),
        exclude=tuple(sorted(set(asked.exclude))),
    )


# --- a table to read ---------------------------------------------------------------------------------------------

_HEADINGS = (
    Words("x", "x", "x"),
    Words("verdi", "verdi", "value"),
    Words("n", "n", "n"),
    Words("nedre", "nedre", "lower"),
    Words("senter", "senter", "centre"),
    Words("øvre", "øvre", "upper"),
    Words("fase", "fase", "phase"),
    Words("merknad", "merknad", "note"),
)
_EXCLUDED = Words("holdt utenfor", "halden utanfor", "excluded")
_MISSING = Words("ikke målt", "ikkje målt", "not measured")
_NO_LIMIT = Words("ingen", "inga", "none")


def table(result: Result, language: str) -> str:
    """The verdict, what to be wary of, and one line for each point."""
    rows = [[it.text(language) for it in _HEADINGS], *(_line(it, language) for it in result.points)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:-1], widths[1:-1]), row[-1]])
        for row in rows
    ]
    said = [result.verdict.text(language), *(f"! {it.text(language)}" for it in result.warnings)]
    return "\n".join([*said, "", *(it.rstrip() for it in lines)])


def _line(point: Point, language: str) -> list[str]:
    notes = list(point.signals)
    if point.left_out is not None:
        notes.append(point.left_out.text(language))
    elif point.y is None:
        notes.append(_MISSING.text(language))
    if not point.included:
        notes.append(_EXCLUDED.text(language))
    no_limit = _NO_LIMIT.text(language)
    return [
        point.x,
        _shown(point.y, language),
        _shown(point.n, language),
        no_limit if point.no_lower else _shown(point.lower, language),
        _shown(point.centre, language),
        no_limit if point.no_upper else _shown(point.upper, language),
        str(point.phase),
        ", ".join(notes),
    ]


def _shown(value: float | None, language: str) -> str:
    if value is None:
        return ""
    text = f"{value:.6g}"
    return text if language == "en" else text.replace(".", ",")
