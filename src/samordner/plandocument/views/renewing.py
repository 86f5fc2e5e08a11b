"""Page: the next plan is begun from the one that is there."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samordner.journal.deeds import Refusal
from samordner.pages.gate import Request, load, page
from samordner.plandocument import queries
from samordner.plandocument.forms import NextForm
from samordner.plandocument.operations import begin_from


@page("plan.create")
def following(request: Request, pk: int) -> HttpResponse:
    """What the next plan is called and which years it is for; then it stands there, with all that this one holds."""
    plan = load(request, queries.every_plan(), read="plan.read", right="plan.create", pk=pk)
    form = NextForm(plan, request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = begin_from(plan, **form.said(), by=request.actor.id, now=request.now)
            except Refusal as refusal:
                form.add_error(refusal.field or None, str(refusal.sentence))
            else:
                messages.success(request, _("The next plan is begun. Change what is to be otherwise."))
                return redirect("plans:plan", made.pk)
    return render(request, "plandocument/following.html", {"plan": plan, "form": form}, status=status)
