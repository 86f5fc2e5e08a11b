"""`samordner read-plan FILE --office KEY`: a document into an office's registers, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from django.db import transaction

from samordner.documents.recognition.opening import content_of
from samordner.documents.recognition.sources import Unreadable
from samordner.journal.deeds import Refusal
from samordner.places.models import Office
from samordner.plandocument.operations import accept_reading, begin_reading, correct_reading, same_plan
from samordner.plandocument.reading.corrections import CorrectionRefused, as_mapping, corrections_in
from samordner.plandocument.taking import doubtful
from samordner.programmes.models import Programme

BY = "command-line"


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(
        prog="samordner read-plan", description="Read a published plan into the registers."
    )
    made.add_argument("file", type=Path, metavar="FILE", help="the plan, as DOCX, ODT, PDF, HTML or text")
    made.add_argument("--office", required=True, metavar="KEY", help="the office whose plan it is")
    made.add_argument("--programme", default="", metavar="KEY", help="the programme that the plan is for")
    made.add_argument(
        "--language", default="nb", choices=["nb", "nn"], help="the language of the plan's labels"
    )
    made.add_argument(
        "--other-office-is-right",
        action="store_true",
        help="read it for this office though the front page names another",
    )
    made.add_argument("--corrections", type=Path, metavar="FILE", help="corrections as JSON or TOML")
    made.add_argument(
        "--keep-gone",
        action="store_true",
        help="keep rows and chapters that the document no longer has; without it the plan says what it says, "
        "and they are removed (each can be brought back)",
    )
    made.add_argument("--json", action="store_true", help="print the outcome as JSON")
    made.add_argument(
        "--dry-run", action="store_true", help="only show what would be read; needs no office and no database"
    )
    return made


def read_plan(arguments: Sequence[str], *, now: datetime) -> int:
    """Read, correct and accept in one deed: all or nothing. 0 when done, 2 with a sentence when not."""
    options = parser().parse_args(arguments)
    try:
        outcome = _into_registers(options, now)
    except (Refusal, CorrectionRefused, Unreadable, OSError) as problem:
        print(getattr(problem, "sentence", problem), file=sys.stderr)
        return 2
    if options.json:
        print(json.dumps(outcome, ensure_ascii=False, indent=2))
    elif outcome["change"]:
        print(
            f"{outcome['title']}\n{outcome['added']} rows added, {outcome['changed']} changed, "
            f"{outcome['removed']} removed; {outcome['to_look_at']} rows to look at."
        )
    else:
        print(f"{outcome['title']}\nNo change: the registers say what the document says.")
    return 0


@transaction.atomic
def _into_registers(options: argparse.Namespace, now: datetime) -> dict[str, str | int | bool]:
    office = Office.objects.filter(key=options.office).first()
    if office is None:
        keys = ", ".join(Office.objects.order_by("key").values_list("key", flat=True))
        raise Refusal(f"There is no office {options.office!r}. The offices are: {keys}.")
    programme = _programme(options.programme)
    content = content_of(options.file)
    reading = begin_reading(
        options.file.name,
        content,
        office=office,
        programme=programme,
        by=BY,
        now=now,
        office_is_right=options.other_office_is_right,
    )
    if options.corrections:
        edits = [as_mapping(each) for each in corrections_in(options.corrections)]
        reading = correct_reading(reading, edits, version=reading.version, by=BY, now=now)
    plan, taken = accept_reading(
        reading,
        into=same_plan(reading),
        version=reading.version,
        language=options.language,
        by=BY,
        now=now,
        gone=not options.keep_gone,
    )
    return {
        "plan": plan.pk,
        "title": plan.title,
        "change": taken.any,
        "added": taken.added,
        "changed": taken.changed,
        "removed": taken.removed,
        "to_look_at": doubtful(reading.result),
    }


def _programme(key: str) -> Programme:
    found = Programme.objects.filter(key=key).first() if key else None
    if found:
        return found
    keys = ", ".join(Programme.objects.order_by("key").values_list("key", flat=True))
    if key:
        raise Refusal(f"There is no programme {key!r}. The programmes are: {keys}.")
    raise Refusal(f"Say which programme the plan is for, with --programme. The programmes are: {keys}.")
