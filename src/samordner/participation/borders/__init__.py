"""What is known across border changes: on that day's borders, or on today's.

Who was said something of lives on under another number, in parts, or together with others. What goes on by
itself, what asks for a person's decision and what a decision settles is told in `docs/decisions/0017-borders.md`.
"""

from samordner.participation.borders.asking import known
from samordner.participation.borders.shapes import Borders, Inherited, Known, Question, Why
from samordner.participation.borders.weighing import covers, goes_on

__all__ = ["Borders", "Inherited", "Known", "Question", "Why", "covers", "goes_on", "known"]
