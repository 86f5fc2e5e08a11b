"""Deeds: letting people in, giving and ending what they hold, and keeping the door."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from samordner.journal.deeds import Refusal
from samordner.journal.operations import record
from samordner.people.models import Assignment, OneTimeAddress, Role, Session, User, tidy_email
from samordner.people.passphrases import random_passphrase, why_not_passphrase
from samordner.people.queries import administrators, digest_of, setup_is_open, welcomed
from samordner.places.models import Municipality, Office

SETUP_LASTS = timedelta(minutes=15)
WELCOME_LASTS = timedelta(days=7)
AT_OFFICE = {Role.COORDINATOR, Role.PARTNER, Role.CONTACT}
Sentence = str | Promise


def _refuse(sentence: Sentence | None, field: str = "") -> None:
    if sentence:
        raise Refusal(sentence, field=field)


def _one_time(purpose: str, user: User | None, ends_at: datetime) -> str:
    """A new one-time address; an older one for the same is replaced."""
    token = secrets.token_urlsafe(16)
    OneTimeAddress.objects.filter(purpose=purpose, user=user).delete()
    OneTimeAddress.objects.create(purpose=purpose, user=user, digest=digest_of(token), ends_at=ends_at)
    return token


# The first administrator


@transaction.atomic
def make_setup_token(now: datetime) -> str:
    """Token of `/oppsett/<token>`: works once, 15 minutes, while no account exists. Replaces an earlier."""
    if User.objects.exists():
        raise Refusal(_("There are accounts already: an administrator can let others in."))
    token = _one_time(OneTimeAddress.Purpose.SETUP, None, now + SETUP_LASTS)
    record("", "open", "setup", "", now)
    return token


@transaction.atomic
def create_first_administrator(
    token: str, *, name: str, email: str, passphrase: str, language: str, on_this_machine: bool, now: datetime
) -> User:
    """Make the first account. Refusal when the address no longer works or the passphrase will not do."""
    _refuse(why_not_passphrase(passphrase, name=name, email=email), "passphrase")
    used = OneTimeAddress.objects.filter(digest=digest_of(token))
    if not setup_is_open(token, now, on_this_machine=on_this_machine) or not used.delete()[0]:
        raise Refusal(_("This address has been used or is too old. Start Samordner again to get a new one."))
    user = _new_user(name, email, language, now)
    user.set_password(passphrase)
    user.save(update_fields=["password"])
    Assignment.objects.create(user=user, role=Role.ADMINISTRATOR, since=localtime(now).date())
    record(user.actor_id, "begin", "user", str(user.pk), now)
    return user


# Accounts


def _new_user(name: str, email: str, language: str, now: datetime, *, is_demo: bool = False) -> User:
    user = User(
        name=name.strip(), email=tidy_email(email), language=language, created_at=now, is_demo=is_demo
    )
    user.set_unusable_password()
    user.save()
    return user


def why_not_invite(email: str) -> Sentence | None:
    if User.objects.filter(email=tidy_email(email)).exists():
        return _("There is already an account with this e-mail address.")
    return None


@transaction.atomic
def invite(
    *,
    name: str,
    email: str,
    language: str,
    role: str,
    office: Office | None = None,
    municipality: Municipality | None = None,
    organisation: str = "",
    since: date,
    until: date | None = None,
    by: str,
    now: datetime,
) -> tuple[User, str]:
    """Make an account with its first assignment: (the account, the token of the link to hand over)."""
    _refuse(why_not_invite(email), "email")
    _refuse(why_not_place(role, office, municipality))
    user = _new_user(name, email, language, now)
    Assignment.objects.create(
        user=user,
        role=role,
        office=office,
        municipality=municipality,
        organisation=organisation,
        since=since,
        until=until,
    )
    token = _one_time(OneTimeAddress.Purpose.WELCOME, user, now + WELCOME_LASTS)
    record(by, "invite", "user", str(user.pk), now, {"role": role}, office=office.key if office else "")
    return user, token


def why_not_new_link(user: User) -> Sentence | None:
    if not user.is_active:
        return _("The account is closed. Open it first.")
    if user.is_demo:
        return _("A demonstration account gets its password from the command line.")
    return None


@transaction.atomic
def make_welcome_link(user: User, *, by: str, now: datetime) -> str:
    """A new link for choosing a passphrase, for someone who lost the first one or forgot the passphrase."""
    _refuse(why_not_new_link(user))
    token = _one_time(OneTimeAddress.Purpose.WELCOME, user, now + WELCOME_LASTS)
    record(by, "make_link", "user", str(user.pk), now)
    return token


@transaction.atomic
def accept_welcome(token: str, *, passphrase: str, language: str, now: datetime) -> User:
    """Choose a passphrase by a one-time link. Every other session of the person ends."""
    user = welcomed(token, now)
    if user is None:
        raise Refusal(
            _("This link has been used or is too old. Ask the one who gave it to you for a new one.")
        )
    _refuse(why_not_passphrase(passphrase, name=user.name, email=user.email), "passphrase")
    if not OneTimeAddress.objects.filter(digest=digest_of(token)).delete()[0]:
        raise Refusal(
            _("This link has been used or is too old. Ask the one who gave it to you for a new one.")
        )
    user.language = language
    user.set_password(passphrase)
    user.save(update_fields=["password", "language"])
    Session.objects.filter(user=user).delete()
    record(user.actor_id, "accept", "user", str(user.pk), now)
    return user


def why_not_close(user: User, day: date, *, by: str) -> Sentence | None:
    if user.actor_id == by:
        return _("Nobody closes their own account. Ask another administrator.")
    if not user.is_active:
        return _("The account is closed already.")
    admins = administrators(day)
    if admins.filter(pk=user.pk).exists() and admins.count() == 1:
        return _("This is the last administrator. Make someone else administrator first.")
    return None


def _hold_administrators() -> None:
    """Lock what makes someone administrator: two who take each other's role away must not both succeed."""
    list(Assignment.objects.select_for_update(no_key=True).filter(role=Role.ADMINISTRATOR).order_by("pk"))


@transaction.atomic
def close(user: User, *, by: str, now: datetime) -> None:
    """Close an account: it cannot sign in, and is signed out everywhere. What it did stays as it is."""
    _hold_administrators()
    user.refresh_from_db()
    _refuse(why_not_close(user, localtime(now).date(), by=by))
    user.is_active = False
    user.save(update_fields=["is_active"])
    Session.objects.filter(user=user).delete()
    OneTimeAddress.objects.filter(user=user).delete()
    record(by, "close", "user", str(user.pk), now)


@transaction.atomic
def reopen(user: User, *, by: str, now: datetime) -> None:
    if user.is_active:
        raise Refusal(_("The account is open already."))
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(by, "reopen", "user", str(user.pk), now)


@transaction.atomic
def remove_second_factors(user: User, *, by: str, now: datetime) -> None:
    """For someone who lost phone and keys: they set up new ones at the next sign-in."""
    if user.actor_id == by:
        raise Refusal(_("Your own second factors are changed under “My account”."))
    Authenticator.objects.filter(user_id=user.pk).delete()
    Session.objects.filter(user=user).delete()
    record(by, "remove_second_factors", "user", str(user.pk), now)


# Assignments


def why_not_place(role: str, office: Office | None, municipality: Municipality | None) -> Sentence | None:
    """Why the role cannot be held there: each is held at an office, at a municipality or nationally."""
    if role == Role.CONTACT and municipality is None:
        return _("A municipality's contact needs a municipality.")
    if role in AT_OFFICE and office is None:
        return _("This role is held at an office: choose one.")
    if role not in AT_OFFICE and (office or municipality):
        return _("This role is held nationally: leave office and municipality empty.")
    if role != Role.CONTACT and municipality:
        return _("Only a municipality's contact is tied to a municipality.")
    return None


def why_not_assign(
    user: User,
    role: str,
    office: Office | None,
    municipality: Municipality | None,
    since: date,
    until: date | None,
) -> Sentence | None:
    if until is not None and until <= since:
        return _("The role must end after it begins.")
    same = Assignment.objects.filter(user=user, role=role, office=office, municipality=municipality)
    if same.overlapping(since, until).exists():
        return _("The person holds this role there already in that time.")
    return why_not_place(role, office, municipality)


@transaction.atomic
def assign(
    user: User,
    role: str,
    *,
    office: Office | None = None,
    municipality: Municipality | None = None,
    organisation: str = "",
    since: date,
    until: date | None = None,
    by: str,
    now: datetime,
) -> Assignment:
    """Give `user` a role from `since`, until `until` (exclusive; None: until it is ended)."""
    _refuse(why_not_assign(user, role, office, municipality, since, until))
    given = Assignment.objects.create(
        user=user,
        role=role,
        office=office,
        municipality=municipality,
        organisation=organisation,
        since=since,
        until=until,
    )
    place = office.key if office else ""
    record(by, "assign", "user", str(user.pk), now, {"assignment": given.pk, "role": role}, office=place)
    return given


def why_not_end(assignment: Assignment, day: date) -> Sentence | None:
    if assignment.until is not None and assignment.until <= day:
        return _("The role has ended already.")
    if assignment.role == Role.ADMINISTRATOR and assignment.holds(day):
        lasting = Assignment.objects.filter(role=Role.ADMINISTRATOR, user__is_active=True).as_of(day)
        if not lasting.exclude(pk=assignment.pk).exists():
            return _("This is the last administrator. Make someone else administrator first.")
    return None


@transaction.atomic
def end_assignment(assignment: Assignment, *, day: date, by: str, now: datetime) -> None:
    """Take a role away from `day` on. One that would have begun then or later is withdrawn altogether."""
    _hold_administrators()
    _refuse(why_not_end(assignment, day))
    facts: dict[str, str | int] = {"assignment": assignment.pk, "role": assignment.role}
    place = assignment.office.key if assignment.office else ""
    record(by, "end_assignment", "user", str(assignment.user_id), now, facts, office=place)
    if assignment.since is not None and assignment.since >= day:
        assignment.delete()
        return
    assignment.until = day
    assignment.save(update_fields=["until"])


# One's own account


@transaction.atomic
def change_passphrase(user: User, passphrase: str, *, here: str | None, now: datetime) -> None:
    """Change one's passphrase. Every session but `here` (a session key) ends."""
    _refuse(why_not_passphrase(passphrase, name=user.name, email=user.email), "passphrase")
    user.set_password(passphrase)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).exclude(session_key=here).delete()
    record(user.actor_id, "change_passphrase", "user", str(user.pk), now)


@transaction.atomic
def change_profile(user: User, *, name: str, language: str, now: datetime) -> None:
    user.name, user.language = name.strip(), language
    user.save(update_fields=["name", "language"])
    record(user.actor_id, "change_profile", "user", str(user.pk), now)


def choose_language(user: User, language: str) -> None:
    """Remember the language of the pages. A glance, not a deed: nothing is written in the journal."""
    User.objects.filter(pk=user.pk).update(language=language)


@transaction.atomic
def end_sessions(user: User, session_id: str, *, here: str | None, now: datetime) -> int:
    """Sign out: `session_id` as in `open_sessions`; empty: everywhere but `here`. How many ended."""
    keys = Session.objects.filter(user=user).exclude(session_key=here).values_list("session_key", flat=True)
    ended = [key for key in keys if not session_id or digest_of(key)[:16] == session_id]
    if not ended:
        raise Refusal(_("That session has ended already."))
    Session.objects.filter(session_key__in=ended).delete()
    record(user.actor_id, "end_session", "user", str(user.pk), now, {"ended": len(ended)})
    return len(ended)


# The demonstration


@transaction.atomic
def make_demo_account(
    email: str,
    name: str,
    role: str,
    *,
    office: Office | None = None,
    municipality: Municipality | None = None,
    organisation: str = "",
    since: date,
    language: str = "nb",
    by: str,
    now: datetime,
) -> str | None:
    """A demonstration account with a random password, returned this once; None when the account exists."""
    if User.objects.filter(email=tidy_email(email)).exists():
        return None
    _refuse(why_not_place(role, office, municipality))
    user, password = _new_user(name, email, language, now, is_demo=True), random_passphrase()
    user.set_password(password)
    user.save(update_fields=["password"])
    Assignment.objects.create(
        user=user, role=role, office=office, municipality=municipality, organisation=organisation, since=since
    )
    place = office.key if office else ""
    record(by, "make_demo_account", "user", str(user.pk), now, {"role": role}, office=place)
    return password


@transaction.atomic
def new_password(email: str, *, by: str, now: datetime) -> str:
    """A new random password for a demonstration account. Refusal for an account of a real person."""
    user = User.objects.filter(email=tidy_email(email), is_demo=True).first()
    if user is None:
        raise Refusal(_("Only a demonstration account gets its password from the command line."))
    password = random_passphrase()
    user.set_password(password)
    user.save(update_fields=["password"])
    Session.objects.filter(user=user).delete()
    record(by, "new_password", "user", str(user.pk), now)
    return password
