"""What a member sends in, checked and cleaned."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.contests.models import TITLE_LENGTH_MAX, Contest, Entry, EntryPicture
from korzo.kit import html
from korzo.kit.blocks import UNSEEN
from korzo.kit.errors import FieldRefused
from korzo.kit.formats import spoken
from korzo.media import actions as media
from korzo.media.models import Picture
from korzo.members.models import Member

PICTURES_MAX = 5
# A story is more than a caption, and fits on a few printed pages.
STORY_LENGTH_MIN = 100
BODY_LENGTH_MAX = 20_000


@dataclass(frozen=True)
class Sent:
    """As it came. `rich` words come from the editor. `has_rights`: the author confirmed what `rights_text` says."""

    title: str
    body: str = ""
    rich: bool = False
    picture_ids: Sequence[int] = ()
    descriptions: Mapping[int, str] = field(default_factory=dict)
    has_rights: bool = False
    seconds_typed: float | None = None
    trap_filled: bool = False
    # Where it came from; for the checks of spam alone.
    address: str = ""


@dataclass(frozen=True)
class Ready:
    title: str
    html: str
    plain: str
    pictures: list[Picture]


def rights_text(contest: Contest) -> str:
    """What whoever sends something in confirms; it is kept with the entry in these words."""
    if contest.kind == Contest.Kind.PICTURES:
        return _(
            "I took these pictures myself, or I may show them. People in them agree. The community may show them"
            " here together with my name."
        )
    return _("I wrote this myself. The community may show it here together with my name.")


def make_ready(sent: Sent, contest: Contest, *, actor: Member, standing: Sequence[Picture] = ()) -> Ready:
    """Nothing is written yet but the claim on new pictures; those `standing` in the entry already need none."""
    title = _checked_title(sent.title)
    cleaned = _cleaned(sent, contest)
    ids = list(dict.fromkeys(sent.picture_ids))
    if len(ids) > PICTURES_MAX:
        most = ngettext("Up to %(count)s picture fits here.", "Up to %(count)s pictures fit here.", PICTURES_MAX)
        raise FieldRefused("pictures", most % {"count": spoken(PICTURES_MAX)})
    if not sent.has_rights:
        raise FieldRefused("rights", _("Please confirm this, so that we may show what you send."))
    pictures = _pictures(sent, ids, actor, standing)
    if contest.kind == Contest.Kind.PICTURES and not pictures:
        raise FieldRefused("pictures", _("Please add a picture: this contest is about pictures."))
    return Ready(title, cleaned.html, cleaned.plain, pictures)


def _checked_title(title: str) -> str:
    name = " ".join(UNSEEN.sub("", title).split())
    if not name:
        raise FieldRefused("title", _("Please give it a title."))
    if len(name) > TITLE_LENGTH_MAX:
        raise FieldRefused("title", _("This title is long. Please put some of it into the text."))
    return name


def _cleaned(sent: Sent, contest: Contest) -> html.CleanText:
    if len(sent.body) > html.TEXT_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    cleaned = html.clean(sent.body, rich=sent.rich)
    if len(cleaned.plain) > BODY_LENGTH_MAX:
        raise FieldRefused("body", _("This is very long. Please say it a little shorter."))
    if contest.kind == Contest.Kind.STORIES and len(cleaned.plain) < STORY_LENGTH_MIN:
        raise FieldRefused("body", _("Please tell a little more: this contest is about stories."))
    return cleaned


def _pictures(sent: Sent, ids: Sequence[int], actor: Member, standing: Sequence[Picture]) -> list[Picture]:
    known = {picture.pk: picture for picture in standing}
    new = [pk for pk in ids if pk not in known]
    if new:
        known |= {picture.pk: picture for picture in media.claim_pictures(new, actor=actor)}
    chosen = [known[pk] for pk in ids if pk in known]
    for picture in chosen:
        alt = sent.descriptions.get(picture.pk)
        if alt is not None and alt.strip() != picture.alt:
            media.describe_picture(picture, actor=actor, alt=alt)
    return chosen


def keep_pictures(entry: Entry, pictures: Sequence[Picture]) -> None:
    """The entry's pictures are these, in this order; what it no longer shows is let go of."""
    former = EntryPicture.objects.filter(entry=entry)
    kept = {picture.pk for picture in pictures}
    dropped = [pk for pk in former.values_list("picture_id", flat=True) if pk not in kept]
    former.delete()
    media.release_pictures(dropped)
    EntryPicture.objects.bulk_create(
        EntryPicture(entry=entry, picture=picture, position=place) for place, picture in enumerate(pictures)
    )
