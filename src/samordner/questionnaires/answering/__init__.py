"""Answers to a questionnaire, without a database: what is asked, what was meant, what is wrong, what is sent in.

Values are by the name of a cell (`content.Cell`): text; whole and other numbers; days as ISO text; the key of a
choice; a list of keys; of a file whatever its keeper calls it. A cell that is not there was never written, and what
its question begins with (`default`) stands; None: it was emptied.
"""

from samordner.questionnaires.answering.asking import Asked, asked, begun_with, final
from samordner.questionnaires.answering.cells import (
    NO,
    YES,
    cell_named,
    cells_in,
    choices_in,
    computed,
    every_cell,
    is_other,
    is_still,
    label_of,
    rows_in,
)
from samordner.questionnaires.answering.checking import faults
from samordner.questionnaires.answering.reading import (
    REMOVE,
    STILL_RIGHT,
    USE,
    VERSION,
    Form,
    Given,
    Known,
    Reading,
    read_section,
)
from samordner.questionnaires.answering.understanding import (
    LONGEST_LINE,
    LONGEST_TEXT,
    Understood,
    steps_of,
    typed_of,
    understand,
)
from samordner.questionnaires.answering.wording import words_of

__all__ = [
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "NO",
    "REMOVE",
    "STILL_RIGHT",
    "USE",
    "VERSION",
    "YES",
    "Asked",
    "Form",
    "Given",
    "Known",
    "Reading",
    "Understood",
    "asked",
    "begun_with",
    "cell_named",
    "cells_in",
    "choices_in",
    "computed",
    "every_cell",
    "faults",
    "final",
    "is_other",
    "is_still",
    "label_of",
    "read_section",
    "rows_in",
    "steps_of",
    "typed_of",
    "understand",
    "words_of",
]
