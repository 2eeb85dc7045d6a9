"""Addresses of drafts, versions, hints and offers, below /writing/."""

from django.urls import path

from korzo.writing.views import drafts, history, offers

app_name = "writing"

urlpatterns = [
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/<str:key>/", drafts.draft, name="draft"),
    path("drafts/<str:key>/removal/", drafts.removal, name="draft_removal"),
    path("history/<str:label>/<int:pk>/", history.history, name="history"),
    path("versions/<int:pk>/hiding/", history.hiding, name="hiding"),
    path("note/", offers.note, name="note"),
    path("products/", offers.products, name="products"),
]
