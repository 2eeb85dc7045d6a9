"""What the team fills in about a space and a tag. The actions check it."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.discussions.actions import Rights, SpaceFace
from korzo.discussions.actions.change_space import PROMISE_HOURS_MAX
from korzo.discussions.models import (
    EVERYONE,
    KEY_LENGTH_MAX,
    MEMBERS,
    PROMISE_HOURS,
    ROLE_KEY,
    RULES_LENGTH_MAX,
    SPACE_NAME_LENGTH_MAX,
    SPACE_TEXT_LENGTH_MAX,
    TAG_NAME_LENGTH_MAX,
    Kind,
    Space,
)
from korzo.kit.errors import FieldRefused, Refused
from korzo.media.models import Picture
from korzo.members.models import Member
from korzo.members.queries import RightsOffered, rights_offered

GRANT = "grant"
_GUESTS = ("everyone", _("Everybody, guests too"))
_ROLES = [
    (MEMBERS, _("Members")),
    (f"{ROLE_KEY}{Member.Role.MODERATOR}", _("Moderators and the team")),
    (f"{ROLE_KEY}{Member.Role.STAFF}", _("The team")),
]
_ANOTHER = (GRANT, _("Who holds another right"))
_PLAIN = ("name", "description", "rules", "main_kind", "promise_hours", "hue")
_KEYS = ("read_key", "start_key", "reply_key")


def _who(label: Any) -> forms.ChoiceField:
    """Its choices are those of the moment: groups are opened, products come and go."""
    return forms.ChoiceField(label=label, initial=MEMBERS)


def who_may(rights: Sequence[RightsOffered], *, with_guests: bool) -> list[Any]:
    """Roles, then what rooms offer under their headings, and at last a right that is written by hand."""
    offered = [(one.heading, [(right.key, right.label) for right in one.rights]) for one in rights]
    return [*([_GUESTS] if with_guests else []), *_ROLES, *offered, _ANOTHER]


def labels_of_rights() -> dict[str, str]:
    """How the team reads a key."""
    offered = {right.key: right.label for one in rights_offered() for right in one.rights}
    return offered | {key: str(label) for key, label in _ROLES}


def _right() -> forms.CharField:
    return forms.CharField(
        label=_("Which right?"),
        required=False,
        max_length=KEY_LENGTH_MAX,
        help_text=_("Only for “another right”, such as owns:9 for the owners of a product that is not listed."),
    )


class SpaceForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=SPACE_NAME_LENGTH_MAX)
    description = forms.CharField(label=_("What it is for"), max_length=SPACE_TEXT_LENGTH_MAX, required=False)
    rules = forms.CharField(
        label=_("Rules of this space"),
        max_length=RULES_LENGTH_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    main_kind = forms.ChoiceField(
        label=_("What people mostly do here"),
        choices=[(kind.value, kind.label) for kind in Kind if kind is not Kind.ANNOUNCEMENT],
        initial=Kind.DISCUSSION,
        help_text=_("Showcases are shown as a wall of pictures, ideas by their votes."),
    )
    promise_hours = forms.IntegerField(
        label=_("An answer to every question within so many hours"),
        min_value=1,
        max_value=PROMISE_HOURS_MAX,
        initial=PROMISE_HOURS,
        help_text=_("After that members who may know are asked, and a day later it is with the team."),
    )
    hue = forms.IntegerField(label=_("Colour, 1 to 12"), min_value=1, max_value=12, initial=6)
    photo = forms.FileField(
        label=_("Picture on top"),
        required=False,
        help_text=_("Wide rather than high."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    read_who = _who(_("Who may read"))
    read_key = _right()
    start_who = _who(_("Who may begin a topic"))
    start_key = _right()
    reply_who = _who(_("Who may reply"))
    reply_key = _right()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = rights_offered()
        for key in _KEYS:
            name = key.replace("_key", "_who")
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = who_may(rights, with_guests=name == "read_who")
        self.fields["read_who"].initial = _GUESTS[0]

    @classmethod
    def of(cls, space: Space) -> dict[str, Any]:
        """The values of a space as this form shows them."""
        words = {name: getattr(space, name) for name in _PLAIN}
        known = {key for key, _label in _ROLES}
        known |= {right.key for one in rights_offered() for right in one.rights}
        for field in _KEYS:
            key, who = getattr(space, field), field.replace("_key", "_who")
            is_grant = key != EVERYONE and key not in known
            words[who] = GRANT if is_grant else key or "everyone"
            words[field] = key if is_grant else ""
        return words

    def rights(self) -> Rights:
        return Rights(**{field: self._key(field) for field in _KEYS})

    def _key(self, field: str) -> str:
        who = self.cleaned_data[field.replace("_key", "_who")]
        if who == GRANT:
            if not self.cleaned_data[field]:
                raise FieldRefused(field, str(_("Please write which right.")))
            return str(self.cleaned_data[field])
        return EVERYONE if who == "everyone" else str(who)

    def face(self, photo: Picture | None, *, icon: str) -> SpaceFace:
        data = self.cleaned_data
        return SpaceFace(
            name=data["name"],
            description=data["description"],
            rules=data["rules"],
            hue=data["hue"],
            icon=icon,
            main_kind=data["main_kind"],
            photo=photo,
            promise_hours=data["promise_hours"],
        )

    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else "name"
        self.add_error(name if name in self.fields else "name", refusal.sentence)


class TagForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=TAG_NAME_LENGTH_MAX)
