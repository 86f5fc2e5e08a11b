"""Happenings as an iCalendar file, in the reader's language.

A happening keeps its UID whatever becomes of it; `SEQUENCE` and `LAST-MODIFIED` go up with its changes. A single
happening that is cancelled stays, as cancelled. Of a series, dates that were moved are told by `RECURRENCE-ID`, and
cancelled ones are taken out by `EXDATE`: programs differ in whether they hide a date that is only marked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from samordner.calendars.documents import concerned_text, state_text
from samordner.happenings.happenings import Happening, Occurrence, occurrences, over_at
from samordner.happenings.uids import uid_of
from samordner.timeline.ical import events
from samordner.timeline.ical.events import LONG_AGO, MEDIA_TYPE, Event
from samordner.timeline.moments import When, day_of, in_norway, is_moment
from samordner.timeline.series import planned_dates, rule_of

__all__ = ["MEDIA_TYPE", "written"]
EVER = (date.min, date.max)


def written(happenings: Iterable[Happening], *, name: str, language: str, origin: str) -> bytes:
    """The file. `origin` is where the pages are ("https://example.org/"); the active language is that of its words.

    What names no day is left out: a calendar program could only show it as lasting all the time.
    """
    told = sorted((one for one in happenings if not one.loosely), key=lambda each: each.key)
    series: dict[str, list[Happening]] = defaultdict(list)
    for one in told:
        if one.series_key and one.planned is not None:
            series[one.series_key].append(one)
    found: list[Event] = []
    for key, dates in sorted(series.items()):
        found += as_series(key, dates, origin)
    for one in told:
        if not (one.series_key and one.planned is not None):
            found += _events(one, origin)
    return events.written(found, name=name, language=language)


def as_series(key: str, dates: Sequence[Happening], origin: str) -> list[Event]:
    """Dates that belong together, as one series where their planned starts follow a rule, else one by one.

    What a date says otherwise than most (its time, place or title, or whom it concerns) is told for that date. Where most
    dates do, little comes back, and each is told for itself.
    """
    alone = [_event(occurrence, origin) for one in dates for occurrence in occurrences(one, *EVER)]
    planned = [in_norway(one.planned or one.start) for one in dates]
    rule, skipped = rule_of(planned)
    if (
        not rule
        or len({is_moment(when) for one in dates for when in (one.start, one.planned or one.start)}) > 1
    ):
        return alone
    said = [_said(event) for event in alone]
    usual = Counter(said).most_common(1)[0][0]
    changed = [
        (event, when)
        for event, when, what in zip(alone, planned, said, strict=True)
        if not event.cancelled and (what != usual or event.start != when)
    ]
    if 2 * len(changed) > len(dates):
        return alone
    like, first = dates[said.index(usual)], min(planned, key=_by_clock)
    gone = [when for event, when in zip(alone, planned, strict=True) if event.cancelled]
    changed_at = max(event.changed_at for event in alone)
    usual_one = replace(
        like, start=first, end=over_at(like, first), cancelled=len(gone) == len(dates), moved_from=None
    )
    master = replace(
        _event(occurrences(usual_one, *EVER)[0], origin),
        uid=uid_of(key),
        sequence=_minutes(changed_at),
        changed_at=changed_at,
        rule=rule,
        last=max(day_of(when) for when in planned),
        left_out=tuple(sorted((*skipped, *(gone if len(gone) < len(dates) else ())), key=_by_clock)),
    )
    overrides = [
        replace(event, uid=master.uid, sequence=master.sequence, changed_at=changed_at, planned=when)
        for event, when in sorted(changed, key=lambda pair: _by_clock(pair[1]))
    ]
    return [master, *overrides]


def _said(event: Event) -> tuple[object, ...]:
    """What one date of a series has in common with others: all but when it is, and where its own page is."""
    assert event.end is None or is_moment(event.end) == is_moment(event.start)
    lasts = event.end and event.end - event.start
    text = tuple(line for line in event.text.split("\n") if line != event.address)
    return lasts, event.title if not event.cancelled else None, event.place, text, event.categories


def _by_clock(when: When) -> str:
    return f"{day_of(when)} {in_norway(when)}"


def _minutes(changed_at: datetime) -> int:
    """A number that goes up with every change of any date of a series, whichever dates a file holds."""
    return int((changed_at - LONG_AGO).total_seconds() // 60)


def _events(one: Happening, origin: str) -> Iterator[Event]:
    times = occurrences(one, *EVER)
    if one.series is None:
        yield _event(times[0], origin)
        return
    if not times:
        return
    starts = planned_dates(one.start, one.series)
    end = one.end if one.end is not None else times[0].end
    first = _event(Occurrence(one, one.start, starts[0], end, one.place, one.cancelled, None), origin)
    yield replace(
        first,
        rule=one.series.rule,
        last=one.series.last,
        dates=() if one.series.rule else tuple(starts[1:]),
        left_out=tuple(each.planned for each in times if each.cancelled and not one.cancelled),
    )
    for each in times:
        change = one.series.changes.get(each.planned)
        if change is not None and change.start is not None:
            yield replace(_event(each, origin), planned=each.planned)


def _event(each: Occurrence, origin: str) -> Event:
    one = each.happening
    title = f"{one.kind.label}: {one.title}"
    address = urljoin(origin, one.address) if one.address else ""
    lines = (concerned_text(one.concerned), state_text(each), address)
    days = not is_moment(each.start)
    return Event(
        uid=uid_of(one.key),
        title=_("Cancelled: %(title)s") % {"title": title} if each.cancelled else title,
        start=each.start,
        end=each.last if days else each.end,
        place=each.place,
        text="\n".join(text for text in lines if text),
        address=address,
        categories=(str(one.kind.label),),
        sequence=one.sequence,
        changed_at=one.changed_at or LONG_AGO,
        cancelled=each.cancelled,
    )
