"""The pages of moderation in the back office. A hidden menu is no check: each view asks for itself."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.moderation import staff
from korzo.moderation.permissions import CHANGE_POLICY, MODERATE, READ_LOG
from korzo.moderation.spam import pages as spam


class ModerationMenuItem(MenuItem):
    def __init__(self, *args: Any, ability: str, **kwargs: Any) -> None:
        self.ability = ability
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), self.ability)


@hooks.register("register_admin_urls")
def moderation_urls() -> list[URLPattern]:
    return [
        path("moderation/", staff.queue, name="staff_moderation"),
        path("moderation/<int:pk>/", staff.item, name="staff_moderation_item"),
        path("moderation/<int:pk>/claiming/", staff.claiming, name="staff_moderation_claiming"),
        path("moderation/<int:pk>/decision/", staff.decision, name="staff_moderation_decision"),
        path("moderation/decisions/<int:pk>/undo/", staff.undo, name="staff_moderation_undo"),
        path("moderation/members/<int:pk>/", staff.member, name="staff_moderation_member"),
        path("moderation/members/<int:pk>/notes/", staff.notes, name="staff_moderation_notes"),
        path("moderation/members/<int:pk>/sweep/", staff.sweeping, name="staff_moderation_sweep"),
        path("moderation/sweeps/<int:pk>/undo/", staff.sweep_undo, name="staff_moderation_sweep_undo"),
        path("moderation/sanctions/<int:pk>/lifting/", staff.lifting, name="staff_moderation_lifting"),
        path("moderation/log/", staff.log, name="staff_moderation_log"),
        path("moderation/rules/", staff.rules, name="staff_moderation_rules"),
        path("moderation/rules/reasons/", staff.reasons, name="staff_moderation_reasons"),
        *spam.urls,
    ]


@hooks.register("register_care_menu_item")
def queue_item() -> MenuItem:
    return ModerationMenuItem(
        _("Moderation"),
        reverse_lazy("staff_moderation"),
        name="moderation",
        icon_name="warning",
        order=10,
        ability=MODERATE,
    )


@hooks.register("register_care_menu_item")
def log_item() -> MenuItem:
    return ModerationMenuItem(
        _("Log of moderation"),
        reverse_lazy("staff_moderation_log"),
        name="moderation-log",
        icon_name="history",
        order=50,
        ability=READ_LOG,
    )


@hooks.register("register_care_menu_item")
def rules_item() -> MenuItem:
    return ModerationMenuItem(
        _("Rules of moderation"),
        reverse_lazy("staff_moderation_rules"),
        name="moderation-rules",
        icon_name="clipboard-list",
        order=30,
        ability=CHANGE_POLICY,
    )


@hooks.register("register_care_menu_item")
def spam_item() -> MenuItem:
    return ModerationMenuItem(
        _("Spam"), reverse_lazy("staff_spam"), name="spam", icon_name="no-view", order=40, ability=CHANGE_POLICY
    )
