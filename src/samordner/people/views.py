"""The pages of people: the first start, one's own account, and who holds what."""

from __future__ import annotations

from typing import cast

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST
from django.views.i18n import LANGUAGE_QUERY_PARAMETER, set_language

from samordner.access.grants import allowed, visible
from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.people import brake, operations, queries
from samordner.people.adapters import FAILURES, PAUSE, sign_in
from samordner.people.forms import (
    LANGUAGES,
    ChangePassphrase,
    ChoosePassphrase,
    FirstAdministrator,
    GiveRole,
    Invite,
    Profile,
    Search,
)
from samordner.people.models import Assignment, User
from samordner.places.queries import office_names

PER_PAGE = 50


def me(request: Request) -> User:
    """Who is signed in. The gate has let nobody else through to a page with the right `account.own`."""
    return cast(User, request.user)


def remembering(response: HttpResponse, language: str) -> HttpResponse:
    """The same answer with the language in its cookie, for pages seen before signing in."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE
    )
    return response


def failing(form: Form, refusal: Refusal) -> None:
    """Show a refusal where it belongs in the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))


# Getting in


@never_cache
@sensitive_post_parameters("passphrase")
@page("setup.begin")
def begin(request: Request, token: str) -> HttpResponse:
    """The first start: whoever has the one-time address makes the first administrator. Then 404 for good."""
    here = queries.from_this_machine(request)
    if not queries.setup_is_open(token, request.now, on_this_machine=here):
        raise Http404
    form = FirstAdministrator(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if form.is_valid():
        try:
            user = operations.create_first_administrator(
                token, **form.cleaned_data, on_this_machine=here, now=request.now
            )
        except Refusal as refusal:
            failing(form, refusal)
        else:
            sign_in(request, user)
            return remembering(redirect("mfa_index"), user.language)
    return render(request, "people/begin.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@sensitive_post_parameters("passphrase")
@page("session.use")
def welcome(request: Request, token: str) -> HttpResponse:
    """Someone invited chooses a passphrase."""
    user = queries.welcomed(token, request.now)
    if user is None:
        return render(request, "people/welcome_too_late.html", status=404)
    form = ChoosePassphrase(request.POST or None, initial={"language": user.language})
    if form.is_valid():
        try:
            user = operations.accept_welcome(token, **form.cleaned_data, now=request.now)
        except Refusal as refusal:
            failing(form, refusal)
        else:
            messages.success(request, _("Your passphrase is chosen. Sign in with it."))
            return remembering(redirect("account_login"), user.language)
    return render(
        request, "people/welcome.html", {"form": form, "person": user}, status=422 if form.errors else 200
    )


@require_POST
@page("session.use")
def language(request: Request) -> HttpResponse:
    """Choose the language of the pages: kept in a cookie, and on the account of someone signed in."""
    chosen = request.POST.get(LANGUAGE_QUERY_PARAMETER)
    if request.actor.signed_in and chosen in dict(LANGUAGES):
        operations.choose_language(me(request), chosen)
    response: HttpResponse = set_language(request)
    return response


# My account


@sensitive_post_parameters("old", "passphrase")
@page("account.own")
def account(request: Request) -> HttpResponse:
    """Name, language, passphrase, second factors and where one is signed in."""
    user, deed = me(request), request.POST.get("deed", "")
    profile = Profile(
        request.POST if deed == "profile" else None, initial={"name": user.name, "language": user.language}
    )
    passphrase = ChangePassphrase(request.POST if deed == "passphrase" else None)
    if profile.is_valid():
        operations.change_profile(user, **profile.cleaned_data, now=request.now)
        messages.success(request, _("Saved."))
        return remembering(redirect("account"), user.language)
    if passphrase.is_valid() and change_passphrase(request, user, passphrase):
        messages.success(request, _("The passphrase is changed. You are signed out everywhere else."))
        return redirect("account")
    factors = queries.second_factors(user)
    context = {
        "profile": profile,
        "passphrase": passphrase,
        "has_app": any(f.type == "totp" for f in factors),
        "passkeys": [f for f in factors if f.type == "webauthn"],
        "open_sessions": queries.open_sessions(user, request.session.session_key, request.now),
        "held": queries.held_now(user, request.day),
        "office_names": office_names(request.day),
    }
    return render(
        request, "people/account.html", context, status=422 if profile.errors or passphrase.errors else 200
    )


def change_passphrase(request: Request, user: User, form: ChangePassphrase) -> bool:
    """Change the passphrase, or say in the form why not."""
    tries = f"account {user.email}"
    if not brake.try_once(tries, limit=FAILURES, within=PAUSE, now=request.now):
        form.add_error("old", _("Too many tries. Wait five minutes, then try again."))
    elif not user.check_password(form.cleaned_data["old"]):
        form.add_error("old", _("The passphrase is wrong."))
    else:
        brake.forgive(tries)
        try:
            operations.change_passphrase(user, form.cleaned_data["passphrase"], here=None, now=request.now)
        except Refusal as refusal:
            failing(form, refusal)
        else:
            sign_in(request, user)
            return True
    return False


@require_POST
@page("account.own")
def end_sessions(request: Request) -> HttpResponse:
    """Sign out in another place, or in all others."""
    try:
        operations.end_sessions(
            me(request), request.POST.get("session", ""), here=request.session.session_key, now=request.now
        )
        messages.success(request, _("Signed out there."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("account")


# Accounts and assignments


@page("people.read")
def people(request: Request) -> HttpResponse:
    """Everyone whose account the reader may see."""
    search = Search(request.GET)
    search.is_valid()
    reachable = visible(User.objects.all(), request.actor, "people.read")
    found = queries.accounts(
        reachable,
        request.day,
        words=search.cleaned_data.get("q", ""),
        role=search.cleaned_data.get("role", ""),
        state=search.cleaned_data.get("state", ""),
        sort=request.GET.get("sort", "name"),
    )
    context = {
        "search": search,
        "people": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "searching": any(search.cleaned_data.values()),
        "sort": request.GET.get("sort", "name"),
        "office_names": office_names(request.day),
        "may_manage": request.actor.may("people.manage"),
    }
    return render(request, "people/people.html", context)


@page("people.manage")
def invite(request: Request) -> HttpResponse:
    """Make an account with its first role; the link to hand over is shown once."""
    form = Invite(request.POST or None, day=request.day)
    if form.is_valid():
        try:
            user, token = operations.invite(**form.cleaned_data, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            failing(form, refusal)
        else:
            return show_link(request, user, token)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


def show_link(request: Request, user: User, token: str) -> HttpResponse:
    link = request.build_absolute_uri(reverse("people_welcome", args=[token]))
    response = render(request, "people/link.html", {"person": user, "link": link})
    response["Cache-Control"] = "no-store"
    return response


@page("people.read")
def person(request: Request, pk: int) -> HttpResponse:
    """One account: what the person holds and has held, and what an administrator may do about it."""
    someone = load(request, User.objects.all(), read="people.read", pk=pk)
    form = GiveRole(None, day=request.day)
    return show_person(request, someone, form)


def show_person(request: Request, someone: User, form: GiveRole, status: int = 200) -> HttpResponse:
    held = queries.assignments_of(someone)
    context = {
        "person": someone,
        "assignments": [(a, operations.why_not_end(a, request.day)) for a in held],
        "form": form,
        "office_names": office_names(request.day),
        "has_factor": queries.has_second_factor(someone),
        "is_self": someone == request.user,
        "may_manage": allowed(someone, request.actor, "people.manage"),
        "why_not_close": operations.why_not_close(someone, request.day, by=request.actor.id),
        "why_not_link": operations.why_not_new_link(someone),
    }
    return render(request, "people/person.html", context, status=status)


@require_POST
@page("people.manage")
def assign(request: Request, pk: int) -> HttpResponse:
    """Give someone a role."""
    someone = load(request, User.objects.all(), read="people.read", right="people.manage", pk=pk)
    form = GiveRole(request.POST, day=request.day)
    if form.is_valid():
        try:
            operations.assign(someone, **form.cleaned_data, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            failing(form, refusal)
        else:
            messages.success(request, _("The role is given."))
            return redirect("people_person", pk=pk)
    return show_person(request, someone, form, status=422)


@require_POST
@page("people.manage")
def end(request: Request, pk: int, assignment: int) -> HttpResponse:
    """Take a role away from today on."""
    held = load(request, Assignment.objects.all(), read="people.manage", pk=assignment, user=pk)
    try:
        operations.end_assignment(
            held, day=localtime(request.now).date(), by=request.actor.id, now=request.now
        )
        messages.success(request, _("The role has ended."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("people_person", pk=pk)


@require_POST
@page("people.manage")
def deed(request: Request, pk: int, name: str) -> HttpResponse:
    """Close or open an account, make a new link, or remove second factors that were lost."""
    someone = load(request, User.objects.all(), read="people.read", right="people.manage", pk=pk)
    by, now = request.actor.id, request.now
    try:
        if name == "link":
            return show_link(request, someone, operations.make_welcome_link(someone, by=by, now=now))
        done = {
            "close": operations.close,
            "open": operations.reopen,
            "factors": operations.remove_second_factors,
        }
        done[name](someone, by=by, now=now)
        messages.success(request, _("Done."))
    except Refusal as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("people_person", pk=pk)
