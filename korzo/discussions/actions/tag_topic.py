"""Tags on a topic, and the tags themselves."""

import unicodedata
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.settle import hold_topic
from korzo.discussions.activities import TagChanged, TopicTagged
from korzo.discussions.models import TAG_NAME_LENGTH_MAX, Tag, Topic, TopicTag
from korzo.discussions.permissions import KEEP_TAGS, check_tag
from korzo.kit.errors import FieldRefused, Refused
from korzo.kit.formats import spoken
from korzo.members.permissions import Person, check_can, check_signed_in

# More say less.
TAGS_MAX = 5


def tag_topic(topic: Topic, *, actor: Person, names: Sequence[str], at: datetime | None = None) -> list[Tag]:
    """The topic has these tags and no others. New names become new tags."""
    with transaction.atomic():
        held = hold_topic(topic.pk)
        member = check_tag(actor, held)
        before = set(TopicTag.objects.filter(topic=held).values_list("tag_id", flat=True))
        tags = put_tags(held, names)
        if {tag.pk for tag in tags} != before:
            own = member.pk == held.author_id
            record(
                TopicTagged(topic_id=held.pk),
                actor_id=member.pk,
                actor_kind=Activity.ActorKind.MEMBER if own else Activity.ActorKind.STAFF,
                member_id=held.author_id,
                occurred_at=at or timezone.now(),
            )
    return tags


def put_tags(topic: Topic, names: Sequence[str]) -> list[Tag]:
    """Part of starting a topic and of tagging it; the caller has checked."""
    tags = _tags_named(names)
    wanted = {tag.pk for tag in tags}
    TopicTag.objects.filter(topic=topic).exclude(tag__in=wanted).delete()
    TopicTag.objects.bulk_create(
        [TopicTag(topic=topic, tag=tag, created_at=topic.created_at) for tag in tags], ignore_conflicts=True
    )
    return tags


def _tags_named(names: Sequence[str]) -> list[Tag]:
    wanted = {slug_of_tag(name): tag_name(name) for name in names if name.strip()}
    if len(wanted) > TAGS_MAX:
        words = ngettext(
            "A topic has at most %(most)s tag. Please choose.",
            "A topic has at most %(most)s tags. Please choose.",
            TAGS_MAX,
        )
        raise FieldRefused("tags", words % {"most": spoken(TAGS_MAX)})
    Tag.objects.bulk_create([Tag(slug=slug, name=wanted[slug]) for slug in sorted(wanted)], ignore_conflicts=True)
    found = Tag.objects.filter(slug__in=wanted).select_related("merged_into")
    meant = {tag.merged_into or tag for tag in found}
    return sorted(meant, key=lambda tag: tag.slug)


def tag_name(name: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", name).replace("\x00", "").strip(" #").split())
    if len(plain) > TAG_NAME_LENGTH_MAX:
        raise FieldRefused("tags", _("A tag is one or two words. Please make it shorter."))
    return plain


def slug_of_tag(name: str) -> str:
    slug = slugify(tag_name(name), allow_unicode=True)[:TAG_NAME_LENGTH_MAX].strip("-")
    if not slug:
        raise FieldRefused("tags", _("A tag needs letters or digits."))
    return slug


def rename_tag(tag: Tag, *, actor: Person, name: str, at: datetime | None = None) -> Tag:
    """The former address leads on. A name that another tag has already merges the two."""
    slug = slug_of_tag(name)
    with transaction.atomic():
        member = check_signed_in(actor)
        check_can(member, KEEP_TAGS)
        if slug == tag.slug:
            Tag.objects.filter(pk=tag.pk).update(name=tag_name(name))
            target = tag
        else:
            target, _is_new = Tag.objects.get_or_create(slug=slug, defaults={"name": tag_name(name)})
            return merge_tags(tag, actor=member, into=target.merged_into or target, at=at)
        _tell(tag, target, member.pk, at)
    target.refresh_from_db()
    return target


def merge_tags(tag: Tag, *, actor: Person, into: Tag, at: datetime | None = None) -> Tag:
    """All topics of one have the other from now on, and its address leads there."""
    with transaction.atomic():
        member = check_signed_in(actor)
        check_can(member, KEEP_TAGS)
        held = {one.pk: one for one in Tag.objects.select_for_update().filter(pk__in={tag.pk, into.pk}).order_by("pk")}
        target = held[into.pk]
        if tag.pk == target.pk or target.merged_into_id is not None:
            raise Refused(_("Please choose another tag."))
        has_both = TopicTag.objects.filter(tag=target).values("topic_id")
        TopicTag.objects.filter(tag=tag, topic__in=has_both).delete()
        TopicTag.objects.filter(tag=tag).update(tag=target)
        Tag.objects.filter(pk=tag.pk).update(merged_into=target)
        Tag.objects.filter(merged_into=tag).update(merged_into=target)
        _tell(tag, target, member.pk, at)
    return target


def _tell(tag: Tag, into: Tag, actor_id: int, at: datetime | None) -> None:
    record(
        TagChanged(tag_id=tag.pk, into_tag_id=into.pk),
        actor_id=actor_id,
        actor_kind=Activity.ActorKind.STAFF,
        occurred_at=at or timezone.now(),
    )
