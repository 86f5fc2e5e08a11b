"""What a round found, for pages, reports and whoever else wants to tell of it.

found = results(mapping_round)
found.cell("plan").counts[0].words  # "13 of 43"
"""

from samordner.findings.counting import (
    BLANK,
    NOT_ASKED,
    SILENT,
    SUPPRESSED,
    Answer,
    Base,
    Count,
    Numbers,
    said,
)
from samordner.findings.queries.results import counted, results
from samordner.findings.queries.results.cells import categories, crossing, personal
from samordner.findings.queries.results.found import (
    Cross,
    Filters,
    Found,
    QuestionFound,
    Results,
    SectionFound,
    Text,
    ThemeCount,
)
from samordner.findings.queries.sources import Material, Unit, material

__all__ = [
    "BLANK",
    "NOT_ASKED",
    "SILENT",
    "SUPPRESSED",
    "Answer",
    "Base",
    "Count",
    "Cross",
    "Filters",
    "Found",
    "Material",
    "Numbers",
    "QuestionFound",
    "Results",
    "SectionFound",
    "Text",
    "ThemeCount",
    "Unit",
    "categories",
    "counted",
    "crossing",
    "material",
    "personal",
    "results",
    "said",
]
