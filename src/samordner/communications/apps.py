from django.apps import AppConfig


class CommunicationsConfig(AppConfig):
    name = "samordner.communications"
    label = "communications"
