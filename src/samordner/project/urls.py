"""Every address of the site. A URL whose view is not marked with a right must be named in RIGHTS."""

from __future__ import annotations

from allauth.account.views import login, logout
from django.urls import path
from django.views.i18n import set_language

from samordner.project import views

urlpatterns = [
    path("", views.first, name="first"),
    path("hvem-kan-hva/", views.policy, name="policy"),
    path("konto/", views.account, name="account"),
    path("konto/inn/", login, name="account_login"),
    path("konto/ut/", logout, name="account_logout"),
    path("sprak/", set_language, name="language"),
]

handler400 = "samordner.pages.problems.bad_request"
handler403 = "samordner.pages.problems.forbidden"
handler404 = "samordner.pages.problems.not_found"
handler500 = "samordner.pages.problems.broken"

# Views that are not ours, by the name of their URL
RIGHTS = {
    "language": "session.use",
    "account_login": "session.use",
    "account_logout": "session.use",
}
