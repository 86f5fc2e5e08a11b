from django.apps import AppConfig


class SupportConfig(AppConfig):
    name = "samordner.support"
    label = "support"
