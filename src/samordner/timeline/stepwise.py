"""What holds until it is said anew: true since a day, until the next step in the same series."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

M = TypeVar("M", bound="Stepwise")


class StepwiseQuerySet(models.QuerySet[M]):
    def as_of(self, day: date, *, among: Q | None = None) -> Self:
        """The step of each series that holds on `day`: the last one taken by then. A series that began
        later has none.

        `among` limits which steps count at all, such as those known at some moment; a step outside it neither
        answers nor covers an earlier one. Other filters, before or after, choose among the answers: a step
        that a later one has covered never comes back because the later one was filtered away.

        Asks every row of the query whether a later step covers it, which suits one municipality or a few
        series. For a whole board, start from the items and use `step`.
        """
        taken = Q(since__lte=day) & (Q() if among is None else among)
        steps = self.model._default_manager.using(self.db).filter(taken)
        # The range on `since` first: the index reads only what comes after, then the tie on one day is
        # settled.
        later = steps.filter(since__gte=OuterRef("since"), **self.model.same_series()).filter(
            Q(since__gt=OuterRef("since")) | Q(pk__gt=OuterRef("pk"))
        )
        return self.filter(taken).exclude(Exists(later))

    def step(self, day: date, **series: Any) -> Self:
        """The one step that holds on `day` in a series given by values or OuterRef, of these rows; to be a
        Subquery.

        `items.annotate(form=Subquery(LanguageForm.objects.step(day,
        municipality=OuterRef("pk")).values("form")))` is one look in the index for each item: the way to
        answer for the whole country at once. `filter` before it limits which steps count.
        """
        if set(series) != set(self.model.SERIES):
            raise TypeError(f"a series of {self.model.__name__} is given by {', '.join(self.model.SERIES)}")
        return self.filter(since__lte=day, **series).order_by("-since", "-pk")[:1]


class Stepwise(models.Model):
    """A row that holds from `since` until the next step with the same values in the fields named by `SERIES`.

    Of two steps taken on one day the one written last holds. A model gives itself an index on
    (*SERIES, "since", "id"), which both ways of asking use.
    """

    SERIES: ClassVar[tuple[str, ...]]

    since = models.DateField()

    objects = StepwiseQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def same_series(cls) -> dict[str, OuterRef]:
        """The lookup, inside a subquery, of the outer row's own series."""
        return {field: OuterRef(field) for field in cls.SERIES}
