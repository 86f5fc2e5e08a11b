"""Regional networks, as the plan names them."""

from __future__ import annotations

from django.db import models

from samordner.plans.models import RegisterRow


class Network(RegisterRow):
    """A network, arena or meeting place. `status`: whether it exists, is developed further, or is new."""

    name = models.TextField(blank=True)
    operated_by = models.TextField(blank=True)
    status = models.TextField(blank=True)
    audience = models.TextField(blank=True)
    theme = models.TextField(blank=True)
    working_form = models.TextField(blank=True)
    benefit = models.TextField(blank=True)
