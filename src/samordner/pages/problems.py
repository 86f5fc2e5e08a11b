"""Pages for what went wrong: one sentence on what happened, and a way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _(
        "There is nothing at this address that you can see. It may have been moved, or belong to another office."
    )
    return render(request, "pages/problem.html", {"heading": _("Not found"), "text": text}, status=404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("Your roles do not include this. The page “Who may do what” shows who can help you.")
    return render(request, "pages/problem.html", {"heading": _("Not allowed"), "text": text}, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    text = _("The request could not be read. Go back and try again.")
    return render(request, "pages/problem.html", {"heading": _("Not understood"), "text": text}, status=400)


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
    return render(
        request, "pages/problem.html", {"heading": _("The form was not accepted"), "text": text}, status=403
    )


def broken(request: HttpRequest) -> HttpResponse:
    text = _(
        "Something failed here. Go back: what you typed is still in the form. "
        "Look whether it was saved, try again, and tell the operator if it goes on."
    )
    return render(request, "pages/problem.html", {"heading": _("Something failed"), "text": text}, status=500)
