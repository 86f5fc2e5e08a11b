from django.apps import AppConfig


class ParticipationConfig(AppConfig):
    name = "samordner.participation"
    label = "participation"
