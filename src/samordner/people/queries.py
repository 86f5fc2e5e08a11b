"""Questions about persons: who asks, what they hold, and what they must do before they may go on."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import ip_address

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest

from samordner.access.actors import VISITOR, Actor, Holding
from samordner.access.policy import POLICY, ROLES
from samordner.pages import clock
from samordner.pages.prepared import Prepared, ask_together
from samordner.people.models import Assignment, OneTimeAddress, Role, Session, User

ONLY_LOOKING = {"read", "use", "own", "begin"}
CHANGING_ROLES = frozenset(
    role
    for role in ROLES
    if any(
        cells[role] not in {"-", "public"} and right.split(".")[1] not in ONLY_LOOKING
        for right, cells in POLICY.items()
    )
)
"""The roles that may change anything at all, read from the policy table: they need a second factor."""


PROXY_HEADERS = (
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED",
    "HTTP_VIA",
)  # fmt: skip
"""Headers that only a proxy writes: one of them is enough to say that the peer is not the person."""


def from_this_machine(request: HttpRequest) -> bool:
    """Whether the peer is on loopback and no proxy stands between."""
    proxied = any(header in request.META for header in PROXY_HEADERS)
    try:
        return not proxied and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def actor_of(request: HttpRequest) -> Actor:
    """Who asks: read anew on every request, so that a role taken away bites on the next one."""
    user = request.user
    return (acting_as(user, request, clock.today()) if isinstance(user, User) else None) or VISITOR


def acting_as(user: User, request: HttpRequest, day: date) -> Actor | None:
    """The account as an actor, with what it holds on `day`; None when it may not act at all: it is closed, or it is a
    demonstration account and the request comes from another machine.
    """
    if not user.is_active or (user.is_demo and not from_this_machine(request)):
        return None
    held = _held.later(user.pk, day)
    ask_together(held, *getattr(request, "asked_beside", ()))
    holdings = (
        Holding(role, office or "", code or "", organisation)
        for role, office, code, organisation in held.rows
    )
    return Actor(id=user.actor_id, name=user.name, holdings=tuple(holdings))


@Prepared
def _held(user: int, day: date) -> QuerySet[Assignment, tuple[str, str | None, str | None, str]]:
    held = Assignment.objects.filter(user=user).as_of(day)
    return held.values_list("role", "office__key", "municipality__code", "organisation")


def has_second_factor(user: User) -> bool:
    """Whether the person has a passkey or an authenticator app."""
    kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return bool(Authenticator.objects.filter(user_id=user.pk, type__in=kinds).exists())


def second_factors(user: User) -> list[Authenticator]:
    """One's passkeys, app and recovery codes, the oldest first."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))


def lacks_second_factor(user: User, actor: Actor) -> bool:
    """Whether someone who may change something has no second factor yet. Demonstration accounts need none."""
    return not user.is_demo and not CHANGING_ROLES.isdisjoint(actor.roles) and not has_second_factor(user)


def digest_of(token: str) -> str:
    """How a one-time address is kept. Its 128 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def live_address(token: str, purpose: str, now: datetime) -> OneTimeAddress | None:
    """The one-time address behind a token: None when it is unknown, used, replaced or too old."""
    found = OneTimeAddress.objects.select_related("user").filter(digest=digest_of(token), purpose=purpose)
    return found.filter(ends_at__gt=now).first()


def setup_is_open(token: str, now: datetime, *, on_this_machine: bool) -> bool:
    """Whether the first administrator may be made: a live token, from this machine, and no account exists."""
    live = live_address(token, OneTimeAddress.Purpose.SETUP, now)
    return on_this_machine and live is not None and not User.objects.exists()


def welcomed(token: str, now: datetime) -> User | None:
    """Whom a link to choose a passphrase is for; None when it no longer works."""
    address = live_address(token, OneTimeAddress.Purpose.WELCOME, now)
    return address.user if address and address.user and address.user.is_active else None


# Accounts and assignments

SORTS = {"name": ("name", "email"), "email": ("email",), "seen": ("-last_login", "name")}
STATES = ("active", "unassigned", "closed")


def accounts(
    rows: QuerySet[User], day: date, *, words: str = "", role: str = "", state: str = "", sort: str = "name"
) -> QuerySet[User]:
    """`rows` narrowed and ordered, each with the assignments that it holds on `day` as `held`."""
    held = Assignment.objects.as_of(day).select_related("office", "municipality")
    now_held = Assignment.objects.as_of(day).filter(user=OuterRef("pk"))
    for word in words.split():
        rows = rows.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if role in Role.values:
        rows = rows.filter(Exists(now_held.filter(role=role)))
    if state in STATES:
        rows = rows.filter(is_active=state != "closed")
    if state == "unassigned":
        rows = rows.exclude(Exists(now_held))
    second = Authenticator.objects.filter(user_id=OuterRef("pk"), type__in=["totp", "webauthn"])
    return (
        rows.annotate(second_factor=Exists(second))
        .prefetch_related(Prefetch("assignments", held, to_attr="held"))
        .order_by(*SORTS.get(sort, SORTS["name"]), "pk")
        .distinct()
    )


def assignments_of(user: User) -> QuerySet[Assignment]:
    """All that someone holds, held and will hold, the newest first."""
    return Assignment.objects.filter(user=user).select_related("office", "municipality")


def held_now(user: User, day: date) -> QuerySet[Assignment]:
    """What someone holds on `day`."""
    return Assignment.objects.filter(user=user).as_of(day).select_related("office", "municipality")


def administrators(day: date) -> QuerySet[User]:
    """Who can let others in: open accounts that administer on `day`."""
    held = Assignment.objects.as_of(day).filter(role=Role.ADMINISTRATOR).values("user")
    return User.objects.filter(pk__in=held, is_active=True)


@dataclass(frozen=True)
class OpenSession:
    """A place where someone is signed in. `id` names it without giving away its key."""

    id: str
    agent: str
    begun_at: datetime
    seen_at: datetime
    here: bool


def open_sessions(user: User, here: str | None, now: datetime) -> list[OpenSession]:
    """Where `user` is signed in at `now`, this one (`here`, a session key) first."""
    found: Iterable[Session] = Session.objects.filter(user=user, expire_date__gt=now, begun_at__isnull=False)
    shown = [
        OpenSession(
            digest_of(s.session_key)[:16], s.agent, s.begun_at, s.seen_at or s.begun_at, s.session_key == here
        )
        for s in found
        if s.begun_at
    ]
    return sorted(shown, key=lambda s: not s.here)


# Who it was


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of those who acted, by their opaque ids ("u12"); whoever is gone has none."""
    ids = {int(actor[1:]) for actor in actors if actor[:1] == "u" and actor[1:].isdigit()}
    return {f"u{pk}": name for pk, name in _names(tuple(sorted(ids)))} if ids else {}


@Prepared
def _names(ids: tuple[int, ...]) -> QuerySet[User, tuple[int, str]]:
    return User.objects.filter(pk__in=ids).values_list("pk", "name")
