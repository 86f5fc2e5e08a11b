"""From what a team writes down to a chart: questions about the data, never about letters, and the reason in words.

Which chart: Provost & Murray, The Health Care Data Guide; Montgomery, Introduction to Statistical Quality Control.
Everybody begins with a run chart.
"""

from samordner.spc.choosing.fitting import Choice, choose
from samordner.spc.choosing.questions import QUESTIONS, Answer, Question, questions
from samordner.spc.choosing.suggesting import Suggestion, reconsider

__all__ = ["QUESTIONS", "Answer", "Choice", "Question", "Suggestion", "choose", "questions", "reconsider"]
