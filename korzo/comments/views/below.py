"""What the buttons below comments do, and what their menu offers."""

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from korzo.comments.actions import react_to, take_reaction_back
from korzo.comments.models import Comment
from korzo.comments.permissions import can_edit, can_remove
from korzo.comments.queries import comment_feet, get_comment_for
from korzo.comments.queries.feet import LABEL
from korzo.kit.errors import Missing
from korzo.members.permissions import Person
from korzo.reactions.actions import Feet, Menu, MenuItem, care_items
from korzo.reactions.queries import other_reactions


def _fetched(person: Person, pk: int) -> Comment:
    return get_comment_for(person, pk)[0]


def _address(one: Comment) -> str:
    return reverse("comments:comment", args=[one.pk])


def _menu(one: Comment, person: Person) -> Menu:
    foot = comment_feet([one.pk], person).get(one.pk)
    if foot is None:
        raise Missing(str(one.pk))
    links = [MenuItem(_("Link to this comment"), _address(one), "link")]
    at = [one.pk]
    care = care_items(
        edit_url=reverse("comments:edit", args=at) if can_edit(person, one, timezone.now()) else "",
        removal_url=reverse("comments:removal", args=at) if can_remove(person, one) else "",
        report=_("Report this comment"),
        flag_url="" if foot.own else reverse("moderation:flag", args=[LABEL, one.pk]),
    )
    return Menu(
        title=_("What to do with this comment"),
        text=one.plain,
        lang=one.language,
        back_url=_address(one),
        back_words=_("Back to the comments"),
        others=other_reactions(foot),
        items=[*links, *care],
    )


COMMENTS = Feet(
    label=LABEL,
    name="comment",
    part="comments.foot",
    fetched=_fetched,
    address=_address,
    give=react_to,
    take_back=take_reaction_back,
    menu=_menu,
)
