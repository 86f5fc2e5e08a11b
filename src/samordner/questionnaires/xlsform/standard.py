"""What pyxform, the standard's own reader, says of a form."""

from __future__ import annotations

import re

from samordner.questionnaires.expressions.faults import gettext_noop
from samordner.questionnaires.xlsform.places import Found, Line

REASON = gettext_noop("The standard's own reader, pyxform, refuses it: %(reason)s")
BROKEN = gettext_noop("The standard's own reader, pyxform, cannot read the form (%(reason)s).")

ROW = re.compile(r"\[row : (\d+)\]\s*")
PLACE = re.compile(r"On the '(?P<sheet>\w+)' sheet, the '(?P<column>[^']+)' value(?: '[^']*')?")
LONGEST = 400


def check(content: bytes, found: Found) -> None:
    """Adds a fault where pyxform refuses the form. It stops at the first."""
    from pyxform.builder import create_survey_element_from_dict  # half a second to load
    from pyxform.errors import PyXFormError
    from pyxform.xls2json import workbook_to_json
    from pyxform.xls2json_backends import get_xlsform

    try:
        # What its `convert` does, but for the temporary file that `convert` writes: the reader of files writes none.
        form = workbook_to_json(
            get_xlsform(content, file_type=".xlsx"), fallback_form_name="form", warnings=[]
        )
        create_survey_element_from_dict(form).xml().toxml()
    except PyXFormError as problem:
        _place(str(problem), found)
    except MemoryError:
        raise
    except Exception as problem:  # it does not foresee everything that a file may hold
        if not found.faults:
            found.fault(Line("", 0), "", BROKEN, reason=type(problem).__name__)


def _place(reason: str, found: Found) -> None:
    row = ROW.search(reason)
    place = PLACE.search(reason)
    said = " ".join(ROW.sub("", reason).split())[:LONGEST]
    number = int(row[1]) if row else 0
    sheet = place["sheet"] if place else "survey" if number else ""
    if found.faults and (
        not number or any(each.row == number and each.sheet == sheet for each in found.faults)
    ):
        return  # we have said it in our own words
    found.fault(Line(sheet, number), place["column"] if place else "", REASON, reason=said)
