"""The page of caps in the back office. A hidden menu is no check: the view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.attention import staff
from korzo.attention.permissions import CHANGE_CAPS
from korzo.members.permissions import can, person_of


class ContactsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), CHANGE_CAPS)


@hooks.register("register_admin_urls")
def contacts_urls() -> list[URLPattern]:
    return [path("contacts/", staff.contacts, name="staff_contacts")]


@hooks.register("register_letters_menu_item")
def contacts_menu_item() -> MenuItem:
    return ContactsMenuItem(
        _("How often we write"), reverse_lazy("staff_contacts"), name="contacts", icon_name="time", order=10
    )
