"""Every address of the site. A URL whose view is not marked with a right must be named in RIGHTS."""

from __future__ import annotations

from django.urls import include, path

from samordner.people import urls as people
from samordner.project import views

urlpatterns = [
    path("", views.first, name="first"),
    path("hvem-kan-hva/", views.policy, name="policy"),
    path("", include("samordner.people.urls")),
]

handler400 = "samordner.pages.problems.bad_request"
handler403 = "samordner.pages.problems.forbidden"
handler404 = "samordner.pages.problems.not_found"
handler500 = "samordner.pages.problems.broken"

# Views that are not ours, by the name of their URL
RIGHTS = {**people.RIGHTS}
