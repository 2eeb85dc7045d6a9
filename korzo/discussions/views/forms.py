"""What comes out of the composer, and what goes back into it when something was not right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from korzo.discussions.actions import Written
from korzo.discussions.models import Post, PostPicture
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.html import clean
from korzo.media.models import Picture
from korzo.media.permissions import visible_to as pictures_visible_to
from korzo.members.models import Member
from korzo.writing import queries as writing

# Far above what a post may hold: the action says the sentence, this only bounds the work.
IDS_READ_MAX = 40
TAGS_READ_MAX = 20
# Those beside which their own sentence stands.
OWN_FIELDS = frozenset({"title", "body", "pictures", "tags", "publish_at"})
# Nobody types for longer, and a number from outside stays small.
SECONDS_TYPED_MAX = 1_000_000.0
# What a browser calls itself; longer ones are made up.
AGENT_LENGTH_MAX = 300


@dataclass(frozen=True)
class Form:
    """The fields as the person left them; `errors` by field, "" for the form as a whole."""

    title: str = ""
    value: str = ""
    value_html: SafeString | str = ""
    pictures: Sequence[Picture] = ()
    version: int = 0
    tags: str = ""
    reason: str = ""
    publish_at: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def body_errors(self) -> list[str]:
        """What stands under the composer: about the words or about the pictures in it."""
        return [self.errors[name] for name in ("body", "pictures") if name in self.errors]

    @property
    def title_error(self) -> str:
        return self.errors.get("title", "")

    @property
    def tags_error(self) -> str:
        return self.errors.get("tags", "")

    @property
    def publish_error(self) -> str:
        return self.errors.get("publish_at", "")

    @property
    def general_error(self) -> str:
        """Also about a field of another room, which says it there as well."""
        return next((text for name, text in self.errors.items() if name not in OWN_FIELDS), "")


def written_in(data: QueryDict) -> Written:
    ids = [int(one) for one in data.getlist("pictures")[:IDS_READ_MAX] if one.isdecimal() and len(one) < 19]
    return Written(
        body=data.get("body", ""),
        rich=data.get("body_format") == "html",
        picture_ids=ids,
        descriptions={pk: data.get(f"alt-{pk}", "") for pk in ids if f"alt-{pk}" in data},
        draft_key=data.get("draft_key", "")[:80],
        seconds_typed=_seconds(data.get("seconds_typed", "")),
        trap_filled=bool(data.get("website", "")),
    )


def written_by(request: HttpRequest) -> Written:
    """The same, with where it came from."""
    address = get_adapter().get_client_ip(request)
    agent = request.headers.get("User-Agent", "")[:AGENT_LENGTH_MAX]
    return replace(written_in(request.POST), address=address, agent=agent)


def _seconds(text: str) -> float | None:
    """A form without scripts cannot say, and what nobody could have typed says nothing."""
    if not text.isdecimal() or len(text) > 9:
        return None
    return min(float(text), SECONDS_TYPED_MAX)


def tags_in(data: QueryDict) -> list[str]:
    return [name for name in (text.strip() for text in data.get("tags", "")[:400].split(",")) if name][:TAGS_READ_MAX]


def moment_in(data: QueryDict, name: str) -> datetime | None:
    """What a field for day and time holds, in the time zone of the community."""
    text = data.get(name, "").strip()
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise FieldRefused(name, _("Please choose a day and a time.")) from None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def form_of(post: Post) -> Form:
    """A finished post, ready to be changed in the editor or in a bare text field."""
    rows = PostPicture.objects.filter(post=post).select_related("picture").order_by("position")
    return Form(
        title=post.topic.title,
        value=writing.typed(post.html),
        value_html=writing.for_editor(post.html),
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
        value=writing.typed(cleaned.html) if cleaned else written.body,
        value_html=writing.for_editor(cleaned.html) if cleaned else "",
        pictures=[found[pk] for pk in written.picture_ids if pk in found],
        version=int(version) if version.isdecimal() else 0,
        tags=data.get("tags", ""),
        reason=data.get("reason", ""),
        publish_at=data.get("publish_at", ""),
        errors={refusal.field if isinstance(refusal, FieldRefused) else "": refusal.sentence},
    )
