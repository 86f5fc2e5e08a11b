"""Notes at a point of a chart, or over several; a note may be one of the project's cycles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.improvement.models import Cycle
from samordner.journal.deeds import Reason, change, refuse, seen, sentence_of
from samordner.journal.keeping import not_a_day
from samordner.measurement.models import LINE, Annotation, Indicator
from samordner.measurement.operations.keeping import noted, why_not_touch
from samordner.measurement.periods import first_of

MOST = 200


@dataclass(frozen=True, kw_only=True)
class Note:
    """What is noted at `day`, or from it `until` another."""

    day: date
    until: date | None = None
    text: str = ""
    cycle: Cycle | None = None

    def tidy(self, rhythm: str) -> Note:
        until = first_of(self.until, rhythm) if self.until else None
        day = first_of(self.day, rhythm)
        return Note(
            day=day, until=None if until == day else until, text=" ".join(self.text.split()), cycle=self.cycle
        )


def not_noted(indicator: Indicator, note: Note) -> Reason:
    """Why this cannot be noted: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(indicator):
        return "", sentence
    if not note.text.strip() and note.cycle is None:
        return "text", _("Write a few words, or choose a PDSA cycle.")
    if len(note.text) > LINE:
        return "text", _("At most 500 characters.")
    if fault := not_a_day("day", note.day) or not_a_day("until", note.until):
        return fault
    if note.until and note.until < note.day:
        return "until", _("It cannot end before it begins.")
    if note.cycle and note.cycle.project_id != indicator.project_id:
        return "cycle", _("Choose one of the project's own cycles.")
    return None


def why_not_annotate(indicator: Indicator, note: Note) -> str | None:
    """Why this cannot be noted; None: it can."""
    return sentence_of(not_noted(indicator, note))


@transaction.atomic
def annotate(indicator: Indicator, note: Note, *, by: str, now: datetime) -> Annotation:
    """Note something at a point. Raises Refusal."""
    note = note.tidy(indicator.rhythm)
    refuse(not_noted(indicator, note))
    if indicator.annotations.filter(removed_at=None).count() >= MOST:
        refuse(("", _("A chart has at most %(most)d notes.") % {"most": MOST}))
    made = Annotation.objects.create(
        indicator=indicator, day=note.day, until=note.until, text=note.text, cycle=note.cycle, made_at=now, made_by=by
    )  # fmt: skip
    noted(made, "annotate", by, now, day=note.day.isoformat())
    return made


@transaction.atomic
def change_annotation(
    annotation: Annotation, note: Note, *, version: int, by: str, now: datetime
) -> Annotation:
    """Write a note anew. Raises Refusal and Conflict."""
    seen(annotation, version)
    note = note.tidy(annotation.indicator.rhythm)
    refuse(not_noted(annotation.indicator, note))
    change(annotation, version=version, day=note.day, until=note.until, text=note.text, cycle=note.cycle)
    noted(annotation, "change", by, now)
    return annotation
