"""Deeds on who is in a network: municipalities, and organisations and work contacts outside; each for a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, Refusal, change, refuse, seen
from samordner.journal.keeping import not_a_day
from samordner.networks.models import NetworkMember, RunningNetwork
from samordner.networks.operations.keeping import locked, noted, why_not_write
from samordner.participation.models import Participation
from samordner.timeline.lasting import overlap

MOST = 1000
"""So many can be taken in at once."""


@dataclass(frozen=True, kw_only=True)
class Outside:
    """Somebody outside the municipalities: an organisation, and whom one reaches there by their work."""

    organisation: str = ""
    name: str = ""
    role: str = ""
    email: str = ""

    def tidy(self) -> Outside:
        return Outside(**{key: " ".join(str(value).split()) for key, value in asdict(self).items()})


def outside_of(member: NetworkMember) -> Outside:
    return Outside(organisation=member.organisation, name=member.name, role=member.role, email=member.email)


def why_not_join(network: RunningNetwork, since: date) -> Reason:
    """Why nobody can come into the network on that day: (the input it concerns, a sentence); None: they can."""
    if why := why_not_write(network):
        return "", why
    if fault := not_a_day("since", since):
        return fault
    if network.until and network.until <= since:
        return "since", _("The network has ended by then.")
    return None


@transaction.atomic
def join(
    network: RunningNetwork, participations: Collection[Participation], *, since: date, by: str, now: datetime
) -> list[NetworkMember]:
    """These municipalities are in the network from `since`; those who are in it then already are left as they are.

    Raises Refusal: when none of them is new, or one belongs to another office or programme.
    """
    network = locked(network)
    refuse(why_not_join(network, since))
    made = take_in(network, participations, since=since, by=by, now=now)
    if not made:
        raise Refusal(_("Choose at least one municipality that is not in the network already."), field="who")
    noted(network, "join", by, now, municipalities=len(made), since=since.isoformat(), first=made[0].pk)
    return made


def take_in(
    network: RunningNetwork, participations: Collection[Participation], *, since: date, by: str, now: datetime
) -> list[NetworkMember]:
    """New rows for those who are not in the network on or after `since`. The network is locked."""
    if len(participations) > MOST:
        raise Refusal(_("Take in at most %(number)d at once.") % {"number": MOST})
    for one in participations:
        if (one.programme_id, one.office_id) != (network.programme_id, network.office_id):
            raise Refusal(
                _("%(municipality)s belongs to another office or programme.") % {"municipality": one}
            )
        if one.until is not None and one.until <= since:
            raise Refusal(
                _("%(municipality)s does not take part then.") % {"municipality": one}, field="since"
            )
    there = set(
        network.members.filter(
            overlap(since, None), removed_at=None, participation__in=participations
        ).values_list("participation", flat=True)
    )
    return [
        NetworkMember.objects.create(network=network, participation=one, since=since, made_at=now, made_by=by)
        for one in participations
        if one.pk not in there
    ]


@transaction.atomic
def undo_join(network: RunningNetwork, first: NetworkMember, *, by: str, now: datetime) -> int:
    """Take out again all those who came in together with `first` and were not touched since. Raises Refusal."""
    network = locked(network)
    rows = network.members.select_for_update(of=("self",)).filter(
        made_at=first.made_at,
        made_by=first.made_by,
        version=1,
        removed_at=None,
        offers=None,
        participation__isnull=False,
    )
    found = list(rows.order_by("pk"))
    if not found:
        raise Refusal(_("They have been taken out, or changed, already."))
    for row in found:
        change(row, version=row.version, removed_at=now)
    noted(network, "undo_join", by, now, municipalities=len(found), first=first.pk)
    return len(found)


# Outside


def not_someone(said: Outside) -> Reason:
    if not said.organisation.strip() and not said.name.strip():
        return "organisation", _("Say which organisation it is, or who.")
    if said.email.strip() and not said.name.strip() and not said.role.strip():
        return "name", _("Say whose address it is: a name or a function.")
    return None


@transaction.atomic
def add_outside(
    network: RunningNetwork, said: Outside, *, since: date, by: str, now: datetime
) -> NetworkMember:
    """An organisation or a work contact outside the municipalities is in the network from `since`. Raises Refusal."""
    said = said.tidy()
    network = locked(network)
    refuse(why_not_join(network, since))
    refuse(not_someone(said))
    same = network.members.filter(
        overlap(since, None), participation=None, removed_at=None, erased_at=None,
        organisation__iexact=said.organisation, name__iexact=said.name, role__iexact=said.role,
    )  # fmt: skip
    if same.exists():
        raise Refusal(_("They are in the network already."), field="organisation")
    made = NetworkMember.objects.create(network=network, since=since, made_at=now, made_by=by, **asdict(said))
    noted(made, "join", by, now, network=network.pk, since=since.isoformat())
    return made


def why_not_change(member: NetworkMember) -> str | None:
    """Why what is said of a member cannot be changed; None: it can."""
    if member.removed_at:
        return _("It is removed. Bring it back first.")
    return why_not_write(member.network)


@transaction.atomic
def change_member(
    member: NetworkMember, said: Outside | None, *, since: date, version: int, by: str, now: datetime
) -> NetworkMember:
    """Correct since when a member is in the network, and of one outside who it is (`said`). Raises Refusal and Conflict."""
    locked(member.network)
    seen(member, version)
    refuse(_reason(why_not_change(member)))
    refuse(not_a_day("since", since))
    if member.until and member.until <= since:
        raise Refusal(_("It left before that day."), field="since")
    fields = {}
    if member.participation_id is None and said is not None:
        if member.erased_at:
            raise Refusal(_("Who it was is erased, so there is nothing to change."))
        refuse(not_someone(said.tidy()))
        fields = asdict(said.tidy())
    elif _others(member, since, member.until).exists():
        raise Refusal(_("It was in the network at another time that this would overlap."), field="since")
    change(member, version=version, since=since, **fields)
    noted(member, "change", by, now, network=member.network_id)
    return member


def _others(member: NetworkMember, since: date | None, until: date | None) -> QuerySet[NetworkMember]:
    rows = NetworkMember.objects.filter(
        overlap(since, until),
        network=member.network_id,
        participation=member.participation_id,
        removed_at=None,
    )
    return rows.exclude(pk=member.pk) if member.participation_id else rows.none()


# Out, and in again


def why_not_leave(member: NetworkMember) -> str | None:
    if why := why_not_change(member):
        return why
    return _("It has left already.") if member.until else None


@transaction.atomic
def leave(
    member: NetworkMember, *, last_day: date, why: str, version: int, by: str, now: datetime
) -> NetworkMember:
    """A member is in the network until and with `last_day`. Raises Refusal and Conflict."""
    seen(member, version)
    refuse(_reason(why_not_leave(member)))
    refuse(not_a_day("last_day", last_day))
    if member.since and last_day < member.since:
        raise Refusal(_("It was not in the network yet on that day."), field="last_day")
    change(member, version=version, until=last_day + timedelta(days=1), left_why=why.strip())
    noted(member, "leave", by, now, network=member.network_id, on=last_day.isoformat())
    return member


@transaction.atomic
def undo_leave(member: NetworkMember, *, version: int, by: str, now: datetime) -> NetworkMember:
    """It did not leave after all. Raises Refusal and Conflict."""
    locked(member.network)
    seen(member, version)
    refuse(_reason(why_not_change(member)))
    if member.until is None:
        raise Refusal(_("It has not left."))
    if _others(member, member.since, None).exists():
        raise Refusal(_("It has come in again since then."))
    change(member, version=version, until=None, left_why="")
    noted(member, "undo_leave", by, now, network=member.network_id)
    return member


@transaction.atomic
def remove_member(member: NetworkMember, *, version: int, by: str, now: datetime) -> NetworkMember:
    """Noted by mistake: take it out of every list. Raises Refusal, Conflict."""
    seen(member, version)
    refuse(_reason(why_not_change(member)))
    change(member, version=version, removed_at=now)
    noted(member, "remove", by, now, network=member.network_id)
    return member


@transaction.atomic
def restore_member(member: NetworkMember, *, version: int, by: str, now: datetime) -> NetworkMember:
    """Bring a member back that was removed by mistake. Raises Refusal and Conflict."""
    locked(member.network)
    seen(member, version)
    refuse(_reason(why_not_write(member.network)))
    if member.removed_at is None:
        raise Refusal(_("It is not removed."))
    if _others(member, member.since, member.until).exists():
        raise Refusal(_("It has come in again since then."))
    try:
        with transaction.atomic():
            change(member, version=version, removed_at=None)
    except IntegrityError as error:
        raise Refusal(_("Another has taken its place meanwhile, so it stays removed.")) from error
    noted(member, "restore", by, now, network=member.network_id)
    return member


@transaction.atomic
def erase_member(member: NetworkMember, *, version: int, by: str, now: datetime) -> NetworkMember:
    """Blank who it was, for good; the organisation and the function are left. Raises Refusal and Conflict."""
    seen(member, version)
    if member.participation_id or member.erased_at or not (member.name or member.email):
        raise Refusal(_("There is nobody's name here to erase."))
    kept = member.organisation or _("(erased)")
    change(member, version=version, erased_at=now, name="", email="", organisation=kept)
    noted(member, "erase", by, now, network=member.network_id)
    return member


def _reason(sentence: str | None) -> Reason:
    return ("", sentence) if sentence else None
