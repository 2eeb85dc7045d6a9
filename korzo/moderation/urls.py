"""Pages for members and guests; those of the team are in the back office."""

from django.urls import path

from korzo.moderation.views import flagging, notices, reports, standing

app_name = "moderation"

urlpatterns = [
    path("standing/", standing.standing, name="standing"),
    path("warnings/<int:pk>/reading/", standing.reading, name="reading"),
    path("decisions/<int:pk>/", standing.statement, name="statement"),
    path("decisions/<int:pk>/appeal/", standing.appeal, name="appeal"),
    path("words/<int:pk>/", flagging.word, name="word"),
    path("notice/", notices.notice, name="notice"),
    path("notice/<str:key>/", notices.state, name="notice_state"),
    path("transparency/", reports.transparency, name="transparency"),
    path("transparency.csv", reports.as_csv, name="transparency_csv"),
    path("transparency.json", reports.as_json, name="transparency_json"),
    # Last, because its label could be any word: "discussions.post/812".
    path("<str:label>/<int:pk>/", flagging.flag, name="flag"),
]
