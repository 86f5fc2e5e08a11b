"""Feeds as calendar programs read them, without a session: with what their holder may see just then, and of open events."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from samordner.access.actors import Actor
from samordner.access.grants import visible
from samordner.calendars import ics
from samordner.calendars.models import Feed
from samordner.calendars.operations import note_reading
from samordner.calendars.queries import around, choices, content_of, feed_at
from samordner.happenings.sources import gather_open
from samordner.pages.gate import Request, page
from samordner.participation.models import Participation
from samordner.people.brake import is_held, try_once
from samordner.people.queries import acting_as
from samordner.places.queries import office_names

GUESSES, WITHIN = 60, timedelta(minutes=10)
"""So many unknown addresses may be tried from one place in that time. A revoked one is known, and is no guess."""


@require_safe
@page("calendar.feed")
def answer(request: Request, token: str) -> HttpResponse:
    """The feed of that address. 404: there is none, it is revoked, or its holder is gone."""
    place = f"feed {request.META.get('REMOTE_ADDR', '')}"
    if is_held(place, limit=GUESSES, within=WITHIN, now=request.now):
        return _wait()
    feed = feed_at(token)
    if feed is None:
        if not try_once(place, limit=GUESSES, within=WITHIN, now=request.now):
            return _wait()
        raise Http404
    holder = acting_as(feed.user, request, localtime(request.now).date()) if feed.is_live else None
    if holder is None:
        raise Http404
    return _answered(request, feed, holder)


def _answered(request: Request, feed: Feed, holder: Actor) -> HttpResponse:
    language = feed.user.language
    reached = choices(visible(Participation.objects.all(), holder, "calendar.read"), request.today)
    with override(language):
        held = content_of(feed, holder, reached.programmes, request.today)
        name = _("Demonstration: %(name)s") % {"name": feed.name} if request.demonstration else feed.name
        body = ics.written(held, name=name, language=language, origin=request.build_absolute_uri("/"))
    digest = hashlib.sha256(body).hexdigest()
    since = note_reading(feed, digest, request.now)
    response = HttpResponse(body, content_type=ics.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = etag = f'"{digest}"'
    response["Last-Modified"] = http_date(int(since.timestamp()))
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    found = get_conditional_response(request, etag, int(since.timestamp()), response)
    return found or response


@require_safe
@page("calendar.feed")
def open_events(request: Request, office: str = "") -> HttpResponse:
    """What anybody may come to, of every office or of one; `?language=nn`, else bokmål. 404: there is no such office."""
    names = office_names(request.today)
    if office and office not in names:
        raise Http404
    language = request.GET.get("language", "nb")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    since, until = around(request.today)
    found = [
        one
        for one in gather_open(since, until, request.today)
        if not office or one.concerned.office in {"", office}
    ]
    with override(language):
        name = _("Open events, %(office)s") % {"office": names[office]} if office else _("Open events")
        if request.demonstration:
            name = _("Demonstration: %(name)s") % {"name": name}
        body = ics.written(found, name=name, language=language, origin=request.build_absolute_uri("/"))
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response = HttpResponse(body, content_type=ics.MEDIA_TYPE)
    response["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response["ETag"] = etag
    response["Cache-Control"] = "public, max-age=300"
    return get_conditional_response(request, etag, None, response) or response


def _wait() -> HttpResponse:
    words = _("Too many addresses that do not exist were tried. Wait a while.")
    response = HttpResponse(words, status=429, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = str(int(WITHIN.total_seconds()))
    return response
