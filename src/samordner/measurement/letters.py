"""The letters to a team's members: their personal link, and that this period's values are still to be written in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from samordner.letters.composing import To
from samordner.letters.kinds import MUNICIPALITY, NAME, OFFICE, Field, Kind, Text
from samordner.measurement.models import Indicator
from samordner.measurement.periods import period_text
from samordner.networks.learning.operations.teams import about_team
from samordner.networks.models import Team, TeamMember

TEAM = Field("team", _("the improvement team"), ("Team Sjøsiden", "Team Sjøsida"))
COHORT = Field("cohort", _("the cohort"), ("Pulje 1", "Pulje 1"))
PERIOD = Field("period", _("what is to be written in"), ("Måltidsro: april 2021", "Måltidsro: april 2021"))
LINK = Field(
    "link", _("the personal link"), ("https://samordner.example/team/…", "https://samordner.example/team/…"),
    needed=True, secret=True,
)  # fmt: skip
TOLD = (NAME, MUNICIPALITY, OFFICE, TEAM, COHORT)
KEPT = timedelta(days=180)
"""So long a letter with a personal link is kept, in all."""


def _kind(key: str, name: object, more: tuple[Field, ...], nb: tuple[str, str], nn: tuple[str, str]) -> Kind:
    return Kind(
        key=key, name=name, fields=(*TOLD, *more),  # type: ignore[arg-type]
        nb=Text(nb[0], f"Hei, {{name}}\n\n{nb[1]}\n\nHilsen\n{{office}}"),
        nn=Text(nn[0], f"Hei, {{name}}\n\n{nn[1]}\n\nHelsing\n{{office}}"),
    )  # fmt: skip


TEAM_LINK = _kind(
    "team-link", _("Improvement team: personal link"), (LINK,),
    ("{team}: skriv inn tallene deres her",
     "Her skriver du inn månedens tall for {team} i {municipality}, ser hva diagrammet sier, noterer hva dere har prøvd "
     "ut, og vurderer hvor langt dere har kommet:\n{link}\n\nLenken er personlig og virker på mobil uten passord. Lagre "
     "den som bokmerke. Skriv aldri noe om en enkelt person der."),
    ("{team}: skriv inn tala dykkar her",
     "Her skriv du inn tala for månaden for {team} i {municipality}, ser kva diagrammet seier, noterer kva de har prøvd "
     "ut, og vurderer kor langt de har kome:\n{link}\n\nLenkja er personleg og verkar på mobil utan passord. Lagre ho "
     "som bokmerke. Skriv aldri noko om ein enkelt person der."),
)  # fmt: skip
REMINDER = _kind(
    "team-reminder", _("Improvement team: values are still to be written in"), (PERIOD, LINK),
    ("{team}: tall som mangler",
     "Dette er ikke skrevet inn for {team}:\n\n{period}\n\nDet tar under ett minutt:\n{link}\n\nBle det ikke målt, eller var "
     "det ikke aktuelt, sier du det der. Da minner vi ikke om det igjen."),
    ("{team}: tal som manglar",
     "Dette er ikkje skrive inn for {team}:\n\n{period}\n\nDet tek under eitt minutt:\n{link}\n\nBlei det ikkje målt, eller var "
     "det ikkje aktuelt, seier du det der. Då minner vi ikkje om det att."),
)  # fmt: skip
KINDS = (TEAM_LINK, REMINDER)


def about(team: Team) -> str:
    """What the letters to a team are found by."""
    return about_team(team.pk)


def key_of(member: TeamMember, what: str) -> str:
    """What a letter is told from every other by."""
    return f"team/{member.team_id}/{member.pk}/{what}"


def link_address(secret: str) -> str:
    """The whole address of a personal link, as it stands in a letter."""
    return f"{settings.SITE_ADDRESS}{reverse('measurement:team', args=[secret])}"


def to_member(
    member: TeamMember, team: Team, what: str, *, secret: str, waiting: Sequence[tuple[Indicator, Sequence[date]]] = (),
    now: datetime,
) -> To:  # fmt: skip
    """A letter to a member. `waiting`: what is still to be written in, by indicator."""

    def values(language: str) -> dict[str, str]:
        with override(language):
            said = {"team": team.name, "cohort": team.cohort.name, "link": link_address(secret)}
            if waiting:
                said["period"] = "\n".join(f"– {row.name}: {_periods(row, days)}" for row, days in waiting)
        return said

    return To(
        key=key_of(member, what), name=member.name or member.position, address=member.email, about=about(team),
        values=values, participation=team.participation, erase_from=now + KEPT,
    )  # fmt: skip


def _periods(indicator: Indicator, days: Sequence[date]) -> str:
    shown = [period_text(day, indicator.rhythm) for day in days[-3:]]
    return ", ".join(([f"(+{len(days) - 3})"] if len(days) > 3 else []) + shown)
