"""Addresses of invitations, open events, registrations and participants."""

from __future__ import annotations

from django.urls import path

from samordner.invitations.views import coming, inviting, own, personal
from samordner.invitations.views import open as visitors

app_name = "invitations"
urlpatterns = [
    path("apne/", visitors.events, name="events"),
    path("p/<str:secret>/", visitors.event, name="event"),
    path("svar/<str:token>/", visitors.by_link, name="answer"),
    path("pamelding/<str:token>/", visitors.registration, name="registration"),
    path("invitasjoner/", own.index, name="index"),
    path("invitasjoner/<int:pk>/", inviting.one, name="one"),
    path("invitasjoner/<int:pk>/svar/", own.answer, name="own"),
    path("deltakere/", personal.index, name="personal"),
    path("deltakere/<int:pk>/", coming.person, name="person"),
    path("moter/<int:pk>/vilkar/", inviting.terms, name="terms"),
    path("moter/<int:pk>/inviter/", inviting.choose, name="invite"),
    path("moter/<int:pk>/inviterte/", inviting.invited, name="invited"),
    path("moter/<int:pk>/minn-om/", inviting.reminding, name="remind"),
    path("moter/<int:pk>/deltakere/", coming.people, name="people"),
    path("moter/<int:pk>/oppmote/", coming.door, name="door"),
    path("moter/<int:pk>/oppmote/liste/", coming.taking, name="taking"),
]
