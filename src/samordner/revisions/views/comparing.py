"""Two revisions side by side, and a plan held against what its programme requires."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override

from samordner.access.grants import allowed, visible
from samordner.documents.cells import day_text
from samordner.documents.columns import Label
from samordner.documents.printing import DocumentFormat, print_document
from samordner.pages.answers import answer_file, answer_printed
from samordner.pages.gate import Request, page
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents
from samordner.plans.models import Plan
from samordner.plans.queries import said_by
from samordner.revisions.comparing import VERBS, Change, Comparison, PartChange, compared
from samordner.revisions.completeness import (
    SIGNS,
    STANDINGS,
    checklist_blocks,
    completeness,
    completeness_table,
    former_state,
    rule,
)
from samordner.revisions.documents import (
    SIGNS as VERB_SIGNS,
)
from samordner.revisions.documents import (
    VERB_WORDS,
    cells_of,
    change_blocks,
    changes_table,
    number_words,
    title_of,
)
from samordner.revisions.models import Approval
from samordner.revisions.places import address_of
from samordner.revisions.printing import FORMATS
from samordner.revisions.queries import approvals_of, state_frozen
from samordner.revisions.reading import state_of
from samordner.revisions.state import CHAPTERS, State
from samordner.revisions.views.listing import plan_for

TODAY = "na"


@dataclass(frozen=True)
class ShownChange:
    """A change in words and signs. `address`: where it stands now; empty where there is nothing to open."""

    change: Change
    word: Label
    sign: str
    address: str


@dataclass(frozen=True)
class Shown:
    """A part of the comparison as the page tells it."""

    part: PartChange
    title: str
    words: str
    changes: tuple[ShownChange, ...]


@page("plan.read")
def compare(request: Request, pk: int) -> HttpResponse:
    """What changed between two approved revisions, or since one until today's draft."""
    plan = plan_for(request, pk)
    approvals = {str(each.revision.number): each for each in _approvals(request, plan)}
    if not approvals:
        return render(request, "revisions/compare.html", {"plan": plan, "approvals": None})
    newest = next(iter(approvals))
    since, until = request.GET.get("fra") or newest, request.GET.get("til") or TODAY
    if since not in approvals or until not in {TODAY, *approvals}:
        raise Http404
    comparison = compared(_state(plan, approvals, since), _state(plan, approvals, until))
    part, verb = request.GET.get("del", ""), request.GET.get("endring", "")
    shown = _narrowed(comparison, part, verb)
    if wanted := request.GET.get("format"):
        return answer_file(changes_table(), cells_of(shown), wanted, f"changes-{plan.pk}-{since}-{until}")
    options = [(key, _name(each)) for key, each in approvals.items()]
    chapters = next((each for each in comparison.parts if each.key == CHAPTERS), None)
    context = {
        "plan": plan,
        "approvals": approvals,
        "options": options,
        "since": since,
        "until": until,
        "today": TODAY,
        "then": approvals[since],
        "now": approvals.get(until),
        "comparison": comparison,
        "numbers": number_words(comparison.numbers),
        "parts": [_shown(plan, each, until == TODAY) for each in shown],
        "every_part": [
            (each, title_of(each), each.numbers) for each in comparison.parts if each.before or each.after
        ],
        "part": part,
        "chapter_options": [
            (f"{CHAPTERS}:{change.item.id}", change.name) for change in (chapters.changes if chapters else ())
        ],
        "part_options": [(each.key, title_of(each)) for each in comparison.changed],
        "verb": verb,
        "verbs": [(each, VERB_WORDS[each]) for each in VERBS],
        "formats": [each.value for each in FORMATS],
    }
    return render(request, "revisions/compare.html", context)


def _approvals(request: Request, plan: Plan) -> list[Approval]:
    return list(visible(approvals_of(plan), request.actor, "plan.read"))


def _state(plan: Plan, approvals: dict[str, Approval], which: str) -> State:
    return state_of(plan) if which == TODAY else state_frozen(approvals[which])


def _name(approval: Approval) -> str:
    words = {"number": approval.revision.number, "day": day_text(approval.approved_on)}
    return _("Revision %(number)d, approved %(day)s") % words


def _narrowed(comparison: Comparison, part: str, verb: str) -> list[PartChange]:
    """The parts that changed, only those and only such changes as are asked for."""
    found = []
    for each in comparison.changed:
        key, _colon, item = part.partition(":")
        changes = [
            change for change in each.changes
            if key in {"", each.key} and item in {"", str(change.item.id)} and verb in {"", change.verb}
        ]  # fmt: skip
        if changes:
            found.append(replace(each, changes=tuple(changes)))
    return found


def _shown(plan: Plan, part: PartChange, is_today: bool) -> Shown:
    """Links go to where it stands now; in a frozen revision there is nothing to open."""
    linked = is_today and part.key not in {"claims"}
    return Shown(
        part,
        title_of(part),
        number_words(part.numbers),
        tuple(
            ShownChange(
                change,
                VERB_WORDS[change.verb],
                VERB_SIGNS[change.verb],
                address_of(plan, part.key, change.new.id) if linked and change.new else "",
            )
            for change in part.changes
        ),
    )


@page("plan.read")
def compare_file(request: Request, pk: int, ending: str) -> HttpResponse:
    """The plan as it stands, printed with what changed since the last approved revision, and the check if asked."""
    plan = plan_for(request, pk)
    format = next((each for each in FORMATS if each.value == ending), None)
    says = said_by(plan.programme.key)
    if format is None or says is None:
        raise Http404
    before = next(iter(_approvals(request, plan)), None)
    state = state_of(plan)
    changes = change_blocks(compared(state_frozen(before), state), before, plan.language) if before else ()
    if request.GET.get("sjekkliste"):
        with override(plan.language):
            checked = completeness(plan, says, state, day=request.today, former=former_state(plan))
            changes = (*changes, *checklist_blocks(checked))
    names = allowed(plan, request.actor, "observation.read")
    made = replace(contents(plan, plan.language, names=names, today=request.day), changes=changes)
    printed = print_document(plan_document(made, says, language=plan.language), DocumentFormat(format))
    return answer_printed(printed, " ".join(plan.title.replace("/", " ").split())[:100])


@page("plan.read")
def complete(request: Request, pk: int) -> HttpResponse:
    """The plan held against the contents that the programme requires."""
    plan = plan_for(request, pk)
    says = said_by(plan.programme.key)
    every = (
        completeness(plan, says, state_of(plan), day=request.day, former=former_state(plan)) if says else []
    )
    standing = request.GET.get("standing", "")
    shown = [each for each in every if standing in {"", each.standing}]
    if wanted := request.GET.get("format"):
        base = f"{request.scheme}://{request.get_host()}"
        return answer_file(completeness_table(base), shown, wanted, f"completeness-{plan.pk}")
    context = {
        "plan": plan,
        "programme": says.name if says else plan.programme.key,
        "checked": shown,
        "total": len(every),
        "standing": standing,
        "numbers": [
            (key, SIGNS[key], word, sum(1 for each in every if each.standing == key))
            for key, word in STANDINGS.items()
        ],
        "rule": rule(),
        "sources": sorted({each.content.source for each in shown}),
        "period_over": bool(plan.period_end and plan.period_end < request.day),
        "formats": [each.value for each in FORMATS],
    }
    return render(request, "revisions/completeness.html", context)
