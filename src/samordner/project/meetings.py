"""Who hangs on a meeting: the followers that are told of each deed, and the panels on its page."""

from __future__ import annotations

from samordner.invitations.operations.following import Inviting
from samordner.invitations.panels import INVITED
from samordner.mapping.rounds.panels import ASKED
from samordner.meetings.followers import Follower
from samordner.meetings.panels import Panel
from samordner.minutes.following import Minuted
from samordner.minutes.panels import PANEL as MINUTES
from samordner.networks.panels import OF_MEETINGS

FOLLOWERS: tuple[Follower, ...] = (Inviting(), Minuted())
PANELS: tuple[Panel, ...] = (INVITED, MINUTES, OF_MEETINGS, ASKED)
