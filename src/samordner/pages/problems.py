"""Pages for what went wrong: one sentence on what happened, and a way on."""

from __future__ import annotations

import sys
from contextlib import suppress

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _


def _told(request: HttpRequest, heading: str, text: str, status: int) -> HttpResponse:
    """The page; who asks for a part of one gets the sentence alone, which stands above what they were doing."""
    if request.headers.get("HX-Request"):
        return HttpResponse(text, status=status, content_type="text/plain")
    return render(request, "pages/problem.html", {"heading": heading, "text": text}, status=status)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _(
        "There is nothing at this address that you can see. It may have been moved, or belong to another office."
    )
    return _told(request, _("Not found"), text, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("Your roles do not include this. The page “Who may do what” shows who can help you.")
    return _told(request, _("Not allowed"), text, 403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("The request could not be read. Go back and try again.")
    return _told(request, _("Not understood"), text, 400)


SECRET = ("password", "passphrase", "code", "csrf")


def typed_in(request: HttpRequest) -> list[str]:
    """The texts that somebody wrote in the form that was sent; no secrets, and no keys that the page itself sent."""
    return [
        text
        for key, texts in request.POST.lists()
        for text in texts
        if text.strip() and not any(part in key for part in SECRET) and (len(text) > 20 or " " in text)
    ]


def signed_out(request: HttpRequest, typed: list[str]) -> HttpResponse:
    """A form was sent after the session ended: what was typed is shown back, never the sign-in page in its stead."""
    back = request.headers.get("Referer", "")
    here = request.build_absolute_uri("/")
    next_page = "/" + back.removeprefix(here) if back.startswith(here) else "/"
    return render(request, "pages/signed_out.html", {"typed": typed, "next_page": next_page}, status=401)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = _(
        "The form was too old, or came from another page. Go back, reload and send it again; "
        "what you typed is still in the form."
    )
    return _told(request, _("The form was not accepted"), text, 403)


def broken(request: HttpRequest) -> HttpResponse:
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unreachable(request)
    text = _(
        "Something failed here. Go back: what you typed is still in the form. "
        "Look whether it was saved, try again, and tell the operator if it goes on."
    )
    return _told(request, _("Something failed"), text, 500)


MOMENT = 10
"""Seconds after which it is worth trying again."""


def unreachable(request: HttpRequest) -> HttpResponse:
    """The database does not answer. Said without asking it anything: who it is, and in which language they read, is unknown.

    What was typed is shown back; whether it was saved cannot be told when the answer was lost on its way.
    """
    text = _(
        "The database could not be reached. Wait a moment and try again; "
        "look first whether what you last sent was saved."
    )
    if request.headers.get("HX-Request"):
        said = HttpResponse(text, status=503, content_type="text/plain")
    else:
        about = {
            "heading": _("No answer just now"),
            "text": text,
            "here": request.get_full_path(),
            "typed": [],
        }
        with suppress(RequestDataTooBig, TooManyFieldsSent, UnreadablePostError):
            about["typed"] = typed_in(request)
        said = HttpResponse(render_to_string("pages/unreachable.html", about), status=503)
    said.headers["Retry-After"] = str(MOMENT)
    return said
