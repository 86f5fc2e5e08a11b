from django.apps import AppConfig


class RevisionsConfig(AppConfig):
    name = "samordner.revisions"
    label = "revisions"
