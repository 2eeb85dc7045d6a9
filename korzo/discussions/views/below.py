"""What the buttons below posts do, and what their menu offers."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.discussions.actions import give_heart, take_heart_back
from korzo.discussions.models import Post
from korzo.discussions.permissions import can_edit, can_remove
from korzo.discussions.queries import get_post_for, post_feet
from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions.actions import Feet, Menu, MenuItem, care_items
from korzo.reactions.queries import other_reactions

LABEL = "discussions.post"


def _address(one: Post) -> str:
    return reverse("discussions:post", args=[one.pk])


def _menu(one: Post, person: Person) -> Menu:
    foot = post_feet([one.pk], person).get(one.pk)
    if foot is None:
        raise Missing(str(one.pk))
    stands_at = _address(one)
    links = [
        MenuItem(_("Quote"), f"{stands_at}?quote", "quote", "quote"),
        MenuItem(_("Link to this post"), stands_at, "link"),
    ]
    at = [one.pk]
    care = care_items(
        edit_url=reverse("discussions:edit_post", args=at) if can_edit(person, one, timezone.now()) else "",
        removal_url=reverse("discussions:removal", args=at) if can_remove(person, one) else "",
        report=_("Report this post"),
        flag_url="" if foot.own else reverse("moderation:flag", args=[LABEL, one.pk]),
    )
    return Menu(
        title=_("What to do with this post"),
        text=one.plain,
        lang=one.language,
        back_url=stands_at,
        back_words=_("Back to the talk"),
        others=other_reactions(foot),
        items=[*links, *care],
    )


POSTS = Feet(
    label=LABEL,
    name="post",
    part="discussions.post_foot",
    fetched=get_post_for,
    address=_address,
    give=give_heart,
    take_back=take_heart_back,
    menu=_menu,
)
