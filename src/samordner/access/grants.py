"""The table as a queryset filter. The check of one record is that same filter, so list and detail cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.http import Http404

from samordner.access.actors import Actor, organisation_key

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Walk:
    """How a model's rows reach their office and municipality: said once in the model as `WALK = Walk(…)`.

    `office` and `municipality` are lookup paths to an office's key and a municipality's code, `organisation` to
    the key of the organisation that fills in the row; empty: the rows belong to none, and a right that reaches
    only that far reaches no row.
    """

    office: str = ""
    municipality: str = ""
    organisation: str = ""


def walk_of(model: type[models.Model]) -> Walk:
    walk = getattr(model, "WALK", None)
    if not isinstance(walk, Walk):
        raise TypeError(f"{model.__name__} does not say how to walk to its office: give it WALK = Walk(…)")
    return walk


def filter_for(model: type[models.Model], actor: Actor, right: str) -> Q | None:
    """The rows of `model` that `actor` reaches by `right`, as a filter; None means no row at all."""
    walk, found = walk_of(model), Q()
    for reach, holding in actor.reaches(right):
        if reach in {"all", "public"}:
            return Q()
        if reach == "office" and walk.office and holding.office:
            found |= Q(**{walk.office: holding.office})
        if reach == "own" and walk.municipality and holding.municipality:
            found |= Q(**{walk.municipality: holding.municipality})
        if reach == "own" and walk.organisation and holding.office and holding.organisation.strip():
            theirs = {walk.organisation: organisation_key(holding.organisation), walk.office: holding.office}
            found |= Q(**theirs)
    return found or None


def visible(rows: models.QuerySet[M], actor: Actor, right: str) -> models.QuerySet[M]:
    """The rows that `actor` reaches by `right`: the only way a page gets at rows."""
    condition = filter_for(rows.model, actor, right)
    return rows.none() if condition is None else rows.filter(condition)


def record(rows: models.QuerySet[M], actor: Actor, right: str, **lookup: Any) -> M:
    """One row through the grants. Http404 when it does not exist or lies outside the reach: never 'forbidden'."""
    found = visible(rows, actor, right).filter(**lookup)
    is_one = any(_is_unique(rows.model, name) for name in lookup)
    # None can come before the only one; and an order that follows other tables is most of the work of asking
    row = next(iter(found.order_by()[:1]), None) if is_one else found.first()
    if row is None:
        raise Http404
    return row


@cache
def _is_unique(model: type[models.Model], name: str) -> bool:
    """Whether no two rows have the same under this name; of a name that leads to other rows it is not known."""
    return name == "pk" or any(field.name == name and field.unique for field in model._meta.concrete_fields)


def allowed(row: models.Model, actor: Actor, right: str) -> bool:
    """Whether `actor` reaches this very row by `right`."""
    return visible(type(row)._default_manager.all(), actor, right).filter(pk=row.pk).exists()
