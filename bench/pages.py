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
    """`queries`: the literal number; None: not promised. `by`: the role of whoever asks."""

    name: str
    address: str
    queries: int | None
    by: str = Role.COORDINATOR


QUERIES: dict[str, int] = {}


def pages(plan: Plan, reading: PlanReading) -> Iterator[Page]:
    """The pages, on this plan and this reading."""
    observation = Observation.objects.filter(subject="plan_status", participation__office=plan.office)[0]
    cell = [observation.participation_id, "plan_status"]
    number = f"subject=plan_status&value=decided&programme={plan.programme.key}&office={plan.office.key}"

    def page(name: str, address: str, by: str = Role.COORDINATOR) -> Page:
        return Page(name, address, QUERIES.get(name), by)

    yield page("first page", reverse("first"))
    yield page("board", reverse("boards:board"))
    yield page("board of an earlier day", reverse("boards:board") + "?day=2020-06-01")
    yield page("cell", reverse("boards:cell", args=cell))
    yield page("number", f"{reverse('boards:number')}?{number}")
    yield page("register one", reverse("boards:one"))
    yield page("register many", reverse("boards:many"))
    yield page("plans", reverse("plans:index"))
    yield page("plan", reverse("plans:plan", args=[plan.pk]))
    yield page("front, to be changed", reverse("plans:front", args=[plan.pk]))
    for register in registers():
        yield page(f"register: {register.key}", reverse("plans:register", args=[plan.pk, register]))
    chapter = max(plan.chapters.all(), key=lambda each: len(each.text))
    yield page("chapter, to be changed", reverse("plans:chapter_change", args=[plan.pk, chapter.pk]))
    yield page("readings", reverse("plandocument:readings"))
    yield page("preview of a reading", reverse("plandocument:reading", args=[reading.pk]))
    yield page("preview, only doubtful", reverse("plandocument:reading", args=[reading.pk]) + "?vis=tvil")
    yield page("row from text", reverse("plandocument:row_from_text", args=[reading.pk]) + "?kapittel=1")
    yield page("plan as a document", reverse("plandocument:document", args=[plan.pk]))
    yield page("stated numbers", reverse("plandocument:claims", args=[plan.pk]))
    yield page("accounts", reverse("people"), Role.ADMINISTRATOR)
    yield page("accounts, for a coordinator", reverse("people"))
    yield page("own account", reverse("account"))
    yield page("second factor", reverse("mfa_index"))
    yield page("who may do what", reverse("policy"))
    yield page("log in", reverse("account_login"), VISITOR)


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
