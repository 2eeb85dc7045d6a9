"""The team's pages about spaces and tags in the back office. A hidden menu is no check: each view asks for itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.discussions import staff
from korzo.discussions.permissions import KEEP_TAGS, LOOK_AFTER_QUESTIONS, MODERATE, OPEN_SPACES
from korzo.members.permissions import can, person_of


class TalkMenuItem(MenuItem):
    def __init__(self, *args: Any, ability: str, **kwargs: Any) -> None:
        self.ability = ability
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), self.ability)


@hooks.register("register_admin_urls")
def talk_urls() -> list[URLPattern]:
    return [
        path("talk/", staff.spaces, name="staff_talk_spaces"),
        path("talk/new/", staff.new_space, name="staff_talk_new_space"),
        path("talk/spaces/<int:pk>/", staff.space, name="staff_talk_space"),
        path("questions/", staff.questions, name="staff_questions"),
        path("talk/planned/", staff.planned, name="staff_talk_planned"),
        path("talk/tags/", staff.tags, name="staff_talk_tags"),
        path("talk/tags/<int:pk>/", staff.tag, name="staff_talk_tag"),
    ]


@hooks.register("register_talk_menu_item")
def spaces_menu_item() -> MenuItem:
    return TalkMenuItem(
        _("Spaces"), reverse_lazy("staff_talk_spaces"), name="spaces", icon_name="folder-open-inverse", order=10,
        ability=OPEN_SPACES,
    )  # fmt: skip


@hooks.register("register_talk_menu_item")
def tags_menu_item() -> MenuItem:
    return TalkMenuItem(
        _("Tags"), reverse_lazy("staff_talk_tags"), name="tags", icon_name="tag", order=20, ability=KEEP_TAGS
    )


@hooks.register("register_talk_menu_item")
def planned_menu_item() -> MenuItem:
    return TalkMenuItem(
        _("Planned topics"), reverse_lazy("staff_talk_planned"), name="planned", icon_name="calendar-alt", order=30,
        ability=MODERATE,
    )  # fmt: skip


@hooks.register("register_care_menu_item")
def questions_menu_item() -> MenuItem:
    return TalkMenuItem(
        _("Questions that wait"), reverse_lazy("staff_questions"), name="questions", icon_name="help", order=30,
        ability=LOOK_AFTER_QUESTIONS,
    )  # fmt: skip
