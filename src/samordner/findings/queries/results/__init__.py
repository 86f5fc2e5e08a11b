"""What a round found: question by question, counted, with bounds, and suppressed where it would tell of persons."""

from __future__ import annotations

from samordner.findings.queries.results.found import Filters, Results
from samordner.findings.queries.results.tallying import Tally
from samordner.findings.queries.sources import Material, material
from samordner.findings.queries.themes import Coded, coded
from samordner.mapping.models import MappingRound


def results(of: MappingRound, filters: Filters | None = None) -> Results:
    """What the round found, in the reader's language. `of` comes with its edition and questionnaire."""
    return counted(material(of), filters or Filters())


def counted(whole: Material, filters: Filters) -> Results:
    """The same of material that is at hand already."""
    here = whole.among(filters.members)
    coding = coded(here.of) if not here.why_not else Coded((), {})
    made = Tally(here, coding)
    sections = made.sections(filters.by) if not here.why_not else ()
    return Results(
        of=here.of,
        content=here.content,
        asked=len(here.units),
        answered=_answered(here),
        silent=tuple(each for each in here.units if not each.answered),
        sections=sections,
        why_not=here.why_not,
        later=here.later,
        fewest=here.fewest,
        by=filters.by,
    )


def _answered(here: Material) -> int:
    return len(here.answers) if here.answers else sum(each.answered for each in here.units)
