"""What is typed while a questionnaire is written."""

from samordner.questionnaires.forms.making import FileForm, NewForm
from samordner.questionnaires.forms.question import QuestionForm
from samordner.questionnaires.forms.whole import FrontForm, ListForm, SectionForm

__all__ = ["FileForm", "FrontForm", "ListForm", "NewForm", "QuestionForm", "SectionForm"]
