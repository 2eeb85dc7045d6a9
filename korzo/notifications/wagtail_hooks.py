"""The mail page in the back office. A hidden menu is no check: each view asks for itself."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from korzo.members.permissions import can, person_of
from korzo.notifications import staff
from korzo.notifications.incoming.staff import addresses
from korzo.notifications.permissions import SEE_MAIL


class MailMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return can(person_of(request), SEE_MAIL)


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern]:
    return [
        path("mail/", staff.letters, name="staff_mail"),
        *addresses(),
        path("mail/<str:name>/", staff.letter, name="staff_letter"),
    ]


@hooks.register("register_letters_menu_item")
def mail_menu_item() -> MenuItem:
    return MailMenuItem(_("Mail"), reverse_lazy("staff_mail"), name="mail", icon_name="mail", order=20)


@hooks.register("register_letters_menu_item")
def replies_menu_item() -> MenuItem:
    return MailMenuItem(
        _("Replies by mail"), reverse_lazy("staff_incoming"), name="replies", icon_name="download", order=30
    )
