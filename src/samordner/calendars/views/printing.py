"""Days as a document: the list and the year wheel, to print and to send."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samordner.access.grants import visible
from samordner.calendars.documents import calendar_document
from samordner.calendars.views.asking import About
from samordner.charts.figures import Figure
from samordner.documents.blocks import Front
from samordner.documents.cells import day_text
from samordner.documents.columns import Label
from samordner.documents.look import Look
from samordner.documents.printing import DocumentFormat, print_document
from samordner.happenings.happenings import Occurrence
from samordner.pages.answers import answer_printed
from samordner.pages.gate import Request
from samordner.places.models import Office
from samordner.places.queries import issuer_name, look_of


def answer_document(
    request: Request,
    title: str,
    lines: Sequence[Occurrence],
    found: About,
    name: str,
    *,
    wanted: str,
    figure: Figure | None = None,
) -> HttpResponse:
    """The days as a document in the look of the office that they are of. Http404 when there is no such format."""
    try:
        format = DocumentFormat(wanted)
    except ValueError as error:
        raise Http404 from error
    language = get_language() or "nb"
    office = _office(request, found)
    document = calendar_document(
        title,
        lines,
        offices=found.choices.offices,
        language=language,
        front=Front(
            issuer=issuer_name(office, request.day, language) if office else "", facts=_facts(request, found)
        ),
        figure=figure,
        notice=_("Demonstration: every status is invented") if request.demonstration else "",
        look=look_of(office) if office else Look(),
    )
    printed = print_document(document, format)
    return answer_printed(printed, name)


def _office(request: Request, found: About) -> Office | None:
    """The office that the days are of, where it is one."""
    key = found.by.office or (next(iter(found.choices.offices)) if len(found.choices.offices) == 1 else "")
    return visible(Office.objects.filter(key=key), request.actor, "calendar.read").first() if key else None


def _facts(request: Request, found: About) -> tuple[tuple[Label, Label], ...]:
    """As of which day, and what it is narrowed to."""
    by, choices = found.by, found.choices
    labels = {kind.key: str(kind.label) for kind in found.kinds}
    facts: list[tuple[Label, Label]] = [
        (_("As of"), day_text(request.day)),
        (_("Only the kinds"), ", ".join(labels[key] for key in by.kinds)),
        (_("Programme"), choices.programmes.get(by.programme, "")),
        (_("Office"), choices.offices.get(by.office, "")),
        (_("Municipality"), choices.municipalities.get(by.municipality, "")),
        (_("Actor"), by.organisation),
        (_("Words"), by.words),
        (_("Only what concerns"), request.actor.name if by.mine else ""),
    ]
    return tuple((label, text) for label, text in facts if text)
