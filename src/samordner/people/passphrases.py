"""What a passphrase must be: long, and not among those guessed first. Nothing about kinds of characters."""

from __future__ import annotations

import secrets
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST, LONGEST = 15, 256
RUNS = ("abcdefghijklmnopqrstuvwxyzæøå", "1234567890", "qwertyuiopåasdfghjkløæzxcvbnm")


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
    if plain in {name.casefold(), email.casefold()} or _guessed_first(plain):
        return _("This passphrase is among those that are guessed first. Choose another.")
    return None


def _guessed_first(plain: str) -> bool:
    """Whether it is a well-known one, also with digits around, one thing repeated, or a run of neighbours."""
    repeated = any(plain == (plain[:n] * len(plain))[: len(plain)] for n in range(1, len(plain) * 2 // 3 + 1))
    run = any(plain in row * 2 or plain[::-1] in row * 2 for row in RUNS)
    return repeated or run or _is_common(plain) or _is_common(plain.strip("0123456789 .,!?-_"))


def _is_common(word: str) -> bool:
    try:
        _common().validate(word)
    except ValidationError:
        return True
    return False


def random_passphrase() -> str:
    """One that nobody chose: 120 bits."""
    return secrets.token_urlsafe(15)
