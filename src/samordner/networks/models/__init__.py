"""The plan's register of networks, the networks that are run, and the cohorts of those where one learns."""

from samordner.networks.models.learning import (
    Assessment,
    Attendance,
    ChecklistTick,
    Cohort,
    Gathering,
    Guidance,
    Phase,
    Team,
    TeamMember,
    TeamStep,
)
from samordner.networks.models.network import (
    MembershipOffer,
    NetworkMeeting,
    NetworkMember,
    RunningNetwork,
)
from samordner.networks.models.registers import Network

__all__ = [
    "Assessment", "Attendance", "ChecklistTick", "Cohort", "Gathering", "Guidance", "MembershipOffer", "Network",
    "NetworkMeeting", "NetworkMember", "Phase", "RunningNetwork", "Team", "TeamMember", "TeamStep",
]  # fmt: skip
