"""What is done by one press: add, move, double, remove, undo; put the questionnaire away and take it out."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samordner.journal.deeds import Conflict, Refusal
from samordner.pages.gate import Request, page
from samordner.questionnaires import rewriting
from samordner.questionnaires.checking.places import LIST, SECTION
from samordner.questionnaires.content import ChoiceList, Content, Words
from samordner.questionnaires.forms.question import KINDS
from samordner.questionnaires.models import Questionnaire
from samordner.questionnaires.operations import put_away, save_content, take_out, undo, why_not_touch
from samordner.questionnaires.views.asking import address_of, loaded

LONGEST = 2_000
Done = tuple[Content, str, str]
"""What the questionnaire says then, where the reader goes, and what is told."""


def _add(content: Content, key: str, request: Request) -> Done:
    wanted, text = request.POST.get("kind", ""), request.POST.get("label", "").strip()
    kind = next((each for each in KINDS if each == wanted), None)
    if kind is None or len(text) > LONGEST:
        raise Refusal(
            _("Choose a kind of question, and write it in at most %(most)s letters.") % {"most": LONGEST}
        )
    words = Words(nn=text) if request.POST.get("language") == "nn" else Words(nb=text)
    changed, made = rewriting.add_question(content, key, kind, words)
    return changed, made.key, _("Added. Here it is written on.")


def _move(content: Content, key: str, _request: Request, *, step: int) -> Done:
    return rewriting.move_question(content, key, step), key, ""


def _double(content: Content, key: str, _request: Request) -> Done:
    changed, made = rewriting.double_question(content, key)
    return changed, made.key, _("Doubled. This is the copy.")


def _remove(content: Content, key: str, _request: Request) -> Done:
    home = rewriting.section_of(content, key).key
    return rewriting.remove_question(content, key), f"{SECTION}{home}", _("Removed. “Undo” brings it back.")


def _add_section(content: Content, _key: str, request: Request) -> Done:
    text = request.POST.get("label", "").strip()
    if len(text) > LONGEST:
        raise Refusal(_("The title is too long."))
    words = Words(nn=text) if request.POST.get("language") == "nn" else Words(nb=text)
    changed, made = rewriting.add_section(content, words)
    return changed, f"{SECTION}{made.key}", _("Added. Here it is written on.")


def _move_section(content: Content, key: str, _request: Request, *, step: int) -> Done:
    return rewriting.move_section(content, key, step), f"{SECTION}{key}", ""


def _remove_section(content: Content, key: str, _request: Request) -> Done:
    rewriting.section(content, key)
    return (
        rewriting.remove_section(content, key),
        "",
        _("Removed, with its questions. “Undo” brings them back."),
    )


def _add_list(content: Content, _key: str, request: Request) -> Done:
    text = request.POST.get("label", "").strip()
    if not text or len(text) > LONGEST:
        raise Refusal(_("Give the list a name."))
    key = rewriting.key_from(text, {each.key for each in content.lists}, otherwise="list")
    return (
        rewriting.put_list(content, ChoiceList(key, ())),
        f"{LIST}{key}",
        _("Added. Here it is written on."),
    )


def _remove_list(content: Content, key: str, _request: Request) -> Done:
    if all(each.key != key for each in content.lists):
        raise KeyError(key)
    if rewriting.users_of(content, key):
        raise Refusal(_("The list is used by a question. Choose another list there first."))
    return rewriting.remove_list(content, key), "", _("Removed. “Undo” brings it back.")


DEEDS: dict[str, Callable[[Content, str, Request], Done]] = {
    "add": _add,
    "up": partial(_move, step=-1),
    "down": partial(_move, step=1),
    "double": _double,
    "remove": _remove,
    "add-section": _add_section,
    "section-up": partial(_move_section, step=-1),
    "section-down": partial(_move_section, step=1),
    "remove-section": _remove_section,
    "add-list": _add_list,
    "remove-list": _remove_list,
}


@page("questionnaire.write")
def do(request: Request, pk: int, deed: str) -> HttpResponse:
    """One deed on a question, a section or a list, named by `key`. It is done to what stands now, whoever wrote it."""
    row = loaded(request, pk, write=True)
    if deed not in DEEDS:
        raise Http404
    if request.method != "POST":
        return redirect("questionnaires:questionnaire", pk)
    back = request.POST.get("back", "")
    try:
        if sentence := why_not_touch(row):
            raise Refusal(sentence)
        content, where, told = DEEDS[deed](row.content, request.POST.get("key", ""), request)
        save_content(row, content, version=row.version, by=request.actor.id, now=request.now, deed=deed)
    except KeyError:
        messages.warning(request, _("That is not there any more. Somebody may have removed it meanwhile."))
        return redirect("questionnaires:questionnaire", pk)
    except Refusal as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect(_address(row, back))
    except Conflict:
        messages.warning(
            request, _("Somebody else changed it at the same moment. Nothing was done: try again.")
        )
        return redirect(_address(row, back))
    if told:
        messages.success(request, told)
    return redirect(_address(row, back if not told and back else where))


def _address(row: Questionnaire, where: str) -> str:
    """The page of what is open; of the questionnaire as such, where that is not there."""
    content = row.content
    there = {each.key for each in content.questions}
    there |= {f"{SECTION}{each.key}" for each in content.sections} | {
        f"{LIST}{each.key}" for each in content.lists
    }
    return address_of(row, where if where in there else "")


@page("questionnaire.write")
def take_back(request: Request, pk: int) -> HttpResponse:
    """Undo the last change, whatever it was."""
    row = loaded(request, pk, write=True)
    if request.method == "POST":
        try:
            undo(row, version=row.version, by=request.actor.id, now=request.now)
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        except Conflict:
            messages.warning(
                request, _("Somebody else changed it at the same moment. Nothing was done: try again.")
            )
        else:
            messages.success(request, _("Taken back. Once more brings it again."))
    return redirect(_address(row, request.POST.get("back", "")))


@page("questionnaire.write")
def keep(request: Request, pk: int) -> HttpResponse:
    """Put it away, or take it out again."""
    row = loaded(request, pk, write=True)
    if request.method == "POST":
        try:
            if "out" in request.POST:
                take_out(row, by=request.actor.id, now=request.now)
                messages.success(request, _("Taken out: it can be asked and changed again."))
            else:
                put_away(row, by=request.actor.id, now=request.now)
                messages.success(request, _("Put away. Rounds that ask it go on."))
        except Refusal as refusal:
            messages.warning(request, str(refusal.sentence))
        except Conflict:
            messages.warning(
                request, _("Somebody else changed it at the same moment. Nothing was done: try again.")
            )
    return redirect("questionnaires:questionnaire", pk)
