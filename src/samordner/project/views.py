"""Pages that belong to no other package."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from samordner.pages.gate import Request, page
from samordner.project import policy_words


@page("policy.read")
def policy(request: Request) -> HttpResponse:
    tables, roles = policy_words.tables(), policy_words.roles()
    reaches = [(policy_words.cell(reach), text) for reach, text in policy_words.EXPLAINED.items()]
    context = {"tables": tables, "roles": roles, "reaches": reaches, "width": len(roles) + 1}
    return render(request, "project/policy.html", context)
