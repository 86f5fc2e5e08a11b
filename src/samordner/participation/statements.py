"""What can be said of a municipality: one statement, and whether a programme understands it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from samordner.participation.models import HOLDS, HOLDS_NOT, Evidence, Precision, SourceKind
from samordner.programmes.definition import Definition
from samordner.timeline.periods import Period


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """`value` holds for `subject` (and `item`) since a day, on this evidence. Fields as in `Observation`."""

    subject: str
    value: str
    since: date
    item: str = ""
    precision: str = Precision.DAY
    expected: Period | None = None
    source_kind: str = SourceKind.CONTACT
    source_key: str = ""
    evidence: str = Evidence.SELF_REPORTED
    decision_body: str = ""
    decision_day: date | None = None
    case_number: str = ""
    link: str = ""
    outcome: str = ""
    reach_count: int | None = None
    reach_of: int | None = None
    reach_unit: str = ""
    fidelity: str = ""
    note: str = ""


REACH = ("reach_count", "reach_of", "reach_unit", "fidelity")
"""The fields of a statement that only what is in use may have."""


@dataclass(frozen=True, slots=True)
class Series:
    """What is followed over time for each municipality: a subject, and an item when it has items."""

    subject: str
    item: str = ""


def series_of(definition: Definition, subject: str) -> tuple[Series, ...]:
    """The series that a subject consists of: one, or one for each item or option. KeyError: no such one."""
    asked = definition.subject(subject)
    if asked.many:
        return tuple(Series(subject, value.key) for value in definition.values_of(subject))
    items = definition.items_of(subject)
    return (Series(subject),) if items is None else tuple(Series(subject, item.key) for item in items)


def first_day(day: date, precision: str) -> date:
    """The first day of the month, quarter or year that `day` lies in, as the precision asks."""
    match precision:
        case Precision.YEAR:
            return day.replace(month=1, day=1)
        case Precision.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Precision.MONTH:
            return day.replace(day=1)
        case _:
            return day


def why_not_understood(definition: Definition, statement: Statement) -> tuple[str, str] | None:
    """Why the programme does not understand the statement: (the input it concerns, a sentence), or None."""
    subject = next((one for one in definition.subjects if one.key == statement.subject), None)
    if subject is None:
        text = _("%(programme)s does not ask about “%(subject)s”.")
        return "subject", text % {"programme": definition.short_name, "subject": statement.subject}
    words = {"subject": subject.name, "item": statement.item, "value": statement.value}
    if statement.item not in {series.item for series in series_of(definition, subject.key)}:
        if not statement.item:
            return "item", _("“%(subject)s” is followed piece by piece: say which.") % words
        return "item", _("“%(subject)s” does not have “%(item)s”.") % words
    if subject.holds == "day":
        if not _is_day(statement.value):
            return "value", _("“%(subject)s” needs a day.") % words
    elif statement.value not in values_allowed(definition, subject.key):
        return "value", _("“%(subject)s” cannot be “%(value)s”.") % words
    return _why_not_reached(definition, statement)


def _why_not_reached(definition: Definition, statement: Statement) -> tuple[str, str] | None:
    """Reach and fidelity belong to what is in use, and nothing reaches more than all there are."""
    given = {name: getattr(statement, name) for name in REACH}
    first = next((name for name, value in given.items() if value not in (None, "")), None)
    if first is None:
        return None
    if not takes_reach(definition, statement.subject, statement.value):
        return first, _("Only what is in use or being tried can say for how many, and how fully.")
    if statement.reach_of is not None and statement.reach_count is None:
        return "reach_count", _("Say how many of these it reaches.")
    if statement.reach_of is not None and (statement.reach_count or 0) > statement.reach_of:
        return "reach_count", _("It cannot reach more than all there are.")
    return None


def takes_reach(definition: Definition, subject: str, value: str = "") -> bool:
    """Whether this value (without one: any value of the subject) may say for how many and how fully."""
    if definition.subject(subject).many:
        return False
    return any(one.takes_reach for one in definition.values_of(subject) if not value or one.key == value)


def values_allowed(definition: Definition, subject: str) -> tuple[str, ...]:
    """The values that an observation of the subject may have; none for a day."""
    if definition.subject(subject).many:
        return (HOLDS, HOLDS_NOT)
    return tuple(value.key for value in definition.values_of(subject))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def warnings(definition: Definition, statement: Statement) -> tuple[str, ...]:
    """What is missing but does not stop anybody, a sentence each; the statement must be understood."""
    if definition.subject(statement.subject).many or not (values := definition.values_of(statement.subject)):
        return ()
    value = next(value for value in values if value.key == statement.value)
    found = []
    if value.takes_expected_day and statement.expected is None:
        found.append(_("It is not said when it is expected to be done."))
    rests_on_paper = statement.evidence != Evidence.SELF_REPORTED
    if value.takes_decision and rests_on_paper and not (statement.decision_body and statement.decision_day):
        found.append(_("A documented decision should name who decided, and the day."))
    if value.takes_decision and not rests_on_paper:
        found.append(_("The decision rests on the municipality's own word until a document is seen."))
    return tuple(found)
