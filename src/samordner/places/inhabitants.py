"""How many live in each municipality: read from a table as Statistics Norway gives it, and kept."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.places.models import Inhabitants, Municipality

CODE = re.compile(r"(?:K[-_ ])?(\d{4})\b")


@dataclass(frozen=True)
class Counted:
    """How many there are in a municipality, by its code."""

    code: str
    number: int


def read(text: str) -> list[Counted]:
    """The counts in a table: a line for each municipality, its code first ("1505" or "K-1505 Kristiansund"), the number
    last; with commas, semicolons or tabs. Other lines are passed over. Raises Refusal when there is none, or a
    municipality stands twice with different numbers.
    """
    found: dict[str, int] = {}
    for cells in csv.reader(text.lstrip("\ufeff").splitlines(), delimiter=_delimiter(text)):
        code = CODE.match(cells[0].strip()) if len(cells) > 1 else None
        digits = re.sub(r"[\s\u00a0\u202f]", "", cells[-1]) if code else ""
        if code is None or not digits.isdecimal():
            continue
        if found.setdefault(code[1], int(digits)) != int(digits):
            raise Refusal(_("%(code)s stands twice with different numbers.") % {"code": code[1]})
    if not found:
        raise Refusal(_("No line begins with a municipality's number and ends with a count."))
    return [Counted(code, number) for code, number in found.items()]


def _delimiter(text: str) -> str:
    first = next((line for line in text.splitlines() if CODE.match(line.strip().strip('"'))), "")
    return max(";\t,", key=first.count)


@transaction.atomic
def count(counts: list[Counted], *, on: date, source: str, by: str, now: datetime) -> int:
    """Keep how many lived in each municipality on a day; what was kept for that day is corrected. How many changed.

    Raises Refusal, naming the codes that are no municipality of that day; then nothing is kept.
    """
    if not source.strip():
        raise Refusal(_("Say where it is stated."), field="source")
    places = {row.code: row for row in Municipality.objects.as_of(on)}
    if unknown := sorted(each.code for each in counts if each.code not in places):
        text = _("These are no municipalities on that day: %(codes)s.")
        raise Refusal(text % {"codes": ", ".join(unknown)})
    there = dict(Inhabitants.objects.filter(since=on).values_list("municipality__code", "number"))
    changed = [each for each in counts if there.get(each.code) != each.number]
    for each in changed:
        Inhabitants.objects.update_or_create(
            municipality=places[each.code],
            since=on,
            defaults={"number": each.number, "source": source.strip()},
        )
    if changed:
        record(by, "count", "inhabitants", on.isoformat(), now, {"municipalities": len(changed)})
    return len(changed)
