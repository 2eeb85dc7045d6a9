"""Where our pages stand in the back office, and what of Wagtail's own is left out."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.search import SearchArea

from korzo.members.models import Member
from korzo.members.permissions import CHANGE_COMMUNITY, SEE_MEMBERS, can
from korzo.project.permissions import SEE_JOBS, SEE_STATE
from korzo.project.staff import desk, face, jobs_page, menu, people, state_page

# Pages, pictures and documents of Wagtail have no use before the content room; people are ours.
HIDDEN = frozenset({"explorer", "images", "documents", "reports", "settings", "help"})


class TeamMenuItem(MenuItem):
    """An entry that shows itself to those who may open it. The page behind it asks again."""

    def __init__(self, *args: Any, ability: str, **kwargs: Any) -> None:
        self.ability = ability
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        return isinstance(request.user, Member) and can(request.user, self.ability)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        *jobs_page.urls,
        *state_page.urls,
        path("members/", people.members, name="staff_members"),
        path("members/<int:pk>/role/", people.role, name="staff_role"),
        path("community/", face.community, name="staff_community"),
    ]


def _stands_in_menu(group: MenuItem) -> None:
    hooks.register("register_admin_menu_item", lambda: group)


for _group in menu.GROUPS:
    _stands_in_menu(_group)


@hooks.register("register_people_menu_item")
def members_item() -> MenuItem:
    return TeamMenuItem(
        _("All members"), reverse("staff_members"), name="members", icon_name="group", order=10, ability=SEE_MEMBERS
    )


@hooks.register("register_house_menu_item")
def community_item() -> MenuItem:
    return TeamMenuItem(
        _("Face and words"), reverse("staff_community"), name="community", icon_name="edit", order=10,
        ability=CHANGE_COMMUNITY,
    )  # fmt: skip


@hooks.register("register_house_menu_item")
def jobs_item() -> MenuItem:
    return TeamMenuItem(_("Jobs"), reverse("staff_jobs"), name="jobs", icon_name="cogs", order=20, ability=SEE_JOBS)


@hooks.register("register_house_menu_item")
def state_item() -> MenuItem:
    return TeamMenuItem(
        _("All well?"), reverse("staff_state"), name="state", icon_name="success", order=30, ability=SEE_STATE
    )


@hooks.register("register_admin_search_area")
def search_area() -> SearchArea:
    """The field in the menu belongs to the first of these. Wagtail's own looks through its pages, which have no use."""
    return SearchArea(_("Community"), reverse("web:search"), name="community", icon_name="search", order=1)


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail counts pages and documents there; our own figures stand in the desk below."""
    items.clear()


@hooks.register("construct_main_menu")
def only_ours(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("get_avatar_url")
def face_of(user: Member, size: int) -> str | None:
    """The face that members know; no other site is asked for one."""
    return user.avatar_url or None


@hooks.register("construct_homepage_panels")
def panels(request: HttpRequest, shown: list[Any]) -> None:
    desk.replace_panels(request, shown)


@hooks.register("insert_global_admin_css")
def brand() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("ui/css/staff.css"))
