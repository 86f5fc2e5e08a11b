"""Addresses of minutes, decisions and tasks."""

from __future__ import annotations

from django.urls import path

from samordner.minutes.views import approving, noting, tasks, writing

app_name = "minutes"
MINUTES = "moter/<int:pk>/referat/"
POINT = f"{MINUTES}punkt/<int:said>/"
urlpatterns = [
    path(MINUTES, approving.show, name="minutes"),
    path(f"{MINUTES}begynn/", writing.start, name="begin"),
    path(f"{MINUTES}skriv/", writing.write, name="write"),
    path(f"{MINUTES}til-stede/", writing.front, name="front"),
    path(f"{MINUTES}punkt/", writing.add, name="add"),
    path(POINT, writing.point, name="point"),
    path(f"{POINT}ny/<slug:kind>/", noting.note, name="note"),
    path(f"{POINT}oppgave/<int:task>/<slug:deed>/", noting.gone_through, name="gone_through"),
    path(f"{POINT}<slug:deed>/", writing.arrange, name="arrange"),
    path(f"{MINUTES}beslutning/<int:row>/", noting.decision, name="decision"),
    path(f"{MINUTES}beslutning/<int:row>/hent-tilbake/", writing.bring_back, name="bring_back"),
    path(f"{MINUTES}utkast/<slug:ending>/", approving.draft, name="draft"),
    path(f"{MINUTES}godkjenn/", approving.approve, name="approve"),
    path(f"{MINUTES}rett/", approving.put_right, name="correct"),
    path(f"{MINUTES}send/", approving.send_out, name="send"),
    path(f"{MINUTES}utgave/<int:number>/", approving.edition, name="edition"),
    path(f"{MINUTES}utgave/<int:number>/kvittering/", approving.receipt, name="receipt"),
    path(f"{MINUTES}utgave/<int:number>/<slug:ending>/", approving.file, name="file"),
    path("oppgaver/", tasks.index, name="tasks"),
    path("oppgaver/<int:pk>/", tasks.show, name="task"),
    path("oppgaver/<int:pk>/endre/", tasks.change, name="task_change"),
    path("oppgaver/<int:pk>/<slug:deed>/", tasks.act, name="task_deed"),
    path("beslutninger/", tasks.decision_list, name="decisions"),
]
