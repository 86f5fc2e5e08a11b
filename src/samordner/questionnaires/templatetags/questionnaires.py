"""Sections of questionnaires in templates."""

from __future__ import annotations

from typing import Any

from django import template

from samordner.questionnaires.drawing import Drawing, Drawn, control, drawn_questions, filled, said_of

register = template.Library()
register.simple_tag(control)
register.simple_tag(said_of, name="said")


@register.inclusion_tag("questionnaires/drawn/section.html")
def draw_section(drawing: Drawing) -> dict[str, Any]:
    """A whole section: its title, what is wrong in it, and the questions that are asked (`questionnaires.drawing`)."""
    questions = drawn_questions(drawing)
    return {
        "section": drawing.section,
        "intro": filled(drawing, drawing.section.intro),
        "questions": questions,
        "faulty": [each for question in questions for each in _faulty(question, drawing.read_only)],
        "read_only": drawing.read_only,
        "level": drawing.level,
    }


def _faulty(question: Drawn, read_only: bool) -> list[dict[str, str]]:
    """What is wrong in a question, each with the place that it leads to and what it is about."""
    return [
        {
            "focus": question.id if read_only else each.focus,
            "about": each.label or question.label,
            "fault": each.fault,
        }
        for each in question.inputs
        if each.fault
    ]
