"""The second baseline: the simplest page that Django can give, without middleware, template or database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def simplest(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello")


urlpatterns = [path("", simplest)]
