from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "samordner.access"
    label = "access"
