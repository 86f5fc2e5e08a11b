"""What the files of the demonstration hold, read strictly. Municipalities are written "1516 Ulstein"."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from samordner.places.models import Municipality
from samordner.programmes.definition.strict import read

Shape = TypeVar("Shape")


def municipality(label: str) -> Municipality:
    """The municipality written so: "1516 Ulstein". ValueError when the number is another's."""
    code, _, name = label.partition(" ")
    found = Municipality.objects.get(code=code)
    if found.name != name:
        raise ValueError(f"{code} is {found.name}, not {name}")
    return found


# demonstration.toml


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The municipalities of an office take part in a programme from `since` until `until` (exclusive)."""

    programme: str
    office: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Login:
    """An invented person who signs in. `key` is how the other files name them."""

    key: str
    email: str
    name: str
    role: str
    language: str
    organisation: str = ""
    office: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True)
class Council:
    """Municipalities that belong together."""

    name: str
    kind: str
    since: date
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The day that the demonstration takes for today, whose it is, and who is in it."""

    day: date
    programme: str
    office: str
    taking_part: tuple[Enrolment, ...]
    accounts: tuple[Login, ...]
    groupings: tuple[Council, ...]


# plan.toml


@dataclass(frozen=True, slots=True)
class Front:
    at: datetime
    by: str
    title: str
    language: str
    period: str
    dated: str
    approved_by: str
    prepared_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChapterText:
    number: int
    answers: str
    title: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A number that the plan states, and the observations that it speaks of."""

    text: str
    chapter: int
    numerator: int
    denominator: int
    day: str
    subject: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanText:
    """A whole plan. `rows`: register key → rows, each column key → cell; a cell left out is empty."""

    plan: Front
    chapters: tuple[ChapterText, ...]
    claims: tuple[Stated, ...]
    rows: dict[str, tuple[dict[str, str], ...]]


# history.toml


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of some municipalities; `since` when it holds from another day than the sitting's."""

    subject: str
    value: str
    of: tuple[str, ...]
    item: str = ""
    since: date | None = None
    expected: str = ""
    decided: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Recording:
    """One sitting: what a source said, written down `at` a moment (Norwegian time) by an account."""

    at: datetime
    by: str
    source: str
    since: date
    rows: tuple[Said, ...]
    programme: str = ""
    precision: str = "day"
    reference: str = ""
    case: str = ""
    evidence: str = "self_reported"
    body: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Which observation of the municipality was wrong: by its subject, and when it was recorded."""

    subject: str
    at: datetime
    item: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    at: datetime
    by: str
    of: str
    wrong: Wrong
    source: str
    value: str
    since: date
    reference: str = ""
    case: str = ""
    evidence: str = "self_reported"
    body: str = ""
    expected: str = ""
    decided: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Withdrawal:
    at: datetime
    by: str
    of: str
    wrong: Wrong
    note: str


@dataclass(frozen=True, slots=True)
class History:
    recordings: tuple[Recording, ...]
    corrections: tuple[Correction, ...]
    withdrawals: tuple[Withdrawal, ...]

    @property
    def in_order(self) -> list[Recording | Correction | Withdrawal]:
        """Everything as it came to be written down."""
        return sorted((*self.recordings, *self.corrections, *self.withdrawals), key=lambda each: each.at)


@dataclass(frozen=True, slots=True)
class Demonstrated:
    """Everything that the demonstration is made of."""

    frame: Frame
    plan: PlanText
    history: History


def read_folder(folder: Path) -> Demonstrated:
    """The demonstration in this folder. Raises `DefinitionError` naming every fault of a file."""

    def file(shape: type[Shape], name: str) -> Shape:
        return read(shape, tomllib.loads((folder / name).read_text("utf-8")))

    return Demonstrated(
        file(Frame, "demonstration.toml"), file(PlanText, "plan.toml"), file(History, "history.toml")
    )
