"""What a happening is called in files that leave the house: the same in every feed and invitation, whatever becomes of it."""

from __future__ import annotations

from django.utils.crypto import constant_time_compare, salted_hmac

HOUSE = "@samordner"


def uid_of(key: str) -> str:
    """The UID of a happening, by its key: "meeting:12" → "meeting:12.8c1f…@samordner". Another installation gives another."""
    return f"{key}.{_digest(key)}{HOUSE}"


def key_of(uid: str) -> str | None:
    """The key that such a UID was made of; None: it was not made here."""
    key, _dot, digest = uid.removesuffix(HOUSE).rpartition(".")
    return key if uid.endswith(HOUSE) and constant_time_compare(digest, _digest(key)) else None


def _digest(key: str) -> str:
    return salted_hmac("happenings.uid", key, algorithm="sha256").hexdigest()[:24]
