from django.apps import AppConfig
from django.core.checks import register


class ProjectConfig(AppConfig):
    name = "samordner.project"
    label = "project"

    def ready(self) -> None:
        from samordner.project.checks import every_url_has_a_right

        register(every_url_has_a_right)
