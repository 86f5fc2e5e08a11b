"""What an edition of minutes says: one plain value that the page, the printed files and the frozen copy are drawn from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

FORMAT = 1


@dataclass(frozen=True, slots=True)
class TaskSaid:
    """A task as it stood: who has it, by when, and, of one that was gone through, how it stood."""

    text: str
    owner: str
    deadline: date | None
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class NeedSaid:
    place: str
    text: str
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Observed:
    """What became known of a municipality."""

    place: str
    subject: str
    value: str


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the minutes. `earlier`: tasks of earlier meetings that were gone through in it."""

    title: str
    text: str
    decisions: tuple[str, ...] = ()
    tasks: tuple[TaskSaid, ...] = ()
    earlier: tuple[TaskSaid, ...] = ()
    needs: tuple[NeedSaid, ...] = ()
    observed: tuple[Observed, ...] = ()

    @property
    def is_empty(self) -> bool:
        told = (self.text.strip(), self.decisions, self.tasks, self.earlier, self.needs, self.observed)
        return not any(told)


@dataclass(frozen=True, slots=True)
class Content:
    """The minutes whole. `counted`: how many were there by the registrations, None when nobody has counted;
    `places`: the municipalities that they came from. `approved_on` is None in a draft.
    """

    meeting: int
    language: str
    title: str
    kind: str
    when: str
    place: str
    programme: str
    issuer: str
    organisers: tuple[str, ...]
    present: str
    counted: int | None
    places: tuple[str, ...]
    points: tuple[Point, ...]
    edition: int = 1
    correcting: str = ""
    approved_on: date | None = None
    approved_by: str = ""

    @property
    def decisions(self) -> int:
        return sum(len(point.decisions) for point in self.points)


def digest(content: Content) -> str:
    """What two that say the same have in common, and two that do not have not; without who approved it when."""
    return hashlib.sha256(frozen(replace(content, approved_on=None, approved_by=""))).hexdigest()


# Frozen and thawed


def frozen(content: Content) -> bytes:
    """The minutes as JSON, the same bytes for the same content."""
    plain = {"format": FORMAT, **asdict(content)}
    return (json.dumps(plain, ensure_ascii=False, indent=1, default=date.isoformat) + "\n").encode()


def thawed(data: bytes) -> Content:
    """The minutes that were frozen. ValueError when they were frozen by a later version of the product."""
    raw: dict[str, Any] = json.loads(data)
    if raw.pop("format") > FORMAT:
        raise ValueError("minutes of a later version")
    day = raw["approved_on"]
    shaped = {
        "organisers": tuple(raw["organisers"]),
        "places": tuple(raw["places"]),
        "points": tuple(_point(one) for one in raw["points"]),
        "approved_on": date.fromisoformat(day) if day else None,
    }
    return Content(**raw | shaped)


def _point(raw: Mapping[str, Any]) -> Point:
    shaped = {
        "decisions": tuple(raw["decisions"]),
        "tasks": tuple(_task(one) for one in raw["tasks"]),
        "earlier": tuple(_task(one) for one in raw["earlier"]),
        "needs": tuple(NeedSaid(**one) for one in raw["needs"]),
        "observed": tuple(Observed(**one) for one in raw["observed"]),
    }
    return Point(**{**raw, **shaped})


def _task(raw: Mapping[str, Any]) -> TaskSaid:
    day = raw["deadline"]
    return TaskSaid(**{**raw, "deadline": date.fromisoformat(day) if day else None})
