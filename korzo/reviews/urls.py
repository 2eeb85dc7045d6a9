"""Addresses of reviews. The list of a product's reviews stands on its product page, which belongs to the web room."""

from django.urls import path

from korzo.reviews.views import reading, team, writing

app_name = "reviews"

urlpatterns = [
    path("new/<str:handle>/", writing.new, name="new"),
    path("<int:pk>/", reading.review, name="review"),
    path("<int:pk>/edit/", writing.edit, name="edit"),
    path("<int:pk>/withdrawal/", writing.withdrawal, name="withdrawal"),
    path("<int:pk>/helpful/", reading.helpful, name="helpful"),
    path("<int:pk>/hiding/", team.hiding, name="hiding"),
    path("<int:pk>/reply/", team.reply, name="reply"),
]
