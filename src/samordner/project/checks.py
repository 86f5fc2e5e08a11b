"""The house refuses to start when a URL names no right, or a right that the policy table does not have."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from samordner.access.policy import POLICY


def patterns(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every URL pattern of the site: (its name with namespace, its route, its view)."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name or ''}", str(entry.pattern), entry.callback
        elif isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from patterns(entry, inner)


def right_named(name: str, view: Any) -> str | None:
    right: str | None = getattr(view, "right", None) or import_string(settings.ROOT_URLCONF + ".RIGHTS").get(
        name
    )
    return right


def every_url_has_a_right(app_configs: object = None, **_kwargs: object) -> list[CheckMessage]:
    return [
        Error(
            f"The URL {route!r} ({name or 'no name'}) names no right from the policy table.",
            id="samordner.E001",
        )
        for name, route, view in patterns()
        if right_named(name, view) not in POLICY
    ]
