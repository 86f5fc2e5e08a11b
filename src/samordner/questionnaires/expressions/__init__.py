"""Expressions of XLSForm: conditions, constraints, filters and calculations over the answers of a questionnaire.

    evaluate(parse("${age} >= 18 and selected(${help}, 'home')"), Answers({"age": 20, "help": ["home"]}, today))

The part of XPath that ODK's forms use, as ODK understands it: `docs/decisions/0039-expressions-and-xlsform.md`.
"""

from samordner.questionnaires.expressions.evaluating import Answers, calculated, evaluate, holds
from samordner.questionnaires.expressions.faults import ExpressionError
from samordner.questionnaires.expressions.parsing import Expression, parse
from samordner.questionnaires.expressions.reading import (
    asks_own,
    columns_in,
    names_in,
    names_in_text,
    renamed,
    renamed_in_text,
)
from samordner.questionnaires.expressions.values import Value

__all__ = [
    "Answers",
    "Expression",
    "ExpressionError",
    "Value",
    "asks_own",
    "calculated",
    "columns_in",
    "evaluate",
    "holds",
    "names_in",
    "names_in_text",
    "parse",
    "renamed",
    "renamed_in_text",
]
