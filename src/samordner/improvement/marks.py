"""How far something has come, as a sign and a tone: never by colour alone."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString

from samordner.improvement.models import Act, Standing, State, Uptake

MARKS: dict[str, tuple[str, str]] = {
    Standing.PLANNED: ("○", "neutral"),
    Standing.RUNNING: ("◑", "info"),
    Standing.ENDED: ("●", "neutral"),
    State.STUDIED: ("◕", "info"),
    State.DECIDED: ("●", "neutral"),
    Act.ADOPT: ("✓", "success"),
    Act.ADAPT: ("↻", "info"),
    Act.ABANDON: ("✕", "neutral"),
    Uptake.State.SEEN: ("○", "neutral"),
    Uptake.State.TAKEN_UP: ("✓", "success"),
    Uptake.State.STOPPED: ("✕", "neutral"),
}
"""The sign and the tone of each; a planned or running cycle is marked as such a project."""


def tag(state: Standing | State | Act | Uptake.State) -> SafeString:
    """The sign and the words of a state, as a tag."""
    sign, tone = MARKS[state]
    return format_html(
        '<span class="ds-tag" data-color="{}"><span aria-hidden="true">{}</span>&nbsp;{}</span>',
        tone, sign, state.label,
    )  # fmt: skip
