from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "samordner.meetings"
    label = "meetings"
