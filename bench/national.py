"""The whole country as something to measure: 357 municipalities × 30 subjects × 40 observations, all invented.

The programme is made here and nowhere else: it is no reform, and it is not shipped.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from samordner.participation.models import Observation, Participation
from samordner.participation.operations import enrol
from samordner.places.queries import offices
from samordner.programmes.definition import (
    Deadline,
    Definition,
    Period,
    Phase,
    Question,
    ReportForm,
    Scale,
    Subject,
    Text,
    Value,
)
from samordner.programmes.operations import load as load_programme

KEY = "landsproven"
START, DAY = date(2024, 1, 1), date(2026, 6, 15)
STEPS, SUBJECTS = 40, 30
BY, SOURCE = "bench", "Oppdiktet"
EVIDENCE = ("self_reported", "self_reported", "documented", "documented", "verified")
SOURCES = ("contact", "meeting", "survey", "minutes", "register")
COLUMNS = (
    "id", "participation_id", "subject", "item", "value", "since", "precision", "recorded_at", "recorded_by",
    "expected_label", "expected_start", "expected_end", "source_kind", "source_key", "evidence",
    "decision_body", "decision_day", "case_number", "link", "outcome", "reach_unit", "fidelity", "note",
    "corrects_id", "withdrawn",
)  # fmt: skip
Row = tuple[Any, ...]


# The programme


def _text(nb: str) -> Text:
    return Text(nb, nb)


def definition(subjects: int = SUBJECTS) -> Definition:
    """An invented programme with so many subjects: a phase, two days, the others on a scale of six values."""
    values = (
        Value("none", _text("Ikke vurdert"), "·"),
        Value("apart", _text("Ikke aktuelt"), "–", applies=False),
        Value("weighed", _text("Vurderes"), "◔", "info"),
        Value("under_way", _text("I gang"), "◐", "warning", takes_expected_day=True),
        Value("decided", _text("Vedtatt"), "◕", "accent", takes_decision=True),
        Value("in_use", _text("I bruk"), "●", "success", takes_reach=True),
    )
    phases = tuple(
        Phase(key, _text(name), sign, 2024, 2026, _text("Oppdiktet"), (), SOURCE)
        for key, name, sign in (
            ("map", "Kartlegge", "△"),
            ("plan", "Planlegge", "◭"),
            ("do", "Gjennomføre", "▲"),
        )
    )
    made = [
        Subject("phase", _text("Fase"), scale="phase", stale_after_days=180, source=SOURCE),
        Subject("heard", _text("Siste kontakt"), holds="day", source=SOURCE),
        Subject("visited", _text("Siste besøk"), holds="day", source=SOURCE),
    ]
    made += [
        Subject(
            f"matter{number}",
            _text(f"Sak {number}"),
            scale="stage",
            stale_after_days=(0, 180)[number % 2],
            source=SOURCE,
        )
        for number in range(1, subjects - 2)
    ]
    return Definition(
        key=KEY,
        name=_text("Landsprøven"),
        short_name=_text("LP"),
        about=_text("Et oppdiktet program, til måling."),
        source=SOURCE,
        periods=(Period(START, _text("Oppdiktet"), SOURCE),),
        areas=(),
        scales=(
            Scale("stage", _text("Trinn"), values, source=SOURCE),
            Scale("phase", _text("Fase"), from_phases=True, source=SOURCE),
        ),
        subjects=tuple(made[:subjects]),
        phases=phases,
        deadlines=(
            Deadline(
                "yearly",
                _text("Årsrapport"),
                _text("1. februar"),
                2,
                _text("Direktoratet"),
                _text("Departementet"),
                SOURCE,
                day=1,
            ),
        ),
        reports=(
            ReportForm(
                "yearly",
                _text("Årsrapport"),
                "nation",
                ("yearly",),
                (
                    Question(
                        "where",
                        _text("Hvor står kommunene?"),
                        subjects=tuple(one.key for one in made[:subjects]),
                    ),
                ),
                source=SOURCE,
            ),
        ),
    )


# The country


def enrolled(says: Definition) -> list[Participation]:
    """The programme loaded, and every municipality of every office enrolled in it from the start."""
    now = datetime(2024, 1, 1, 8, tzinfo=UTC)
    programme = load_programme(says, by=BY, now=now).programme
    found: list[Participation] = []
    for office in offices(START):
        found += enrol(programme, office, since=START, by=BY, now=now)
    return found


def rows(ids: Sequence[int], says: Definition, steps: int, first: int) -> Iterator[Row]:
    """So many observations of every subject of every municipality; one in twenty corrects, one in a hundred withdraws."""
    chance = random.Random(357)  # noqa: S311 the same country each time
    span = (date(2026, 11, 1) - START).days
    pk = first
    for participation in ids:
        for subject in says.subjects:
            allowed = [value.key for value in says.values_of(subject.key)]
            before: Row | None = None
            for day in sorted(chance.randrange(span) for _ in range(steps)):
                since = START + timedelta(days=day)
                recorded = datetime(since.year, since.month, since.day, 9, tzinfo=UTC) + timedelta(
                    days=chance.randrange(40), minutes=chance.randrange(400)
                )
                value = chance.choice(allowed) if allowed else since.isoformat()
                expected: tuple[str, None, date | None] = ("", None, None)
                if value == "under_way":
                    end = since + timedelta(days=chance.randrange(30, 300))
                    expected = (f"innen {end:%d.%m.%Y}", None, end)
                fate = chance.random()
                corrects = before[0] if before and not before[-2] and fate < 0.06 else None
                evidence = chance.choice(EVIDENCE)
                paper = "" if evidence == "self_reported" else f"{chance.randrange(400)}/{since.year % 100}"
                before = (
                    pk, participation, subject.key, "", value, since, "day", recorded, BY, *expected,
                    chance.choice(SOURCES), "Oppdiktet møte", evidence, "", None, paper, "", "", "", "", "",
                    corrects, corrects is not None and fate < 0.01,
                )  # fmt: skip
                yield before
                pk += 1


def keep(found: Iterable[Row]) -> int:
    """The observations straight into the table, as quickly as the database takes them. How many there are."""
    table, names = Observation._meta.db_table, ", ".join(COLUMNS)
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in found:
                    copy.write_row(row)
                    count += 1
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"  # noqa: S608
            )
            return count
        adapted = (
            tuple(
                str(value.replace(tzinfo=None))
                if isinstance(value, datetime)
                else str(value)
                if isinstance(value, date)
                else value
                for value in row
            )
            for row in found
        )
        marks = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(adapted))  # noqa: S608 names of our own
        return Observation.objects.count()


def load(steps: int = STEPS) -> int:
    """The whole country with its history in the database. How many observations there are."""
    says = definition()
    return _keep_for([row.pk for row in enrolled(says)], says, steps)


def lengthen(steps: int = STEPS) -> int:
    """As many observations once more, in the same years."""
    ids = Participation.objects.filter(programme__key=KEY).values_list("pk", flat=True)
    return _keep_for(list(ids), definition(), steps)


def settle() -> None:
    """Let PostgreSQL learn what it has, as it does by itself after a while."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _keep_for(ids: list[int], says: Definition, steps: int) -> int:
    last = Observation.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    count = keep(rows(ids, says, steps, last + 1))
    settle()
    return count
