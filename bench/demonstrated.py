"""The demonstration as something to measure: loaded into the ground, with a reading under way."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench import documents, pages
from bench.charts import small_multiples
from bench.client import simplest_page
from bench.following import side_by_side
from bench.ground import Ground
from bench.pdfs import reading_pdfs
from bench.series import judged
from bench.timing import Line, times
from samordner.pages import clock
from samordner.plandocument.models import PlanReading
from samordner.plandocument.queries import every_plan
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.project.demonstration import load as load_demonstration
from samordner.project.jobs import prepare


@dataclass(frozen=True)
class Began:
    plan: Plan
    reading: PlanReading
    print: documents.Source


def load(here: Ground) -> Began:
    """Prepare the database as `samordner start` does; static files as in production, beside the database."""
    settings.STATIC_ROOT = here.folder / "static"
    prepare()
    collect_static()
    load_demonstration(now=clock.now(), new_passwords=False)
    plan = every_plan().get()
    printed = documents.docx_of(plan, here.folder)
    return Began(plan, documents.begun(printed, plan.office, plan.programme), printed)


def collect_static() -> None:
    call_command("collectstatic", verbosity=0, interactive=False)


def simplest() -> float:
    """The median of the simplest page, in ms."""
    with simplest_page() as server:
        return times(lambda: server.get("/"), tries=500, warm=20).median


def lines(began: Began, here: Ground, options: argparse.Namespace, fixture: Path) -> Iterator[Line]:
    if not options.only:
        programme = Programme.objects.get(key=options.programme)
        sources = [documents.Source("the fixture", fixture), began.print]
        sources += [documents.Source(path.name, path.resolve()) for path in options.plan]
        for source in sources:
            yield from documents.read(source, programme, here)
            yield from documents.accepted(source, began.plan.office, programme)
        yield from documents.printed(began.plan, "the demonstration")
        yield from reading_pdfs()
        yield from judged()
        yield from small_multiples()
        yield from side_by_side(tries=options.requests)
    yield from pages.measured(
        began.plan, began.reading, tries=options.requests, only=options.only, profiled=options.profile
    )
