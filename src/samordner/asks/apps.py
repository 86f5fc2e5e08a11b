from django.apps import AppConfig


class AsksConfig(AppConfig):
    name = "samordner.asks"
    label = "asks"
