from django.apps import AppConfig


class ImprovementConfig(AppConfig):
    name = "samordner.improvement"
    label = "improvement"
