from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "samordner.reports"
    label = "reports"
