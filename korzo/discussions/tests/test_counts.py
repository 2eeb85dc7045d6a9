"""What lists and pages read instead of counting stays equal to what counting would find."""

from korzo.discussions.actions import Written, edit_post, forget_member, post_reply, remove_post
from korzo.discussions.models import (
    OPEN_STATES,
    Acceptance,
    IdeaVote,
    Post,
    PostHold,
    PostPicture,
    Space,
    Topic,
    TopicMerge,
    TopicSchedule,
)
from korzo.discussions.queries.votes import OPEN_VOTES_MAX
from korzo.discussions.tests.merits import check_questions
from korzo.discussions.tests.talk import make_picture, make_reply, make_topic
from tests.cast import Cast


def check_counts() -> None:
    for topic in Topic.objects.select_related("first_post"):
        posts = Post.objects.filter(topic=topic)
        standing = posts.filter(is_standing=True)
        shown = PostPicture.objects.filter(post=topic.first_post)
        writers = set(standing.exclude(author=None).values_list("author_id", flat=True))
        assert topic.is_standing is _stands(topic)
        assert topic.is_pictured is shown.exists()
        assert topic.writer_count == len(writers)
        assert topic.reply_count == standing.filter(number__gt=1).count()
        assert topic.vote_count == IdeaVote.objects.filter(topic=topic).count()
        assert topic.highest_number >= max(posts.values_list("number", flat=True), default=0)
        assert topic.has_gaps or topic.highest_number == posts.count()
        assert not (topic.is_standing and topic.first_post is None)
        assert topic.first_post is None or (topic.first_post.topic_id, topic.first_post.number) == (topic.pk, 1)
    for space in Space.objects.all():
        assert space.topic_count == Topic.objects.standing().filter(space=space).count()
    _check_states()
    check_questions()


def _stands(topic: Topic) -> bool:
    first = topic.first_post
    hindered = any(states.objects.filter(topic=topic).exists() for states in (TopicSchedule, TopicMerge))
    return first is not None and first.is_standing and not hindered


def _check_states() -> None:
    for post in Post.objects.select_related("removal", "hold"):
        assert post.is_standing is not (hasattr(post, "removal") or hasattr(post, "hold"))
    for states in (PostPicture, Acceptance, PostHold):
        for row in states.objects.select_related("post"):
            assert row.topic_id == row.post.topic_id
    assert not Acceptance.objects.filter(post__number=1).exists()
    for member_id in set(IdeaVote.objects.values_list("member_id", flat=True)):
        still = IdeaVote.objects.filter(member=member_id, topic__idea_state__in=OPEN_STATES)
        assert still.count() <= OPEN_VOTES_MAX


def test_it_counts_writers_once(question: Topic, town: Cast) -> None:
    for author in (town.ivo, town.ivo, town.tea, town.sara):
        post_reply(question, actor=author, written=Written(f"By {author.handle}"), backfilled=True)
    question.refresh_from_db()
    assert question.writer_count == 3
    check_counts()


def test_it_follows_what_is_taken_away(question: Topic, space: Space, town: Cast) -> None:
    reply = make_reply(question, town.ivo)
    make_reply(question, town.sara, "Try wool.")
    remove_post(reply, actor=town.ivo)
    check_counts()
    other = make_topic(space, town.tea)
    assert other.first_post
    remove_post(other.first_post, actor=town.ivo, reason="Twice.")
    space.refresh_from_db()
    assert space.topic_count == 1
    check_counts()


def test_it_counts_somebody_who_writes_again(question: Topic, town: Cast) -> None:
    remove_post(make_reply(question, town.ivo), actor=town.ivo)
    make_reply(question, town.ivo, "Said better.")
    question.refresh_from_db()
    assert question.writer_count == 2
    check_counts()


def test_it_follows_pictures(question: Topic, town: Cast) -> None:
    assert question.first_post
    picture = make_picture(town.tea)
    edit_post(question.first_post, actor=town.tea, written=Written("Like this.", picture_ids=[picture.pk]))
    question.refresh_from_db()
    assert question.is_pictured
    check_counts()
    edit_post(question.first_post, actor=town.tea, written=Written("Like that."))
    assert not Topic.objects.pictured().exists()
    check_counts()


def test_it_forgets_writers(question: Topic, town: Cast) -> None:
    make_reply(question, town.ivo)
    forget_member(town.ivo.pk)
    forget_member(town.tea.pk)
    question.refresh_from_db()
    assert question.writer_count == 0
    check_counts()
