"""What comes out of the composer, and what goes back into it when something was not right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.safestring import SafeString

from korzo.discussions.actions import Written
from korzo.discussions.models import Post, PostPicture
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.html import clean, stored
from korzo.kit.typed import as_typed
from korzo.media.models import Picture
from korzo.media.permissions import visible_to as pictures_visible_to
from korzo.members.models import Member

# Far above what a post may hold: the action says the sentence, this only bounds the work.
IDS_READ_MAX = 40


@dataclass(frozen=True)
class Form:
    """The fields as the person left them; `errors` by field, "" for the form as a whole."""

    title: str = ""
    value: str = ""
    value_html: SafeString | str = ""
    pictures: Sequence[Picture] = ()
    version: int = 0
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def body_errors(self) -> list[str]:
        """What stands under the composer: about the words or about the pictures in it."""
        return [self.errors[name] for name in ("body", "pictures") if name in self.errors]

    @property
    def title_error(self) -> str:
        return self.errors.get("title", "")

    @property
    def general_error(self) -> str:
        return self.errors.get("", "")


def written_in(data: QueryDict) -> Written:
    ids = [int(one) for one in data.getlist("pictures")[:IDS_READ_MAX] if one.isdecimal() and len(one) < 19]
    return Written(
        body=data.get("body", ""),
        rich=data.get("body_format") == "html",
        picture_ids=ids,
        descriptions={pk: data.get(f"alt-{pk}", "") for pk in ids if f"alt-{pk}" in data},
    )


def form_of(post: Post) -> Form:
    """A finished post, ready to be changed in the editor or in a bare text field."""
    rows = PostPicture.objects.filter(post=post).select_related("picture").order_by("position")
    return Form(
        title=post.topic.title,
        value=as_typed(post.html),
        value_html=stored(post.html),
        pictures=[row.picture for row in rows],
        version=post.version,
    )


def form_again(data: QueryDict, refusal: Refused, member: Member) -> Form:
    """Nothing that was typed or chosen is lost. Rich text passes the cleaner before it meets the page again."""
    written = written_in(data)
    cleaned = clean(written.body, rich=True) if written.rich else None
    found = pictures_visible_to(member).in_bulk(written.picture_ids)
    version = data.get("version", "")
    return Form(
        title=data.get("title", ""),
        value=as_typed(cleaned.html) if cleaned else written.body,
        value_html=stored(cleaned.html) if cleaned else "",
        pictures=[found[pk] for pk in written.picture_ids if pk in found],
        version=int(version) if version.isdecimal() else 0,
        errors={refusal.field if isinstance(refusal, FieldRefused) else "": refusal.sentence},
    )
