"""A passage in another language than the document is marked with it, so that a voice reads it rightly."""

from __future__ import annotations

import re

import pytest

from samordner.documents.printing import DocumentFormat, print_document
from samordner.plandocument.documents import plan_document
from samordner.plandocument.queries import contents
from samordner.plans.models import Chapter
from samordner.plans.registers import register
from samordner.programmes.queries import definition
from tests.factories import participation as region_of
from tests.plandocument.stating import accepted, text

pytestmark = pytest.mark.django_db
BOKMAL = "Kommunene får hjelp når de ikke får det til selv."
NYNORSK = "Kommunane får hjelp når dei ikkje får det til sjølve."


@pytest.mark.parametrize(("language", "other", "passage"), [("nb", "nn", NYNORSK), ("nn", "nb", BOKMAL)])
def test_what_is_written_in_the_other_language_is_marked_with_it_and_nothing_else(
    language: str, other: str, passage: str
) -> None:
    region = region_of.region(3)
    plan = accepted(text(), region.office, region.programme)[1]
    first, second = Chapter.objects.filter(plan=plan)[:2]
    Chapter.objects.filter(pk=first.pk).update(text=BOKMAL)
    Chapter.objects.filter(pk=second.pk).update(text=NYNORSK)
    meetings = register("meetings").model._default_manager.filter(plan=plan)
    meetings.update(topic="Reiser")
    meetings.filter(pk=meetings[0].pk).update(topic=passage)
    made = plan_document(contents(plan, language), definition(plan.programme.key), language=language)
    page = print_document(made, DocumentFormat.HTML).content.decode()
    marked = re.findall(r'<(?:div|tr)[^>]* lang="(\w\w)"[^>]*>(.*?)</(?:div|tr)>', page, re.DOTALL)
    assert [key for key, _said in marked] == [other, other]
    assert all(passage in said for _key, said in marked)
