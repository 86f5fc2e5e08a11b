"""What allauth asks of us: who may try, how secrets are kept, what is told. Nobody signs up alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from samordner.journal.operations import record
from samordner.pages import clock
from samordner.people.brake import forgive, try_once
from samordner.people.models import User, tidy_email
from samordner.people.queries import from_this_machine
from samordner.people.sealing import seal, unseal

FAILURES, PAUSE = 5, timedelta(minutes=5)
PER_ADDRESS, MINUTE = 300, timedelta(minutes=1)
DEMO_ELSEWHERE = _("This is a demonstration account. It works only on the machine that Samordner runs on.")
ERRORS = {
    "email_password_mismatch": _("The e-mail address or the passphrase is wrong."),
    "too_many_login_attempts": _("Too many tries. Wait five minutes, then try again."),
    "rate_limited": _("Too many tries. Wait five minutes, then try again."),
    "incorrect_code": _("The code is wrong or has been used. Wait for the next one and try again."),
    "incorrect_password": _("The passphrase is wrong."),
    "cannot_generate_recovery_codes": _("Set up a passkey or an authenticator app first."),
}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth is untyped
    error_messages = DefaultAccountAdapter.error_messages | ERRORS

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Who is behind e-mail and passphrase. Unknown and closed accounts answer like wrong passphrases."""
        email, now = tidy_email(credentials["email"]), clock.now()
        account, address = f"account {email}", f"address {self.get_client_ip(request)}"
        if not try_once(address, limit=PER_ADDRESS, within=MINUTE, now=now):
            raise self.validation_error("too_many_login_attempts")
        if not try_once(account, limit=FAILURES, within=PAUSE, now=now):
            raise self.validation_error("too_many_login_attempts")
        user = authenticate(request, email=email, password=credentials["password"])
        if not isinstance(user, User):
            return None
        forgive(account)
        if user.is_demo and not from_this_machine(request):
            raise ValidationError(DEMO_ELSEWHERE)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        return self.authenticate(context.request, email=user.email, password=password) == user

    def pre_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse | None:
        if user.is_demo and not from_this_machine(request):
            messages.error(request, DEMO_ELSEWHERE)
            return redirect("account_login")
        refused: HttpResponse | None = super().pre_login(request, user, **rest)
        return refused

    def post_login(self, request: HttpRequest, user: User, **rest: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **rest)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return response

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        messages.error(request, ERRORS["email_password_mismatch"])
        return redirect("account_login")

    def send_notification_mail(self, template_prefix: str, user: User, *_args: Any, **_rest: Any) -> None:
        """allauth would tell of a changed second factor by mail; here the journal does."""
        record(user.actor_id, template_prefix.rpartition("/")[2], "user", str(user.pk), clock.now())

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        names = {
            "reauthenticate": _("Use the passphrase"),
            "mfa_reauthenticate": _("Use a code"),
            "mfa_reauthenticate:webauthn": _("Use a passkey"),
        }
        return [way | {"description": names[way["id"]]} for way in super().get_reauthentication_methods(user)]


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    error_messages = DefaultMFAAdapter.error_messages | ERRORS

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        return "Samordner"

    def generate_authenticator_name(self, user: User, type: str) -> str:
        return str(_("My passkey"))


def sign_in(request: HttpRequest, user: User) -> None:
    """Sign in someone who has just chosen a passphrase by a one-time address: no need to type it again."""
    AccountAdapter().login(request, user)
    record_authentication(request, user, method="password", reauthenticated=True)
