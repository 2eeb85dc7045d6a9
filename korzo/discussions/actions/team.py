"""What the team decides about a post: taken away and put back, published after a look or not."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from korzo.activity.actions import record
from korzo.activity.models import Activity
from korzo.discussions.actions.accept_answer import take_acceptance
from korzo.discussions.actions.call_groups import groups_called, tell_called
from korzo.discussions.actions.publish import tell_reply, tell_topic
from korzo.discussions.actions.settle import hold_post, recount, settle
from korzo.discussions.actions.weigh import LABEL
from korzo.discussions.actions.write import tell_mentioned
from korzo.discussions.activities import PostEdited, PostRemoved, PostShownAgain
from korzo.discussions.models import Mention, Post, PostHold, PostPicture, PostRemoval, Topic
from korzo.discussions.permissions import check_moderate
from korzo.kit.errors import Refused
from korzo.kit.generations import bump_on_commit
from korzo.live.actions import revoke
from korzo.members.models import Member
from korzo.moderation.actions import Steps, of_team


class PostSteps(Steps[Post, PostHold, PostRemoval]):
    """The first post takes its topic along."""

    label = LABEL
    owner = "post"
    holds = PostHold
    removals = PostRemoval

    def check(self, actor: Member) -> object:
        return check_moderate(actor)

    def held(self, pk: int) -> Post:
        return hold_post(pk)

    def settled(self, thing: Post) -> Post:
        away = (rows.objects.filter(post=thing).exists() for rows in (PostHold, PostRemoval))
        thing.is_standing = not any(away)
        Post.objects.filter(pk=thing.pk).update(is_standing=thing.is_standing)
        recount(thing.topic_id)
        settle(thing.topic_id)
        return thing

    def hold_facts(self, thing: Post) -> Mapping[str, Any]:
        return {"topic_id": thing.topic_id, "author_id": thing.author_id}

    def check_put_back(self, thing: Post, removal: PostRemoval) -> None:
        if removal.by_id is not None and removal.by_id == thing.author_id:
            raise Refused(_("The author took this post away. Only they could bring it back."))

    def before_taken_away(self, thing: Post, *, actor: Member | None, at: datetime) -> None:
        take_acceptance(thing, actor=actor, at=at)

    def tell_taken_away(self, thing: Post, removal: PostRemoval, *, actor: Member | None, at: datetime) -> None:
        own = actor is not None and actor.pk == thing.author_id
        record(
            PostRemoved(topic_id=thing.topic_id, post_id=thing.pk, number=thing.number, by_author=own),
            actor_id=actor.pk if actor else None,
            actor_kind=Activity.ActorKind.MEMBER if own else of_team(actor),
            member_id=thing.author_id,
            occurred_at=at,
        )
        if thing.opens_topic:
            revoke(f"topic:{thing.topic_id}")

    def tell_put_back(self, thing: Post, *, actor: Member | None, at: datetime) -> None:
        record(
            PostShownAgain(topic_id=thing.topic_id, post_id=thing.pk, number=thing.number),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=thing.author_id,
            occurred_at=at,
        )

    def tell_released(self, thing: Post, hold: PostHold, *, actor: Member | None, at: datetime) -> None:
        bump_on_commit(f"waiting:{thing.author_id}")
        if thing.is_standing:
            _tell_released(thing, actor=actor, stood_before=hold.stood_before, at=at)

    def tell_waiting(self, thing: Post) -> None:
        bump_on_commit(f"waiting:{thing.author_id}", f"topic:{thing.topic_id}", f"post:{thing.pk}")


def _tell_released(post: Post, *, actor: Member | None, stood_before: bool, at: datetime) -> None:
    topic = Topic.objects.select_related("space").get(pk=post.topic_id)
    mentions = [one.member for one in Mention.objects.filter(post=post).select_related("member")]
    tell_mentioned(post, mentions, actor_id=post.author_id, at=at)
    tell_called(post, groups_called(post), actor_id=post.author_id, at=at)
    if stood_before:
        record(
            PostEdited(topic_id=topic.pk, post_id=post.pk, version=post.version),
            actor_id=actor.pk if actor else None,
            actor_kind=of_team(actor),
            member_id=post.author_id,
            occurred_at=at,
        )
    elif not post.opens_topic:
        has_pictures = PostPicture.objects.filter(post=post).exists()
        tell_reply(post, topic, at=at, has_pictures=has_pictures)
    elif topic.is_standing:
        tell_topic(topic, at=at)


STEPS = PostSteps()
hide_post, show_post = STEPS.hide, STEPS.show
release_post, refuse_post = STEPS.release, STEPS.refuse
