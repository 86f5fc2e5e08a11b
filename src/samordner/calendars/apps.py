from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "samordner.calendars"
    label = "calendars"
