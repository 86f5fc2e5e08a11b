"""What a mapping round found."""

from django.urls import path

from samordner.findings.views import answers, coding, comparing, reporting, results, reviewing

app_name = "findings"
urlpatterns = [
    path("kartlegging/<int:pk>/gjennomgang/", reviewing.review, name="review"),
    path("kartlegging/<int:pk>/gjennomgang/<int:verdict>/", reviewing.undo_review, name="review_undo"),
    path("kartlegging/<int:pk>/funn/", results.results, name="results"),
    path("kartlegging/<int:pk>/funn/svar/", answers.answers, name="answers"),
    path("kartlegging/<int:pk>/funn/sammenlign/", comparing.compare, name="compare"),
    path("kartlegging/<int:pk>/funn/rapport/", reporting.report, name="report"),
    path("kartlegging/<int:pk>/funn/temaer/", coding.themes, name="themes"),
    path("kartlegging/<int:pk>/funn/koding/", coding.coding, name="coding"),
    path("kartlegging/tema/<int:pk>/", coding.theme, name="theme"),
    path("kartlegging/tema/<int:pk>/sla-sammen/", coding.merge, name="theme_merge"),
    path("kartlegging/tema/<int:pk>/fjern/", coding.remove, name="theme_remove"),
    path("kartlegging/tema/<int:pk>/hent-tilbake/", coding.restore, name="theme_restore"),
    path("kartlegging/innsendt/<int:pk>/", answers.answer, name="answer"),
]
