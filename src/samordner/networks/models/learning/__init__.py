"""Learning networks: cohorts, their gatherings, the teams in them, and what each team was given and has come to.

What was not noted is unknown, and is never counted as absent, not held or zero.
"""

from samordner.networks.models.learning.cohorts import MOST, NAME, SHORT, Cohort, Gathering, Kept
from samordner.networks.models.learning.following import (
    BEST,
    HALF,
    LEAST,
    SCORES,
    Assessment,
    Attendance,
    ChecklistTick,
    Guidance,
)
from samordner.networks.models.learning.teams import Phase, Team, TeamMember, TeamStep

__all__ = [
    "BEST",
    "HALF",
    "LEAST",
    "MOST",
    "NAME",
    "SCORES",
    "SHORT",
    "Assessment",
    "Attendance",
    "ChecklistTick",
    "Cohort",
    "Gathering",
    "Guidance",
    "Kept",
    "Phase",
    "Team",
    "TeamMember",
    "TeamStep",
]
