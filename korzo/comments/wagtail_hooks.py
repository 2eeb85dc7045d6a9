"""The page of comments in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.comments import staff
from korzo.comments.permissions import CHANGE_RULES
from korzo.members.permissions import can, person_of


class CommentsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), CHANGE_RULES)


@hooks.register("register_admin_urls")
def comments_urls() -> list[URLPattern]:
    return [path("comments/", staff.rules, name="staff_comments")]


@hooks.register("register_talk_menu_item")
def comments_menu_item() -> MenuItem:
    return CommentsMenuItem(
        _("Comments"), reverse_lazy("staff_comments"), name="comments", icon_name="comment", order=40
    )
