from django.apps import AppConfig
from django.core.checks import register


class ProjectConfig(AppConfig):
    name = "samordner.project"
    label = "project"

    def ready(self) -> None:
        from samordner.asks import audiences
        from samordner.plandocument.previews import WHY
        from samordner.plans.reasons import explain
        from samordner.plans.registers import install
        from samordner.project.audiences import AUDIENCES
        from samordner.project.checks import every_url_has_a_right
        from samordner.project.registers import REGISTERS

        register(every_url_has_a_right)
        install(REGISTERS)
        audiences.install(AUDIENCES)
        explain(WHY)
