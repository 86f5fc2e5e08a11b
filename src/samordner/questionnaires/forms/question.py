"""One question, with the fields that its kind has."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samordner.programmes.definition import Definition
from samordner.questionnaires.bindables import bound_key, items, lists_for, read_bound, things
from samordner.questionnaires.checking.shape import QUESTION_KEY
from samordner.questionnaires.content import ChoiceList, Content, Kind, Question, Scale
from samordner.questionnaires.forms.words import (
    LONGEST_EXPRESSION,
    WordsForm,
    add_condition,
    condition,
    said_condition,
    said_words,
)
from samordner.questionnaires.rewriting import key_from, put_list, put_question, question_keys, users_of
from samordner.questionnaires.written_lists import as_lines, from_lines

KINDS: tuple[Kind, ...] = get_args(Kind)
KIND_WORDS = {
    "text": pgettext_lazy("kind of question", "One line of text"),
    "long": pgettext_lazy("kind of question", "Text of several lines"),
    "number": pgettext_lazy("kind of question", "A number"),
    "date": pgettext_lazy("kind of question", "A day"),
    "one": pgettext_lazy("kind of question", "One choice"),
    "many": pgettext_lazy("kind of question", "Many choices"),
    "scale": pgettext_lazy("kind of question", "A scale"),
    "matrix": pgettext_lazy("kind of question", "A table: one choice in each row"),
    "file": pgettext_lazy("kind of question", "A file"),
    "note": pgettext_lazy("kind of question", "A text to read, no answer"),
    "calculated": pgettext_lazy("kind of question", "Calculated, not shown"),
}
REQUIRED = [
    ("", _("May be left open")),
    ("always", _("Must be answered")),
    ("when", _("Must be answered when …")),
]
OWN = "__own__"
ALWAYS = "true()"
CONSTRAINED = ("text", "long", "number", "date", "one", "many", "scale")
FILLED = ("text", "long", "number", "date", "one", "many", "scale")
LISTS = {"one": ("choices",), "many": ("choices",), "matrix": ("rows", "choices")}


class QuestionForm(WordsForm):
    """Every field that a question of its kind has; what another kind has is kept as it stands.

    `shown`: the kind whose fields are drawn. `kind` may say another: then its fields are drawn next.
    """

    def __init__(
        self, *args: Any, content: Content, question: Question, says: Definition, shown: Kind, **more: Any
    ) -> None:
        more.setdefault("initial", said(content, question))
        super().__init__(*args, **more)
        self.content, self.question, self.says, self.shown = content, question, says, shown
        self._first_fields()
        self._lists()
        if shown == "scale":
            self._scale()
        if shown not in {"note", "calculated"}:
            self._answering()
        if shown == "calculated":
            self.fields["calculation"] = _expression(_("Calculated from"), "${a} + ${b}")
        add_condition(self, content, but=question.key)
        self._last_fields()

    def _first_fields(self) -> None:
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of question"),
            choices=[(kind, KIND_WORDS[kind]) for kind in KINDS],
            help_text=_("Save, and the fields of the new kind come. What you have written is kept."),
        )
        self.add_words("label", _("The question"))
        self.add_words("hint", pgettext_lazy("question", "Hint"))
        self.add_words(
            "guidance", _("Guidance"), long=True, help_text=_("Folded away until somebody opens it.")
        )

    def _lists(self) -> None:
        for part in LISTS.get(self.shown, ()):
            rows = part == "rows"
            own = getattr(self.question, part)
            names = [(each.key, self._list_words(each)) for each in self.content.lists]
            self.fields[f"{part}_list"] = forms.ChoiceField(
                label=_("The list of rows") if rows else _("The list of choices"),
                required=False,
                choices=[
                    ("", _("A list of its own, written below")),
                    *names,
                    *([(OWN, _("A list of its own, as a copy"))] if own else []),
                ],
            )
            self.fields[f"{part}_lines"] = forms.CharField(
                label=_("Rows, one a line") if rows else _("Choices, one a line"),
                required=False,
                max_length=100_000,
                help_text=_(
                    "key | bokmål | nynorsk | English. The key may be left out: then write the words only."
                ),
                widget=forms.Textarea(attrs={"rows": 7, "spellcheck": "false"}),
            )
        if self.shown in {"one", "many"}:
            self.fields["other"] = forms.BooleanField(
                label=_("Something else may be written"), required=False
            )
            self.fields["choice_filter"] = _expression(_("Which choices are offered"), "area = ${area}")

    def _list_words(self, each: ChoiceList) -> str:
        users = [one for one in users_of(self.content, each.key) if one.key != self.question.key]
        if not users:
            return each.key
        numbers = [str(place) for place, one in enumerate(self.content.questions, 1) if one in users]
        return _now("%(list)s, shared with question %(numbers)s") % {
            "list": each.key,
            "numbers": ", ".join(numbers),
        }

    def _scale(self) -> None:
        for name, label in (("low", _("From")), ("high", _("To")), ("step", _("In steps of"))):
            self.fields[f"scale_{name}"] = forms.IntegerField(
                label=label, required=False, min_value=-1000, max_value=1000
            )
        self.add_words("scale_low_label", _("What the low end means"))
        self.add_words("scale_high_label", _("What the high end means"))

    def _answering(self) -> None:
        self.fields["required_how"] = forms.ChoiceField(
            label=_("Must it be answered?"), required=False, choices=REQUIRED
        )
        self.fields["required_when"] = _expression(_("… when this holds"), "${plan_status} = 'decided'")
        self.add_words("required_words", _("Said when it is not answered"))
        if self.shown == "number":
            self.fields["decimal"] = forms.BooleanField(label=_("May have decimals"), required=False)
        if self.shown in CONSTRAINED:
            self.fields["constraint"] = _expression(
                _("What an answer must be (. is the answer)"), ". >= 0 and . <= 100"
            )
            self.add_words("constraint_words", _("Said when the answer will not do"))
        if self.shown in FILLED:
            self.fields["default"] = forms.CharField(
                label=_("Filled in from the start"), required=False, max_length=2_000
            )
            self.fields["read_only"] = forms.BooleanField(
                label=_("Shown, but cannot be changed"), required=False
            )
        self.fields["bound"] = forms.ChoiceField(
            label=_("Bound to"),
            required=False,
            choices=things(self.says, self.shown),
            help_text=_(
                "What the answer becomes, when it is accepted. Choices and rows come from the programme."
            ),
        )
        self.fields["bound_item"] = forms.ChoiceField(
            label=_("Of what, or whom"), required=False, choices=items(self.says),
            help_text=_("A table has its rows for that."),
        )  # fmt: skip
        if self.shown in LISTS:
            self.fields["bound_values"] = forms.CharField(
                label=_("Choices that mean something else there"),
                required=False,
                max_length=4_000,
                help_text=_(
                    "One a line: own choice = the programme's. Nothing after the sign: the choice says nothing."
                ),
                widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
            )
            self.fields["fetch"] = forms.BooleanField(
                label=_("Fetch choices and rows from the programme anew"), required=False
            )
        self.fields["asks"] = forms.CharField(
            label=_("Asks the same as"),
            required=False,
            max_length=64,
            help_text=_(
                "A name that questionnaires share, so that an answer can be used again. Empty: its own key."
            ),
        )

    def _last_fields(self) -> None:
        self.fields["key"] = forms.CharField(
            label=_("Key"),
            max_length=64,
            help_text=_("Stands in conditions and in files. Conditions follow when you change it."),
        )
        self.fields["appearance"] = forms.CharField(
            label=_("Appearance, as in XLSForm"),
            required=False,
            max_length=100,
            help_text=_("minimal: a menu. likert: side by side."),
        )

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"]).strip()
        if not QUESTION_KEY.fullmatch(key):
            raise forms.ValidationError(_("Letters a to z, digits, _, - and . only, and a letter first."))
        if key in question_keys(self.content) - {self.question.key}:
            raise forms.ValidationError(_("Another question has this key."))
        return key

    def written(self) -> Content:
        """The questionnaire with the question as it was typed."""
        typed = self.cleaned_data
        changed: dict[str, Any] = {
            "kind": cast(Kind, typed["kind"]),
            "key": typed["key"],
            "relevant": condition(self, self.content),
            "appearance": typed["appearance"].strip(),
        }
        changed |= {name: self.words(name) for name in self.trios if not name.startswith("scale_")}
        for name in ("constraint", "choice_filter", "calculation", "default", "asks"):
            if name in typed:
                changed[name] = typed[name].strip()
        changed |= {name: typed[name] for name in ("other", "decimal", "read_only") if name in typed}
        if "required_how" in typed:
            how = typed["required_how"]
            changed["required"] = {"always": ALWAYS, "when": typed["required_when"].strip()}.get(how, "")
        if "bound" in typed:
            changed["bound"] = read_bound(
                typed["bound"], typed["bound_item"], _values(typed.get("bound_values", ""))
            )
        if self.shown == "scale":
            changed["scale"] = self._typed_scale()
        question = replace(self.question, **changed)
        return self._with_lists(put_question(self.content, self.question.key, question), question)

    def _typed_scale(self) -> Scale | None:
        typed = self.cleaned_data
        low, high = typed["scale_low"], typed["scale_high"]
        if low is None and high is None:
            return None
        step = typed["scale_step"] if typed["scale_step"] is not None else 1
        return Scale(low or 0, high or 0, step, self.words("scale_low_label"), self.words("scale_high_label"))

    def _with_lists(self, content: Content, question: Question) -> Content:
        """The lists as they were typed, or as the programme has them where the question is newly bound."""
        new_bound = bound_key(question.bound) != bound_key(self.question.bound)
        given = lists_for(self.says, question.bound, question.kind) if question.bound else (None, None)
        for part, found in zip(("choices", "rows"), given, strict=True):
            has = bool(getattr(question, part))
            if found and (new_bound or self.cleaned_data.get("fetch") or not has):
                content, key = self._fetched(content, found)
                question = replace(question, **{part: key})  # type: ignore[arg-type]
            elif f"{part}_list" in self.cleaned_data:
                content, question = self._typed_list(content, question, part)
        return put_question(content, question.key, question)

    def _fetched(self, content: Content, found: ChoiceList) -> tuple[Content, str]:
        """The programme's list, beside one of the same name that others use and that says something else."""
        standing = next((each for each in content.lists if each.key == found.key), found)
        others = [each for each in users_of(content, found.key) if each.key != self.question.key]
        if others and standing.choices != found.choices and not self.cleaned_data.get("fetch"):
            found = replace(found, key=key_from(found.key, {each.key for each in content.lists}))
        return put_list(content, found), found.key

    def _typed_list(self, content: Content, question: Question, part: str) -> tuple[Content, Question]:
        chosen, now = self.cleaned_data[f"{part}_list"], getattr(self.question, part)
        choices = from_lines(self.cleaned_data[f"{part}_lines"])
        if chosen not in {"", OWN, now}:
            return content, replace(question, **{part: chosen})
        key = now
        if chosen == OWN or not now:
            if not choices:
                return content, question
            key = key_from(f"{question.key}_{part}", {each.key for each in content.lists})
        return put_list(content, ChoiceList(key, choices)), replace(question, **{part: key})


def said(content: Content, question: Question) -> dict[str, Any]:
    """A question as the form's initial values."""
    lists = {each.key: each.choices for each in content.lists}
    scale = question.scale
    bound = question.bound
    return {
        "kind": question.kind,
        "key": question.key,
        **said_words("label", question.label),
        **said_words("hint", question.hint),
        **said_words("guidance", question.guidance),
        **said_words("required_words", question.required_words),
        **said_words("constraint_words", question.constraint_words),
        **said_condition(content, question.relevant),
        "required_how": {"": "", ALWAYS: "always"}.get(question.required, "when"),
        "required_when": "" if question.required in {"", ALWAYS} else question.required,
        **{name: getattr(question, name) for name in (
            "constraint", "choice_filter", "calculation", "default", "asks", "appearance", "other", "decimal", "read_only",
        )},
        "choices_list": question.choices,
        "choices_lines": as_lines(lists.get(question.choices, ())),
        "rows_list": question.rows,
        "rows_lines": as_lines(lists.get(question.rows, ())),
        **({
            "scale_low": scale.low, "scale_high": scale.high, "scale_step": scale.step,
            **said_words("scale_low_label", scale.low_label), **said_words("scale_high_label", scale.high_label),
        } if scale else {"scale_low": 1, "scale_high": 5, "scale_step": 1}),
        "bound": bound_key(bound),
        "bound_item": bound.item if bound else "",
        "bound_values": "\n".join(f"{own} = {theirs}" for own, theirs in ((bound and bound.values) or {}).items()),
    }  # fmt: skip


def _expression(label: Any, example: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_EXPRESSION,
        widget=forms.TextInput(attrs={"spellcheck": "false", "placeholder": example}),
    )


def _values(text: str) -> dict[str, str] | None:
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {own.strip(): theirs.strip() for own, _equals, theirs in pairs if own.strip()} or None
