"""Addresses of a plan's revisions."""

from __future__ import annotations

from django.urls import path, re_path

from samordner.revisions.views import comparing, frozen, listing, reviewing, submitted

app_name = "revisions"
urlpatterns = [
    path("planer/<int:pk>/revisjoner/", listing.index, name="index"),
    path("planer/<int:pk>/revisjoner/begynn/", listing.begin, name="begin"),
    path("planer/<int:pk>/revisjoner/sammenlign/", comparing.compare, name="compare"),
    re_path(
        r"^planer/(?P<pk>\d{1,18})/revisjoner/utkast\.(?P<ending>docx|html|pdf)$",
        comparing.compare_file,
        name="draft_file",
    ),
    path("planer/<int:pk>/fullstendighet/", comparing.complete, name="completeness"),
    path("planer/innsendt/", submitted.index, name="submitted"),
    path("planer/innsendt/<int:pk>/", frozen.receipt, name="receipt"),
    path("planer/revisjoner/<int:pk>/", frozen.show, name="revision"),
    re_path(
        r"^planer/revisjoner/(?P<pk>\d{1,18})/plan\.(?P<ending>docx|html|pdf|json)$", frozen.file, name="file"
    ),
    path("planer/revisjoner/<int:pk>/til-horing/", listing.review, name="review"),
    path("planer/revisjoner/<int:pk>/ta-tilbake/", listing.take_back, name="take_back"),
    path("planer/revisjoner/<int:pk>/legg-bort/", listing.put_away, name="put_away"),
    path("planer/revisjoner/<int:pk>/godkjenn/", listing.approve, name="approve"),
    path("planer/revisjoner/<int:pk>/send/", frozen.send, name="send"),
    path("planer/revisjoner/<int:pk>/horing/", reviewing.show, name="review_page"),
    path("planer/revisjoner/<int:pk>/horing/ny/", reviewing.write, name="write"),
    path("planer/revisjoner/<int:pk>/horing/ferdig/", reviewing.done, name="done"),
    path("planer/revisjoner/<int:pk>/horing/<slug:kind>/", reviewing.rows, name="rows"),
    path("planer/merknader/<int:pk>/", reviewing.comment, name="comment"),
    path("planer/merknader/<int:pk>/trekk/", reviewing.withdraw, name="withdraw"),
    path("planer/merknader/<int:pk>/hent-tilbake/", reviewing.bring_back, name="bring_back"),
]
