"""The demonstration's open events: the public feed and the public pages have something to show, all of it labelled."""

from __future__ import annotations

from datetime import date

from django.test import Client
from django.urls import reverse

from samordner.invitations.models import EventTerms, Registration
from samordner.invitations.queries import open_events
from samordner.letters.models import Letter
from samordner.project.demonstration import Account, load
from tests.calendars.readers import first_reader, second_reader
from tests.project.conftest import LOADED

DAY = date(2021, 4, 27)


def test_three_open_events_are_to_come_and_the_public_feed_tells_them(accounts: list[Account]) -> None:
    assert [(terms.meeting.topic, terms.meeting.day) for terms in open_events(DAY)] == [
        ("Open fagdag om måltid (oppdikta)", date(2021, 6, 3)),
        ("Webinar om aldersvennlige lokalsamfunn", date(2021, 9, 15)),
        ("Webinar om helsehjelp", date(2021, 9, 28)),
    ]
    for terms in open_events(DAY):
        page = Client().get(reverse("invitations:event", args=[terms.meeting.secret]))
        assert page.status_code == 200
        assert terms.meeting.topic in page.content.decode()
    listed = Client().get(reverse("invitations:events")).content.decode()
    feed = Client().get(reverse("calendars:open")).content
    for topic in ("Open fagdag om måltid", "Webinar om aldersvennlige lokalsamfunn", "Webinar om helsehjelp"):
        assert topic in listed
        assert topic in feed.decode().replace("\r\n ", "")
    for read in (first_reader, second_reader):
        assert len(read(feed, DAY, date(2022, 1, 1))) == 3


def test_who_has_registered_is_labelled_in_order_and_was_written_no_letter(accounts: list[Account]) -> None:
    rows = Registration.objects.filter(meeting__terms__public=True)
    assert rows.count() == 12
    assert all("(oppdikta)" in row.name and row.email.endswith(".example") for row in rows)
    full = EventTerms.objects.get(meeting__period_start=date(2021, 6, 3))
    states = list(full.meeting.registrations.order_by("number").values_list("state", flat=True))
    assert states == ["place"] * 6 + ["waiting"] * 2
    assert not Letter.objects.filter(about__in=[f"meeting/{row.meeting_id}" for row in rows]).exists()


def test_loading_twice_opens_nothing_twice(accounts: list[Account]) -> None:
    before = EventTerms.objects.count(), Registration.objects.count()
    load(now=LOADED, new_passwords=False)
    assert (EventTerms.objects.count(), Registration.objects.count()) == before
