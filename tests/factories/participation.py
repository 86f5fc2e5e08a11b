"""A region that takes part in a programme: invented places, a real definition, invented statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from samordner.participation.models import Evidence, Observation, Participation, SourceKind
from samordner.participation.operations import enrol, register
from samordner.participation.queries import taking_part
from samordner.participation.statements import Statement
from samordner.places.alphabet import norwegian_key
from samordner.places.models import County, Municipality, Office, OfficeArea, OfficeName
from samordner.programmes.definition import Definition, read_programme
from samordner.programmes.models import Programme
from samordner.programmes.operations import load
from samordner.timeline.periods import Period

NOW = datetime(2021, 4, 27, 8, 0, tzinfo=UTC)
DAY = date(2021, 4, 27)
START, END = date(2019, 1, 1), date(2024, 1, 1)
BY = "u1"

NAMES = (
    "Øyvik", "Åsund", "Bekkenes", "Dalgrend", "Elvestad", "Fjellheim", "Granvoll", "Havnes", "Isfjord",
    "Kleivdal", "Lysvatn", "Moelva", "Nordskog", "Osmark", "Rauberg", "Sandøy", "Tindvik", "Ulvang",
    "Vestnesset", "Ystedal", "Ærvik", "Breivatn", "Hjellestad", "Kvamsøy", "Lindås", "Steinsvik",
)  # fmt: skip


shipped = cache(read_programme)
"""The definition of a programme that ships, read once."""


@dataclass(frozen=True)
class Region:
    """An office whose municipalities take part in a programme."""

    definition: Definition
    programme: Programme
    office: Office
    participations: list[Participation]

    def __getitem__(self, number: int) -> Participation:
        return self.participations[number]


def office(key: str = "havbukta", name: str = "Havbukta") -> Office:
    made, _ = Office.objects.get_or_create(key=key)
    OfficeName.objects.get_or_create(office=made, name=name, defaults={"sort_key": norwegian_key(name)})
    return made


def municipalities(
    count: int, *, office: Office, county: str = "91", since: date | None = None, until: date | None = None
) -> list[Municipality]:
    """`count` invented municipalities in a county that the office covers."""
    home, _ = County.objects.get_or_create(
        code=county, defaults={"name": f"Fylke {county}", "sort_key": f"fylke {county}"}
    )
    OfficeArea.objects.get_or_create(office=office, county=home, since=date(2018, 1, 1))
    taken = Municipality.objects.filter(county=home).count()
    return [
        Municipality.objects.create(
            code=f"{county}{number:02}"
            if number < 100
            else f"{int(county) + number // 100}{number % 100:02}",
            name=name,
            label=name,
            sort_key=norwegian_key(name),
            county=home,
            since=since or date(2018, 1, 1),
            until=until,
        )
        for number in range(taken + 1, taken + count + 1)
        for name in [NAMES[(number - 1) % len(NAMES)] + (f" {number}" if number > len(NAMES) else "")]
    ]


def region(
    count: int = 3, *, definition: Definition | str = "leve-hele-livet", key: str = "havbukta",
    county: str = "91", since: date = START, until: date | None = END,
) -> Region:  # fmt: skip
    """An office with `count` municipalities that all take part, in Norwegian order."""
    says = shipped(definition) if isinstance(definition, str) else definition
    edition = load(says, by=BY, now=NOW)
    home = office(key, key.capitalize())
    municipalities(count, office=home, county=county)
    enrol(edition.programme, home, since=since, until=until, by=BY, now=NOW)
    rows = taking_part(says.key, since, office=key)
    return Region(says, edition.programme, home, list(rows))


def say(
    participation: Participation, subject: str, value: str, since: date = DAY, *, item: str = "",
    by: str = BY, now: datetime = NOW, **fields: Any,
) -> Observation:  # fmt: skip
    """One statement, registered as it would be on a page."""
    statement = Statement(subject=subject, item=item, value=value, since=since, **fields)
    return register(participation, statement, by=by, now=now)


def raw(participation: Participation, **fields: Any) -> Observation:
    """One observation straight into the database."""
    usual: Mapping[str, Any] = {
        "subject": "plan_status", "value": "in_process", "since": DAY, "recorded_at": NOW, "recorded_by": BY,
        "source_kind": SourceKind.CONTACT, "evidence": Evidence.SELF_REPORTED,
    }  # fmt: skip
    return Observation.objects.create(participation=participation, **{**usual, **fields})


def lively(rows: Sequence[Participation], *, day: date = DAY) -> None:
    """Invented statuses for a region, as varied as life: 7 of 26 decided, some late, one unknown."""
    made: list[Observation] = []

    def add(row: Participation, subject: str, value: str, ago: int, **fields: Any) -> None:
        since = day - timedelta(days=ago)
        recorded = datetime(since.year, since.month, since.day, 9, tzinfo=UTC) + timedelta(hours=ago % 7)
        usual: dict[str, Any] = {
            "subject": subject, "value": value, "since": since, "recorded_at": recorded, "recorded_by": BY,
            "source_kind": SourceKind.CONTACT, "evidence": Evidence.SELF_REPORTED,
        }  # fmt: skip
        made.append(Observation(participation=row, **{**usual, **fields}))

    spring = Period("innen 30. mars 2021", None, date(2021, 3, 30))
    autumn = Period("haust 2021", date(2021, 8, 1), date(2021, 12, 31))
    for number, row in enumerate(rows):
        kind = number % 26
        if kind == 25:
            continue
        add(row, "plan_status", "not_begun", 700 + kind)
        if kind < 7:
            add(row, "plan_status", "in_process", 400 + kind)
            paper = {
                "source_kind": SourceKind.MINUTES, "evidence": Evidence.DOCUMENTED,
                "decision_body": "kommunestyret", "decision_day": day - timedelta(days=60 + kind),
                "case_number": f"{10 + kind}/21",
            }  # fmt: skip
            add(row, "plan_status", "decided", 60 + kind, **(paper if kind % 3 else {}))
            add(row, "anchoring", "yes", 60 + kind, item="planning_strategy" if kind % 2 else "own_case")
            add(row, "stand_on_solutions", "taken", 50 + kind)
        elif kind < 22:
            late = kind in {8, 11, 14}
            expected = spring if late else autumn
            add(
                row, "plan_status", "to_be_decided" if kind % 5 == 0 else "in_process", 120 + kind,
                expected_label=expected.label, expected_start=expected.start, expected_end=expected.end,
            )  # fmt: skip
            if kind % 4 == 0:
                add(row, "anchoring", "yes", 100 + kind, item="community_part")
                add(row, "anchoring", "yes", 90 + kind, item="action_and_budget")
        add(row, "phase", "1", 650)
        if kind < 20:
            add(row, "phase", "2", 300 + kind)
        if kind < 9:
            add(row, "phase", "3", 80 + kind)
        if kind != 13:
            add(row, "grant_priority", "approved" if kind < 22 else "applied", 200 + kind)
        contact = day - timedelta(days=260 if kind in {9, 17, 21, 24} else 5 + 4 * kind)
        add(row, "last_contact", contact.isoformat(), (day - contact).days)
        for place, stage in enumerate(("considered", "chosen", "trying", "in_use", "abandoned")):
            if (kind + place) % 3 == 0:
                add(row, "solution_stage", stage, 30 + kind, item=f"{'ABCDE'[place]}{1 + kind % 5}")
    Observation.objects.bulk_create(made)
