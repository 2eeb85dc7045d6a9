"""Contests in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.contests.permissions import RUN
from korzo.contests.staff import contests, judges
from korzo.members.permissions import can, person_of

# After what members are asked: what they are invited to.
MENU_ORDER = 320


class ContestsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), RUN)


@hooks.register("register_admin_urls")
def contests_urls() -> list[URLPattern]:
    return [
        path("contests/", contests.contests, name="staff_contests"),
        path("contests/new/", contests.new, name="staff_new_contest"),
        path("contests/<int:pk>/", contests.contest, name="staff_contest"),
        path("contests/<int:pk>/announcement/", contests.announcement, name="staff_contest_announcement"),
        path("contests/<int:pk>/cancellation/", contests.cancellation, name="staff_contest_cancellation"),
        path("contests/<int:pk>/jury/", judges.jury, name="staff_contest_jury"),
        path("contests/<int:pk>/jury/<int:juror_id>/", judges.juror, name="staff_contest_juror"),
        path("contests/<int:pk>/votes/", judges.votes, name="staff_contest_votes"),
    ]


@hooks.register("register_talk_menu_item")
def contests_menu_item() -> MenuItem:
    return ContestsMenuItem(_("Contests"), reverse_lazy("staff_contests"), icon_name="pick", order=MENU_ORDER)
