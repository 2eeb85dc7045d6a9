"""The groups of the menu, by what the team does. Rooms put their entries into one by the name of its hook.

A room that registers for `register_talk_menu_item` stands under Talk, and knows nothing of this file.
"""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem


def _group(name: str, label: Promise, icon: str, order: int) -> MenuItem:
    return SubmenuMenuItem(
        label, Menu(register_hook_name=f"register_{name}_menu_item"), name=name, icon_name=icon, order=order
    )


# In the order of a morning: who waits, what is said, who is here, what is sold, what we write, the machine.
GROUPS = (
    _group("care", pgettext_lazy("group of the staff menu", "Care"), "warning", 100),
    _group("talk", pgettext_lazy("group of the staff menu", "Talk"), "comment", 200),
    _group("people", pgettext_lazy("group of the staff menu", "Members"), "group", 300),
    _group("shop", pgettext_lazy("group of the staff menu", "Shop"), "tag", 400),
    _group("letters", pgettext_lazy("group of the staff menu", "Messages"), "mail", 500),
    _group("house", pgettext_lazy("group of the staff menu", "House"), "cogs", 600),
)
