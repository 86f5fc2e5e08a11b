from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "samordner.people"
    label = "people"
