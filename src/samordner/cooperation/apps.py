from django.apps import AppConfig


class CooperationConfig(AppConfig):
    name = "samordner.cooperation"
    label = "cooperation"
