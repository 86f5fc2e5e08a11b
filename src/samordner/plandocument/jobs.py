"""`samordner read-plan FILE` and `samordner print-plan --out FILE`: a document in and out, from the command line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import DatabaseError, transaction

from samordner.documents.printing import DocumentFormat, print_document
from samordner.documents.recognition.opening import content_of
from samordner.documents.recognition.sources import Unreadable
from samordner.journal.deeds import Refusal
from samordner.places.models import Office
from samordner.plandocument.documents import plan_document
from samordner.plandocument.operations import accept_reading, begin_reading, correct_reading, same_plan
from samordner.plandocument.queries import contents, every_plan
from samordner.plandocument.reading.corrections import CorrectionRefused, as_mapping, corrections_in
from samordner.plandocument.taking import doubtful
from samordner.plans.models import Plan
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition

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
        kept = f", {outcome['kept']} kept that it no longer has" if outcome["kept"] else ""
        print(
            f"{outcome['title']}\n{outcome['added']} rows added, {outcome['changed']} changed, "
            f"{outcome['removed']} removed{kept}; {outcome['to_look_at']} rows to look at."
        )
    elif outcome["kept"]:
        print(f"{outcome['title']}\nNo change: {outcome['kept']} that the document no longer has are kept.")
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
        "kept": taken.kept,
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


# Printing


def print_parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="samordner print-plan", description="Print a plan as a document.")
    made.add_argument(
        "--as", dest="ending", default="pdf", choices=["pdf", "docx", "html"], help="default: pdf"
    )
    made.add_argument(
        "--lang", default="", choices=["nb", "nn"], help="of the labels; default: the plan's own"
    )
    made.add_argument("--out", required=True, type=Path, metavar="FILE", help="the file to write")
    made.add_argument("--office", default="", metavar="KEY", help="the office whose plan it is")
    made.add_argument("--programme", default="", metavar="KEY", help="the programme that the plan is for")
    made.add_argument("--plan", type=int, metavar="NUMBER", help="the plan, by its number")
    return made


def print_plan(arguments: Sequence[str]) -> int:
    """Write the newest plan that answers to the choice. 0 when done, 2 with a sentence when not."""
    options = print_parser().parse_args(arguments)
    try:
        plan = chosen(list(every_plan()), options.office, options.programme, options.plan)
        language = options.lang or (plan.language if plan.language in {"nb", "nn"} else "nb")
        document = plan_document(contents(plan, language), definition(plan.programme.key), language=language)
        printed = print_document(document, DocumentFormat(options.ending))
        options.out.write_bytes(printed.content)
    except DatabaseError:
        print("The database is not ready. Run: samordner migrate", file=sys.stderr)
        return 2
    except (Refusal, OSError) as problem:
        print(getattr(problem, "sentence", problem), file=sys.stderr)
        return 2
    print(f"{plan.title}\n{options.out}: {len(printed.content):,} bytes")
    return 0


def chosen(plans: Sequence[Plan], office: str, programme: str, number: int | None) -> Plan:
    """The one plan, else the newest of one office for one programme. Refusal, with the choices, when that is none."""
    found = [
        plan
        for plan in plans
        if (not office or plan.office.key == office)
        and (not programme or plan.programme.key == programme)
        and (number is None or plan.pk == number)
    ]
    if found and len({(plan.office_id, plan.programme_id) for plan in found}) == 1:
        return max(found, key=lambda plan: (plan.dated_start or plan.period_start or date.min, plan.pk))
    lines = [
        f"  --plan {plan.pk}  --office {plan.office.key}  --programme {plan.programme.key}  {plan.title}"
        for plan in (found or plans)
    ]
    if not lines:
        raise Refusal("There is no plan in the database.")
    why = "Several plans answer to that. Choose one of:" if found else "There is no such plan. The plans are:"
    raise Refusal("\n".join([why, *lines]))
