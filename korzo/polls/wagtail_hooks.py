"""Surveys and opinions in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.polls.permissions import RUN_SURVEYS
from korzo.polls.staff import results, surveys


class SurveysMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), RUN_SURVEYS)


@hooks.register("register_admin_urls")
def surveys_urls() -> list[URLPattern]:
    return [
        path("surveys/", surveys.surveys, name="staff_surveys"),
        path("surveys/<int:pk>/", surveys.survey, name="staff_survey"),
        path("surveys/<int:pk>/pages/", surveys.pages, name="staff_survey_pages"),
        path("surveys/<int:pk>/pages/<int:place>/", surveys.page, name="staff_survey_page"),
        path("surveys/<int:pk>/pages/<int:place>/<slug:key>/", surveys.question, name="staff_survey_question"),
        path("surveys/<int:pk>/publication/", surveys.publication, name="staff_survey_publication"),
        path("surveys/<int:pk>/closure/", surveys.closure, name="staff_survey_closure"),
        path("surveys/<int:pk>/results/", results.results, name="staff_survey_results"),
        path("surveys/<int:pk>/answers.csv", results.answers_csv, name="staff_survey_csv"),
        path("surveys/<int:pk>/answers.json", results.answers_json, name="staff_survey_json"),
        path("opinions/", results.opinions, name="staff_opinions"),
    ]


@hooks.register("register_talk_menu_item")
def surveys_item() -> MenuItem:
    return SurveysMenuItem(_("Surveys"), reverse_lazy("staff_surveys"), name="surveys", icon_name="form", order=40)


@hooks.register("register_talk_menu_item")
def opinions_item() -> MenuItem:
    return SurveysMenuItem(
        _("Would they recommend us?"), reverse_lazy("staff_opinions"), name="opinions", icon_name="pick", order=50
    )
