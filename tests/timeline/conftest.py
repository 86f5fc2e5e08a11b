"""Two invented models, one for each shape of time, with tables of their own for these tests."""

from __future__ import annotations

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.timeline.models import Post, Reading


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        for model in (Post, Reading):
            editor.create_model(model)
