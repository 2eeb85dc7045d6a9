"""Addresses of contests."""

from django.urls import path

from korzo.contests.views import entering, feeds, judging, reading, results, voting

app_name = "contests"

urlpatterns = [
    path("", reading.contests, name="contests"),
    path("<int:pk>/", reading.contest, name="contest"),
    path("<int:pk>/feed.atom", feeds.entries, name="feed"),
    path("<int:pk>/feed.rss", feeds.entries, name="rss"),
    path("<int:pk>/entries/new/", entering.new, name="new_entry"),
    path("<int:pk>/jury/", judging.jury, name="jury"),
    path("<int:pk>/results/", results.results, name="results"),
    path("<int:pk>/results.csv", results.as_csv, name="results_csv"),
    path("<int:pk>/results.json", results.as_json, name="results_json"),
    path("entries/<int:pk>/", reading.entry, name="entry"),
    path("entries/<int:pk>/edit/", entering.edit, name="edit_entry"),
    path("entries/<int:pk>/marks/", judging.marks, name="marks"),
    path("entries/<int:pk>/vote/", voting.vote, name="vote"),
    path("entries/<int:pk>/withdrawal/", entering.withdrawal, name="withdrawal"),
]
