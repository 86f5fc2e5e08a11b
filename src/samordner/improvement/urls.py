"""Addresses of improvement: projects, diagrams, cycles, changes and experiences."""

from __future__ import annotations

from django.urls import path

from samordner.improvement.views import cycles, drivers, experiences, projects

app_name = "improvement"
urlpatterns = [
    path("forbedring/", projects.index, name="index"),
    path("forbedring/ny/", projects.new, name="new"),
    path("forbedring/endringer/", cycles.changed, name="changes"),
    path("forbedring/<int:pk>/", projects.project, name="project"),
    path("forbedring/<int:pk>/endre/", projects.change, name="change"),
    path("forbedring/<int:pk>/avslutt/", projects.end, name="end"),
    path("forbedring/<int:pk>/gjenapne/", projects.reopen, name="reopen"),
    path("forbedring/<int:pk>/fjern/", projects.remove, name="remove_project"),
    path("forbedring/<int:pk>/hent-tilbake/", projects.restore, name="restore_project"),
    path("forbedring/<int:pk>/drivere/", drivers.drivers, name="drivers"),
    path("forbedring/<int:pk>/drivere/ny/", drivers.add, name="add_driver"),
    path("forbedring/drivere/<int:pk>/", drivers.driver, name="driver"),
    path("forbedring/drivere/<int:pk>/flytt/", drivers.move, name="move_driver"),
    path("forbedring/drivere/<int:pk>/fjern/", drivers.remove, name="remove_driver"),
    path("forbedring/drivere/<int:pk>/hent-tilbake/", drivers.restore, name="restore_driver"),
    path("forbedring/<int:pk>/sirkler/ny/", cycles.new, name="new_cycle"),
    path("forbedring/sirkler/<int:pk>/", cycles.cycle, name="cycle"),
    path("forbedring/sirkler/<int:pk>/endre/", cycles.change, name="change_cycle"),
    path("forbedring/sirkler/<int:pk>/del/", experiences.propose, name="propose"),
    path("forbedring/sirkler/<int:pk>/<slug:deed>/", cycles.do, name="cycle_deed"),
    path("forbedring/erfaringer/", experiences.experiences, name="experiences"),
    path("forbedring/erfaringer/<int:pk>/", experiences.experience, name="experience"),
    path("forbedring/erfaringer/<int:pk>/endre/", experiences.change, name="change_experience"),
    path("forbedring/erfaringer/<int:pk>/trekk-tilbake/", experiences.withdraw, name="withdraw"),
    path("forbedring/erfaringer/<int:pk>/del-igjen/", experiences.again, name="share_again"),
    path("forbedring/erfaringer/<int:pk>/bruk/", experiences.note, name="note"),
    path("forbedring/erfaringer/bruk/<int:pk>/fjern/", experiences.remove, name="remove_uptake"),
    path("forbedring/erfaringer/bruk/<int:pk>/hent-tilbake/", experiences.restore, name="restore_uptake"),
]
