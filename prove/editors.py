"""Two editors of one row: one wins, the other is told, and nothing is overwritten silently.

Two sessions read the same version of a row and save it at the same moment, for every model that people edit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from threading import Barrier, Thread
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection, connections
from django.db.models import F

from bench.ground import ROOT, Ground
from prove.arranged import of_cooperation, of_meetings
from prove.asked import of_asking
from prove.calling import of_calls
from prove.improving import of_improving
from prove.learning import of_learning
from prove.measured import of_measuring
from prove.networks import of_networks
from prove.proof import Proof
from prove.standing import BY, Standing, cells, stand, statement
from prove.written import Edited, of_municipalities
from samordner.documents.columns import Kind
from samordner.journal.deeds import Conflict, Refusal, Versioned
from samordner.journal.models import Entry
from samordner.journal.queries import first_break
from samordner.pages import clock
from samordner.participation.models import Observation
from samordner.participation.operations import correct
from samordner.participation.operations import register as register_observation
from samordner.places.models import Grouping
from samordner.places.operations import change_grouping
from samordner.plandocument.models import PlanReading
from samordner.plandocument.operations import begin_reading, correct_reading
from samordner.plans.models import Chapter, Plan
from samordner.plans.operations import change_chapter, change_plan, change_row
from samordner.plans.registers import Register, registers
from samordner.timeline.periods import read

FIXTURE = ROOT / "tests" / "fixtures" / "plans" / "fjordlandet.txt"
PAIRS = 50
WON, CONFLICT, REFUSED = "won", "conflict", "refused"


ELSEWHERE = {
    "boards.Import", "reports.Report", "plans.SheetIn", "places.OfficeLook", "revisions.Revision",
    "revisions.Comment", "letters.Wording", "letters.Letterhead", "mapping.Respondent", "mapping.Response",
    "networks.Attendance", "measurement.Exclusion",
}  # fmt: skip
"""Their deeds take no text to tell two writers apart, or much must stand before there is a row, or a letter leaves with
each; their own tests try two writers. An answer has a version for each of its cells, see `prove.answering`."""

CHANGING = (
    "places.operations", "plandocument.operations.beginning", "plans.operations.keeping", "meetings.operations.points",
    "minutes.operations.writing", "invitations.operations.registering", "cooperation.operations.arenas",
    "questionnaires.operations", "mapping.rounds.operations.planning", "findings.operations.coding",
    "networks.operations.running", "networks.learning.operations.cohorts",
    "measurement.operations.indicators",
)  # fmt: skip
"""Modules whose `change` the control replaces."""


def every(standing: Standing) -> Iterator[Edited]:
    """One row of every model that people edit, with the deed that edits it."""
    plan, by = standing.plan, BY
    for register in registers():
        yield _row(register, plan)
    chapter = plan.chapters.get()
    yield Edited(
        Chapter,
        lambda: Chapter.objects.select_related("plan__office").get(pk=chapter.pk),
        lambda row, text: change_chapter(
            row, version=row.version, title="Innledning", text=text, by=by, now=clock.now()
        ),
        lambda: Chapter.objects.get(pk=chapter.pk).text,
    )
    yield Edited(
        Plan,
        lambda: Plan.objects.select_related("office").get(pk=plan.pk),
        lambda row, text: change_plan(
            row, version=row.version, title=text, period=read("2021-2023"), dated=None, approved_by="",
            prepared_by=[], language="nb", by=by, now=clock.now(),
        ),
        lambda: Plan.objects.get(pk=plan.pk).title,
    )  # fmt: skip
    yield Edited(
        Grouping,
        lambda: Grouping.objects.select_related("office").get(pk=standing.grouping.pk),
        lambda row, text: change_grouping(
            row, name=text, kind=Grouping.Kind.OTHER, version=row.version, by=by, now=clock.now()
        ),
        lambda: Grouping.objects.get(pk=standing.grouping.pk).name,
    )
    reading = begin_reading(
        FIXTURE.name, FIXTURE.read_bytes(), office=standing.office, programme=standing.programme, by=by,
        now=clock.now(),
    )  # fmt: skip
    rows = PlanReading.objects.select_related("office", "programme", "file")
    yield Edited(
        PlanReading,
        lambda: rows.get(pk=reading.pk),
        lambda row, text: correct_reading(
            row, [{"do": "set-front", "field": "title", "value": text}], version=row.version, by=by,
            now=clock.now(),
        ),
        lambda: str(rows.get(pk=reading.pk).result["front"]["title"]),
    )  # fmt: skip
    yield from of_municipalities(standing)
    yield from of_meetings(standing)
    yield from of_cooperation(standing)
    yield from of_asking(standing)
    yield from of_learning(standing)
    yield from of_calls(standing)
    yield from of_networks(standing)
    yield from of_measuring(standing)
    yield from of_improving(standing)


def _row(register: Register[Any], plan: Plan) -> Edited:
    rows = register.model._default_manager
    pk = rows.filter(plan=plan)[0].pk
    name = next(column.key for column in register.columns if column.kind is not Kind.PERIOD)
    return Edited(
        register.model,
        lambda: rows.select_related("plan__office").get(pk=pk),
        lambda row, text: change_row(
            register, row, version=row.version, cells=cells(register, text), by=BY, now=clock.now()
        ),
        lambda: str(getattr(rows.get(pk=pk), name)),
    )


def prove(proof: Proof, _ground: Ground, *, share: float = 1.0) -> None:
    standing = stand()
    edited = list(every(standing))
    models = {
        model
        for model in apps.get_models()
        if issubclass(model, Versioned) and model._meta.label not in ELSEWHERE
    }
    proof.holds(
        f"every model that people edit is tried: {len(models)}", models == {each.model for each in edited}
    )
    pairs = max(2, round(PAIRS * share))
    total: Counter[str] = Counter()
    for each in edited:
        before = Entry.objects.count()
        found = Counter(pair(each, f"{each.model.__name__} {turn}") for turn in range(pairs))
        found["not one entry a pair"] = abs(Entry.objects.count() - before - pairs)
        total += found
    said = ", ".join(f"{count} {what}" for what, count in sorted(total.items()))
    proof.holds(
        f"{pairs * len(edited)} pairs: {said}", total == {"one won, one was told": pairs * len(edited)}
    )
    corrected = Counter(corrections(standing, turn) for turn in range(pairs))
    proof.holds(f"{pairs} pairs correcting one observation: {dict(corrected)}", corrected == {"one": pairs})
    proof.holds("the journal is whole", first_break() is None)
    overwritten = 0
    with careless():
        for each in edited:
            overwritten += sum(pair(each, f"careless {turn}") == "overwritten" for turn in range(5))
    proof.control(f"without the condition on the version, overwritten of {5 * len(edited)}", overwritten)


def pair(edited: Edited, name: str) -> str:
    """Two save at once what both have read: how it went."""
    rows = [edited.load(), edited.load()]
    texts = [f"{name} {who}" for who in ("a", "b")]
    results = at_once([partial(edited.save, row, text) for row, text in zip(rows, texts, strict=True)])
    says = edited.says()
    if sorted(results) == [CONFLICT, WON]:
        return (
            "one won, one was told" if says == texts[results.index(WON)] else "the winner's text is not there"
        )
    return "overwritten" if results == [WON, WON] else f"{results[0]} and {results[1]}"


def corrections(standing: Standing, turn: int) -> str:
    """Two correct one observation at once: exactly one does."""
    participation = standing.participations[turn % len(standing.participations)]
    wrong = register_observation(
        participation, statement(standing.definition, turn, f"wrong {turn}"), by=BY, now=clock.now()
    )
    said = [statement(standing.definition, turn + 1, f"right {turn} {who}") for who in ("a", "b")]
    results = at_once([partial(correct, wrong, one, by=BY, now=clock.now()) for one in said])
    count = Observation.objects.filter(corrects=wrong).count()
    return "one" if sorted(results) == [REFUSED, WON] and count == 1 else f"{results}, {count} corrections"


def at_once(deeds: list[Callable[[], object]]) -> list[str]:
    """Do the deeds in sessions of their own, let go at the same moment; how each went."""
    results = [""] * len(deeds)
    ready = Barrier(len(deeds))

    def session(number: int) -> None:
        try:
            connection.ensure_connection()
            ready.wait()
            deeds[number]()
            results[number] = WON
        except Conflict:
            results[number] = CONFLICT
        except Refusal:
            results[number] = REFUSED
        except Exception as problem:
            results[number] = type(problem).__name__
        finally:
            connections.close_all()

    sessions = [Thread(target=session, args=(number,)) for number in range(len(deeds))]
    for each in sessions:
        each.start()
    for each in sessions:
        each.join()
    return results


def careless() -> ExitStack:
    """The control: a change that does not ask whether the row is still the one that was seen."""

    def change(row: Versioned, *, version: int, **fields: Any) -> Versioned:
        type(row)._default_manager.filter(pk=row.pk).update(version=F("version") + 1, **fields)
        row.refresh_from_db()
        return row

    stack = ExitStack()
    for place in CHANGING:
        stack.enter_context(patch(f"samordner.{place}.change", change))
    return stack
