"""Every address of the site. A URL whose view is not marked with a right must be named in RIGHTS."""

from __future__ import annotations

from django.urls import include, path

from samordner.boards.views.first import first
from samordner.people import urls as people
from samordner.project import views

urlpatterns = [
    path("", first, name="first"),
    path("tavle/", include("samordner.boards.urls")),
    path("hvem-kan-hva/", views.policy, name="policy"),
    path("", include("samordner.people.urls")),
    path("", include("samordner.plandocument.urls")),
    path("", include("samordner.revisions.urls")),
    path("", include("samordner.minutes.urls")),
    path("", include("samordner.invitations.urls")),
    path("", include("samordner.mapping.urls")),
    path("", include("samordner.findings.urls")),
    path("", include("samordner.networks.urls")),
    path("", include("samordner.improvement.urls")),
    path("", include("samordner.measurement.urls")),
    path("", include("samordner.facilitation.urls")),
    path("kalender/", include("samordner.calendars.urls")),
    path("planer/", include("samordner.plans.urls")),
    path("samarbeid/", include("samordner.cooperation.urls")),
    path("kommuneplaner/", include("samordner.localplans.urls")),
    path("behov/", include("samordner.support.urls")),
    path("henvendelser/", include("samordner.asks.urls")),
    path("moter/", include("samordner.meetings.urls")),
    path("tilbud/", include("samordner.offers.urls")),
    path("brev/", include("samordner.letters.urls")),
    path("kartlegging/skjema/", include("samordner.questionnaires.urls")),
    path("inndelinger/", include("samordner.divisions.urls")),
    path("rapporter/", include("samordner.reports.urls")),
    path("status/", include("samordner.participation.urls")),
    path("grupperinger/", include("samordner.places.urls")),
    path("embeter/", include("samordner.places.office_urls")),
]

handler400 = "samordner.pages.problems.bad_request"
handler403 = "samordner.pages.problems.forbidden"
handler404 = "samordner.pages.problems.not_found"
handler500 = "samordner.pages.problems.broken"

# Views that are not ours, by the name of their URL
RIGHTS = {**people.RIGHTS}
