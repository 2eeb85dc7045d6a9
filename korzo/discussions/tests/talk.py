"""A space, topics and posts for the tests of this room."""

from datetime import timedelta

from django.utils import timezone

from korzo.activity.models import Activity
from korzo.discussions.actions import Rights, Written, open_space, post_reply, start_topic
from korzo.discussions.models import EVERYONE, MEMBERS, Post, Space, Topic
from korzo.media.models import Picture, new_key
from korzo.members.models import Member
from korzo.shop.models import Connection, Product
from tests.cast import Cast

LONG_AGO = timezone.now() - timedelta(days=100)


def grown_up(cast: Cast) -> Cast:
    """All but Luka have been here for a while, so that the limits of the first day do not count for them."""
    Member.objects.exclude(pk=cast.luka.pk).update(joined_at=LONG_AGO)
    for member in (cast.mira, cast.sara, cast.ivo, cast.tea):
        member.refresh_from_db()
    return cast


def make_space(
    cast: Cast,
    name: str = "Trail talk",
    *,
    read: str = EVERYONE,
    start: str = MEMBERS,
    reply: str = MEMBERS,
    main_kind: str = Topic.Kind.DISCUSSION,
) -> Space:
    rights = Rights(read_key=read, start_key=start, reply_key=reply)
    return open_space(name, actor=cast.mira, description="Mud and ridges.", rights=rights, main_kind=main_kind)


def make_topic(
    space: Space,
    author: Member,
    *,
    question: bool = False,
    title: str = "Wet feet in October",
    kind: str = Topic.Kind.DISCUSSION,
) -> Topic:
    kind = Topic.Kind.QUESTION if question else kind
    written = Written("Two days of rain, one hut.")
    return start_topic(space, actor=author, title=title, written=written, kind=kind, backfilled=True)


def make_reply(topic: Topic, author: Member, body: str = "Take two pairs of socks.") -> Post:
    return post_reply(topic, actor=author, written=Written(body), backfilled=True)


def make_idea(space: Space, author: Member, title: str = "Laces that glow") -> Topic:
    return make_topic(space, author, title=title, kind=Topic.Kind.IDEA)


def held_reply(topic: Topic, author: Member) -> Post:
    """Words that the checks hold back: something filled in the field that people do not see."""
    return post_reply(topic, actor=author, written=Written("Buy these cheap watches.", trap_filled=True))


def make_picture(owner: Member, alt: str = "") -> Picture:
    return Picture.objects.create(
        key=new_key(),
        owner=owner,
        width=1000,
        height=800,
        widths=[320, 960],
        state=Picture.State.READY,
        alt=alt,
        tone="#446655",
    )


def make_product() -> Product:
    connection = Connection.objects.create(name="Kamzo", platform=Connection.Platform.SHOPIFY)
    return Product.objects.create(connection=connection, external_id="1", handle="ridge-3", title="Ridge 3")


def verbs(room: str = "discussions") -> list[str]:
    rows = Activity.objects.filter(verb__startswith=f"{room}.").exclude(verb="discussions.space_opened")
    return [verb.partition(".")[2] for verb in rows.order_by("pk").values_list("verb", flat=True)]
