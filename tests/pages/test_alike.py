"""What is alike for all who read the same language is drawn once, and cannot differ for any reason that it does not name."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.template import Context, Engine, TemplateSyntaxError, engines
from django.utils.safestring import mark_safe
from django.utils.translation import override

from samordner.access.actors import VISITOR, Actor, Holding
from samordner.access.policy import ROLES
from samordner.pages.alike import Untold
from samordner.pages.context import menu
from samordner.project.navigation import NAVIGATION

ENGINE: Engine = engines["django"].engine  # type: ignore[attr-defined]


def draw(text: str, **values: Any) -> str:
    return ENGINE.from_string(text).render(Context(values))


def test_each_language_and_each_value_has_its_own_drawing() -> None:
    made = ENGINE.from_string(
        '{% alike day=day %}{% translate "Language" %} {{ day|date:"Y" }}{% endalike %}'
    )
    for _again in range(2):
        for language, word in (("nb", "Språk"), ("nn", "Språk"), ("en", "Language")):
            for year in (2021, 2022):
                with override(language):
                    assert made.render(Context({"day": date(year, 1, 1)})) == f"{word} {year}"


def test_what_is_equal_and_yet_not_the_same_is_told_apart() -> None:
    made = ENGINE.from_string("{% alike said=said %}{{ said }}{% endalike %}")
    said = (
        (mark_safe("<b>"), "<b>"), ("<b>", "&lt;b&gt;"), (1, "1"), (True, "True"), ((1,), "(1,)"),
        ((True,), "(True,)"), (None, "None"), ("", ""),
    )  # fmt: skip
    for _again in range(2):
        assert [made.render(Context({"said": one})) for one, _drawn in said] == [
            drawn for _one, drawn in said
        ]


@pytest.mark.parametrize(
    "inside",
    ["{{ other }}", "{% if other %}x{% endif %}", "{% csrf_token %}", "{% block one %}{% endblock %}"],
)
def test_a_part_that_asks_for_more_than_it_names_is_refused(inside: str) -> None:
    with pytest.raises((Untold, TemplateSyntaxError)):
        draw(f"{{% alike said=said %}}{inside}{{% endalike %}}", said="x", other="y")


def test_a_part_cannot_depend_on_what_may_change_while_it_stays_equal() -> None:
    with pytest.raises(TypeError):
        draw("{% alike said=said %}{{ said }}{% endalike %}", said=["a"])


def test_only_names_with_values_can_be_given() -> None:
    with pytest.raises(TemplateSyntaxError):
        draw("{% alike said %}x{% endalike %}", said="x")


# The menu is drawn once for those who have the same roles


class Asking:
    """What a menu asks of a request: who asks, and from which page."""

    def __init__(self, actor: Actor, at: str) -> None:
        self.actor, self.resolver_match = actor, type("Match", (), {"view_name": at})


@pytest.mark.parametrize("role", ["", *ROLES])
@pytest.mark.parametrize("at", ["boards:board", "support:silence", "policy"])
def test_the_menu_holds_what_its_reader_may_go_to_and_marks_where_one_is(role: str, at: str) -> None:
    actor = Actor("u1", "Kari", (Holding(role, "more-og-romsdal", "1505"),)) if role else VISITOR
    with override("en"):
        drawn = menu(Asking(actor, at))  # type: ignore[arg-type]
        places = [place for group in NAVIGATION for place in group.places]
        shown = [place for place in places if actor.may(place.right) and actor.signed_in]
        assert drawn.count("<a ") == len(shown)
        for place in shown:
            assert f">{place.label}</a>" in drawn.replace("&#x27;", "'")
        here = {"boards:board": "Status board", "support:silence": "Silence"}.get(at)
        marked = [place for place in shown if place.label == here]
        assert drawn.count('aria-current="page"') == len(marked)


def test_the_menu_is_told_in_the_language_of_each_reader() -> None:
    asking = Asking(Actor("u1", "Kari", (Holding("directorate"),)), "boards:board")
    for _again in range(2):
        for language, word in (("nb", "Hovedmeny"), ("nn", "Hovudmeny"), ("en", "Main menu")):
            with override(language):
                assert f'aria-label="{word}"' in menu(asking)  # type: ignore[arg-type]
