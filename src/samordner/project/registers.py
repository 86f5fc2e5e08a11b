"""All registers of a plan, in the order of the printed plan: the one list, given to `plans` when ready."""

from __future__ import annotations

from typing import Any

from samordner.communications.documents import COMMUNICATION
from samordner.meetings.documents import MEETINGS
from samordner.networks.documents import NETWORKS
from samordner.plans.documents import (
    ACTOR_MEASURES,
    ACTORS,
    AUDIENCES,
    COOPERATION,
    FOLLOW_UP,
    GUIDELINES,
    INTERNAL_ORGANISATION,
    PERIOD_PLAN,
)
from samordner.plans.registers import Register

REGISTERS: tuple[Register[Any], ...] = (
    INTERNAL_ORGANISATION,
    MEETINGS,
    ACTORS,
    PERIOD_PLAN,
    COOPERATION,
    COMMUNICATION,
    NETWORKS,
    GUIDELINES,
    FOLLOW_UP,
    AUDIENCES,
    ACTOR_MEASURES,
)
