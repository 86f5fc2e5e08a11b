"""A text in bokmål and nynorsk side by side, English beneath them; and conditions, plain or as expressions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.questionnaires.content import Content, Words
from samordner.questionnaires.plain_conditions import expression_of, offered, pairs_of

LANGUAGES = (
    ("nb", pgettext_lazy("text in", "bokmål")),
    ("nn", pgettext_lazy("text in", "nynorsk")),
    ("en", pgettext_lazy("text in", "English")),
)
LONGEST = {"line": 2_000, "text": 10_000}
LONGEST_EXPRESSION = 2_000
MOST_PAIRS = 3


class WordsForm(forms.Form):
    """A form of texts in several languages: `trios` are those to draw side by side, by name."""

    trios: tuple[str, ...] = ()

    def add_words(self, name: str, label: Any, *, long: bool = False, help_text: Any = "") -> None:
        """Three fields, `name`_nb, _nn and _en; none is required: what is missing is told of, not refused."""
        for language, words in LANGUAGES:
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=_("%(what)s, %(language)s") % {"what": label, "language": words},
                required=False,
                max_length=LONGEST["text" if long else "line"],
                widget=forms.Textarea(attrs={"rows": 3 if long else 2, "lang": language}),
                help_text=help_text if language == "nb" else "",
            )
        self.trios = (*self.trios, name)

    def words(self, name: str) -> Words:
        return Words(*(self.cleaned_data[f"{name}_{language}"].strip() for language, _words in LANGUAGES))

    @property
    def trio(self) -> dict[str, list[forms.BoundField]]:
        """The fields of each text, to be drawn side by side: `form.trio.label`."""
        return {name: [self[f"{name}_{language}"] for language, _words in LANGUAGES] for name in self.trios}


def said_words(name: str, words: Words) -> dict[str, str]:
    """The texts as initial values of `add_words`."""
    return {f"{name}_{language}": getattr(words, language) for language, _words in LANGUAGES}


def add_condition(form: forms.Form, content: Content, *, but: str = "") -> None:
    """ "Ask it only when" one of up to three answers, or an expression, which holds when it is written."""
    choices = [("", _("Always"))], [("", "–")]
    for number in range(1, MOST_PAIRS + 1):
        form.fields[f"only_{number}"] = forms.ChoiceField(
            label=_("Ask it only when") if number == 1 else _("or when"),
            required=False,
            choices=[*choices[number > 1], *offered(content, but=but)],
        )
    form.fields["relevant"] = forms.CharField(
        label=_("Or a condition of your own"),
        required=False,
        max_length=LONGEST_EXPRESSION,
        help_text=_(
            "As in XLSForm: ${plan_status} = 'decided' and ${meetings} > 2. It holds instead of what is chosen above."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )


def said_condition(content: Content, text: str) -> dict[str, str]:
    """A condition as initial values of `add_condition`: chosen where it is plain and its choices are there."""
    pairs = pairs_of(text)
    there = {key for _question, choices in offered(content) for key, _words in choices}
    if pairs is None or len(pairs) > MOST_PAIRS or any(f"{key}={value}" not in there for key, value in pairs):
        return {"relevant": text}
    return {f"only_{number}": f"{key}={value}" for number, (key, value) in enumerate(pairs, 1)} | {
        "relevant": ""
    }


def condition(form: forms.Form, content: Content) -> str:
    """The condition that was chosen or written."""
    if written := form.cleaned_data["relevant"].strip():
        return str(written)
    chosen = [form.cleaned_data[f"only_{number}"] for number in range(1, MOST_PAIRS + 1)]
    pairs = [
        (key, value)
        for each in dict.fromkeys(chosen)
        if each
        for key, _equals, value in [each.partition("=")]
    ]
    return expression_of(content, tuple(pairs))
