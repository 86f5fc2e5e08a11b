from django.apps import AppConfig


class MeasurementConfig(AppConfig):
    name = "samordner.measurement"
    label = "measurement"
