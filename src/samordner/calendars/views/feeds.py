"""One's own feeds: made, shown once, given a new address, revoked."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.calendars import operations
from samordner.calendars.forms import FeedForm
from samordner.calendars.models import Feed
from samordner.calendars.queries import choices, feeds_of
from samordner.documents.columns import Label
from samordner.happenings.sources import kinds
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.participation.models import Participation
from samordner.people.models import User
from samordner.places.models import Office


def _holder(request: Request) -> User:
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


@page("calendar.subscribe")
def index(request: Request) -> HttpResponse:
    """One's feeds, and a form for a new one."""
    rows = visible(Participation.objects.all(), request.actor, "calendar.read")
    offices = choices(rows, request.day).offices
    form = FeedForm(request.POST or None, offices=offices, initial={"holds": Feed.Holds.MINE})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        office = (
            load(request, Office.objects.all(), read="place.read", key=said["office"])
            if said.get("office")
            else None
        )
        try:
            feed, token = operations.make_feed(
                _holder(request),
                name=said["name"],
                holds=said["holds"],
                office=office,
                kinds=said["kinds"],
                now=request.now,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return _show_address(request, feed, token)
    labels = {kind.key: kind.label for kind in kinds()}

    def said_of(feed: Feed) -> tuple[Feed, list[Label], str]:
        office = offices.get(feed.office.key, feed.office.key) if feed.office else ""
        return feed, [labels.get(key, key) for key in feed.kinds], office

    feeds = feeds_of(visible(Feed.objects.all(), request.actor, "calendar.subscribe"), _holder(request))
    context = {
        "form": form,
        "feeds": [said_of(feed) for feed in feeds],
        "open": [(name, _address(request, "calendars:open_of", key)) for key, name in offices.items()],
        "open_to_all": _address(request, "calendars:open"),
        "view": "feeds",
    }
    return render(request, "calendars/feeds.html", context, status=422 if form.errors else 200)


def _address(request: Request, name: str, *parts: str) -> str:
    """The whole address of a feed of open events, in the reader's language."""
    return f"{request.build_absolute_uri(reverse(name, args=parts))}?language={get_language() or 'nb'}"


@page("calendar.subscribe")
def renew(request: Request, pk: int) -> HttpResponse:
    """A new address for a feed; the old one answers no more."""
    feed = _own(request, pk)
    if request.method != "POST":
        return redirect("calendars:feeds")
    try:
        new, token = operations.renew_feed(feed, by=request.actor.id, now=request.now)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("calendars:feeds")
    return _show_address(request, new, token)


@page("calendar.subscribe")
def revoke(request: Request, pk: int) -> HttpResponse:
    """The feed's address answers no more."""
    feed = _own(request, pk)
    if request.method != "POST":
        return redirect("calendars:feeds")
    try:
        operations.revoke_feed(feed, by=request.actor.id, now=request.now)
        messages.success(request, _("The feed “%(name)s” is revoked.") % {"name": feed.name})
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("calendars:feeds")


def _own(request: Request, pk: int) -> Feed:
    """One of the reader's own feeds; another's is not to be found."""
    if pk > 2**63 - 1:
        raise Http404
    return load(
        request,
        Feed.objects.select_related("user", "office"),
        read="calendar.subscribe",
        pk=pk,
        user=_holder(request),
    )


def _show_address(request: Request, feed: Feed, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("calendars:feed", args=[token]))
    context = {"feed": feed, "link": link, "webcal": "webcal:" + link.partition(":")[2]}
    response = render(request, "calendars/address.html", context)
    response["Cache-Control"] = "no-store"
    return response
