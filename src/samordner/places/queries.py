"""Questions about places. Every answer is as of a day; municipalities are told apart by their code, never
by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, Prefetch, QuerySet

from samordner.documents.look import Look
from samordner.pages.prepared import Later, Prepared
from samordner.places.models import (
    AuthorityName,
    Change,
    County,
    Grouping,
    GroupingMembership,
    Inhabitants,
    LanguageForm,
    Municipality,
    Office,
    OfficeLook,
    OfficeName,
)
from samordner.timeline.lasting import holding

# Where each municipality, county and office was on a day


def municipalities(day: date) -> QuerySet[Municipality]:
    """Every municipality that exists on `day`, in Norwegian order, with its county."""
    return Municipality.objects.as_of(day).select_related("county")


def counties(day: date) -> QuerySet[County]:
    """Every county that exists on `day`, in Norwegian order."""
    return County.objects.as_of(day)


def offices(day: date) -> QuerySet[Office]:
    """Every office that covers something on `day`. None before 2019: nothing is known of them."""
    return Office.objects.filter(pk__in=Office.objects.filter(holding(day, "areas__")).values("pk"))


def of_county(county: County, day: date) -> QuerySet[Municipality]:
    """The county's municipalities on `day`."""
    return municipalities(day).filter(county=county)


def of_office(office: Office | str, day: date) -> QuerySet[Municipality]:
    """The municipalities that an office (or its key) covers on `day`."""
    key = office if isinstance(office, str) else office.key
    return municipalities(day).filter(holding(day, "county__areas__"), county__areas__office__key=key)


def county_of(municipality: Municipality) -> County:
    """The county a municipality lies in, which is the same for as long as it has its code."""
    return municipality.county


def office_of(municipality: Municipality, day: date) -> Office | None:
    """The office that covers a municipality on `day`; None when it does not exist then, or before 2019."""
    if not municipality.holds(day):
        return None
    return Office.objects.filter(holding(day, "areas__"), areas__county=municipality.county_id).first()


@dataclass(frozen=True)
class Counts:
    """How many municipalities there are on a day: in all, by county code and by office key."""

    total: int
    counties: Mapping[str, int]
    offices: Mapping[str, int]


def counts(day: date) -> Counts:
    """How many municipalities there are on `day`."""
    rows = Municipality.objects.as_of(day).order_by()
    by_county = dict(rows.values_list("county__code").annotate(Count("pk")))
    by_office = dict(
        rows.filter(holding(day, "county__areas__"))
        .values_list("county__areas__office__key")
        .annotate(Count("pk"))
    )
    return Counts(sum(by_county.values()), by_county, by_office)


# What an office is called


def office_names(day: date) -> dict[str, str]:
    """What each office is named after on `day`, by key, in Norwegian order."""
    return dict(office_names_later(day).rows)


def office_names_later(day: date) -> Later[tuple[str, str]]:
    """Asks for what each office is named after on `day`: key and name, in Norwegian order."""
    return _office_names.later(day)


@Prepared
def _office_names(day: date) -> QuerySet[OfficeName, tuple[str, str]]:
    return OfficeName.objects.as_of(day).values_list("office__key", "name")


def first_office_names(keys: Collection[str]) -> dict[str, str]:
    """What these offices were first named after: for days before there were such offices."""
    if not keys:
        return {}
    newest_first = OfficeName.objects.filter(office__key__in=keys).order_by("-since")
    return dict(newest_first.values_list("office__key", "name"))


def authority_name(day: date, language: str) -> str:
    """What the county governor is called on `day` in `nb`, `nn` or `en`: "Fylkesmannen",
    "Statsforvaltaren".
    """
    row = AuthorityName.objects.as_of(day).first()
    return {"nb": row.nb, "nn": row.nn, "en": row.en}[language] if row else ""


def office_title(office: Office, day: date, language: str) -> str:
    """An office's full name on `day`: "Statsforvaltaren i Møre og Romsdal", "The County Governor of …"."""
    link = "of" if language == "en" else "i"
    return f"{authority_name(day, language)} {link} {office_names(day).get(office.key, office.key)}"


# How an office's documents look


def look_row(office: Office) -> OfficeLook:
    """What the office has chosen; an unsaved row of standards (version 0) when it has chosen nothing."""
    found: OfficeLook | None = getattr(office, "look", None)
    return found or OfficeLook(office=office, version=0)


def look_of(office: Office) -> Look:
    """The colours that the office's documents are printed in."""
    accent = look_row(office).accent
    return Look(accent) if accent else Look()


def issuer_name(office: Office, day: date, language: str) -> str:
    """What the office is called on its documents: the name it has chosen, else its full name on `day`."""
    row = look_row(office)
    return {"nb": row.nb, "nn": row.nn}.get(language, "") or office_title(office, day, language)


# Through merges and splits


@dataclass(frozen=True)
class Lineage:
    """What a municipality became, or was made of, and the changes on the way."""

    municipalities: tuple[Municipality, ...]
    through: tuple[Change, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(row.code for row in self.municipalities)

    @property
    def divided(self) -> bool:
        """Whether a division on the way leaves a question: what held for the whole need not hold for each
        part.
        """
        return any(change.divides for change in self.through)

    @property
    def same(self) -> bool:
        """Whether it is one and the same municipality, at most under a new number."""
        return all(change.kind == Change.Kind.RENUMBER for change in self.through)


def heirs(municipality: Municipality, on: date) -> Lineage:
    """The municipalities of day `on` that took over all or part of this one; itself while it exists.

    Raises ValueError if `on` is before it existed: then ask for its ancestors.
    """
    return heirs_of([municipality], on)[municipality.code]


def heirs_of(rows: Iterable[Municipality], on: date) -> dict[str, Lineage]:
    """The heirs of many, by code, in one query."""
    changes = list(_changes().filter(day__lte=on).order_by("day", "pk"))
    found = {}
    for row in rows:
        if row.since and on < row.since:
            raise ValueError(f"{row.code} does not exist until after {on}")
        onward = (change for change in changes if row.since is None or row.since < change.day)
        found[row.code] = _follow(row, onward, "old", "new")
    return found


def ancestors(municipality: Municipality, on: date) -> Lineage:
    """The municipalities of day `on` that all or part of this one came from, those it took in later among
    them.

    Stavanger, which kept its code, has itself, Finnøy and Rennesøy as ancestors in 2018.
    Raises ValueError if `on` is after it existed: then ask for its heirs.
    """
    return ancestors_of([municipality], on)[municipality.code]


def ancestors_of(rows: Iterable[Municipality], on: date) -> dict[str, Lineage]:
    """The ancestors of many, by code, in one query."""
    changes = list(_changes().filter(day__gt=on).order_by("-day", "pk"))
    found = {}
    for row in rows:
        if row.until and row.until <= on:
            raise ValueError(f"{row.code} no longer exists on {on}")
        back = (change for change in changes if row.until is None or change.day < row.until)
        found[row.code] = _follow(row, back, "new", "old")
    return found


def _changes() -> QuerySet[Change]:
    return Change.objects.select_related("old__county", "new__county")


def _follow(start: Municipality, changes: Iterable[Change], side: str, other: str) -> Lineage:
    """Walk the changes, day by day in their order, from one side to the other."""
    current, through = {start.code: start}, []
    for _day, days_changes in groupby(changes, key=attrgetter("day")):
        taken = [change for change in days_changes if getattr(change, side).code in current]
        for change in taken:
            current.pop(getattr(change, side).code, None)
        current |= {getattr(change, other).code: getattr(change, other) for change in taken}
        through += taken
    places = sorted(current.values(), key=lambda row: (row.sort_key, row.code))
    return Lineage(tuple(places), tuple(through))


# The form of Norwegian that each has asked for


def language_forms(day: date) -> dict[str, str | None]:
    """By code, the form of Norwegian each municipality of `day` has asked for; None: unknown.

    What a municipality stated before it got a new number holds on; a merged or divided one must state it
    anew.
    """
    codes = list(Municipality.objects.as_of(day).values_list("code", flat=True))
    stated = dict(LanguageForm.objects.as_of(day).values_list("municipality__code", "form"))
    renumbered = dict(
        Change.objects.filter(kind=Change.Kind.RENUMBER, day__lte=day).values_list("new__code", "old__code")
    )

    def form(code: str | None) -> str | None:
        return None if code is None else stated.get(code) or form(renumbered.get(code))

    return {code: form(code) for code in codes}


def language_form(municipality: Municipality, day: date) -> str | None:
    """The form of Norwegian one municipality has asked for, as of `day`; None: unknown."""
    return language_forms(day).get(municipality.code)


# Inhabitants


def inhabitants(municipalities: Iterable[int], day: date) -> dict[int, int]:
    """By the municipality's id, how many lived there by the last count of `day`; absent: not known. One query."""
    rows = Inhabitants.objects.filter(municipality__in=list(municipalities), since__lte=day)
    return dict(rows.order_by("since").values_list("municipality", "number"))


# Groupings


def members(grouping: Grouping, day: date) -> QuerySet[Municipality]:
    """The grouping's members on `day`: municipalities that exist then and whose membership holds."""
    return municipalities(day).filter(
        pk__in=_memberships(day).filter(grouping=grouping).values("municipality")
    )


def groupings_of(municipality: Municipality, day: date) -> QuerySet[Grouping]:
    """The groupings that a municipality is a member of on `day`."""
    return Grouping.objects.filter(
        pk__in=_memberships(day).filter(municipality=municipality).values("grouping")
    )


def left_over(grouping: Grouping, day: date) -> QuerySet[GroupingMembership]:
    """Memberships still open on `day` of municipalities that no longer exist: their heirs wait for a
    decision.
    """
    return (
        GroupingMembership.objects.as_of(day)
        .filter(grouping=grouping, municipality__until__lte=day)
        .select_related("municipality")
    )


def _memberships(day: date) -> QuerySet[GroupingMembership]:
    return GroupingMembership.objects.as_of(day).filter(holding(day, "municipality__"))


# Groupings for pages, to be had through the grants only


def with_members() -> QuerySet[Grouping]:
    """Groupings with their office and every membership there was."""
    memberships = GroupingMembership.objects.select_related("municipality").order_by(
        "municipality__sort_key", "since"
    )
    return Grouping.objects.select_related("office").prefetch_related(Prefetch("memberships", memberships))


def every_membership() -> QuerySet[GroupingMembership]:
    return GroupingMembership.objects.select_related("grouping__office", "municipality")


def listed(rows: QuerySet[Grouping], day: date) -> list[tuple[Grouping, list[Municipality]]]:
    """Each grouping with its members on the day, in two queries."""
    held = _memberships(day).filter(grouping__in=rows, municipality__in=municipalities(day))
    found: dict[int, list[Municipality]] = {}
    for membership in held.select_related("municipality").order_by("municipality__sort_key"):
        found.setdefault(membership.grouping_id, []).append(membership.municipality)
    return [(row, found.get(row.pk, [])) for row in rows]
