from django.apps import AppConfig


class PlanDocumentConfig(AppConfig):
    name = "samordner.plandocument"
    label = "plandocument"
