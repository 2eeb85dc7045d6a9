from django.urls import path

from korzo.groups import views

app_name = "groups"

urlpatterns = [
    path("", views.groups, name="list"),
    path("<str:handle>/", views.group, name="group"),
    path("<str:handle>/membership/", views.membership, name="membership"),
    path("<str:handle>/keeping/", views.keeping, name="keeping"),
    path("<str:handle>/keeping/people/", views.people, name="people"),
]
