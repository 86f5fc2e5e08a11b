from django.apps import AppConfig
from django.core.checks import register


class ProjectConfig(AppConfig):
    name = "samordner.project"
    label = "project"

    def ready(self) -> None:
        from samordner.asks import audiences
        from samordner.happenings import sources
        from samordner.improvement import panels as on_projects
        from samordner.invitations import keepers
        from samordner.letters import due, incoming, kinds
        from samordner.mapping.rounds.personal import RESPONDENTS
        from samordner.measurement.panels import PROJECT_PANEL
        from samordner.meetings import followers
        from samordner.meetings import panels as on_meetings
        from samordner.networks import panels as on_networks
        from samordner.networks.learning import facts as of_teams
        from samordner.networks.learning import panels as on_teams
        from samordner.networks.personal import MEMBERS
        from samordner.offers import sources as proven
        from samordner.participation import references
        from samordner.plandocument.previews import WHY
        from samordner.plans.reasons import explain
        from samordner.plans.registers import install
        from samordner.project.audiences import AUDIENCES
        from samordner.project.checks import every_url_has_a_right
        from samordner.project.happenings import SOURCES
        from samordner.project.learning import CHARTED, FACTS
        from samordner.project.learning import PANELS as TEAM_PANELS
        from samordner.project.letters import LETTERS, READERS, WRITERS
        from samordner.project.meetings import FOLLOWERS
        from samordner.project.meetings import PANELS as MEETING_PANELS
        from samordner.project.networks import PANELS as NETWORK_PANELS
        from samordner.project.offers import PROOFS
        from samordner.project.references import ORIGINS, REFERENCES
        from samordner.project.registers import REGISTERS
        from samordner.support import origins

        register(every_url_has_a_right)
        install(REGISTERS)
        audiences.install(AUDIENCES)
        kinds.install(LETTERS)
        due.install(WRITERS)
        incoming.install(READERS)
        sources.install(SOURCES)
        followers.install(FOLLOWERS)
        on_meetings.PANELS.install(MEETING_PANELS)
        references.install(REFERENCES)
        origins.install(ORIGINS)
        proven.install(PROOFS)
        explain(WHY)
        keepers.install((RESPONDENTS, *MEMBERS))
        of_teams.install(FACTS, CHARTED)
        on_teams.PANELS.install(TEAM_PANELS)
        on_projects.PANELS.install((PROJECT_PANEL,))
        on_networks.PANELS.install(NETWORK_PANELS)
