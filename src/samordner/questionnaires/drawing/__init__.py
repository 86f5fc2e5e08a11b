"""A section of a questionnaire, ready to be drawn as HTML (`{% load questionnaires %}{% draw_section drawing %}`).

In the form that is drawn, the names of inputs are the names of cells; beside each stands "version:<cell>" (hidden),
"still:<cell>" where something is registered (yes or no; of a whole matrix one tick, "still:<key>"), "use:<cell>" where
an answer was given elsewhere, and "remove:<cell>" for each file. `answering.read_section` reads it. What is not asked
is not drawn. The form itself, its buttons and its token are the caller's; it sends "multipart/form-data" where
`takes_files`.
"""

from samordner.questionnaires.answering import Given, Known
from samordner.questionnaires.drawing.controls import control, said_of
from samordner.questionnaires.drawing.parts import Drawn, Input, Option, drawn_questions, filled
from samordner.questionnaires.drawing.whole import Attached, Drawing

__all__ = [
    "Attached",
    "Drawing",
    "Drawn",
    "Given",
    "Input",
    "Known",
    "Option",
    "control",
    "drawn_questions",
    "filled",
    "said_of",
]
