from django.apps import AppConfig


class LocalPlansConfig(AppConfig):
    name = "samordner.localplans"
    label = "localplans"
