"""The menu: what there is, for those who have its right."""

from __future__ import annotations

from samordner.pages.context import Place

NAVIGATION: tuple[Place, ...] = ()
