"""A chart that was worked out, as plain data and back: what is kept of it is drawn anew just as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from samordner.spc import Chart, Options, PhaseResult, Point, Result, RuleSet, Words


def as_data(result: Result) -> dict[str, Any]:
    """Every field of a result, as JSON holds it."""
    return asdict(result) | {"options": options_as_data(result.options)}


def options_as_data(options: Options) -> dict[str, Any]:
    """What `spc` was asked, as JSON holds it."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in asdict(options).items()
    }


def options_from(data: Mapping[str, Any]) -> Options:
    """The same options again. What later versions have added stands as it was before them."""
    known = {one.name for one in fields(Options)}
    told: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name in known
    }
    return Options(**told | {"rules": RuleSet(told["rules"])})


def from_data(data: Mapping[str, Any]) -> Result:
    """The same result again, point by point; nothing is calculated."""
    return Result(
        points=tuple(_point(one) for one in data["points"]),
        phases=tuple(_phase(one) for one in data["phases"]),
        verdict=_words(data["verdict"]),
        warnings=tuple(_words(one) for one in data["warnings"]),
        kind=Chart(data["kind"]),
        options=options_from(data["options"]),
        method_version=data["method_version"],
        direction=data["direction"],
        unit=data["unit"],
        every=data["every"],
    )


def _words(data: Mapping[str, str]) -> Words:
    return Words(data["nb"], data["nn"], data["en"])


def _point(data: Mapping[str, Any]) -> Point:
    known = {one.name for one in fields(Point)}
    told = {name: value for name, value in data.items() if name in known}
    left_out = told.get("left_out")
    return Point(
        **told | {"signals": tuple(told["signals"]), "left_out": _words(left_out) if left_out else None}
    )


def _phase(data: Mapping[str, Any]) -> PhaseResult:
    known = {one.name for one in fields(PhaseResult)}
    told = {name: value for name, value in data.items() if name in known}
    return PhaseResult(**told | ({"verdict": _words(told["verdict"])} if "verdict" in told else {}))
