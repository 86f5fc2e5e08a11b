"""Deeds on places: load the register, state a form of Norwegian, keep groupings, choose how documents look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models, transaction
from django.db.models import ProtectedError
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from samordner.documents.look import LEAST_CONTRAST, STANDARD, contrast, is_colour
from samordner.journal.deeds import Conflict, Refusal, change
from samordner.journal.operations import record
from samordner.places.alphabet import norwegian_key
from samordner.places.facts import Facts, Faulty, MunicipalityRow, PeriodRow, check, kind_of, moves_county
from samordner.places.models import (
    AuthorityName,
    Change,
    County,
    Grouping,
    GroupingMembership,
    LanguageForm,
    Municipality,
    Office,
    OfficeArea,
    OfficeLook,
    OfficeName,
)

M = TypeVar("M", bound=models.Model)

# Loading the register


@dataclass
class Loaded:
    """How many rows a load added, changed and removed."""

    added: int = 0
    changed: int = 0
    removed: int = 0


@transaction.atomic
def load(facts: Facts, *, by: str, now: datetime) -> Loaded:
    """Make the database say what `facts` say, changing only rows that differ; any number of times.

    Raises Faulty, naming every bad row, and Refusal when a place that other rows refer to would be removed;
    then nothing is written.
    """
    if faults := check(facts):
        raise Faulty(faults)
    done = Loaded()
    try:
        _load(facts, done)
    except ProtectedError as error:
        names = ", ".join(sorted({str(row) for row in error.protected_objects})[:5])
        raise Refusal(
            _("A place in use is missing from the register, so nothing was loaded. It is used by: %(rows)s.")
            % {"rows": names}
        ) from error
    if done != Loaded():
        record(by, "load", "places", "register", now, vars(done))
    return done


def _load(facts: Facts, done: Loaded) -> None:
    counties, old_counties = _settle(
        County, ("code",), [_dated(County, row, code=row.code, name=row.name) for row in facts.counties], done
    )
    places, old_places = _settle(
        Municipality,
        ("code",),
        [
            _dated(Municipality, row, code=row.code, name=row.name, label=label, county=counties[row.county,])
            for row, label in zip(facts.municipalities, labels(facts), strict=True)
        ],
        done,
    )
    _, old_changes = _settle(
        Change,
        ("day", "old_id", "new_id"),
        [
            Change(
                day=row.day, old=places[row.from_code,], new=places[row.to_code,],
                kind=kind_of(row, facts), moves_county=moves_county(row, facts),
            )
            for row in facts.changes
        ],
        done,
    )  # fmt: skip
    offices, old_offices = _settle(
        Office,
        ("key",),
        [Office(key=key) for key in sorted({row.office for row in facts.office_names})],
        done,
    )
    _, old_names = _settle(
        OfficeName,
        ("office_id", "since"),
        [_dated(OfficeName, row, office=offices[row.office,], name=row.name) for row in facts.office_names],
        done,
    )
    _, old_areas = _settle(
        OfficeArea,
        ("county_id", "since"),
        [
            OfficeArea(
                office=offices[row.office,], county=counties[row.county,], since=row.since, until=row.until
            )
            for row in facts.office_areas
        ],
        done,
    )
    _, old_authority = _settle(
        AuthorityName,
        ("since",),
        [
            AuthorityName(nb=row.nb, nn=row.nn, en=row.en, since=row.since, until=row.until)
            for row in facts.authority_names
        ],
        done,
    )
    # What points goes before what it points to.
    for gone in (old_authority, old_areas, old_names, old_changes, old_offices, old_places, old_counties):
        done.removed += gone.delete()[0]


def labels(facts: Facts) -> list[str]:
    """What each municipality is shown as, in the file's order: its name, and the county where two shared
    the name.
    """
    alike: dict[str, list[MunicipalityRow]] = {}
    for row in facts.municipalities:
        alike.setdefault(row.name, []).append(row)
    return [
        f"{row.name} ({facts.county[row.county].name})"
        if any(
            other.code != row.code and other.start < row.end and row.start < other.end
            for other in alike[row.name]
        )
        else row.name
        for row in facts.municipalities
    ]


def _dated(model: type[M], row: PeriodRow, **values: Any) -> M:
    return model(since=row.since, until=row.until, sort_key=norwegian_key(values["name"]), **values)


def _settle(
    model: type[M], key: tuple[str, ...], wanted: list[M], done: Loaded
) -> tuple[dict[tuple[Any, ...], M], models.QuerySet[M]]:
    """Add what is missing and change what differs. Returns the rows by key, and those that are wanted no
    more.
    """
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]

    def values(row: M, fields: Iterable[str]) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in fields)

    rows = model._default_manager.all()
    there = {values(row, key): row for row in rows}
    new = [row for row in wanted if values(row, key) not in there]
    other = []
    for row in wanted:
        if (old := there.get(values(row, key))) is not None:
            row.pk = old.pk
            if values(row, names) != values(old, names):
                other.append(row)
    if other:
        model._default_manager.bulk_update(other, [name for name in names if name not in key], batch_size=200)
    model._default_manager.bulk_create(new, batch_size=200)
    done.added += len(new)
    done.changed += len(other)
    gone = there.keys() - {values(row, key) for row in wanted}
    return {values(row, key): row for row in wanted}, rows.filter(pk__in=[there[one].pk for one in gone])


# The form of Norwegian


@transaction.atomic
def state_language_form(
    municipality: Municipality, *, form: LanguageForm.Form, since: date, source: str, by: str, now: datetime
) -> LanguageForm:
    """Note that a municipality asks for `form` from `since`, as `source` says. A later note for one day
    corrects it.
    """
    if not source.strip():
        raise Refusal(_("Say where it is stated."), field="source")
    if not municipality.holds(since):
        raise Refusal(_("%(place)s does not exist on that day.") % {"place": municipality}, field="since")
    row = LanguageForm.objects.create(
        municipality=municipality, form=form, since=since, source=source.strip()
    )
    detail = {"form": form.value, "since": since.isoformat()}
    record(by, "state_language_form", "municipality", municipality.code, now, detail)
    return row


# Groupings


def why_not_name(office: Office, name: str, *, besides: Grouping | None = None) -> str | None:
    """Why a grouping of `office` cannot be called `name`; None: it can."""
    if not name.strip():
        return _("A grouping needs a name.")
    others = Grouping.objects.filter(office=office, name=name.strip())
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    return _("There is already a grouping with that name.") if others.exists() else None


@transaction.atomic
def make_grouping(office: Office, *, name: str, kind: Grouping.Kind, by: str, now: datetime) -> Grouping:
    """A new grouping without members, kept by `office`."""
    if sentence := why_not_name(office, name):
        raise Refusal(sentence, field="name")
    row = Grouping.objects.create(office=office, name=name.strip(), kind=kind, sort_key=norwegian_key(name))
    record(by, "make", "grouping", str(row.pk), now, office=office.key)
    return row


@transaction.atomic
def change_grouping(
    grouping: Grouping, *, name: str, kind: Grouping.Kind, version: int, by: str, now: datetime
) -> Grouping:
    """Another name or kind. Raises Conflict if someone changed the grouping after `version` was read."""
    if sentence := why_not_name(grouping.office, name, besides=grouping):
        raise Refusal(sentence, field="name")
    change(grouping, version=version, name=name.strip(), kind=kind, sort_key=norwegian_key(name))
    record(by, "change", "grouping", str(grouping.pk), now, office=grouping.office.key)
    return grouping


def why_not_join(
    grouping: Grouping, municipality: Municipality, since: date | None, until: date | None = None
) -> str | None:
    """Why a municipality cannot be a member from `since` until `until` (exclusive); None: it can."""
    if since and until and until <= since:
        return _("A membership must end after it begins.")
    if (since and not municipality.holds(since)) or (
        municipality.until and until and until > municipality.until
    ):
        return _("%(place)s does not exist all that time.") % {"place": municipality}
    taken = GroupingMembership.objects.filter(grouping=grouping, municipality=municipality)
    if taken.overlapping(since, until).exists():
        return _("%(place)s is already a member in that time.") % {"place": municipality}
    return None


@transaction.atomic
def join(
    grouping: Grouping,
    municipality: Municipality,
    *,
    since: date | None,
    until: date | None = None,
    by: str,
    now: datetime,
) -> GroupingMembership:
    """Make a municipality a member from `since` (None: as long as anyone knows) until `until` (exclusive)."""
    Grouping.objects.select_for_update().get(pk=grouping.pk)  # two at once must not overlap
    if sentence := why_not_join(grouping, municipality, since, until):
        raise Refusal(sentence, field="since")
    row = GroupingMembership.objects.create(
        grouping=grouping, municipality=municipality, since=since, until=until
    )
    detail = {"municipality": municipality.code, "since": since.isoformat() if since else None}
    record(by, "join", "grouping", str(grouping.pk), now, detail, office=grouping.office.key)
    return row


def why_not_leave(membership: GroupingMembership, on: date) -> str | None:
    """Why a membership cannot end on `on` (the first day without it); None: it can."""
    if membership.until is not None and membership.until < on:
        return _("The membership has already ended.")
    if membership.since is not None and on <= membership.since:
        return _("A membership must end after it begins.")
    return None


@transaction.atomic
def leave(membership: GroupingMembership, *, on: date, by: str, now: datetime) -> GroupingMembership:
    """End a membership: `on` is the first day without it."""
    membership = GroupingMembership.objects.select_for_update().get(pk=membership.pk)
    if sentence := why_not_leave(membership, on):
        raise Refusal(sentence, field="on")
    membership.until = on
    membership.save(update_fields=["until"])
    grouping, detail = (
        membership.grouping,
        {"municipality": membership.municipality.code, "until": on.isoformat()},
    )
    record(by, "leave", "grouping", str(grouping.pk), now, detail, office=grouping.office.key)
    return membership


# How an office's documents look


def as_colour(typed: str) -> str:
    """A colour as it is stored: "1F3A5F" and " #1f3a5f" are "#1f3a5f"; what is no colour stays as typed."""
    bare = typed.strip().removeprefix("#").lower()
    return f"#{bare}" if bare else ""


def why_not_colour(colour: str) -> str | None:
    """Why documents cannot be printed in a colour ("" is the standard); None: they can."""
    if not colour:
        return None
    if not is_colour(colour):
        return _("Write the colour as # and six digits or letters from a to f, such as #1f3a5f.")
    found = contrast(colour)
    if found < LEAST_CONTRAST:
        return _(
            "The colour is too light to be read on white: its contrast is %(contrast)s to 1, and must be at least "
            "%(least)s to 1. Choose a darker one."
        ) % {
            # Rounded down, so that what is refused never seems to be enough.
            "contrast": number_format(int(found * 10) / 10, 1),
            "least": number_format(LEAST_CONTRAST, 1),
        }
    return None


@transaction.atomic
def choose_look(
    office: Office, *, version: int, accent: str, nb: str, nn: str, by: str, now: datetime
) -> OfficeLook:
    """Print the office's documents in this colour and under these names; what is empty is the standard.

    `version` is that of the row the editor saw, 0 when there was none. Raises Refusal, or Conflict when another
    was first.
    """
    colour = as_colour(accent)
    colour = "" if colour == STANDARD else colour
    if sentence := why_not_colour(colour):
        raise Refusal(sentence, field="accent")
    said = {"accent": colour, "nb": " ".join(nb.split()), "nn": " ".join(nn.split())}
    if version:
        row = change(OfficeLook.objects.get(office=office), version=version, **said)
    else:
        row, made = OfficeLook.objects.get_or_create(office=office, defaults=said)
        if not made:
            raise Conflict(row)
    detail: dict[str, str | bool] = {"accent": colour, "nb": bool(said["nb"]), "nn": bool(said["nn"])}
    record(by, "choose_look", "office", office.key, now, detail, office=office.key)
    return row


def reset_look(office: Office, *, version: int, by: str, now: datetime) -> OfficeLook:
    """Go back to the standard colour and the official name."""
    return choose_look(office, version=version, accent="", nb="", nn="", by=by, now=now)
