"""What is typed about projects, diagrams, cycles and experiences: shape and types only."""

from samordner.improvement.forms.cycles import (
    DecideForm,
    DoneForm,
    PlanForm,
    StudyForm,
    decided_typed,
    done_typed,
    plan_typed,
    study_typed,
)
from samordner.improvement.forms.drivers import DRIVER, IDEA, AddDriverForm, DriverForm, driver_typed
from samordner.improvement.forms.experiences import (
    ExperienceForm,
    NoteForm,
    WithdrawForm,
    experience_typed,
    noted_typed,
)
from samordner.improvement.forms.fields import (
    LONGEST,
    choose,
    day_field,
    long_field,
    of_solutions,
    short_field,
)
from samordner.improvement.forms.projects import (
    EndForm,
    NewProjectForm,
    ProjectForm,
    ended_typed,
    project_typed,
)

__all__ = [
    "DRIVER",
    "IDEA",
    "LONGEST",
    "AddDriverForm",
    "DecideForm",
    "DoneForm",
    "DriverForm",
    "EndForm",
    "ExperienceForm",
    "NewProjectForm",
    "NoteForm",
    "PlanForm",
    "ProjectForm",
    "StudyForm",
    "WithdrawForm",
    "choose",
    "day_field",
    "decided_typed",
    "done_typed",
    "driver_typed",
    "ended_typed",
    "experience_typed",
    "long_field",
    "noted_typed",
    "of_solutions",
    "plan_typed",
    "project_typed",
    "short_field",
    "study_typed",
]
