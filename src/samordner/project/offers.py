"""What offers are proven by: every package that knows of municipalities that were offered something."""

from __future__ import annotations

from samordner.networks.proving import of_networks
from samordner.offers.invited import of_meetings
from samordner.offers.sources import Source

PROOFS: tuple[Source, ...] = (of_meetings, of_networks)
