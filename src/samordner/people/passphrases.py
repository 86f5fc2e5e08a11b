"""What a passphrase must be: long, and not among those guessed first. Nothing about kinds of characters."""

from __future__ import annotations

import secrets
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 15, 256


@cache
def _common() -> CommonPasswordValidator:
    return CommonPasswordValidator()


def why_not_passphrase(passphrase: str, *, name: str = "", email: str = "") -> str | Promise | None:
    """Why `passphrase` will not do for the person, in one sentence; None when it will."""
    if len(passphrase) < SHORTEST:
        return _("The passphrase is too short: use at least 15 characters, such as four or five words.")
    if len(passphrase) > LONGEST:
        return _("The passphrase is too long: use at most 256 characters.")
    plain = passphrase.casefold().strip()
    try:
        _common().validate(plain)
    except ValidationError:
        return _("This passphrase is among those that are guessed first. Choose another.")
    if len(set(plain)) < 5 or plain in {name.casefold(), email.casefold()}:
        return _("This passphrase is among those that are guessed first. Choose another.")
    return None


def random_passphrase() -> str:
    """One that nobody chose: 120 bits."""
    return secrets.token_urlsafe(15)
