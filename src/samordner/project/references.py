"""What the source of something is called, and where it opens; and where needs were raised."""

from __future__ import annotations

from collections.abc import Mapping

from samordner.access.actors import Actor
from samordner.documents.columns import Link
from samordner.findings import references as findings
from samordner.minutes import references as minutes
from samordner.participation import references
from samordner.support import origins
from samordner.support.models import Need

REFERENCES: Mapping[str, references.Finder] = {"meeting": minutes.meetings, "answer": findings.answers}


def _raised_in(need: Need, actor: Actor) -> Link | None:
    return minutes.raised_in(need, actor) or findings.raised_in(need, actor)


ORIGINS: origins.Finder = _raised_in
