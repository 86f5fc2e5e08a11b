"""Addresses of calendars and feeds."""

from __future__ import annotations

from django.urls import path

from samordner.calendars.views import coming, feeds, listing, month, subscription, year

app_name = "calendars"
urlpatterns = [
    path("", month.show, name="month"),
    path("liste/", listing.show, name="list"),
    path("arshjul/", year.show, name="year"),
    path("neste/", coming.show, name="next"),
    path("apne.ics", subscription.open_events, name="open"),
    path("apne/<slug:office>.ics", subscription.open_events, name="open_of"),
    path("abonnement/", feeds.index, name="feeds"),
    path("abonnement/<int:pk>/ny-adresse/", feeds.renew, name="renew"),
    path("abonnement/<int:pk>/trekk-tilbake/", feeds.revoke, name="revoke"),
    path("abonnement/<str:token>.ics", subscription.answer, name="feed"),
]
