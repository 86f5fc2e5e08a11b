"""Addresses of questionnaires."""

from __future__ import annotations

from django.urls import path

from samordner.questionnaires.views import deeds, editing, files, listing, making, preview

app_name = "questionnaires"
urlpatterns = [
    path("", listing.index, name="index"),
    path("nytt/", making.new, name="new"),
    path("fra-fil/", making.from_file, name="from_file"),
    path("<int:pk>/", editing.show, name="questionnaire"),
    path("<int:pk>/sporsmal/<str:key>/", editing.show_question, name="question"),
    path("<int:pk>/del/<str:key>/", editing.show_section, name="section"),
    path("<int:pk>/liste/<str:key>/", editing.show_list, name="list"),
    path("<int:pk>/gjor/<str:deed>/", deeds.do, name="deed"),
    path("<int:pk>/angre/", deeds.take_back, name="undo"),
    path("<int:pk>/legg-bort/", deeds.keep, name="keep"),
    path("<int:pk>/forhandsvis/", preview.preview, name="preview"),
    path("<int:pk>/xlsform/", files.xlsform, name="xlsform"),
    path("<int:pk>/papir/", files.printed, name="paper"),
]
