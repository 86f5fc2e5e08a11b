"""Addresses of meetings."""

from __future__ import annotations

from django.urls import path

from samordner.meetings.views import listing, one, points, writing

app_name = "meetings"
urlpatterns = [
    path("", listing.index, name="index"),
    path("nytt/", writing.new, name="new"),
    path("<int:pk>/", one.show, name="meeting"),
    path("<int:pk>/endre/", writing.change, name="change"),
    path("<int:pk>/flytt/", one.move, name="move"),
    path("<int:pk>/avlys/", one.cancel, name="cancel"),
    path("<int:pk>/holdt/", one.hold, name="hold"),
    path("<int:pk>/gjenoppta/", one.reopen, name="reopen"),
    path("<int:pk>/fjern/", one.remove, name="remove"),
    path("<int:pk>/hent/", one.restore, name="restore"),
    path("<int:pk>/program/", points.add, name="add_point"),
    path("<int:pk>/program/<int:point>/", points.change, name="point"),
]
