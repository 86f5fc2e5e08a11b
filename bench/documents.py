"""A plan in and out: reading, accepting, printing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from bench.ground import Ground, run
from bench.timing import Line, times
from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages import clock
from samordner.places.models import Office
from samordner.plandocument import queries
from samordner.plandocument.documents import plan_document
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import accept_reading, begin_reading
from samordner.plandocument.reader import read_with
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

READING, PDF, DOCX, HTML = 1000.0, 500.0, 1000.0, 100.0
BY = "bench"


@dataclass(frozen=True)
class Source:
    """A plan to read: its file, and what it is called in the table."""

    name: str
    path: Path


def read(source: Source, programme: Programme, ground: Ground) -> Iterator[Line]:
    """Reading, in this process and as the command that someone types."""
    content = source.path.read_bytes()
    inside = times(lambda: read_with(content, programme.key, ()), tries=5)
    yield Line(f"read {source.name}, in process", inside, READING)
    command = ["samordner", "read-plan", str(source.path), "--dry-run", "--json"]
    yield Line(f"read {source.name}, whole command", times(lambda: run(command, ground), tries=5), READING)


def accepted(source: Source, office: Office, programme: Programme) -> Iterator[Line]:
    """Accepting a reading into a plan of its own; taken back each time."""
    reading = begun(source, office, programme)

    def accept() -> None:
        again = PlanReading.objects.get(pk=reading.pk)
        with transaction.atomic():
            accept_reading(again, into=None, version=again.version, language="nb", by=BY, now=clock.now())
            transaction.set_rollback(True)

    yield Line(f"accept {source.name}", times(accept, tries=5), READING)


def begun(source: Source, office: Office, programme: Programme) -> PlanReading:
    """The document read and kept, to be looked at."""
    name, content = source.path.name, source.path.read_bytes()
    return begin_reading(name, content, office=office, programme=programme, by=BY, now=clock.now())


def printed(plan: Plan, name: str) -> Iterator[Line]:
    """Printing, from the database to the bytes of the file."""
    for ending, target in (
        (DocumentFormat.PDF, PDF),
        (DocumentFormat.DOCX, DOCX),
        (DocumentFormat.HTML, HTML),
    ):

        def print_it(ending: DocumentFormat = ending) -> None:
            fresh = queries.every_plan().get(pk=plan.pk)
            print_document(_document(fresh), ending)

        yield Line(f"print {name} as {ending.value.upper()}", times(print_it, tries=10, warm=2), target)


def docx_of(plan: Plan, folder: Path) -> Source:
    """The plan's own print, to be read again."""
    path = folder / "printed.docx"
    path.write_bytes(print_document(_document(plan), DocumentFormat.DOCX).content)
    return Source("the demonstration's print", path)


def _document(plan: Plan):  # type: ignore[no-untyped-def]
    contents = queries.contents(plan, plan.language)
    return plan_document(contents, definition(plan.programme.key), language=plan.language)
