"""Deeds on a network itself: it is run, from a plan's row or not; changed; held against the plan; ended."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Reason, Refusal, change, refuse, seen
from samordner.journal.keeping import not_a_day
from samordner.networks.models import Network, RunningNetwork
from samordner.networks.models.network import NAME, Standing
from samordner.networks.operations.keeping import not_months, noted, why_not_write
from samordner.networks.queries.comparing import cells_of, facts_in, fields_of, folded
from samordner.places.models import Office
from samordner.programmes.models import Programme
from samordner.programmes.queries import definition


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is said of a network. Fields as in `RunningNetwork`."""

    name: str
    kind: str = ""
    operated_by: str = ""
    standing: str = ""
    audience: str = ""
    theme: str = ""
    form: str = ""
    rhythm: str = ""
    benefit: str = ""
    meet_every: int | None = None
    since: date | None = None

    def tidy(self) -> Facts:
        """The same without spaces around, names on one line."""
        texts = {
            name: getattr(self, name).strip()
            for name in ("audience", "theme", "form", "benefit", "operated_by")
        }
        lines = {name: " ".join(getattr(self, name).split()) for name in ("name", "rhythm")}
        return replace(self, **texts | lines)


def facts_of(network: RunningNetwork) -> Facts:
    return Facts(**{one.name: getattr(network, one.name) for one in fields(Facts)})


def not_said(facts: Facts, programme: str) -> Reason:
    """Why a network of the programme (its key) cannot say this: (the input it concerns, a sentence); None: it can."""
    if not facts.name.strip():
        return "name", _("Give the network a name.")
    for name in ("name", "rhythm"):
        if len(getattr(facts, name)) > NAME:
            return name, _("Write at most %(most)d characters.") % {"most": NAME}
    if facts.kind and facts.kind not in {one.key for one in definition(programme).network_kinds}:
        return "kind", _("Choose one of the kinds of networks that the programme has.")
    if facts.standing and facts.standing not in Standing.values:
        return "standing", _("Choose existing, developed further or new.")
    return not_months("meet_every", facts.meet_every) or not_a_day("since", facts.since)


def _not_alone(office: Office, programme: Programme, name: str, but: int = 0) -> Reason:
    """Two that go by one name cannot be told apart."""
    there = RunningNetwork.objects.filter(office=office, programme=programme, removed_at=None).exclude(pk=but)
    if any(folded(one) == folded(name) for one in there.values_list("name", flat=True)):
        return "name", _("There is a network of that name already.")
    return None


@transaction.atomic
def run_network(
    programme: Programme, office: Office, facts: Facts, *, by: str, now: datetime, row: Network | None = None
) -> RunningNetwork:
    """Run a network; with `row` it is the one that this row of a plan names. Raises Refusal."""
    facts = facts.tidy()
    refuse(not_said(facts, programme.key))
    office = Office.objects.select_for_update(no_key=True).get(pk=office.pk)
    if row is not None:
        row.refresh_from_db()
        refuse(_reason(why_not_run(row)))
        if (row.plan.office_id, row.plan.programme_id) != (office.pk, programme.pk):
            raise Refusal(_("The plan belongs to another office or programme."))
    refuse(_not_alone(office, programme, facts.name))
    made = RunningNetwork.objects.create(
        programme=programme, office=office, row=row, taken=cells_of(row) if row else {}, made_at=now, made_by=by,
        **asdict(facts),
    )  # fmt: skip
    noted(made, "run", by, now, kind=made.kind, row=row.pk if row else None)
    return made


def why_not_run(row: Network) -> str | None:
    """Why the network that a plan's row names cannot be run; None: it can."""
    if row.removed_at:
        return _("The row is removed from the plan.")
    if not row.name.strip():
        return _("The row does not say what the network is called.")
    if RunningNetwork.objects.filter(row=row, removed_at=None).exists():
        return _("This network is run already.")
    return None


def run_row(row: Network, *, by: str, now: datetime, **said: Any) -> RunningNetwork:
    """Run the network that a plan's row names, saying what the row says, and `said` (fields of Facts). Raises Refusal."""
    facts: dict[str, Any] = {**facts_in(row), **said}
    return run_network(row.plan.programme, row.plan.office, Facts(**facts), by=by, now=now, row=row)


@transaction.atomic
def change_network(
    network: RunningNetwork, facts: Facts, *, version: int, by: str, now: datetime
) -> RunningNetwork:
    """Let a network say something else. Raises Refusal, and Conflict if somebody changed it meanwhile."""
    facts = facts.tidy()
    refuse(_reason(why_not_write(network)))
    refuse(not_said(facts, network.programme.key))
    if facts.since and network.until and network.until <= facts.since:
        raise Refusal(_("It has ended before that day."), field="since")
    Office.objects.select_for_update(no_key=True).get(pk=network.office_id)
    refuse(_not_alone(network.office, network.programme, facts.name, network.pk))
    change(network, version=version, **asdict(facts))
    noted(network, "change", by, now)
    return network


# Beside the plan


@transaction.atomic
def settle_with_plan(
    network: RunningNetwork,
    row: Network,
    columns: Collection[str],
    *,
    version: int,
    row_version: int,
    by: str,
    now: datetime,
) -> RunningNetwork:
    """Take over what the plan's row says in these columns, and leave the others as they are: they have been looked at.

    From now on the network is the one that this row names. `row_version` is that of the row which was looked at. Raises
    Refusal, and Conflict if the network or the row was changed meanwhile.
    """
    refuse(_reason(why_not_write(network)))
    row.refresh_from_db()
    if row.removed_at:
        raise Refusal(_("The row is removed from the plan."))
    if (row.plan.office_id, row.plan.programme_id) != (network.office_id, network.programme_id):
        raise Refusal(_("The plan belongs to another office or programme."))
    if row.version != row_version:
        raise Conflict(RunningNetwork.objects.get(pk=network.pk))
    theirs: Mapping[str, Any] = facts_in(row)
    fresh = {name: theirs[name] for column in columns for name in fields_of(column)}
    facts = replace(facts_of(network), **fresh).tidy()
    refuse(not_said(facts, network.programme.key))
    refuse(_not_alone(network.office, network.programme, facts.name, network.pk))
    try:
        with transaction.atomic():
            change(network, version=version, row_id=row.pk, taken=cells_of(row), **asdict(facts))
    except IntegrityError as error:
        raise Refusal(_("Another network is run from this row of the plan.")) from error
    noted(network, "settle", by, now, row=row.pk, columns=len(columns))
    return network


# It ends


def why_not_end(network: RunningNetwork) -> str | None:
    if why := why_not_write(network):
        return why
    return _("The network has ended already.") if network.until else None


@transaction.atomic
def end_network(
    network: RunningNetwork, *, last_day: date, why: str, version: int, by: str, now: datetime
) -> RunningNetwork:
    """The network is no longer run after `last_day`. Those in it then were in it until it ended. Raises Refusal and Conflict."""
    seen(network, version)
    refuse(_reason(why_not_end(network)))
    refuse(not_a_day("last_day", last_day))
    if network.since and last_day < network.since:
        raise Refusal(_("It cannot end before it begins."), field="last_day")
    change(network, version=version, until=last_day + timedelta(days=1), ended_why=why.strip())
    noted(network, "end", by, now, on=last_day.isoformat())
    return network


@transaction.atomic
def resume_network(network: RunningNetwork, *, version: int, by: str, now: datetime) -> RunningNetwork:
    """It did not end after all. Raises Refusal and Conflict."""
    seen(network, version)
    refuse(_reason(why_not_write(network)))
    if network.until is None:
        raise Refusal(_("The network has not ended."))
    change(network, version=version, until=None, ended_why="")
    noted(network, "resume", by, now)
    return network


def _reason(sentence: str | None) -> Reason:
    return ("", sentence) if sentence else None
