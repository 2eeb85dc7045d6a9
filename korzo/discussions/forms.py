"""What the team fills in about a space and a tag. The actions check it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from korzo.discussions.actions import Rights, SpaceFace
from korzo.discussions.models import (
    EVERYONE,
    KEY_LENGTH_MAX,
    MEMBERS,
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

GRANT = "grant"
_ROLES = [
    (MEMBERS, _("Members")),
    (f"{ROLE_KEY}{Member.Role.MODERATOR}", _("Moderators and the team")),
    (f"{ROLE_KEY}{Member.Role.STAFF}", _("The team")),
    (GRANT, _("Who holds a certain right")),
]
_KEYS = ("read_key", "start_key", "reply_key")


def _who(label: Any, *, with_guests: bool = False) -> forms.ChoiceField:
    guests = [("everyone", _("Everybody, guests too"))] if with_guests else []
    return forms.ChoiceField(label=label, choices=[*guests, *_ROLES], initial=guests[0][0] if guests else MEMBERS)


def _right() -> forms.CharField:
    return forms.CharField(
        label=_("Which right?"),
        required=False,
        max_length=KEY_LENGTH_MAX,
        help_text=_("Only for “a certain right”: owns:product:9 for its owners, trust:2 for members known a while."),
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
    hue = forms.IntegerField(label=_("Colour, 1 to 12"), min_value=1, max_value=12, initial=6)
    photo = forms.FileField(
        label=_("Picture on top"),
        required=False,
        help_text=_("Wide rather than high."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    read_who = _who(_("Who may read"), with_guests=True)
    read_key = _right()
    start_who = _who(_("Who may begin a topic"))
    start_key = _right()
    reply_who = _who(_("Who may reply"))
    reply_key = _right()

    @classmethod
    def of(cls, space: Space) -> dict[str, Any]:
        """The values of a space as this form shows them."""
        words = {name: getattr(space, name) for name in ("name", "description", "rules", "main_kind", "hue")}
        known = {key for key, _label in _ROLES}
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
        )

    def refuse(self, refusal: Refused) -> None:
        name = refusal.field if isinstance(refusal, FieldRefused) else "name"
        self.add_error(name if name in self.fields else "name", refusal.sentence)


class TagForm(forms.Form):
    name = forms.CharField(label=_("New name"), max_length=TAG_NAME_LENGTH_MAX)
