"""The words of a letter become a reply, as if its sender had written it on the site."""

import io
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from korzo.discussions import actions as discussions
from korzo.discussions.actions import Written
from korzo.discussions.queries import get_topic_for
from korzo.kit.errors import Missing, Refused
from korzo.kit.letters import Attached, Letter, NewWords, attached, new_words
from korzo.kit.pictures import BadPicture
from korzo.media.actions import receive_picture
from korzo.members.models import Member
from korzo.notifications.incoming.checks import shown_sender
from korzo.notifications.incoming.models import IncomingMail, IncomingPicture, Outcome

# As many as a post takes (`discussions`); the rest of an album is left out.
PICTURES_MAX = 10


@dataclass(frozen=True)
class Posted:
    mail: IncomingMail


@dataclass(frozen=True)
class NotPosted:
    """`sentence` is for the member, in their language."""

    code: str
    sentence: str


def post(mail: IncomingMail, letter: Letter, member: Member, topic_id: int) -> Posted | NotPosted:
    """Whatever the site would refuse is refused here, in the same words."""
    words = new_words(letter)
    with translation.override(member.language):
        try:
            topic = get_topic_for(member, topic_id)
        except Missing:
            return NotPosted("topic", _("The topic that you answered is not there any more, or not open to you."))
        pictures = _new_pictures(letter, words, topic_id)
        try:
            ids = _received(pictures, member)
            if words.is_empty and not ids:
                return NotPosted("empty", _("We found no words of yours in your mail, only what was quoted."))
            with transaction.atomic():
                held = IncomingMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
                if held.outcome not in {Outcome.TAKING, Outcome.WAITING}:
                    return Posted(held)
                written = Written(words.body, rich=words.is_rich, picture_ids=[pk for pk, _one in ids])
                reply = discussions.post_reply(topic, actor=member, written=written)
                return Posted(_tick(held, mail, member, reply.pk, topic_id, [one for _pk, one in ids], letter))
        except Refused as refused:
            return NotPosted("refused", refused.sentence)


def _received(pictures: list[Attached], member: Member) -> list[tuple[int, Attached]]:
    """A dot that counts readers, or a damaged file, is left out without a word."""
    kept: list[tuple[int, Attached]] = []
    for one in pictures:
        with suppress(BadPicture):
            kept.append((receive_picture(io.BytesIO(one.data), owner=member).pk, one))
    return kept


def _new_pictures(letter: Letter, words: NewWords, topic_id: int) -> list[Attached]:
    """Those that were in this topic before are logos under a name, or come from what was quoted."""
    found = [one for one in attached(letter, words.shown_ids) if one.is_picture]
    known = set(
        IncomingPicture.objects.filter(topic_id=topic_id, digest__in=[one.digest for one in found]).values_list(
            "digest", flat=True
        )
    )
    return [one for one in found if one.digest not in known][:PICTURES_MAX]


def _tick(
    held: IncomingMail,
    mail: IncomingMail,
    member: Member,
    post_id: int,
    topic_id: int,
    pictures: list[Attached],
    letter: Letter,
) -> IncomingMail:
    held.outcome, held.code, held.member = Outcome.POSTED, "", member
    held.topic_id, held.post_id, held.file = topic_id, post_id, mail.file
    held.sender = shown_sender(letter)
    held.save(update_fields=["outcome", "code", "member", "topic_id", "post_id", "file", "sender"])
    IncomingPicture.objects.bulk_create(
        [IncomingPicture(topic_id=topic_id, digest=one.digest, mail=held) for one in pictures], ignore_conflicts=True
    )
    return held
