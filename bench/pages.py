"""Every page of the demonstration, who asks for it, and how many queries it may take: a literal, whatever the size."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from bench.client import Server, signed_in
from bench.profiling import profile
from bench.timing import Line, times
from samordner.participation.models import Observation
from samordner.people.models import Role, User
from samordner.plandocument.models import PlanReading
from samordner.plans.models import Plan
from samordner.plans.registers import registers

TARGET = 50.0
VISITOR = ""


@dataclass(frozen=True)
class Page:
    """`queries`: how many statements it may take, a literal. `by`: the role of whoever asks."""

    name: str
    address: str
    queries: int
    by: str = Role.COORDINATOR


def pages(plan: Plan, reading: PlanReading) -> Iterator[Page]:
    """The pages, on this plan and this reading."""
    observation = Observation.objects.filter(subject="plan_status", participation__office=plan.office)[0]
    cell = [observation.participation_id, "plan_status"]
    number = f"subject=plan_status&value=decided&programme={plan.programme.key}&office={plan.office.key}"

    yield Page("first page", reverse("first"), 28)
    yield Page("board", reverse("boards:board"), 15)
    yield Page("board of an earlier day", reverse("boards:board") + "?day=2020-06-01", 15)
    yield Page("cell", reverse("boards:cell", args=cell), 10)
    yield Page("number", f"{reverse('boards:number')}?{number}", 17)
    yield Page("register one", reverse("boards:one"), 10)
    yield Page("register many", reverse("boards:many"), 11)
    yield Page("plans", reverse("plans:index"), 8)
    yield Page("plan", reverse("plans:plan", args=[plan.pk]), 13)
    yield Page("front, to be changed", reverse("plans:front", args=[plan.pk]), 6)
    for register in registers():
        yield Page(f"register: {register.key}", reverse("plans:register", args=[plan.pk, register]), 7)
    chapter = max(plan.chapters.all(), key=lambda each: len(each.text))
    yield Page("chapter, to be changed", reverse("plans:chapter_change", args=[plan.pk, chapter.pk]), 6)
    yield Page("readings", reverse("plandocument:readings"), 10)
    yield Page("preview of a reading", reverse("plandocument:reading", args=[reading.pk]), 22)
    yield Page("preview, only doubtful", reverse("plandocument:reading", args=[reading.pk]) + "?vis=tvil", 22)
    yield Page("row from text", reverse("plandocument:row_from_text", args=[reading.pk]) + "?kapittel=1", 5)
    yield Page("plan as a document", reverse("plandocument:document", args=[plan.pk]), 31)
    yield Page("stated numbers", reverse("plandocument:claims", args=[plan.pk]), 10)
    yield Page("accounts", reverse("people"), 8, Role.ADMINISTRATOR)
    yield Page("accounts, for a coordinator", reverse("people"), 8)
    yield Page("own account", reverse("account"), 8)
    yield Page("second factor", reverse("mfa_index"), 6)
    yield Page("who may do what", reverse("policy"), 4)
    yield Page("log in", reverse("account_login"), 1, VISITOR)


def measured(
    plan: Plan, reading: PlanReading, *, tries: int, only: str = "", profiled: bool = False
) -> Iterator[Line]:
    """Each page, measured; signed in as the demonstration's people."""
    servers = {VISITOR: Server(WSGIHandler())}
    for page in pages(plan, reading):
        if only not in page.name:
            continue
        if page.by not in servers:
            servers[page.by] = Server(WSGIHandler(), signed_in(account(page.by)))
        server = servers[page.by]
        server.get(page.address)
        queries = server.queries(page.address)
        found = times(lambda s=server, a=page.address: s.get(a), tries=tries, warm=3)  # type: ignore[misc]
        yield Line(page.name, found, TARGET, (queries, page.queries))
        if profiled:
            print(profile(server, page.address))


def account(role: str) -> User:
    """Who has this role in the demonstration."""
    return User.objects.filter(is_demo=True, assignments__role=role).order_by("pk")[0]
