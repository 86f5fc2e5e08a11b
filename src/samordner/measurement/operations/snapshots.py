"""A chart kept as it is today, so that what was reported can be shown again just as it was."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samordner.journal.deeds import Reason, refuse, sentence_of
from samordner.measurement.models import Indicator, Snapshot
from samordner.measurement.operations.keeping import noted, why_not_touch
from samordner.measurement.queries.series import PICTURES, Picture, Series, fresh
from samordner.measurement.results import as_data, options_as_data
from samordner.measurement.telling import told_of

MOST = 200


def not_kept(series: Series, name: str, picture: str) -> Reason:
    """Why the chart cannot be kept: (the input it concerns, a sentence)."""
    if sentence := why_not_touch(series.indicator):
        return "", sentence
    if picture not in PICTURES:
        return "picture", _("Choose one of these.")
    if not series.measured:
        return "", _("Nothing is measured yet.")
    if not name.strip():
        return "name", _("Give it a name, such as the report that it is for.")
    if len(name.strip()) > MOST:
        return "name", _("At most 200 characters.")
    return None


def why_not_keep(series: Series, name: str = "…", picture: str = "phases") -> str | None:
    """Why the chart cannot be kept; None: it can."""
    return sentence_of(not_kept(series, name, picture))


@transaction.atomic
def keep(indicator: Indicator, name: str, *, picture: Picture, day: date, by: str, now: datetime) -> Snapshot:
    """Keep the chart as it is now. Raises Refusal."""
    series = fresh(indicator)
    refuse(not_kept(series, name, picture))
    result = series.result(picture)
    verdict = {"nb": result.verdict.nb, "nn": result.verdict.nn, "en": result.verdict.en}
    parts: dict[str, Any] = {
        "data": told_of(series), "options": options_as_data(result.options), "result": as_data(result), "verdict": verdict,
        "method_version": result.method_version,
    }  # fmt: skip
    made = Snapshot.objects.create(
        indicator=indicator, name=" ".join(name.split()), picture=picture, chart=indicator.chart,
        rule_set=indicator.rule_set, digest=digest_of(parts), day=day, made_at=now, made_by=by, **parts,
    )  # fmt: skip
    noted(made, "keep", by, now, digest=made.digest)
    return made


def digest_of(parts: dict[str, Any]) -> str:
    """What a kept chart is known by: SHA-256 of everything that it is built from."""
    return sha256(dumps(parts, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def is_whole(snapshot: Snapshot) -> bool:
    """Whether the kept chart is what was kept."""
    names = ("data", "options", "result", "verdict", "method_version")
    return digest_of({name: getattr(snapshot, name) for name in names}) == snapshot.digest
