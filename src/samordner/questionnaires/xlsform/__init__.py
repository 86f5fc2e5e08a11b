"""Questionnaires as XLSForm, the standard of questionnaires in spreadsheets: read, and written.

    read = read_xlsform(content, "kartlegging.xlsx")        # raises Refused, with faults by sheet, row and column
    file = write_xlsform(read.content)                      # reads back as the same questionnaire

What is supported and what is not: `docs/decisions/0039-expressions-and-xlsform.md`.
"""

from samordner.questionnaires.xlsform.apart import Read, read_xlsform
from samordner.questionnaires.xlsform.places import Fault, Refused
from samordner.questionnaires.xlsform.writing import write_xlsform

__all__ = ["Fault", "Read", "Refused", "read_xlsform", "write_xlsform"]
