"""Addresses of letters."""

from __future__ import annotations

from django.urls import path

from samordner.letters.views import municipalities, outbox, wordings

app_name = "letters"
urlpatterns = [
    path("", outbox.index, name="index"),
    path("igjen/", outbox.all_again, name="all_again"),
    path("lat-som/", outbox.pretend, name="pretend"),
    path("<int:pk>/", outbox.show, name="letter"),
    path("<int:pk>/igjen/", outbox.again, name="try_again"),
    path("<int:pk>/trekk/", outbox.take_back, name="withdraw"),
    path("<int:pk>/avgjor/", outbox.decide, name="settle"),
    path("kommuner/", municipalities.new, name="municipalities"),
    path("tekster/", wordings.index, name="wordings"),
    path("tekster/<slug:kind>/<str:language>/", wordings.change, name="wording"),
    path("tekster/<slug:kind>/<str:language>/tilbake/", wordings.reset, name="reset_wording"),
    path("brevhode/", wordings.letterhead, name="letterhead"),
]
