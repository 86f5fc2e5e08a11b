"""Pages that belong to no other package."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.access.policy import POLICY, ROLES
from samordner.pages.gate import Request, page


@page("session.use")
def first(request: Request) -> HttpResponse:
    return render(request, "project/first.html")


@page("account.own")
def account(request: Request) -> HttpResponse:
    return render(request, "project/first.html")


@page("policy.read")
def policy(request: Request) -> HttpResponse:
    rows = [(right, [cells[role] for role in ROLES]) for right, cells in POLICY.items()]
    return render(request, "project/policy.html", {"roles": ROLES, "rows": rows})
