"""Those who hang on a meeting: a package above says why a deed cannot be done, and is told, within the deed, when it was.

`project` gives the followers to `install` when the house is ready.
"""

from __future__ import annotations

from samordner.meetings.models import Meeting, MeetingStep


class Follower:
    """Knows nothing and asks for nothing, until a package says otherwise."""

    def why_not_remove(self, meeting: Meeting) -> str | None:
        """Why the meeting cannot be removed; None: it can. One that was announced is cancelled instead."""
        return None

    def after(self, meeting: Meeting, step: MeetingStep) -> None:
        """Told within the transaction of each deed: the meeting as it now stands, and the step that was done."""


_installed: tuple[Follower, ...] = ()


def install(followers: tuple[Follower, ...]) -> None:
    """Make these the followers of every meeting, told in this order."""
    global _installed  # noqa: PLW0603 - filled once, when the house is ready
    _installed = followers


def followers() -> tuple[Follower, ...]:
    return _installed


def why_not_remove(meeting: Meeting) -> str | None:
    """The first reason that a follower has."""
    return next((why for each in _installed if (why := each.why_not_remove(meeting))), None)


def tell(meeting: Meeting, step: MeetingStep) -> None:
    for each in _installed:
        each.after(meeting, step)
