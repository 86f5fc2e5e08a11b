"""One timeline of all that happened with a municipality, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from samordner.asks.models import AskRecipient
from samordner.boards.marks import mark_value
from samordner.boards.municipality.standing import Step, cell_root
from samordner.localplans.models import LocalPlan
from samordner.networks.models import NetworkMember
from samordner.participation.contacts.queries import begun_and_ended
from samordner.participation.models import Contact, Participation
from samordner.programmes.definition import Definition
from samordner.support.models import Grant, Need, Support


class Kind(models.TextChoices):
    """What sort of thing happened."""

    OBSERVATION = "observation", pgettext_lazy("happening", "status")
    PLAN = "plan", pgettext_lazy("happening", "local plan")
    STATEMENT = "statement", pgettext_lazy("happening", "statement on a plan")
    CONTACT = "contact", pgettext_lazy("happening", "contact")
    NEED = "need", pgettext_lazy("happening", "need")
    SUPPORT = "support", pgettext_lazy("happening", "help given")
    GRANT = "grant", pgettext_lazy("happening", "grant")
    ASK = "ask", pgettext_lazy("happening", "request")
    NETWORK = "network", pgettext_lazy("happening", "network")


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened on a day. `address`: where it is told in full."""

    day: date
    kind: Kind
    what: str
    address: str = ""
    by: str = ""


def newest_first(found: Iterable[Happening], day: date) -> list[Happening]:
    """Those of `found` that had happened by `day`."""
    return sorted((one for one in found if one.day <= day), key=lambda one: one.day, reverse=True)


def of_observations(
    participation: Participation, definition: Definition, said: Sequence[Step], names: Mapping[str, str], query: str
) -> Iterator[Happening]:  # fmt: skip
    subjects = {one.key for one in definition.subjects}
    items = {
        (one.key, item.key): f"{item.key} {item.name}"
        for one in definition.subjects
        for item in definition.items_of(one.key) or ()
    }
    root = cell_root(participation)
    for step in said:
        if step.subject not in subjects:
            continue
        item = f"{step.item}/" if (step.subject, step.item) in items else ""
        about = items.get((step.subject, step.item)) or str(definition.subject(step.subject).name)
        mark = mark_value(definition, step.subject, step.item, step.value)
        address = f"{root}{step.subject}/{item}?{query}"
        yield Happening(
            step.day, Kind.OBSERVATION, f"{about}: {mark.text}", address, names.get(step.recorded_by, "")
        )


def of_plans(plans: Iterable[LocalPlan]) -> Iterator[Happening]:
    for plan in plans:
        address = reverse("localplans:plan", args=[plan.pk])
        words = {"plan": plan.title}
        days = (
            (plan.announced_on, _("%(plan)s announced")), (plan.hearing_from, _("%(plan)s on hearing")),
            (plan.adopted_on, _("%(plan)s adopted")), (plan.replaced_on, _("%(plan)s replaced")),
        )  # fmt: skip
        yield from (Happening(day, Kind.PLAN, text % words, address) for day, text in days if day)
        for one in plan.statements.all():
            if one.asked_on:
                yield Happening(one.asked_on, Kind.STATEMENT, _("Asked for: %(plan)s") % words, address)
            if one.given_on:
                yield Happening(one.given_on, Kind.STATEMENT, _("Given: %(plan)s") % words, address)


def of_contacts(contacts: Sequence[Contact], day: date) -> Iterator[Happening]:
    for when, one, began in begun_and_ended(contacts, day):
        name = one.name or pgettext("contact", "(erased)")
        words = {"name": name, "role": one.get_role_display()}
        text = _("%(name)s began as %(role)s") if began else _("%(name)s ended as %(role)s")
        address = reverse("participation:municipality_contacts", args=[one.participation_id])
        yield Happening(when, Kind.CONTACT, text % words, address)


def of_needs(needs: Iterable[Need]) -> Iterator[Happening]:
    for need in needs:
        address = reverse("support:need", args=[need.pk])
        yield Happening(need.raised_on, Kind.NEED, _("Raised: %(need)s") % {"need": need.text}, address)
        if need.taken_on:
            words = {"need": need.text, "who": need.taken_by}
            yield Happening(need.taken_on, Kind.NEED, _("Taken by %(who)s: %(need)s") % words, address)
        if need.closed_on:
            words = {"need": need.text, "outcome": need.get_outcome_display()}
            yield Happening(need.closed_on, Kind.NEED, _("Closed (%(outcome)s): %(need)s") % words, address)


def of_help(help_given: Iterable[Support]) -> Iterator[Happening]:
    for one in help_given:
        said = ": ".join(filter(None, (str(one.get_kind_display()), one.text)))
        address = reverse("support:help", args=[one.pk])
        yield Happening(one.day, Kind.SUPPORT, said, address, one.organisation)


def of_grants(grants: Iterable[Grant], schemes: Mapping[str, str]) -> Iterator[Happening]:
    for one in grants:
        words = {"scheme": schemes.get(one.scheme, one.scheme_name or one.scheme), "year": one.year}
        address = reverse("support:grant", args=[one.pk])
        days = (
            (one.applied_on, _("%(scheme)s %(year)d applied for")),
            (one.granted_on, _("%(scheme)s %(year)d rejected") if one.granted == 0 else _("%(scheme)s %(year)d granted")),
            (one.reported_on, _("%(scheme)s %(year)d reported on")),
        )  # fmt: skip
        yield from (Happening(day, Kind.GRANT, text % words, address) for day, text in days if day)


def of_asks(asked: Iterable[AskRecipient]) -> Iterator[Happening]:
    for one in asked:
        address = reverse("asks:ask", args=[one.ask_id])
        words = {"who": one.ask.asked_by, "what": one.ask.title}
        yield Happening(one.ask.sent, Kind.ASK, _("%(who)s asked: %(what)s") % words, address)
        if one.answered_on:
            yield Happening(one.answered_on, Kind.ASK, _("Answered: %(what)s") % words, address)


def of_networks(members: Iterable[NetworkMember]) -> Iterator[Happening]:
    """When it came into a network, and its last day there."""
    for one in members:
        address = reverse("networks:network", args=[one.network_id])
        words = {"network": one.network.name}
        if one.since:
            yield Happening(one.since, Kind.NETWORK, _("Came into %(network)s") % words, address)
        if one.until:
            last = one.until - timedelta(days=1)
            yield Happening(last, Kind.NETWORK, _("Left %(network)s") % words, address)
